"""设置: the queues, the hall's rules, the language. What somebody may not change is shown all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.permissions import may
from ui.context import Context
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.table import Column, Table
from ui.screen import Screen
from ui.style import tokens
from ui.text import language, mark, named, tr

if TYPE_CHECKING:
    from desk.queues import OfferedQueue
    from desk.settings import SettingRow
    from ui.at_counter import AtCounter

_UNIT = {
    "seconds": mark("秒"),
    "minutes": mark("分钟"),
    "years": mark("周岁"),
    "times": mark("倍"),
    "calendar_hours": mark("小时"),
    "calendar_days": mark("天"),
    "percent": mark("%"),
}


class SettingsScreen(Screen):
    """Queues on the left, rules on the right; Enter changes the selected one."""

    watches = frozenset({"queues", "settings", "tickets"})

    def __init__(self, ctx: Context, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(ctx, counter, parent)
        roles = frozenset(ctx.actor.roles if ctx.actor else ())
        self._may_queue, self._may_set = may(roles, "queues.open_queue"), may(roles, "settings.set")
        self.queues = Table(
            (
                Column(mark("字头"), lambda row: row.prefix, 60, strong=True),
                Column(mark("业务"), named),
                Column(mark("等候"), lambda row: str(row.waiting), 60, right=True),
                Column(mark("状态"), lambda row: "", 84, tag=_queue_state),
            ),
            key=lambda row: row.prefix,
            name=mark("队列"),
            empty=mark("本厅还没有队列"),
        )
        self.rules = Table(
            (
                Column(mark("规则"), named),
                Column(mark("现在的值"), value_text, 230, strong=True, right=True),
            ),
            key=lambda row: row.key,
            name=mark("大厅规则"),
            empty=mark("本厅还没有规则"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        row.setSpacing(tokens.S3)
        row.addWidget(self._queues_card(), 2)
        row.addWidget(self._rules_card(), 3)
        self.queues.chosen.connect(lambda _row: self._switch_queue())
        self.queues.moved.connect(lambda _row: self._show_buttons())
        self.rules.chosen.connect(lambda _row: self._change_rule())
        self.rules.moved.connect(lambda _row: self._show_buttons())
        self._show_buttons()

    def load(self) -> None:
        self.ctx.tasks.read("queues.offered", owner=self, done=self._show_queues, failed=self.problem.emit)
        self.ctx.tasks.read("settings.all", owner=self, done=self._show_rules, failed=self.problem.emit)

    def first_focus(self) -> QWidget:
        return self.queues

    def retranslate(self) -> None:
        self._show_buttons()

    def _queues_card(self) -> Card:
        card = Card(mark("队列"))
        card.body.addWidget(self.queues)
        self.queue_button = Button(mark("停用"), key="Enter")
        self.queue_button.clicked.connect(self._switch_queue)
        card.body.addLayout(_foot(self.queue_button))
        return card

    def _rules_card(self) -> Card:
        card = Card(mark("大厅规则"))
        card.body.addWidget(self.rules)
        self.rule_button = Button(mark("修改…"), key="Enter")
        self.rule_button.clicked.connect(self._change_rule)
        self._language = Button(mark("切换语言 中文 / English"))
        self._language.clicked.connect(lambda: self.asked.emit("language"))
        card.body.addLayout(_foot(self._language, self.rule_button))
        return card

    def _show_queues(self, rows: tuple[OfferedQueue, ...]) -> None:
        self.queues.show_rows(rows)
        self._show_buttons()

    def _show_rules(self, rows: tuple[SettingRow, ...]) -> None:
        self.rules.show_rows(rows)
        self._show_buttons()

    def _show_buttons(self) -> None:
        queue, rule = self.queues.selected(), self.rules.selected()
        self.queue_button.setEnabled(self._may_queue and queue is not None)
        self.queue_button.say(mark("开放") if queue is not None and not queue.open else mark("停用"))
        self.rule_button.setEnabled(self._may_set and rule is not None)

    def _switch_queue(self) -> None:
        row = self.queues.selected()
        if row is None:
            return
        use_case = "queues.close_queue" if row.open else "queues.open_queue"
        self.ctx.tasks.write(use_case, owner=self, failed=self.problem.emit, queue=row.prefix)

    def _change_rule(self) -> None:
        from ui.dialogs.rule import RuleDialog

        row = self.rules.selected()
        if row is None:
            return
        if not self._may_set:
            self.problem.emit(DeskError("not_permitted", use_case="settings.set"))
            return
        RuleDialog(self.ctx, row, self).open()


def _queue_state(row: OfferedQueue) -> tuple[str, str]:
    return (tr(mark("开放")), "green") if row.open else (tr(mark("停用")), "plain")


def value_text(row: SettingRow) -> str:
    """A rule's value with its unit: 3 次, 是, the text itself."""
    if isinstance(row.value, bool):
        return tr(mark("是")) if row.value else tr(mark("否"))
    unit = _UNIT.get(row.unit)
    space = " " if language() == "en" or unit else ""
    return f"{row.value}{space}{tr(unit)}" if unit else str(row.value)


def _foot(*buttons: Button) -> QVBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(tokens.S2)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    column = QVBoxLayout()
    column.addLayout(row)
    return column
