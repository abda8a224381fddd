"""The work area while a resident is being served: why this one, the road so far, and the matters done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import words
from ui.commands import key
from ui.kit.button import Button
from ui.kit.card import rule
from ui.kit.chooser import Chooser
from ui.kit.label import Label, Tag
from ui.kit.steps import Steps
from ui.kit.table import Column
from ui.screens.counter.road import steps, story
from ui.style import tokens
from ui.text import clock_text, day_text, mark, named, tr

if TYPE_CHECKING:
    from desk.queues import MatterRow
    from desk.tickets import TicketHistory
    from ui.at_counter import AtCounter


SMALL, TALL = 300, 430  # heights: the least, and from where everything is shown


class ServingPane(QWidget):
    """Matters are found by typing and ticked with Enter; F8 finishes the ticket with those that are ticked."""

    asked = Signal(str)

    def __init__(self, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._history = counter, None
        self._rows: tuple[MatterRow, ...] = ()
        self._head, self._issued, self._steps = Label(role="head"), Label(role="small"), Steps()
        self._why, self._why_more, self.story = Label(role="strong"), Label(role="small"), Label(role="small")
        self._chosen = Tag(tone="green")
        self._buttons: dict[str, Button] = {}
        self.matters = self._chooser()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._told = self._boxes()
        for part in (_line(self._head, self._issued), _line(self._steps), self._told, self._matters_head()):
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
            column.addWidget(rule())
        holder = QHBoxLayout()
        holder.setContentsMargins(14, tokens.S2, 14, 0)
        holder.addWidget(self.matters)
        column.addLayout(holder, 1)
        column.addWidget(rule())
        column.addLayout(self._foot())
        self.matters.taken.connect(self._toggle)
        self.setMinimumHeight(SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list of matters needs the room more than the story does."""
        self._told.setVisible(event.size().height() >= TALL)
        super().resizeEvent(event)

    def first_focus(self) -> QWidget:
        return self.matters.field

    def offer(self, rows: tuple[MatterRow, ...]) -> None:
        """The matters of the ticket's queue, frequent ones first."""
        self._rows = rows
        self.matters.offer(rows)

    def show_now(self) -> None:
        card = self._counter.current()
        if card is None:
            return
        self._buttons["finish"].say(self._counter.finish_words())
        self._head.say(mark("正在办理 · {queue}"), queue=named(card, "queue_name"))
        issued = card.waiting_since
        self._issued.say(mark("取号 {day} {time}"), day=day_text(issued.date()), time=clock_text(issued))
        self._why.show_text(words.word(words.WHY, card.why))
        self._why_more.show_text(
            words.word(words.WHY_LONG, card.why).partition("：")[2] or words.word(words.WHY_LONG, card.why)
        )
        self._steps.show_steps(steps(card, self._history))
        if self._history is not None:
            self.story.show_text(story(self._history))
        count = len(self._counter.ticks())
        self._chosen.say(mark("已选 {count} 项"), count=count)
        self._chosen.set_tone("green" if count else "plain")
        self.matters.table.refresh()

    def show_history(self, history: TicketHistory) -> None:
        self._history = history
        self.show_now()

    def tick(self) -> None:
        """Nothing in this pane runs; the strip has the timer."""

    def _toggle(self, row: MatterRow) -> None:
        self._counter.tick(row.code, row.code not in self._counter.ticks())
        if self.matters.field.text():
            self.matters.field.clear()

    def _chooser(self) -> Chooser:
        return Chooser(
            (
                Column("", lambda row: tr(_TICKED[row.code in self._counter.ticks()]), 36, check=self._is_ticked),
                Column("", named, tag=lambda row: (tr(mark("常办")), "blue") if row.frequent else None),
                Column("", lambda row: row.code, 90, muted=True, right=True),
            ),
            key=lambda row: row.code,
            found=lambda row: f"{row.name} {row.name_en} {row.code}",
            name=mark("本次办了哪些事项"),
            hint=mark("输入几个字筛选，↑ ↓ 选择，Enter 勾选或取消"),
            empty=mark("没有这样的事项：换几个字，或直接按 F8 办结"),
        )

    def _is_ticked(self, row: MatterRow) -> bool:
        return row.code in self._counter.ticks()

    def _boxes(self) -> QWidget:
        told = QWidget()
        grid = QGridLayout(told)
        grid.setContentsMargins(14, tokens.S2, 14, tokens.S3)
        grid.setHorizontalSpacing(tokens.S3)
        self.story.setWordWrap(True)
        self._why_more.setWordWrap(True)
        why = _box(mark("为什么叫这个号"), self._why, self._why_more)
        why.setProperty("tone", "blue")
        grid.addWidget(why, 0, 0)
        grid.addWidget(_box(mark("到现在的经过"), self.story), 0, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        return told

    def _matters_head(self) -> QHBoxLayout:
        return _line(Label(mark("本次办了哪些事项"), role="head"), self._chosen)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(tokens.S2)
        for place, (name, zh, role) in enumerate(_FOOT):
            button = Button(zh, key=key(name), role=role)
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            self._buttons[name] = button
            row.addWidget(button)
            if place == 0:
                row.addStretch(1)
        return row


_TICKED = {True: mark("已勾选"), False: mark("未勾选")}
_FOOT = (("print", mark("补打号票"), ""), ("hold", mark("挂起"), ""), ("finish", mark("办结"), "primary"))


def _line(left: QWidget, right: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 8, 14, 8)
    row.addWidget(left)
    if right is not None:
        row.addStretch(1)
        row.addWidget(right)
    return row


def _box(title: str, *labels: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("kind", "box")
    column = QVBoxLayout(box)
    column.setContentsMargins(10, 7, 10, 7)
    column.setSpacing(2)
    column.addWidget(Label(title, role="small"))
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return box
