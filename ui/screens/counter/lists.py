"""The right column: who waits, who is on hold here, who did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import commands
from ui.kit.button import Key
from ui.kit.card import Card
from ui.kit.label import Tag
from ui.kit.table import Column, Table
from ui.shell.strip import short_tag
from ui.style import tokens
from ui.text import mark, minutes_text, named

if TYPE_CHECKING:
    from desk.tickets import TicketCard, WaitingTicket
    from ui.at_counter import AtCounter

ROW = 32


class Lists(QWidget):
    """Waiting in the order of calling; on hold and no-show take room only when somebody is in them."""

    def __init__(self, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        waiting = Card(mark("等候"))
        self._count = Tag(tone="blue")
        waiting.head.addWidget(Key(commands.key("call_selected")))
        waiting.head.addWidget(self._count)
        self.waiting = Table(
            (
                Column(mark("票号"), lambda row: row.number, 132, strong=True, tag=short_tag),
                Column(mark("业务"), lambda row: named(row, "queue_name")),
                Column(mark("等候"), self._since, 70, right=True),
            ),
            key=lambda row: (row.day, row.number),
            name=mark("等候"),
            empty=mark("没有人等候。来人取号后会出现在这里。"),
            row_height=ROW,
        )
        waiting.body.addWidget(self.waiting)
        self.on_hold = Few(mark("挂起"), "hold", mark("没有挂起的号"), self._since_state)
        self.no_show = Few(mark("过号"), "ticket_menu", mark("没有过号的号"), self._since_state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S3)
        column.addWidget(waiting, 1)
        column.addWidget(self.on_hold)
        column.addWidget(self.no_show)
        self.waiting.chosen.connect(lambda row: counter.call(row.number, row.day))
        self.on_hold.table.chosen.connect(counter.resume)
        self.no_show.table.chosen.connect(lambda card: counter.ticket("requeue", card))

    def show_waiting(self, rows: tuple[WaitingTicket, ...]) -> None:
        self.waiting.show_rows(rows)
        self._count.say(mark("{count} 人"), count=len(rows))

    def show_now(self) -> None:
        now = self._counter.now
        self.on_hold.show_cards(now.on_hold if now else ())
        self.no_show.show_cards(now.no_shows if now else ())

    def tick(self) -> None:
        for table in (self.waiting, self.on_hold.table, self.no_show.table):
            table.refresh()

    def _since(self, row: WaitingTicket) -> str:
        return minutes_text((self._counter.ctx.clock() - row.waiting_since).total_seconds())

    def _since_state(self, card: TicketCard) -> str:
        return minutes_text((self._counter.ctx.clock() - card.state_since).total_seconds())


class Few(Card):
    """A short list that shows only its head while it is empty."""

    SHOWN = 3

    def __init__(self, title: str, command: str, empty: str, since: Any, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._empty, self._count = empty, Tag()
        self.head.addWidget(Key(commands.key(command)))
        self.head.addWidget(self._count)
        self.table = Table(
            (
                Column("", lambda card: card.number, 84, strong=True),
                Column("", lambda card: named(card, "queue_name")),
                Column("", since, 70, right=True),
            ),
            key=lambda card: (card.day, card.number),
            name=title,
            empty=empty,
            row_height=ROW,
        )
        self.body.addWidget(self.table)
        self.show_cards(())

    def show_cards(self, cards: tuple[TicketCard, ...]) -> None:
        self.table.show_rows(cards)
        self.table.setVisible(bool(cards))
        self.table.setFixedHeight(min(len(cards), self.SHOWN) * ROW + 2)
        if cards:
            self._count.say(mark("{count} 人"), count=len(cards))
        else:
            self._count.say(self._empty)
