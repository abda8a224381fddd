"""The menus of the ticket (F10) and of the counter (F11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.text import mark, named, tr

if TYPE_CHECKING:
    from desk.reasons import Reason
    from desk.tickets import TicketCard
    from ui.at_counter import AtCounter


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; an empty title is a line between."""

    title: str
    run: Callable[[], object] = lambda: None


def ticket_entries(counter: AtCounter, history: Callable[[str], object], reprint: Callable[[], object]) -> list[Entry]:
    """What can be done with the tickets of this counter beyond the buttons of the strip."""
    now, card = counter.now, counter.current()
    entries = []
    if card is not None and card.state == "called":
        title = tr(mark("撤回呼叫 {number}（误叫）"), number=card.number)
        entries.append(Entry(title, lambda: counter.ticket("put_back")))
    if card is not None:
        entries.append(Entry(tr(mark("补打 {number} 的号票…"), number=card.number), reprint))
        entries.append(Entry(tr(mark("{number} 的经过…"), number=card.number), lambda: history(card.number)))
    if now is not None:
        entries += [_requeue(counter, each) for each in now.no_shows]
        entries += [_resume(counter, each) for each in now.on_hold if card is None]
    return entries or [Entry(tr(mark("现在没有可以操作的号")))]


def _requeue(counter: AtCounter, card: TicketCard) -> Entry:
    title = tr(mark("重排 {number}（过号后回来）"), number=card.number)
    return Entry(title, lambda: counter.ticket("requeue", card))


def _resume(counter: AtCounter, card: TicketCard) -> Entry:
    return Entry(tr(mark("恢复 {number}"), number=card.number), lambda: counter.resume(card))


def counter_entries(counter: AtCounter, reasons: Iterable[Reason]) -> list[Entry]:
    """Opening, pausing with a reason, closing: only what leads out of the present state."""
    state = str(counter.now.state) if counter.now else "closed"
    entries = []
    if state != "open":
        entries.append(Entry(tr(mark("开窗，恢复叫号")), counter.open))
    if state == "open":
        entries += [_pause(counter, row) for row in reasons]
    if state != "closed":
        entries += [Entry(""), Entry(tr(mark("关窗")), counter.close_counter)]
    return entries


def _pause(counter: AtCounter, row: Reason) -> Entry:
    return Entry(tr(mark("暂停：{reason}"), reason=named(row)), lambda: counter.pause(row.code))


def popup(parent: QWidget, name: str, entries: Iterable[Entry], place: QPoint) -> QMenu:
    """Shows the menu at `place` with its first line selected, ready for the arrows and Enter; freed when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(tr(name))
    for entry in entries:
        if not entry.title:
            menu.addSeparator()
            continue
        action = QAction(entry.title, menu)
        action.triggered.connect(lambda _=False, run=entry.run: run())
        menu.addAction(action)
    menu.popup(place)
    menu.setActiveAction(menu.actions()[0])
    return menu
