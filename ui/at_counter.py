"""What stands at one counter now, and what a clerk can do with it. The strip, the screens and the keys share it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desk.errors import DeskError
from ui.context import Context
from ui.text import mark

if TYPE_CHECKING:
    from desk.tickets import CounterView, TicketCard

WATCHES = frozenset({"tickets", "counters", "settings", "queues"})


class AtCounter(QObject):
    """The state of the counter (`now`, None until known) and the matters ticked for each ticket.

    `acted(action, result)` after each success, `failed(action, error)` after each refusal; `updated` when `now` is new.
    """

    updated = Signal()
    acted = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.now: CounterView | None = None
        self.ticked: dict[tuple[date, str], tuple[str, ...]] = {}
        self._loading = self._stale = False
        ctx.tasks.changed.connect(self._heard)

    def load(self) -> None:
        """`now` is read anew; what is asked while it is being read is asked once more afterwards."""
        if self.ctx.counter is None:
            return
        self._stale = self._loading
        if not self._loading:
            self._loading = True
            self.ctx.tasks.read(
                "tickets.at_counter", owner=self, done=self._loaded, failed=self._not_loaded, counter=self.ctx.counter
            )

    def current(self) -> TicketCard | None:
        return self.now.current if self.now else None

    def finish_words(self) -> str:
        """What finishing is called here: where there is a second screen, it asks for a rating."""
        return mark("办结并评价") if self.now is not None and self.now.asks_rating else mark("办结")

    def to_take_back(self) -> TicketCard | None:
        """The ticket whose last action can be taken back at this moment."""
        cards = (self.now.last, self.now.current) if self.now else ()
        return next((card for card in cards if card and self.seconds_to_take_back(card) > 0), None)

    def seconds_to_take_back(self, card: TicketCard) -> float:
        if card.take_back_until is None:
            return 0
        return (card.take_back_until - self.ctx.clock()) / timedelta(seconds=1)

    def call_next(self) -> None:
        self._counter_write("tickets.call_next", "call_next")

    def call(self, number: str, day: date | None = None) -> None:
        self._counter_write("tickets.call", "call", number=number, day=day)

    def ticket(self, action: str, card: TicketCard | None = None, **args: Any) -> None:
        """Does `action` with `card`, or with the ticket at the counter."""
        card = card or self.current()
        if card is None:
            self.failed.emit(action, DeskError("no_ticket"))
            return
        self._write(f"tickets.{action}", action, number=card.number, day=card.day, **args)

    def resume(self, card: TicketCard) -> None:
        self.ticket("resume", card, counter=self.ctx.counter)

    def finish(self, *, then_call: bool = False) -> None:
        """The ticket is finished with the matters ticked; `then_call` calls the next one at once."""
        card = self.current()
        if card is None:
            self.failed.emit("finish", DeskError("no_ticket"))
            return
        matters = self.ticked.get((card.day, card.number), ())
        after = self.call_next if then_call else None
        self._write("tickets.finish", "finish", after, number=card.number, day=card.day, matters=matters)

    def take_back(self) -> None:
        card = self.to_take_back()
        if card is None:
            self.failed.emit("take_back", DeskError("nothing_to_undo"))
            return
        self.ticket("take_back", card)

    def open(self) -> None:
        self._counter_write("counters.open", "open")

    def pause(self, reason: str) -> None:
        self._counter_write("counters.pause", "pause", reason=reason)

    def close_counter(self) -> None:
        self._counter_write("counters.close", "close")

    def tick(self, code: str, on: bool) -> None:
        """The matter `code` counts, or no longer counts, as done for the ticket at the counter."""
        card = self.current()
        if card is not None:
            others = tuple(each for each in self.ticked.get((card.day, card.number), ()) if each != code)
            self.ticked[card.day, card.number] = (*others, code) if on else others
            self.updated.emit()

    def ticks(self) -> tuple[str, ...]:
        card = self.current()
        return self.ticked.get((card.day, card.number), ()) if card else ()

    def _counter_write(self, use_case: str, action: str, **args: Any) -> None:
        if self.ctx.counter is None:
            self.failed.emit(action, DeskError("no_counter"))
            return
        self._write(use_case, action, counter=self.ctx.counter, **args)

    def _write(self, use_case: str, action: str, after: Callable[[], None] | None = None, **args: Any) -> None:
        def done(result: object) -> None:
            self.acted.emit(action, result)
            if after is not None:
                after()

        self.ctx.tasks.write(
            use_case, owner=self, done=done, failed=lambda error: self.failed.emit(action, error), **args
        )

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & WATCHES:
            self.load()

    def _loaded(self, now: CounterView) -> None:
        self._loading, self.now = False, now
        self._forget_ticks()
        self.updated.emit()
        if self._stale:
            self.load()

    def _not_loaded(self, error: DeskError) -> None:
        self._loading = False
        self.failed.emit("at_counter", error)

    def _forget_ticks(self) -> None:
        """Ticks stay as long as a ticket is at the counter, on hold here, or can be taken back."""
        now = self.now
        if now is not None:
            kept = {(card.day, card.number) for card in (now.current, now.last, *now.on_hold) if card}
            self.ticked = {key: codes for key, codes in self.ticked.items() if key in kept}
