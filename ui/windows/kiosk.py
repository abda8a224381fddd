"""The kiosk: a resident chooses, gets a number and a slip, and leaves nothing behind for the next one.

It is shown before the hall is open, and goes on by itself when the hall was out of reach for a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui import language
from ui.messages import message
from ui.shell.ribbon import Ribbon
from ui.text import language as spoken
from ui.text import mark, tr
from ui.windows.big import BigButton, Look, opening_size
from ui.windows.kiosk_pages import (
    BY_STAFF,
    AwayPage,
    Foot,
    Header,
    HomePage,
    NumberPage,
    OpeningPage,
    Page,
    PriorityPage,
)
from ui.windows.kiosk_rating import PAGES, SlipRating
from ui.windows.live import Live
from ui.windows.slip_watch import SlipWatch

if TYPE_CHECKING:
    from desk.halls import HallShown
    from desk.queues import OfferedQueue
    from desk.reasons import Reason
    from desk.settings import SettingRow
    from desk.tickets import IssuedTicket
    from ui.context import Context

TALL, WIDE = QSize(1080, 1920), QSize(1920, 1080)
LARGE = 1.3  # how much larger letters are in 大字版
CLEAR_AFTER = 8  # seconds a number stays on the screen, until the hall has said its own
_GONE = {"queue_closed", "unknown_queue"}  # the queue went while the resident was looking


class KioskWindow(QWidget):
    """The kiosk of a site. `ctx.actor` must be allowed to issue; `ctx.hall` may still be empty."""

    SETTLE: int = 400  # ms after a page came up in which presses do nothing: they were meant for the page before
    IDLE: int = 60_000  # ms without a press after which the next resident is expected

    def __init__(self, ctx: Context, *, site: str = "main") -> None:
        super().__init__()
        self.ctx = ctx
        self._hall_name, self._demo = ctx.hall.name, ctx.hall.demo
        self._queues: tuple[OfferedQueue, ...] = ()
        self._reasons: tuple[Reason, ...] = ()
        self._clear_after: int | None = None
        self._priority: Reason | None = None
        self._ticket: IssuedTicket | None = None
        self._taking = self._notice = ""
        self._large, self._seconds = False, 0
        self.live = Live(ctx, "queues.offered", {"tickets", "queues", "hall"}, self, site=site)
        self.slip = SlipWatch(ctx, self)
        self.rating = SlipRating(ctx, self, settle=self.SETTLE)
        self._idle = QTimer(self, singleShot=True, timeout=self.next_resident)
        self._slow = QTimer(self, singleShot=True, interval=300, timeout=self._say_taking)
        self._every_second = QTimer(self, interval=1000, timeout=self._tick)
        self._screen()
        self._listen()

    # what a resident does

    def take(self, prefix: str) -> None:
        """A number of this queue is asked for. Until the answer is there every further press does nothing."""
        if not self._counts():
            return
        self._taking, self._notice = prefix, ""
        self._slow.start()
        wish = {"queue": prefix} | ({"priority": self._priority.code} if self._priority else {})
        self.ctx.tasks.write("tickets.issue", owner=self, done=self._issued, failed=self._refused, **wish)

    def ask_priority(self) -> None:
        if self._counts():
            self._show("priority")

    def choose(self, reason: Reason | None) -> None:
        """The next number is taken with this priority, or without any."""
        if self._counts():
            self._priority = reason
            self._show("home")

    def scanned(self, code: str) -> None:
        """A code was scanned: where nothing else goes on, its visit may be rated."""
        if self.page_name in {"home", "scan"} and not self._taking:
            self._idle.start(self.IDLE)
            self.rating.open(code)

    def ask_slip(self) -> None:
        if self._counts():
            self._show("scan")

    def toggle_large(self) -> None:
        """Letters are larger, or of the usual size again, until the next resident."""
        if self._counts():
            self._large = not self._large
            self._show(self.page_name)

    def toggle_language(self) -> None:
        """Everything is in the other language until the next resident."""
        if self._counts():
            language.switch(QApplication.instance(), "zh" if spoken() == "en" else "en")

    def next_resident(self) -> None:
        """Nothing is left of the one before: no number, no priority; Chinese, and letters of the usual size."""
        if self._taking:
            return
        self._idle.stop()
        self._every_second.stop()
        self.slip.stop()
        self.rating.forget()
        self._ticket = self._priority = None
        self._large, self._notice = False, ""
        self._show("away" if self.live.error else "home" if self._queues else "opening")
        if spoken() != "zh":
            language.switch(QApplication.instance(), "zh")

    def settled(self) -> bool:
        """Whether the page has been up long enough for a press to be meant for it."""
        return self._since.elapsed() >= self.SETTLE

    def _counts(self) -> bool:
        """Whether a press counts; somebody is here in any case."""
        self._idle.start(self.IDLE)
        return not self._taking and self.settled()

    def _leave_number(self) -> None:
        """A touch ends the confirmation, but not while the slip is on its way."""
        if self.slip.state != "printing" and self._counts():
            self.next_resident()

    # what the hall answers

    def _listen(self) -> None:
        self.live.came.connect(self._offered)
        self.live.lost.connect(self._lost)
        self.slip.became.connect(self._slip_became)
        self.ctx.tasks.changed.connect(self._heard)
        self.rating.opened.connect(lambda: self._show("rate"))
        self.rating.rated.connect(self._thank)
        self.rating.refused.connect(self._not_rated)
        self.rating.left.connect(self.next_resident)
        self.rating.touched.connect(lambda: self._idle.start(self.IDLE))

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & {"hall", "settings"}:
            self._introduce()

    def _offered(self, queues: tuple[OfferedQueue, ...]) -> None:
        self._queues = queues
        if not self._reasons or self._clear_after is None:
            self._introduce()
        if self.page_name == "home":
            if isinstance(self.page, HomePage) and self.page.shows(queues):
                self._say_header()
            else:
                self._show("home")
        elif self.page_name == "opening" or (self.page_name == "away" and not self._every_second.isActive()):
            self._show("home")

    def _lost(self, _error: DeskError) -> None:
        opening = self.page_name == "opening" and self.live.failures < 2
        if not opening and self.page_name not in {"number", "away"}:
            self.next_resident()

    def _introduce(self) -> None:
        for view, done, args in (
            ("halls.show", self._hall_came, {}),
            ("settings.all", self._settings_came, {}),
            ("reasons.of", self._reasons_came, {"list": "priority"}),
        ):
            self.ctx.tasks.read(view, owner=self, done=done, failed=lambda _error: None, **args)

    def _hall_came(self, hall: HallShown) -> None:
        if (hall.name, hall.demo) != (self._hall_name, self._demo):
            self._hall_name, self._demo = hall.name, hall.demo
            self._say_header()
            self._hang_ribbon()

    def _settings_came(self, rows: tuple[SettingRow, ...]) -> None:
        self._clear_after = next((int(row.value) for row in rows if row.key == "ticket.screen_clear"), CLEAR_AFTER)

    def _reasons_came(self, reasons: tuple[Reason, ...]) -> None:
        self._reasons = tuple(reason for reason in reasons if reason.code not in BY_STAFF)

    def _issued(self, ticket: IssuedTicket) -> None:
        self._answered()
        self._ticket = ticket
        self.slip.watch(ticket)
        self._show("number")

    def _refused(self, error: DeskError) -> None:
        self._answered()
        if error.code in _GONE:
            self._every_second.stop()
            self._notice = mark("这项业务刚刚停止取号，请选择其他业务")
            self._show("home")
        else:
            self._show("away")
        self.live.load()

    def _thank(self) -> None:
        """Whoever rated is thanked, unless they have left already."""
        if self.page_name == "rate":
            self._show("thanks")
            self._answered()

    def _not_rated(self, error: DeskError) -> None:
        if self.page_name in {"home", *PAGES}:
            self._notice = message(error)
            self._show("scan")

    def _answered(self) -> None:
        """The press has its answer, which stays on the screen for a few seconds."""
        self._taking = ""
        self._slow.stop()
        self._seconds = self._clear_after or CLEAR_AFTER
        self._every_second.start()

    def _slip_became(self, state: str) -> None:
        """Whoever must remember the number without a paper is given the whole time for it."""
        if state == "failed":
            self._seconds = self._clear_after or CLEAR_AFTER
        self._say_number()

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.next_resident()
        else:
            self._say_number()

    # what is on the screen

    def _screen(self) -> None:
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body = QVBoxLayout(self, spacing=0)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._since, self._ribbon, self.page_name = QElapsedTimer(), None, ""
        self.resize(opening_size(self, TALL))
        self._show("opening")

    def _show(self, name: str) -> None:
        """Makes the page anew in the present size, language and letters; the focus stays where the page stays."""
        held = self.focusWidget() if name == self.page_name else None
        held_name = held.objectName() if held is not None else ""
        self.page_name, self.look = name, self._look()
        look = self.look
        while (item := self._body.takeAt(0)) is not None:
            old = item.widget()
            old.setParent(None)
            old.deleteLater()
        self.header, self.page = Header(look), self._make_page(name, look)
        self.foot = Foot(look, self.page.lead, large=self._large, rate=name == "home")
        self.foot.rate.connect(self.ask_slip)
        self.foot.large.connect(self.toggle_large)
        self.foot.language.connect(self.toggle_language)
        for widget, stretch in ((self.header, 0), (self.page, 1), (self.foot, 0)):
            self._body.addWidget(widget, stretch)
            widget.show()  # a widget that is not yet shown does not keep the focus
        self._say_header()
        self._say_number()
        self._hang_ribbon()
        (self.findChild(BigButton, held_name) or self.page.first() or self).setFocus()
        self._since.restart()

    def _look(self) -> Look:
        wide = self.width() > self.height()
        design = WIDE if wide else TALL
        scale = min(self.width() / design.width(), self.height() / design.height())
        return Look(scale, wide, LARGE if self._large else 1.0)

    def _make_page(self, name: str, look: Look) -> Page:
        page = OpeningPage(look)
        if name == "home":
            page = HomePage(look, self._queues, self._priority)
            page.taken.connect(self.take)
            page.priority.connect(self.ask_priority)
            page.ordinary.connect(lambda: self.choose(None))
        elif name == "priority":
            page = PriorityPage(look, self._reasons)
            page.chosen.connect(self.choose)
        elif name == "number" and self._ticket is not None:
            page = NumberPage(look, self._ticket)
            page.left.connect(self._leave_number)
        elif name == "away":
            page = AwayPage(look)
        elif name in PAGES:
            page = self.rating.page(name, look)
        return page

    def _say_header(self) -> None:
        waiting = tr("当前等候 {count} 人", count=sum(queue.waiting for queue in self._queues))
        said = {
            "home": f"{tr('请选择要办理的业务')}　·　{waiting}",
            "priority": tr("请选择您的情况，选好后再选业务"),
            "number": tr("取号成功"),
            "scan": tr("评价办事体验"),
            "rate": tr("评价 {number} 的服务", number=self.rating.subject()),
        }
        self.header.say(self._hall_name or tr("一站式服务大厅"), said.get(self.page_name, ""), tr(self._notice))
        self.setWindowTitle(tr("取号机"))

    def _say_taking(self) -> None:
        if isinstance(self.page, HomePage):
            self.page.show_taking(self._taking)

    def _say_number(self) -> None:
        if isinstance(self.page, NumberPage):
            self.page.show_slip(self.slip.state)
            self.page.show_seconds(self._seconds)

    def _hang_ribbon(self) -> None:
        if self._ribbon is not None:
            self._ribbon.hide()
            self._ribbon.deleteLater()
        self._ribbon = Ribbon(self, size=self._look().px(118)) if self._demo else None

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.live.load)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.page_name and self._look() != self.look:
            self._show(self.page_name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show(self.page_name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page_name == "priority":
            self.choose(None)
        elif event.key() == Qt.Key.Key_Escape and self.page_name == "number":
            self._leave_number()
        else:
            super().keyPressEvent(event)
