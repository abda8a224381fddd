"""The work area while no ticket is at the counter: open, paused, closed, or no counter at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import words
from ui.commands import key
from ui.kit.button import Button
from ui.kit.label import Label, Tag
from ui.shell.strip import ticket_tag
from ui.style import tokens
from ui.text import duration, mark, named, tr

if TYPE_CHECKING:
    from desk.tickets import WaitingTicket
    from ui.at_counter import AtCounter

_TITLE = {
    "open": mark("窗口空闲"),
    "paused": mark("窗口暂停"),
    "closed": mark("窗口还没有开"),
    "": mark("还没有选窗口"),
}
_WORDS = {
    "open": mark("叫号后，居民的号、等候原因和要办的事项会显示在这里。"),
    "paused": mark("大屏上显示暂停，暂时不叫号。回来后按 F11 恢复。"),
    "closed": mark("开窗后才能叫号，大屏同时显示本窗口开始办理。"),
    "": mark("选好窗口后才能叫号。"),
}
_ACTION = {
    "open": ("call_next", mark("叫下一位")),
    "paused": ("counter_state", mark("开窗，恢复叫号")),
    "closed": ("counter_state", mark("开窗")),
    "": ("sign_in", mark("换人或换窗口")),
}


SMALL, TALL = 300, 380  # heights: the least, and from where everything is shown


class IdlePane(QWidget):
    """What the counter's state is, what comes next, and the one thing to do."""

    asked = Signal(str)

    def __init__(self, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._rows = counter, ()
        self.title, self._words = Label(role="big"), Label(role="muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._next = self._next_box()
        self._buttons = {state: self._button(*action) for state, action in _ACTION.items()}
        column = QVBoxLayout(self)
        column.setSpacing(tokens.S3)
        column.addStretch(2)
        for widget in (self.title, self._words, self._next, *self._buttons.values()):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setMinimumHeight(SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._words.setVisible(event.size().height() >= TALL)
        super().resizeEvent(event)

    def first_focus(self) -> QWidget:
        return self._buttons[self._state()]

    def show_now(self) -> None:
        state, now = self._state(), self._counter.now
        self.title.say(_TITLE[state])
        self._words.say(_WORDS[state])
        if state == "paused" and now and now.pause_reason:
            self.title.say(mark("窗口暂停 · {reason}"), reason=words.word(words.PAUSE, now.pause_reason))
        for each, button in self._buttons.items():
            button.setVisible(each == state)
        self.show_next(self._rows)

    def show_next(self, rows: tuple[WaitingTicket, ...]) -> None:
        """The ticket that F2 will call, and by which rule."""
        self._rows = rows
        first = rows[0] if rows else None
        self._next.setVisible(first is not None and self._state() == "open")
        if first is None:
            return
        self._number.show_text(first.number)
        self._queue.show_text(named(first, "queue_name"))
        tag = ticket_tag(first)
        self._tag.setVisible(tag is not None)
        if tag is not None:
            self._tag.show_text(tag[0])
            self._tag.set_tone(tag[1])
        self.tick()

    def tick(self) -> None:
        if self._rows:
            first = self._rows[0]
            waited = duration((self._counter.ctx.clock() - first.waiting_since).total_seconds())
            self._why.show_text(f"{tr(mark('等候 {time}'), time=waited)} · {words.word(words.WHY_LONG, first.why)}")

    def _state(self) -> str:
        if self._counter.ctx.counter is None:
            return ""
        return str(self._counter.now.state) if self._counter.now else "closed"

    def _button(self, name: str, zh: str) -> Button:
        button = Button(zh, key=key(name), role="primary")
        button.clicked.connect(lambda: self.asked.emit(name))
        return button

    def _next_box(self) -> QFrame:
        box = QFrame()
        box.setProperty("kind", "box")
        box.setMinimumWidth(380)
        self._number, self._queue, self._why, self._tag = (
            Label(role="bignumber"),
            Label(role="strong"),
            Label(role="small"),
            Tag(),
        )
        line = QHBoxLayout()
        line.setSpacing(tokens.S2)
        for widget in (self._number, self._queue, self._tag):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(box)
        column.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        column.addWidget(Label(mark("下一位"), role="small"))
        column.addLayout(line)
        column.addWidget(self._why)
        return box
