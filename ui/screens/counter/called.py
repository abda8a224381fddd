"""The work area while somebody has been called and is on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import words
from ui.commands import key
from ui.kit.button import Button
from ui.kit.card import rule
from ui.kit.label import Label
from ui.kit.steps import Steps
from ui.screens.counter.road import steps
from ui.style import tokens
from ui.style.theme import restyle
from ui.text import duration, mark, named, tr

if TYPE_CHECKING:
    from desk.tickets import TicketCard, TicketHistory
    from ui.at_counter import AtCounter


SMALL, TALL = 300, 420  # heights: the least, and from where the number is as large as can be


class CalledPane(QWidget):
    """The number large, why it was called, how often, and what may be done now."""

    asked = Signal(str)

    def __init__(self, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._history = counter, None
        self._head, self._number, self._queue = Label(role="head"), Label(role="hero"), Label(role="big")
        self.why, self._recalls = Label(role="muted"), Label(role="muted")
        self._steps = Steps()
        self._start = self._button("start", mark("开始办理"), "primary")
        self._recall = self._button("recall", mark("重呼"))
        self._no_show = self._button("no_show", mark("过号"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_padded(self._head))
        column.addWidget(rule())
        column.addLayout(_padded(self._steps))
        column.addWidget(rule())
        column.addStretch(2)
        for label in (self._number, self._queue, self.why, self._recalls):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(tokens.S1)
        column.addSpacing(tokens.S4)
        column.addLayout(self._actions())
        column.addStretch(3)
        self.setMinimumHeight(SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        restyle(self._number, role="hero" if event.size().height() >= TALL else "number")
        super().resizeEvent(event)

    def first_focus(self) -> QWidget:
        return self._start

    def show_now(self) -> None:
        card = self._counter.current()
        if card is not None:
            self._head.say(mark("等居民到窗口"))
            self._number.show_text(card.number)
            self._queue.show_text(named(card, "queue_name"))
            self.why.show_text(words.word(words.WHY_LONG, card.why))
            self._steps.show_steps(steps(card, self._history))
            self.tick()

    def show_history(self, history: TicketHistory) -> None:
        self._history = history
        self.show_now()

    def tick(self) -> None:
        card = self._counter.current()
        if card is not None:
            self._recalls.show_text(recall_text(card, self._seconds_to_recall(card)))
            self._recall.setEnabled(card.recall_at is not None and self._seconds_to_recall(card) <= 0)

    def _seconds_to_recall(self, card: TicketCard) -> float:
        return (card.recall_at - self._counter.ctx.clock()).total_seconds() if card.recall_at else 0

    def _button(self, name: str, zh: str, role: str = "") -> Button:
        button = Button(zh, key=key(name), role=role)
        button.clicked.connect(lambda: self.asked.emit(name))
        return button

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        row.addStretch(1)
        for button in (self._start, self._recall, self._no_show):
            row.addWidget(button)
        row.addStretch(1)
        return row


def recall_text(card: TicketCard, seconds: float) -> str:
    """How often the number was recalled, and when it may be recalled again."""
    times = tr(mark("已重呼 {times} / {allowed} 次"), times=card.recalls, allowed=card.recalls_allowed)
    if card.recall_at is None:
        return f"{times} · {tr(mark('不能再呼，人没有来请按 F4 过号'))}"
    if seconds > 0:
        return f"{times} · {tr(mark('{time}后可重呼'), time=duration(seconds))}"
    return f"{times} · {tr(mark('可以重呼'))}"


def _padded(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 8, 14, 8)
    row.addWidget(widget)
    return row
