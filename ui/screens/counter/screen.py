"""The screen itself: the work on the left, the lists on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk.errors import DeskError
from ui.context import Context
from ui.kit.card import Card
from ui.screen import Screen
from ui.screens.counter.called import CalledPane
from ui.screens.counter.idle import IdlePane
from ui.screens.counter.lists import Lists
from ui.screens.counter.serving import ServingPane
from ui.style import tokens
from ui.text import mark

if TYPE_CHECKING:
    from desk.tickets import TicketCard, TicketHistory, WaitingTicket
    from ui.at_counter import AtCounter


class CounterScreen(Screen):
    """One pane for each state of the counter; the focus goes to the next thing to do."""

    watches = frozenset({"tickets", "counters", "queues", "matters", "settings"})

    def __init__(self, ctx: Context, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(ctx, counter, parent)
        self.idle, self.called, self.serving = IdlePane(counter), CalledPane(counter), ServingPane(counter)
        self.lists = Lists(counter)
        self.panes = QStackedWidget()
        self._queue = ""
        self._stage: tuple[object, ...] = ()
        work = Card()
        work.body.addWidget(self.panes)
        for pane in (self.idle, self.called, self.serving):
            self.panes.addWidget(pane)
            pane.asked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        row.setSpacing(tokens.S3)
        row.addWidget(work, 1)
        row.addWidget(self.lists)
        counter.updated.connect(self._updated)
        self._updated()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lists.setFixedWidth(max(tokens.SIDE_WIDTH, min(tokens.SIDE_WIDEST, event.size().width() // 4)))
        super().resizeEvent(event)

    def load(self) -> None:
        if self.ctx.counter is None:
            return
        self.ctx.tasks.read(
            "tickets.waiting", owner=self, done=self._show_waiting, failed=self._not_read, counter=self.ctx.counter
        )
        self._read_history()

    def first_focus(self) -> QWidget:
        return self._pane().first_focus()

    def selected_waiting(self) -> WaitingTicket | None:
        """The ticket that F12 calls."""
        return self.lists.waiting.selected()

    def selected_on_hold(self) -> TicketCard | None:
        """The ticket that F6 brings back."""
        return self.lists.on_hold.table.selected()

    def print_shown(self) -> None:
        """The slip of the ticket at the counter is printed once more, for a reason."""
        from ui.dialogs.reason import ReasonDialog

        card = self.counter.current()
        if card is None:
            self.problem.emit(DeskError("nothing_to_print"))
            return
        title, act = mark("{number} 为什么补打？"), mark("补打")
        dialog = ReasonDialog(self.ctx, "reprint", title, act, self, number=card.number)
        dialog.decided.connect(lambda code, note: self._reprint(card, note or code))
        dialog.open()

    def tick(self) -> None:
        self._pane().tick()
        self.lists.tick()

    def retranslate(self) -> None:
        self._updated()

    def _reprint(self, card: TicketCard, reason: str) -> None:
        self.ctx.tasks.write(
            "prints.reprint",
            owner=self,
            done=lambda _job: self.done.emit(mark("号票已交给打印机补打。")),
            failed=self.problem.emit,
            number=card.number,
            day=card.day,
            reason=reason,
        )

    def _pane(self) -> IdlePane | CalledPane | ServingPane:
        card = self.counter.current()
        return {"called": self.called, "serving": self.serving}.get(str(card.state) if card else "", self.idle)

    def _updated(self) -> None:
        card, pane = self.counter.current(), self._pane()
        ticket = (card.day, card.number) if card else None
        stage = (pane, ticket, self.counter.now.state if self.counter.now else "")
        changed = stage != self._stage
        focused = self._has_focus()
        self.panes.setCurrentWidget(pane)
        self._stage = stage
        if card is not None and card.queue != self._queue:
            self._queue = card.queue
            self.ctx.tasks.read(
                "queues.matters", owner=self, done=self.serving.offer, failed=self._not_read, queue=card.queue
            )
        pane.show_now()
        self.lists.show_now()
        if changed:
            self._read_history()
            if focused:
                pane.first_focus().setFocus()

    def _has_focus(self) -> bool:
        """Whether moving the focus inside this screen takes it from nobody else."""
        focus = self.window().focusWidget()
        return self.isVisible() and (
            focus is None or focus is self or self.isAncestorOf(focus) or not focus.isVisible()
        )

    def _read_history(self) -> None:
        card = self.counter.current()
        if card is not None:
            self.ctx.tasks.read(
                "tickets.history",
                owner=self,
                done=self._show_history,
                failed=self._not_read,
                number=card.number,
                day=card.day,
            )

    def _show_history(self, history: TicketHistory) -> None:
        self.called.show_history(history)
        self.serving.show_history(history)

    def _show_waiting(self, rows: tuple[WaitingTicket, ...]) -> None:
        self.lists.show_waiting(rows)
        self.idle.show_next(rows)

    def _not_read(self, error: DeskError) -> None:
        self.problem.emit(error)
