"""Closing a day: first what is still open and what will become of it, then the result."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk.errors import DeskError
from ui.context import Context
from ui.kit.dialog import Dialog
from ui.kit.label import Label
from ui.kit.table import Column, Table
from ui.text import counter_text, day_text, listed, mark, tr

if TYPE_CHECKING:
    from desk.day import ClosedDay, DayOpen

_BECOMES = (
    ("serving", mark("办理中"), mark("记为办结，时段标为不准")),
    ("waiting", mark("等候"), mark("记为弃号")),
    ("called", mark("已呼叫"), mark("记为弃号")),
    ("on_hold", mark("挂起中"), mark("记为弃号")),
    ("no_show", mark("过号"), mark("记为弃号")),
)
_COLUMNS = (
    Column(mark("状态"), lambda row: tr(row[0]), 90, strong=True),
    Column(mark("个数"), lambda row: str(len(row[1])), 60, right=True),
    Column(mark("票号"), lambda row: listed(row[1])),
    Column(mark("日结后"), lambda row: tr(row[2]), 200, muted=True),
)


class DayCloseDialog(Dialog):
    """Nothing happens before 日结 is pressed; afterwards the dialog shows what became of each ticket, and the seal."""

    def __init__(self, ctx: Context, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(mark("日结"), parent, width=600)
        self._ctx, self._day = ctx, day
        self._line, self._seal = Label(role="muted"), Label(role="small")
        for label in (self._line, self._seal):
            label.setWordWrap(True)
        self.table = Table(
            _COLUMNS, key=lambda row: row[:2], name=mark("未完的号票"), empty=mark("没有未完的号，可以直接日结")
        )
        self.table.setMinimumHeight(230)
        for widget in (self._line, self.table, self._seal):
            self.body.addWidget(widget)
        self._back = self.add_back()
        self._close = self.add_button(mark("日结"), self._do, key="Enter", role="primary")
        self._close.setEnabled(False)
        ctx.tasks.read("day.open_items", owner=self, done=self._show_open, failed=self.show_error, day=day)

    def _show_open(self, items: DayOpen) -> None:
        self._day = items.day
        self.say_title(mark("日结 {day}"), day=day_text(items.day))
        self.table.show_rows([(zh, numbers, end) for name, zh, end in _BECOMES if (numbers := getattr(items, name))])
        opened = listed([counter_text(counter) for counter in items.counters_open])
        if opened:
            self._line.say(mark("没有办完的号按下表处理；还开着的窗口会关闭：{counters}"), counters=opened)
        else:
            self._line.say(mark("没有办完的号按下表处理；窗口都已关闭。"))
        self._close.setEnabled(True)
        self._close.setFocus()

    def _do(self) -> None:
        self._close.setEnabled(False)
        self._ctx.tasks.write("day.close", owner=self, done=self._closed, failed=self._not_closed, day=self._day)

    def _not_closed(self, error: DeskError) -> None:
        self._close.setEnabled(True)
        self.show_error(error)

    def _closed(self, closed: ClosedDay) -> None:
        self._close.hide()
        self.notices.say("done", "ok", mark("{day} 已日结。"), day=day_text(closed.day))
        rows = (
            (mark("已办结"), closed.finished, mark("补记办结")),
            (mark("弃号"), closed.abandoned, mark("已记为弃号")),
        )
        self.table.show_rows([(zh, numbers, note) for zh, numbers, note in rows if numbers])
        self._line.say(
            mark("补记办结 {finished} 个，弃号 {abandoned} 个。"),
            finished=len(closed.finished),
            abandoned=len(closed.abandoned),
        )
        self._seal.say(mark("封存码 {seal}"), seal=closed.seal)
        self._back.setFocus()
