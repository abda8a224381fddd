"""评价: low grades that must be called back, and how satisfied residents are, with count and interval."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.ratings import lamp
from ui import words
from ui.commands import key
from ui.context import Context
from ui.dialogs.follow_up import NEXT, FollowUpDialog, said
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.label import Label, Tag
from ui.kit.table import Column, Table
from ui.screen import Screen
from ui.style import tokens
from ui.text import clock_text, counter_text, day_text, mark, minutes_text, named, tr

if TYPE_CHECKING:
    from desk.ratings import FollowUpRow, RatingFigures, RatingRow
    from desk.shares import Share
    from ui.at_counter import AtCounter

DAYS = 30
_TONE = {"red": "red", "amber": "amber", "green": "green", "off": "plain"}
_BY = {"queue": mark("按队列"), "counter": mark("按窗口"), "clerk": mark("按人员")}


class RatingsScreen(Screen):
    """Follow-ups on the left, the most urgent first; satisfaction of the last thirty days on the right."""

    watches = frozenset({"ratings", "settings"})

    def __init__(self, ctx: Context, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(ctx, counter, parent)
        self._by, self._figures = "queue", None
        self._beats = 0
        self.follow_ups = self._follow_up_table()
        self.shares = self._share_table()
        self.overdue = Tag(tone="red")
        self._total, self._called_back, self._few = Label(role="strong"), Label(role="small"), Label(role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        row.setSpacing(tokens.S3)
        row.addWidget(self._follow_up_card(), 3)
        row.addWidget(self._share_card(), 2)
        self.follow_ups.chosen.connect(lambda _row: self.next_step())
        self.follow_ups.moved.connect(lambda _row: self._say_step())
        self._say_step()

    def load(self) -> None:
        self.follow_ups.show_loading()
        read, today = self.ctx.tasks.read, self.ctx.clock().date()
        read("ratings.follow_ups", owner=self, done=self._show_follow_ups, failed=self.problem.emit)
        days = {"day_from": today - timedelta(days=DAYS), "day_to": today, "by": self._by}
        read("ratings.figures", owner=self, done=self._show_figures, failed=self.problem.emit, **days)

    def first_focus(self) -> QWidget:
        return self.follow_ups

    def tick(self) -> None:
        """What is left of the clocks is said in minutes."""
        self._beats += 1
        if self._beats % 20 == 0:
            self.follow_ups.refresh()
            self._say_overdue()

    def retranslate(self) -> None:
        self._say_step()
        self._say_overdue()
        self._say_figures()

    def next_step(self) -> None:
        """Asks for what the selected follow-up needs next."""
        row: FollowUpRow | None = self.follow_ups.selected()
        if row is None:
            self.problem.emit(DeskError("nothing_selected"))
            return
        FollowUpDialog(self.ctx, row, self).open()

    def next_grouping(self) -> None:
        """Satisfaction is told by the next of queue, counter, clerk."""
        ways = list(_BY)
        self._by = ways[(ways.index(self._by) + 1) % len(ways)]
        self.load()

    def lamp(self, row: FollowUpRow) -> str:
        """The lamp of the row at this moment."""
        return lamp(self.ctx.clock(), row.opened_at, row.due)

    def left(self, row: FollowUpRow) -> str:
        """How much of the running clock is left, or by how much it is over."""
        if row.due is None:
            return tr("已答复")
        seconds = (row.due - self.ctx.clock()).total_seconds()
        if seconds < 0:
            return tr("超时 {time}", time=_span(-seconds))
        return tr("还有 {time}", time=_span(seconds))

    def _follow_up_table(self) -> Table:
        return Table(
            (
                Column(mark("票号"), lambda row: row.number, 76, strong=True),
                Column(mark("评价时间"), self._when, 136, muted=True),
                Column(mark("分"), lambda row: str(row.grade), 56, right=True),
                Column(mark("窗口"), lambda row: counter_text(row.counter) if row.counter else "", 84),
                Column(mark("说了什么"), said),
                Column(mark("下一步"), lambda row: words.word(words.FOLLOW_UP, row.state), 92),
                Column(mark("时限"), lambda row: "", 138, tag=lambda row: (self.left(row), _TONE[self.lamp(row)])),
            ),
            key=lambda row: (row.day, row.number),
            name=mark("差评待回访"),
            empty=mark("没有待回访的差评。居民评为不满意时会出现在这里，一小时内联系。"),
        )

    def _share_table(self) -> Table:
        return Table(
            (
                Column("", named, strong=True),
                Column(mark("评价/办结"), lambda row: f"{row.rated}/{row.finished}", 88, right=True),
                Column(mark("满意率（95% 区间）"), satisfied_text, 172, right=True),
            ),
            key=lambda row: row.key,
            name=mark("满意率"),
            empty=mark("最近三十天还没有办结的号。"),
        )

    def _follow_up_card(self) -> Card:
        card = Card(mark("差评待回访"))
        card.head.addWidget(self.overdue)
        card.body.addWidget(self.follow_ups)
        self.step = Button(mark("记为已联系"), key=key("follow_up"), role="primary")
        self.step.clicked.connect(self.next_step)
        card.body.addLayout(_foot(self._called_back, self.step))
        return card

    def _share_card(self) -> Card:
        card = Card(mark("满意率（最近三十天）"))
        card.head.addWidget(self._total)
        card.body.addWidget(self.shares)
        self.grouping = Button(mark("按队列"), key=key("rating_groups"))
        self.grouping.clicked.connect(self.next_grouping)
        card.body.addLayout(_foot(self._few, self.grouping))
        return card

    def _when(self, row: FollowUpRow) -> str:
        day = row.opened_at.date()
        return clock_text(row.opened_at) if day == self.ctx.clock().date() else day_text(day)

    def _show_follow_ups(self, rows: tuple[FollowUpRow, ...]) -> None:
        self.follow_ups.show_rows(rows)
        self._say_step()
        self._say_overdue()

    def _show_figures(self, figures: RatingFigures) -> None:
        self._figures = figures
        self.shares.show_rows(figures.rows)
        self._say_figures()

    def _say_step(self) -> None:
        row: FollowUpRow | None = self.follow_ups.selected()
        self.step.setEnabled(row is not None)
        self.step.say(words.FOLLOW_UP_STEP[NEXT[row.state] if row is not None else "contact"])

    def _say_overdue(self) -> None:
        count = sum(self.lamp(row) == "red" for row in self.follow_ups.rows())
        self.overdue.setVisible(count > 0)
        self.overdue.say(mark("{count} 个超时"), count=count)

    def _say_figures(self) -> None:
        self.grouping.say(_BY[self._by])
        found: RatingFigures | None = self._figures
        if found is None:
            return
        self._total.show_text(satisfied_text(found.total))
        calls, target = found.follow_ups, found.follow_ups.target
        told = {"done": calls.contacted, "all": calls.opened, "target": target, "timely": calls.contacted_in_time}
        self._called_back.say(mark("回访 {done}/{all}（目标 {target}%），按时 {timely}"), **told)
        self._few.say(mark("少于 {count} 条评价不显示"), count=found.minimum)


def satisfied_text(row: RatingRow) -> str:
    """97%（94–99%）, or that there are too few to be told."""
    share: Share | None = row.satisfied
    if share is None:
        return tr("评价太少")
    low, high = (round(100 * end) for end in (share.low, share.high))
    return tr("{share}%（{low}–{high}%）", share=round(100 * share.value), low=low, high=high)


def _span(seconds: float) -> str:
    days = int(seconds // 86400)
    return tr("{days} 天", days=days) if days > 1 else minutes_text(seconds)


def _foot(words_: Label, button: Button) -> QVBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(tokens.S2)
    row.addWidget(words_, 1)
    row.addWidget(button)
    column = QVBoxLayout()
    column.addLayout(row)
    return column
