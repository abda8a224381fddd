"""What the commands do that need more than one call: a dialog, a menu, the palette. Each is given the desk's window."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from desk.errors import DeskError
from ui.kit.palette import CODE, Find, ticket_number
from ui.shell import menus
from ui.text import mark, tr

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.screens.ratings import RatingsScreen


def hold_or_resume(desk: MainWindow) -> None:
    """Puts the ticket on hold for a reason; with no ticket, the one on hold comes back."""
    from ui.dialogs.reason import ReasonDialog

    card, now = desk.counter.current(), desk.counter.now
    if card is None:
        held = desk.shown_screen().selected_on_hold() or next(iter(now.on_hold if now else ()), None)
        desk.counter.resume(held) if held else desk.counter.failed.emit("hold", DeskError("no_ticket"))
        return
    title = mark("{number} 为什么挂起？")
    dialog = ReasonDialog(desk.ctx, "hold_ticket", title, mark("挂起"), desk, number=card.number)
    dialog.decided.connect(lambda code, note: desk.counter.ticket("hold", card, reason=code, note=note or None))
    dialog.open()


def hand_over(desk: MainWindow) -> None:
    """Asks where the ticket goes."""
    from ui.dialogs.hand_over import HandOverDialog

    card = desk.counter.current()
    if card is None:
        desk.counter.failed.emit("hand_over", DeskError("no_ticket"))
        return
    dialog = HandOverDialog(desk.ctx, card, desk)
    dialog.decided.connect(lambda place: desk.counter.ticket("hand_over", card, **place))
    dialog.open()


def ticket_menu(desk: MainWindow) -> QMenu:
    """What else can be done with the tickets of this counter."""
    button = desk.strip.buttons["ticket_menu"]
    entries = menus.ticket_entries(desk.counter, lambda number: history(desk, number), desk.print_shown)
    place = button if button.isVisible() else desk.top.counter_tag
    return menus.popup(desk, mark("号票的其他操作"), entries, place.mapToGlobal(QPoint(0, place.height() + 2)))


def counter_menu(desk: MainWindow) -> QMenu:
    """Opening, pausing, closing the counter."""
    tag = desk.top.counter_tag
    entries = menus.counter_entries(desk.counter, desk.reasons)
    return menus.popup(desk, mark("开窗、暂停、关窗"), entries, tag.mapToGlobal(QPoint(0, tag.height() + 2)))


def call_selected(desk: MainWindow) -> None:
    """Calls the ticket that is selected in the waiting list."""
    row = desk.shown_screen().selected_waiting()
    if row is None:
        desk.counter.failed.emit("call", DeskError("nothing_selected"))
    else:
        desk.counter.call(row.number, row.day)


def close_day(desk: MainWindow) -> None:
    """Asks before the oldest day that is not closed, or today, is closed."""
    from ui.dialogs.day_close import DayCloseDialog

    days = desk.counter.now.unclosed_days if desk.counter.now else ()
    DayCloseDialog(desk.ctx, days[0] if days else None, desk).open()


def follow_up(desk: MainWindow) -> None:
    """The next step of the follow-up that is selected."""
    screen = desk.shown_screen()
    if isinstance(screen, _ratings_screen()):
        screen.next_step()


def rating_groups(desk: MainWindow) -> None:
    """Satisfaction by queue, counter, clerk, in turn."""
    screen = desk.shown_screen()
    if isinstance(screen, _ratings_screen()):
        screen.next_grouping()


def _ratings_screen() -> type[RatingsScreen]:
    from ui.screens.ratings import RatingsScreen

    return RatingsScreen


def history(desk: MainWindow, number: str, day: date | None = None) -> None:
    """Shows a ticket's story."""
    from ui.dialogs.history import HistoryDialog

    HistoryDialog(desk.ctx, number, day, desk).open()


def show_help(desk: MainWindow) -> None:
    """Shows the help of the part shown."""
    from ui.dialogs.help import HelpDialog

    HelpDialog(desk.part(), desk.allowed, desk).open()


def open_palette(desk: MainWindow) -> None:
    """Offers every command and part; a ticket's number or a code finds its history."""
    parts = {f"part.{part.id}" for part in desk.parts}
    offered = [
        Find(tr(row.title), tr(mark("命令")), lambda row=row: row.run(desk), row.shortcut, f"{row.title} {row.id}")
        for row in desk.allowed
        if row.screen in {None, desk.part()}
        and row.id != "palette"
        and (row.id in parts or not row.id.startswith("part."))
    ]
    desk.palette_box.ask(offered, lambda text: _finds(desk, text))


def scanned(desk: MainWindow, code: str) -> None:
    """A scanned code opens the story of its ticket; a bad one is refused by name."""
    desk.palette_box.put_away()
    desk.ctx.tasks.read(
        "codes.scan",
        owner=desk,
        done=lambda found: history(desk, found.number, found.day),
        failed=desk.notices.error,
        text=code,
    )


def _finds(desk: MainWindow, text: str) -> list[Find]:
    if CODE.fullmatch(text):
        return [Find(text, tr(mark("扫码")), lambda: scanned(desk, text))]
    number = ticket_number(text)
    if number is None:
        return []
    return [Find(tr(mark("{number} 的经过"), number=number), tr(mark("今天的号票")), lambda: history(desk, number))]
