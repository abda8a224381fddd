"""The kiosk: a resident chooses, gets a number and a slip, and leaves nothing behind for the next one.

It knows its pages and the door; it is shown before the hall is open, and works on by itself after the hall was away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import language
from ui.shell.ribbon import Ribbon
from ui.style import tokens
from ui.text import language as spoken
from ui.text import mark, tr
from ui.windows.big import MIDDLE, BigButton, BigText, Ground, Line, Look
from ui.windows.kiosk_pages import BY_STAFF, AwayPage, HomePage, NumberPage, OpeningPage, Page, PriorityPage, title
from ui.windows.live import Live

if TYPE_CHECKING:
    from desk.errors import DeskError
    from desk.halls import HallShown
    from desk.prints import JobRow
    from desk.queues import OfferedQueue
    from desk.reasons import Reason
    from desk.settings import SettingRow
    from desk.tickets import IssuedTicket
    from ui.context import Context

TALL, WIDE = QSize(1080, 1920), QSize(1920, 1080)
LARGE = 1.3  # how much larger letters are in 大字版
_GONE_BY = {"queue_closed", "unknown_queue"}  # the queue went while the resident was looking
_SLIP = {"pending": "printing", "printing": "printing", "printed": "printed"}


class KioskWindow(QWidget):
    """One kiosk of a site. `ctx.actor` must be allowed to issue; `ctx.hall` may still be empty."""

    SETTLE = 400  # ms after a page came up in which presses do nothing: they were meant for the page before
    IDLE = 60_000  # ms without a press after which the next resident is expected
    PATIENCE = 4000  # ms after which a slip that has not come out is said to be missing

    def __init__(self, ctx: Context, *, site: str = "main") -> None:
        super().__init__()
        self.ctx = ctx
        self._hall_name, self._demo = ctx.hall.name, ctx.hall.demo
        self._queues: tuple[OfferedQueue, ...] = ()
        self._reasons: tuple[Reason, ...] = ()
        self._priority: Reason | None = None
        self._ticket: IssuedTicket | None = None
        self._slip, self._seconds, self._clear_after = "printing", 0, 8
        self._large, self._busy, self._notice, self._page_name = False, False, "", "opening"
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._since = QElapsedTimer()
        self._live = Live(ctx, "queues.offered", {"tickets", "queues", "hall"}, self, site=site)
        self._live.came.connect(self._offered)
        self._live.lost.connect(self._lost)
        self._every_second = QTimer(self, interval=1000, timeout=self._tick)
        self._idle = QTimer(self, singleShot=True, timeout=self.next_resident)
        self._slow = QTimer(self, singleShot=True, interval=300, timeout=self._show_taking)
        self._patience = QTimer(self, singleShot=True, timeout=lambda: self._slip_is("failed"))
        ctx.tasks.changed.connect(self._heard)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(TALL)
        self._show("opening")

    # what a resident does

    def take(self, prefix: str) -> None:
        """A number of this queue is asked for; nothing more is until the answer is there."""
        if self._busy or not self.settled():
            return
        self._busy, self._taking = True, prefix
        self._slow.start()
        priority = {"priority": self._priority.code} if self._priority else {}
        self.ctx.tasks.write(
            "tickets.issue", owner=self, done=self._issued, failed=self._refused, queue=prefix, **priority
        )

    def ask_priority(self) -> None:
        self._turn("priority")

    def choose(self, reason: Reason | None) -> None:
        """The next number is taken with this priority, or without one."""
        if self._turn("home", check=lambda: None):
            self._priority = reason
            self._show("home")

    def toggle_large(self) -> None:
        if not self._busy:
            self._large = not self._large
            self._show(self._page_name)
            self._stir()

    def toggle_language(self) -> None:
        """Everything is in the other language until the next resident."""
        if not self._busy:
            language.switch(QApplication.instance(), "zh" if spoken() == "en" else "en")
            self._stir()

    def next_resident(self) -> None:
        """Nothing is left of the one before: no number, no priority, Chinese, letters of ordinary size."""
        if self._busy:
            return
        self._ticket = self._priority = None
        self._large, self._notice = False, ""
        self._every_second.stop()
        self._patience.stop()
        self._idle.stop()
        if spoken() != "zh":
            language.switch(QApplication.instance(), "zh")
        self._show(self._resting_page())

    def settled(self) -> bool:
        """Whether the page has been up long enough for a press to be meant for it."""
        return self._since.isValid() and self._since.elapsed() >= self.SETTLE

    # what the hall says

    def _offered(self, queues: tuple[OfferedQueue, ...]) -> None:
        if self._page_name == "opening" or not self._reasons:
            self._introduce()
        self._queues = queues
        if self._page_name in {"opening", "away"} and not self._every_second.isActive():
            self._show("home")
        elif self._page_name == "home" and self.page.shows(queues):
            self._say_header()
        elif self._page_name == "home":
            self._show("home")

    def _lost(self, _error: DeskError) -> None:
        if self._page_name != "number" and not self._busy:
            self.next_resident()

    def _introduce(self) -> None:
        read = self.ctx.tasks.read
        read("halls.show", owner=self, done=self._hall_shown, failed=self._lost)
        read("reasons.of", owner=self, done=self._reasons_came, failed=self._lost, list="priority")
        read("settings.all", owner=self, done=self._settings_came, failed=self._lost)

    def _hall_shown(self, hall: HallShown) -> None:
        if (hall.name, hall.demo) != (self._hall_name, self._demo):
            self._hall_name, self._demo = hall.name, hall.demo
            self._show(self._page_name)

    def _reasons_came(self, reasons: tuple[Reason, ...]) -> None:
        self._reasons = tuple(reason for reason in reasons if reason.code not in BY_STAFF)

    def _settings_came(self, rows: tuple[SettingRow, ...]) -> None:
        self._clear_after = next(int(row.value) for row in rows if row.key == "ticket.screen_clear")

    def _issued(self, ticket: IssuedTicket) -> None:
        self._taken()
        self._ticket, self._slip, self._seconds = ticket, "printing", self._clear_after
        self._show("number")
        self._every_second.start()
        self._patience.start(self.PATIENCE)
        self._ask_for_slip()

    def _refused(self, error: DeskError) -> None:
        self._taken()
        if error.code in _GONE_BY:
            self._notice = tr("这项业务刚刚停止取号，请选择其他业务")
            self._show("home")
            self._live.load()
            return
        self._seconds = self._clear_after
        self._every_second.start()
        self._show("away")

    def _taken(self) -> None:
        self._busy = False
        self._slow.stop()
        self._idle.stop()

    def _heard(self, topics: frozenset[str]) -> None:
        if "settings" in topics or "hall" in topics:
            self._introduce()
        if "print_jobs" in topics:
            self._ask_for_slip()

    # the slip

    def _ask_for_slip(self) -> None:
        ticket = self._ticket
        if ticket is not None and self._slip != "printed":
            self.ctx.tasks.read(
                "prints.jobs", owner=self, done=lambda jobs: self._jobs_came(ticket, jobs), failed=lambda _error: None
            )

    def _jobs_came(self, ticket: IssuedTicket, jobs: tuple[JobRow, ...]) -> None:
        mine = [job for job in jobs if (job.number, job.day, job.paper) == (ticket.number, ticket.day, "slip")]
        if mine and ticket is self._ticket:
            state = _SLIP.get(mine[0].state, "failed")
            if state != "printing":
                self._slip_is(state)

    def _slip_is(self, state: str) -> None:
        """What became of the paper; who must remember the number gets the whole time for it."""
        self._patience.stop()
        if self._page_name == "number" and state != self._slip:
            self._slip = state
            self._seconds = self._clear_after if state == "failed" else self._seconds
            self._say_number()

    # pages

    def _turn(self, name: str, check: Callable[[], object] | None = None) -> bool:
        """A resident goes to another page, unless the press was meant for the page before."""
        if self._busy or not self.settled():
            return False
        self._stir()
        if check is None:
            self._show(name)
        return True

    def _stir(self) -> None:
        """Somebody is here."""
        self._idle.start(self.IDLE)

    def _leave_number(self) -> None:
        """A touch ends the confirmation, but not while the slip is on its way."""
        if self.settled() and self._slip != "printing":
            self.next_resident()

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.next_resident()
        elif self._page_name == "number":
            self.page.show_seconds(self._seconds)

    def _resting_page(self) -> str:
        if self._live.error is not None:
            return "away"
        return "home" if self._queues else "opening"
