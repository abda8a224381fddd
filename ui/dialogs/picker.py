"""Who works here and at which counter: the page a window opens with, until there is a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from ui import words
from ui.kit.button import Button
from ui.kit.chooser import Chooser
from ui.kit.label import Label
from ui.kit.table import Column
from ui.registry import parts
from ui.style import tokens
from ui.text import counter_text, listed, mark, tr

if TYPE_CHECKING:
    from desk.counters import CounterRow
    from desk.staff import Picker, StaffRow

_AT_COUNTER = {"clerk", "supervisor"}
_TONE = {"open": "green", "paused": "amber", "closed": "plain"}


class PickerPage(QWidget):
    """Two lists, staff then counter; both filter by typing. The choice of this machine is remembered."""

    picked = Signal(object, object)  # StaffRow, counter number or None

    def __init__(self, memory: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self.staff = Chooser(
            (Column("", lambda row: row.display, strong=True), Column("", _roles, 150, muted=True)),
            key=lambda row: row.name,
            found=lambda row: f"{row.display} {row.name} {_roles(row)}",
            name=mark("人员"),
            hint=mark("输入姓名筛选"),
            empty=mark("没有这个人：换几个字试试"),
        )
        self.counters = Chooser(
            (
                Column("", lambda row: counter_text(row.counter), 96, strong=True),
                Column("", lambda row: row.staff_name or tr(mark("空着"))),
                Column("", lambda row: "", 76, tag=_state),
            ),
            key=lambda row: row.counter,
            found=lambda row: f"{row.counter} {row.name} {row.staff_name or ''}",
            name=mark("窗口"),
            hint=mark("输入窗口号筛选"),
            empty=mark("没有这个窗口"),
        )
        self._go = Button(mark("开始工作"), key="Enter", role="primary")
        self._lay_out()
        self.staff.taken.connect(self._staff_taken)
        self.counters.taken.connect(lambda _row: self._pick())
        self._go.clicked.connect(self._pick)

    def offer(self, picker: Picker) -> None:
        """Shows who and where; what was chosen last time on this machine is selected."""
        self._hall.show_text(picker.hall_name)
        self.staff.offer([row for row in picker.staff if set(row.roles) - {"kiosk"} and parts(row.roles)])
        self.counters.offer(picker.counters)
        self.staff.table.select(self._memory.value("picker/staff", ""))
        self.counters.table.select(int(str(self._memory.value("picker/counter", 0))))
        self.staff.field.setFocus()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setMaximumSize(760, 520)
        card.setMinimumWidth(700)
        self._hall = Label(role="title")
        grid = QGridLayout(card)
        grid.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S5)
        grid.setHorizontalSpacing(tokens.S5)
        grid.setVerticalSpacing(tokens.S3)
        grid.addWidget(self._hall, 0, 0, 1, 2)
        grid.addWidget(Label(mark("今天由谁在哪个窗口工作？"), role="muted"), 1, 0, 1, 2)
        for column, (title, chooser) in enumerate(((mark("人员"), self.staff), (mark("窗口"), self.counters))):
            grid.addWidget(Label(title, role="head"), 2, column)
            grid.addWidget(chooser, 3, column)
            grid.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        foot.addWidget(Label(mark("↑ ↓ 选择，Enter 下一步；本机会记住这次的选择"), role="small"), 1)
        foot.addWidget(self._go)
        grid.addLayout(foot, 4, 0, 1, 2)
        outer = QGridLayout(self)
        outer.addWidget(card, 0, 0)

    def _staff_taken(self, row: StaffRow) -> None:
        if _AT_COUNTER & set(row.roles):
            self.counters.field.setFocus()
        else:
            self._pick()

    def _pick(self) -> None:
        staff, counter = self.staff.selected(), self.counters.selected()
        if staff is None:
            self.staff.field.setFocus()
            return
        number = counter.counter if counter is not None and _AT_COUNTER & set(staff.roles) else None
        self._memory.setValue("picker/staff", staff.name)
        self._memory.setValue("picker/counter", number or 0)
        self.picked.emit(staff, number)


def _roles(row: StaffRow) -> str:
    return listed([words.word(words.ROLE, role) for role in row.roles])


def _state(row: CounterRow) -> tuple[str, str]:
    return words.word(words.COUNTER, row.state), _TONE.get(str(row.state), "plain")
