"""A ticket's story: where it was, how long, and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import words
from ui.context import Context
from ui.kit.dialog import Dialog
from ui.kit.label import Label, Tag
from ui.kit.table import Column, Table
from ui.text import clock_text, counter_text, day_text, duration, mark, tr

if TYPE_CHECKING:
    from desk.staff import Picker
    from desk.tickets import Event, Period, TicketHistory

STATE_TONE = {
    "waiting": "amber",
    "called": "blue",
    "serving": "blue",
    "on_hold": "amber",
    "no_show": "red",
    "finished": "green",
}


def period_columns(now: datetime | None = None) -> tuple[Column, ...]:
    """The columns of a ticket's periods; an open period runs until `now`."""
    return (
        Column(mark("状态"), lambda row: "", 110, tag=_state),
        Column(mark("从"), lambda row: clock_text(row.started_at, seconds=True), 84),
        Column(mark("到"), lambda row: clock_text(row.ended_at, seconds=True) if row.ended_at else "—", 84),
        Column(mark("时长"), lambda row: _length(row, now), 120, right=True),
        Column(mark("窗口"), lambda row: counter_text(row.counter) if row.counter else "—"),
    )


def event_columns(people: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of what was done; `people` tells the names of those who did it."""
    return (
        Column(mark("时间"), lambda row: clock_text(row.at, seconds=True), 92),
        Column(mark("操作"), lambda row: words.word(words.ACTION, row.action), 110, strong=True),
        Column(mark("人员"), lambda row: people.get(row.actor, row.actor or "—"), 110),
        Column(mark("窗口"), lambda row: counter_text(row.counter) if row.counter else "—", 92),
        Column(mark("缘由"), _reason, muted=True),
    )


class HistoryDialog(Dialog):
    """Periods above, events below, of one ticket of one day."""

    def __init__(self, ctx: Context, number: str, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=660)
        self.number = number
        self.say_title(mark("{number} 的经过"), number=number)
        self._day, self._state = Label(role="muted"), Tag()
        line = QHBoxLayout()
        line.addWidget(self._state)
        line.addWidget(self._day, 1)
        self.periods = Table(
            period_columns(ctx.clock()), key=lambda row: row.started_at, name=mark("时段"), empty=mark("还没有时段")
        )
        self._people: dict[str, str] = {}
        self.events = Table(
            event_columns(self._people),
            key=lambda row: (row.at, row.action),
            name=mark("操作"),
            empty=mark("还没有操作"),
        )
        self.body.addLayout(line)
        for title, table in ((mark("时段"), self.periods), (mark("操作"), self.events)):
            self.body.addWidget(Label(title, role="head"))
            table.setMinimumHeight(190)
            self.body.addWidget(table, 1)
        self.add_back(mark("关闭"))
        ctx.tasks.read("staff.picker", owner=self, done=self._know, failed=self.show_error)
        ctx.tasks.read("tickets.history", owner=self, done=self._show, failed=self.show_error, number=number, day=day)

    def _know(self, picker: Picker) -> None:
        self._people.update({row.name: row.display for row in picker.staff})

    def _show(self, history: TicketHistory) -> None:
        self._day.show_text(day_text(history.day))
        self._state.say(words.STATE.get(str(history.state), ""))
        self._state.set_tone(STATE_TONE.get(str(history.state), "plain"))
        self.periods.show_rows(history.periods)
        self.events.show_rows(history.events)


def _reason(row: Event) -> str:
    """Why it was called, or the note that was written with it."""
    return row.note or (words.word(words.WHY, row.why) if row.why else "")


def _state(row: Period) -> tuple[str, str]:
    return words.word(words.STATE, row.state), STATE_TONE.get(str(row.state), "plain")


def _length(row: Period, now: datetime | None) -> str:
    end = row.ended_at or now
    length = duration((end - row.started_at).total_seconds()) if end else "…"
    return tr(mark("{length}（不准）"), length=length) if row.inaccurate else length
