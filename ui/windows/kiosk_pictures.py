"""The kiosk in every state, for pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.errors import DeskError
from ui.windows.kiosk import TALL, WIDE, KioskWindow
from ui.windows.kiosk_pages import PriorityPage
from ui.windows.rating_pages import RatePage

if TYPE_CHECKING:
    from desk.prints import PrintJob
    from ui.context import Context


def pictures(ctx_factory: Callable[[str | None], Context]) -> Iterator[tuple[str, QWidget]]:
    """Every state of the kiosk, tall and wide, as (name, window to grab); a window lasts until the next is asked for.

    `ctx_factory(actor)` gives contexts of one filled demonstration hall, whose tasks answer at once.
    """
    supervisor = ctx_factory("supervisor").tasks
    for queue in "AAAAABBDFF":
        supervisor.write("tickets.issue", owner=supervisor, queue=queue, slip=False)
    supervisor.write("queues.close_queue", owner=supervisor, queue="E")
    for number in ("A001", "A002"):
        supervisor.write("tickets.call", owner=supervisor, number=number, counter=3)
        for step in ("start", "finish"):
            supervisor.write(f"tickets.{step}", owner=supervisor, number=number)
    for form, size in (("tall", TALL), ("wide", WIDE)):
        for state, reach in _STATES.items():
            window = KioskWindow(ctx_factory("kiosk"))
            window.SETTLE = 0
            window.resize(size)
            if state != "opening":
                window.live.load()
            reach(window)
            yield f"kiosk-{form}-{state}", window
            window.next_resident()
            window.deleteLater()


def _priority(window: KioskWindow) -> None:
    window.ask_priority()
    assert isinstance(window.page, PriorityPage)
    next(iter(window.page.cards.values())).click()


def _slip(window: KioskWindow, outcome: str, **facts: Any) -> None:
    """A number is taken, and everything that is still to be printed ends like this."""
    window.take("A")
    jobs: list[PrintJob | None] = []
    while not jobs or jobs[-1] is not None:
        window.ctx.tasks.write("prints.claim", owner=window, done=jobs.append)
    for job in jobs:
        if job is not None:
            window.ctx.tasks.write(f"prints.{outcome}", owner=window, job=job.id, **facts)


def _rate(window: KioskWindow) -> None:
    """A visit that has ended is rated by its slip."""
    number = "A001" if window.height() > window.width() else "A002"
    window.ctx.tasks.read("tickets.slip", owner=window, done=lambda slip: window.scanned(slip.code), number=number)
    assert isinstance(window.page, RatePage)
    window.layout().activate()  # the chips are arranged by the width of the page
    window.page.choose(5)


_STATES: dict[str, Callable[[KioskWindow], object]] = {
    "opening": lambda window: None,
    "home": lambda window: None,
    "english": KioskWindow.toggle_language,
    "large": KioskWindow.toggle_large,
    "priority": KioskWindow.ask_priority,
    "chosen": _priority,
    "number": lambda window: window.take("A"),
    "printed": lambda window: _slip(window, "printed"),
    "failed": lambda window: _slip(window, "failed", code="printer_out_of_paper"),
    "closed": lambda window: window.take("E"),
    "scan": KioskWindow.ask_slip,
    "rate": _rate,
    "away": lambda window: window.live.lose(DeskError("database_unavailable")),
}
