"""The second screen's header and its pages without a rating: idle, being served, out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from ui.style import tokens
from ui.text import mark, named, tr
from ui.windows.big import MIDDLE, RIGHT, BigButton, BigText, Ground, Line, Look, capital
from ui.windows.kiosk_pages import Page
from ui.windows.rating_pages import WordsPage

if TYPE_CHECKING:
    from desk.ratings import RateableTicket, SecondScreen

STEPS = (
    (mark("取号"), mark("在取号机选业务，拿好号票")),
    (mark("等候"), mark("看大屏，听叫号")),
    (mark("办理"), mark("叫到您的号，请到窗口")),
    (mark("评价"), mark("办好后在这里评价，自愿")),
)
_STATE = {
    "open": mark("欢迎。叫到您的号时，请到本窗口"),
    "paused": mark("本窗口暂停服务，请稍候或看大屏"),
    "closed": mark("本窗口现在不办理，请看大屏"),
}


class Bar(Ground):
    """The counter and who sits there; on the right the ticket and its matter. `language()` on the button."""

    language = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(tokens.PRIMARY)
        self.setFixedHeight(look.px(78))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(36), 0, look.px(16), 0)
        row.setSpacing(look.px(20))
        self.who = BigText(look, 26, tokens.ON_PRIMARY, bold=True, wrap=False)
        self.what = BigText(look, 20, tokens.ON_PRIMARY_2, align=RIGHT, wrap=False)
        self.button = BigButton(look, "language", tone="primary", align=MIDDLE, padding=4)
        self.button.setFixedSize(look.px(168), look.px(52))
        self.button.say(Line(tr("English"), 20, tokens.ON_PRIMARY))
        self.button.clicked.connect(self.language)
        row.addWidget(self.who, 9)
        row.addWidget(self.what, 11)
        row.addWidget(self.button)

    def say(self, shown: SecondScreen | None) -> None:
        """Whose counter it is, and whom it serves or has served."""
        if shown is None:
            self.who.show_text("")
            self.what.show_text("")
            return
        name = tr("{counter} 号窗口", counter=shown.counter)
        self.who.show_text(f"{name}　{shown.staff_name}" if shown.staff_name else name)
        self.what.show_text(self._ticket(shown))

    @staticmethod
    def _ticket(shown: SecondScreen) -> str:
        if shown.finished is not None:
            done = " · ".join(capital(named(each)) for each in shown.matters[:2])
            what = done or queue_words(shown.finished)
            return f"{shown.finished.number}　{what}　{tr('已办结')}"
        return shown.hall_name if shown.current is None else queue_words(shown.current)


def queue_words(ticket: RateableTicket) -> str:
    """The ticket's queue, in the language of the screen."""
    return capital(named(ticket, "queue_name"))


class IdlePage(Page):
    """Nobody is served: the hall, whether the counter is open, and how a visit goes."""

    def __init__(self, look: Look, shown: SecondScreen) -> None:
        super().__init__(look)
        self.column.setContentsMargins(look.px(40), look.px(20), look.px(40), look.px(40))
        hall = BigText(look, 48, tokens.INK, bold=True, align=MIDDLE, text=shown.hall_name)
        state = BigText(look, 28, tokens.INK_2, align=MIDDLE, text=tr(_STATE.get(shown.state, _STATE["closed"])))
        hall.setFixedHeight(look.type(80))
        state.setFixedHeight(look.type(48))
        self.column.addStretch(2)
        self.column.addWidget(hall)
        self.column.addWidget(state)
        self.column.addStretch(1)
        self.column.addLayout(self._steps())
        self.column.addStretch(2)

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(18))
        for place, (name, more) in enumerate(STEPS, 1):
            row.addWidget(_step(self.look, place, tr(name), tr(more)), 1)
        return row


def _step(look: Look, place: int, name: str, more: str) -> Ground:
    card = Ground(tokens.CARD, radius=look.px(14), line=tokens.LINE)
    card.setFixedHeight(look.px(186))
    card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    column = QHBoxLayout(card)
    column.setContentsMargins(look.px(14), look.px(14), look.px(14), look.px(14))
    words = Page(look)
    words.column.setContentsMargins(0, 0, 0, 0)
    words.column.setSpacing(look.px(4))
    lines = ((str(place), 30, tokens.PRIMARY, True), (name, 24, tokens.INK, True), (more, 22, tokens.INK_2, False))
    for (text, size, colour, bold), share in zip(lines, (4, 4, 6), strict=True):
        words.column.addWidget(BigText(look, size, colour, bold=bold, align=MIDDLE, text=text), share)
    column.addWidget(words)
    return card


def serving_page(look: Look, shown: SecondScreen) -> WordsPage:
    """The ticket at the counter, large."""
    ticket = shown.current
    assert ticket is not None
    called = shown.current_state == "called"
    said = tr("请到 {counter} 号窗口", counter=shown.counter) if called else tr("正在为您办理")
    return WordsPage(
        look,
        Line(ticket.number, 150, tokens.PRIMARY_D, bold=True),
        Line(said, 40, tokens.INK, bold=True, gap=8),
        Line(queue_words(ticket), 28, tokens.INK_2),
        Line(tr("办好后请您评价（自愿）"), 20, tokens.INK_3, gap=20),
    )


def away_page(look: Look) -> WordsPage:
    """The hall is out of reach; the counter works on."""
    first = Line(tr("请您稍候"), 64, tokens.INK, bold=True)
    return WordsPage(look, first, Line(tr("评价屏暂时连不上系统，恢复后自动继续"), 26, tokens.INK_2, gap=10))


def notice_page(look: Look, words: str) -> WordsPage:
    """Why something could not be done."""
    return WordsPage(look, Line(words, 34, tokens.WARN, bold=True))
