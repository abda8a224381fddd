"""A reason from one of the lists, with a note where the reason asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.kit.chooser import Chooser
from ui.kit.dialog import Dialog
from ui.kit.field import LineEdit
from ui.kit.table import Column
from ui.text import mark, named

if TYPE_CHECKING:
    from desk.reasons import Reason


class ReasonDialog(Dialog):
    """`decided(code, note)` when a reason was taken. A reason that is 其他 wants a note first."""

    decided = Signal(str, str)

    def __init__(
        self, ctx: Context, reasons: str, title: str, act: str, parent: QWidget | None = None, **facts: object
    ) -> None:
        super().__init__("", parent)
        self.say_title(title, **facts)
        self.reasons = Chooser(
            (Column("", named),),
            key=lambda row: row.code,
            found=lambda row: f"{row.zh} {row.en}",
            name=mark("原因"),
            hint=mark("输入几个字筛选，↑ ↓ 选择"),
            empty=mark("没有这个原因"),
        )
        self.reasons.setMinimumHeight(330)
        self.note = LineEdit(mark("备注（选“其他”时须填写）"))
        self.body.addWidget(self.reasons)
        self.body.addWidget(self.note)
        self.add_back()
        self.add_button(act, self._decide, key="Enter", role="primary")
        self.reasons.taken.connect(lambda _row: self._decide())
        self.reasons.setFocus()
        ctx.tasks.read("reasons.of", owner=self, done=self.reasons.offer, failed=self.show_error, list=reasons)

    def _decide(self) -> None:
        row: Reason | None = self.reasons.selected()
        if row is None:
            return
        note = self.note.text().strip()
        if row.code.endswith("_other") and not note:
            self.notices.say("note", "warn", mark("选“其他”时请写明原因。"))
            self.note.setFocus()
            return
        self.decided.emit(row.code, note)
        self.accept()
