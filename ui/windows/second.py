"""The counter's second screen, before the resident: who is served, and after the service a rating, if they like.

It belongs to one counter, shows nothing of a person, and goes back by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui import language
from ui.messages import message
from ui.shell.ribbon import Ribbon
from ui.text import Language, tr
from ui.text import language as spoken
from ui.windows.big import BigButton, Look, opening_size
from ui.windows.kiosk_pages import OpeningPage, Page
from ui.windows.live import Live
from ui.windows.rating_pages import RatePage, thanks
from ui.windows.second_pages import Bar, IdlePage, away_page, notice_page, serving_page

if TYPE_CHECKING:
    from desk.ratings import Grade, RateableTicket, SecondScreen
    from ui.context import Context

DESIGN = QSize(1024, 600)
WATCHES = {"tickets", "counters", "ratings", "settings", "staff"}
_STAYS = {"thanks", "notice"}  # pages that leave by their own time alone


class SecondWindow(QWidget):
    """The second screen of `ctx.counter`. `ctx.actor` must be allowed to rate, as only machines for residents are."""

    SETTLE: int = 400  # ms after a page came up in which presses do nothing: they were meant for the page before
    WORDS: int = 5  # seconds that thanks and refusals stay

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.shown: SecondScreen | None = None
        self._grades: tuple[Grade, ...] = ()
        self._asked: RateableTicket | None = None  # whose rating is asked for now
        self._current: RateableTicket | None = None  # who is or was served last
        self._done: RateableTicket | None = None  # the last one that was asked, to be left alone
        self._low, self._refusal, self._seconds = False, "", 0
        self._demo = ctx.hall.demo
        self.live = Live(ctx, "ratings.at_counter", WATCHES, self, counter=ctx.counter)
        self._every_second = QTimer(self, interval=1000, timeout=self.pass_second)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._body = QVBoxLayout(self, spacing=0)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._ribbon, self.page_name = None, ""
        self.resize(opening_size(self, DESIGN))
        self._show("opening")
        self.live.came.connect(self._came)
        self.live.lost.connect(self._lost)

    # what a resident does

    def toggle_language(self) -> None:
        """Everything is in the other language until the next resident."""
        _speak("zh" if spoken() == "en" else "en")
        if self.page_name != "serving":
            self._wait()

    def _send(self, grade: int, reasons: tuple[str, ...]) -> None:
        ticket = self._asked
        if ticket is None:
            return
        self._asked, self._done = None, ticket
        self._low = any(each.grade == grade and each.low for each in self._grades)
        wish: dict[str, Any] = {"number": ticket.number, "day": ticket.day, "grade": grade, "reasons": reasons}
        self.ctx.tasks.write(
            "ratings.rate", owner=self, done=lambda _rated: self._thank(), failed=self._refused, **wish
        )

    # what the hall answers

    def _came(self, shown: SecondScreen) -> None:
        self.shown = shown
        if not self._grades:
            self.ctx.tasks.read("ratings.grades", owner=self, done=self._graded, failed=lambda _error: None)
        if shown.demo != self._demo:
            self._demo = shown.demo
            self._hang_ribbon()
        self.bar.say(shown)
        if self.page_name == "rate" and self._asked is not None and shown.finished == self._asked:
            return
        if self.page_name == "rate":
            self._leave_rating(shown)
        if self.page_name not in _STAYS or shown.current is not None:
            self._settle(next_one=self._is_another(shown.current))

    def _is_another(self, current: RateableTicket | None) -> bool:
        """Whether a resident has come who was not here before."""
        before, self._current = self._current, current or self._current
        return current is not None and current != before

    def _leave_rating(self, shown: SecondScreen) -> None:
        """The next one was called, or the service goes on after all: what was chosen counts unless it goes on."""
        page, ticket = self.page, self._asked
        goes_on = ticket is not None and shown.current is not None and shown.current.number == ticket.number
        if isinstance(page, RatePage) and page.grade is not None and not goes_on:
            page.send()
        self._asked = None

    def _graded(self, grades: tuple[Grade, ...]) -> None:
        self._grades = grades
        self._settle()

    def _lost(self, error: DeskError) -> None:
        if error.code == "unknown_counter":
            self._refusal = message(error)
            self._show("notice")
        elif not (self.page_name == "opening" and self.live.failures < 2) and self.page_name not in {"away", "rate"}:
            self._show("away")

    def _thank(self) -> None:
        self._say_for_a_while("thanks")

    def _refused(self, error: DeskError) -> None:
        self._refusal = message(error)
        self._say_for_a_while("notice")

    def _say_for_a_while(self, page: str) -> None:
        if self.shown is None or self.shown.current is None:
            self._show(page)
            self._wait(self.WORDS)

    # time

    def _wait(self, seconds: int = 0) -> None:
        self._seconds = seconds or (self.shown.seconds if self.shown is not None else 0)
        self._say_seconds()
        self._every_second.start()

    def pass_second(self) -> None:
        """A second has gone by: at the end of the time, what was chosen counts, or the screen goes back."""
        if not self._every_second.isActive():
            return
        self._seconds -= 1
        if self._seconds > 0:
            self._say_seconds()
            return
        if isinstance(self.page, RatePage) and self.page.grade is not None:
            self.page.send()
        else:
            self._done = self._asked or self._done
            self._settle(next_one=True)

    def _say_seconds(self) -> None:
        if isinstance(self.page, RatePage):
            self.page.show_seconds(self._seconds)

    def _pass(self) -> None:
        """No rating is wanted."""
        self._done = self._asked
        self._settle(next_one=True)

    # what is on the screen

    def _settle(self, *, next_one: bool = False) -> None:
        """Shows what the counter does now; `next_one`: whoever stood here has left."""
        self._every_second.stop()
        shown = self.shown
        if shown is None:
            return
        self._asked = shown.finished if self._may_ask(shown) else None
        name = "rate" if self._asked else "idle" if shown.current is None else "serving"
        self._show(name)
        if next_one and spoken() != "zh":
            _speak("zh")
        if name == "rate" or (name == "idle" and spoken() != "zh"):
            self._wait()

    def _may_ask(self, shown: SecondScreen) -> bool:
        """Whether the visit just finished is still before the screen, and was not asked before."""
        if shown.finished is None or shown.finished_at is None or not self._grades or shown.finished == self._done:
            return False
        return (self.ctx.clock() - shown.finished_at).total_seconds() < shown.seconds

    def _show(self, name: str) -> None:
        """Makes the page anew in the present size and language; the focus stays where the page stays."""
        held = self.focusWidget() if name == self.page_name else None
        held_name = held.objectName() if held is not None else ""
        kept = self.page if name == self.page_name == "rate" else None
        self.page_name, self.look = name, self._look()
        while (item := self._body.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self.bar, self.page = Bar(self.look), self._make_page(name)
        self.bar.language.connect(self.toggle_language)
        for widget, stretch in ((self.bar, 0), (self.page, 1)):
            self._body.addWidget(widget, stretch)
            widget.show()  # a widget that is not yet shown does not keep the focus
        self.bar.say(self.shown)
        self._keep_choice(kept)
        self._hang_ribbon()
        self.setWindowTitle(tr("窗口评价屏"))
        held = next((each.findChild(BigButton, held_name) for each in (self.page, self.bar) if held_name), None)
        (held or self.page.first() or self).setFocus()

    def _keep_choice(self, before: Page | None) -> None:
        """What was chosen is chosen still when the page was made anew."""
        if isinstance(before, RatePage) and isinstance(self.page, RatePage) and before.grade is not None:
            self._body.activate()
            self.page.choose(before.grade)
            for code in before.reasons():
                self.page.chips[code].setChecked(True)
        self._say_seconds()

    def _make_page(self, name: str) -> Page:
        look, shown = self.look, self.shown
        if name == "rate":
            page = RatePage(look, self._grades, settle=self.SETTLE)
            page.sent.connect(self._send)
            page.left.connect(self._pass)
            page.touched.connect(self._wait)
            return page
        if name == "thanks":
            return thanks(look, low=self._low)
        if name == "notice":
            return notice_page(look, self._refusal)
        if shown is None or name in {"opening", "away"}:
            return away_page(look) if name == "away" else OpeningPage(look)
        return serving_page(look, shown) if name == "serving" else IdlePage(look, shown)

    def _look(self) -> Look:
        return Look(min(self.width() / DESIGN.width(), self.height() / DESIGN.height()))

    def _hang_ribbon(self) -> None:
        if self._ribbon is not None:
            self._ribbon.hide()
            self._ribbon.deleteLater()
        self._ribbon = Ribbon(self, size=self._look().px(84)) if self._demo else None

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


def _speak(wanted: Language) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.switch(app, wanted)


def pictures(ctx_factory: Callable[[str | None, int | None], Context]) -> Iterator[tuple[str, QWidget]]:
    """Every state of the screen as (name, window to grab); each is a moment of one and the same window.

    `ctx_factory(actor, counter)` gives contexts of one filled demonstration hall, whose tasks answer at once.
    """
    clerk = ctx_factory("wangmin", 3).tasks
    window = SecondWindow(ctx_factory("kiosk", 3))
    window.SETTLE = 0
    window.resize(DESIGN)
    yield "second-opening", window
    window.live.load()
    yield "second-idle", window
    clerk.write("counters.pause", owner=clerk, counter=3, reason="meal")
    yield "second-paused", window
    clerk.write("counters.open", owner=clerk, counter=3)
    yield from _visit(window, clerk, 5, ("rh_one_trip", "rh_clear"))
    yield from _visit(window, clerk, 1, ("rl_long_wait",))
    window.live.lose(DeskError("database_unavailable"))
    yield "second-away", window
    window.deleteLater()


def _visit(window: SecondWindow, clerk: Any, grade: int, reasons: tuple[str, ...]) -> Iterator[tuple[str, QWidget]]:
    """A visit at the counter, from the call to the thanks."""
    numbers: list[str] = []
    clerk.write("tickets.issue", owner=clerk, done=lambda ticket: numbers.append(ticket.number), queue="A", slip=False)
    clerk.write("tickets.call", owner=clerk, number=numbers[0], counter=3)
    yield f"second-called-{grade}", window
    clerk.write("tickets.start", owner=clerk, number=numbers[0])
    yield f"second-serving-{grade}", window
    clerk.write("tickets.finish", owner=clerk, number=numbers[0], matters=("MI01",) if grade == 5 else ())
    yield f"second-rate-{grade}", window
    page = window.page
    assert isinstance(page, RatePage)
    page.choose(grade)
    for code in reasons:
        page.chips[code].click()
    yield f"second-reasons-{grade}", window
    _speak("en")
    yield f"second-english-{grade}", window
    _speak("zh")
    assert isinstance(window.page, RatePage)
    window.page.send()
    yield f"second-thanks-{grade}", window
