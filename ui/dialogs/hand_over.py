"""Where a ticket goes: to another counter, or to another queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import words
from ui.context import Context
from ui.kit.chooser import Chooser
from ui.kit.dialog import Dialog
from ui.kit.table import Column
from ui.text import counter_text, mark, named, tr

if TYPE_CHECKING:
    from desk.counters import CounterRow
    from desk.queues import OfferedQueue
    from desk.tickets import TicketCard


class HandOverDialog(Dialog):
    """One list of queues and counters; `decided` gives the arguments of the hand-over."""

    decided = Signal(dict)

    def __init__(self, ctx: Context, card: TicketCard, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=560)
        self.say_title(mark("{number} 转到哪里？"), number=card.number)
        self._ctx, self._card = ctx, card
        self._queues: tuple[OfferedQueue, ...] = ()
        self.places = Chooser(
            (
                Column("", lambda row: "", 84, tag=_kind),
                Column("", _name, strong=True),
                Column("", _detail, 210, muted=True),
            ),
            key=lambda row: getattr(row, "counter", None) or row.prefix,
            found=lambda row: f"{_name(row)} {_detail(row)} {getattr(row, 'prefix', '')}",
            name=mark("转到"),
            hint=mark("输入业务或窗口号筛选"),
            empty=mark("没有别的窗口或业务可转"),
        )
        self.places.setMinimumHeight(330)
        self.body.addWidget(self.places)
        self.add_back()
        self.add_button(mark("转窗"), self._decide, key="Enter", role="primary")
        self.places.taken.connect(self._take)
        self.places.setFocus()
        ctx.tasks.read("queues.offered", owner=self, done=self._offer_queues, failed=self.show_error)

    def _offer_queues(self, queues: tuple[OfferedQueue, ...]) -> None:
        self._queues = tuple(row for row in queues if row.prefix != self._card.queue)
        self._ctx.tasks.read("counters.all", owner=self, done=self._offer, failed=self.show_error)

    def _offer(self, counters: tuple[CounterRow, ...]) -> None:
        others = tuple(row for row in counters if row.counter != self._ctx.counter and row.state != "closed")
        self.places.offer(self._queues + others)

    def _decide(self) -> None:
        if self.places.selected() is not None:
            self._take(self.places.selected())

    def _take(self, row: Any) -> None:
        counter = getattr(row, "counter", None)
        self.decided.emit({"to_queue": row.prefix} if counter is None else {"to_counter": counter})
        self.accept()


def _kind(row: Any) -> tuple[str, str]:
    return (tr(mark("窗口")), "blue") if hasattr(row, "counter") else (tr(mark("业务")), "plain")


def _name(row: Any) -> str:
    return counter_text(row.counter) if hasattr(row, "counter") else f"{row.prefix} {named(row)}"


def _detail(row: Any) -> str:
    if hasattr(row, "counter"):
        return f"{row.staff_name or '—'} · {words.word(words.COUNTER, row.state)}"
    return tr(mark("等候 {count} 人"), count=row.waiting)
