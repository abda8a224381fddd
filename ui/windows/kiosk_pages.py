"""The kiosk's pages between its header and its foot: choose, say why one has priority, the number, out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.style import tokens
from ui.text import language, mark, named, tr
from ui.windows.big import LEFT, MIDDLE, RIGHT, BigButton, BigText, Ground, Line, Look, capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.queues import OfferedQueue
    from desk.reasons import Reason
    from desk.tickets import IssuedTicket

# what a resident is asked, and whom it means; reasons that only staff may grant are not offered
PRIORITY = {
    "pr_elder": (mark("老年人"), mark("70 周岁及以上")),
    "pr_disabled": (mark("残疾人"), mark("持残疾人证")),
    "pr_soldier": (mark("军人军属"), mark("现役军人和家属")),
    "pr_veteran": (mark("退役军人"), mark("持优待证，或优抚对象")),
    "pr_pregnant": (mark("孕妇"), ""),
    "pr_infant": (mark("带婴幼儿"), ""),
    "pr_sick": (mark("急病体弱"), ""),
}
BY_STAFF = {"pr_green_channel", "pr_supervisor"}


def priority_words(reason: Reason) -> tuple[str, str]:
    """What a reason is called here, and whom it means."""
    name, whom = PRIORITY.get(reason.code, ("", ""))
    return (capital(tr(name) if name else named(reason)), tr(whom) if whom else "")


class Page(QWidget):
    """One page; `first` is the button that has the focus when it comes up.

    `lead` is its own way on or back: at the foot of a wide screen it stands beside the kiosk's buttons.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.lead: BigButton | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(56), look.px(36), look.px(56), look.px(28))
        self.column.setSpacing(look.px(28))

    def first(self) -> QWidget | None:
        return next((each for each in self.findChildren(BigButton) if each.isEnabled()), None)

    def lead_by(self, button: BigButton) -> None:
        self.lead = button
        if not self.look.wide:
            self.column.addWidget(button)

    def grid(self, buttons: Sequence[BigButton], columns: int, highest: int) -> None:
        """Puts the buttons in rows, none higher than `highest`."""
        grid = QGridLayout()
        grid.setSpacing(self.look.px(28))
        for place, button in enumerate(buttons):
            button.setMaximumHeight(self.look.px(highest))
            grid.addWidget(button, place // columns, place % columns)
            grid.setRowStretch(place // columns, 1)
        self.column.addLayout(grid, 1000)
        self.column.addStretch(1)


class HomePage(Page):
    """The queues as big buttons, and the way to priority. `taken(prefix)`, `priority()`, `ordinary()`."""

    taken = Signal(str)
    priority = Signal()
    ordinary = Signal()

    def __init__(self, look: Look, queues: tuple[OfferedQueue, ...], chosen: Reason | None = None) -> None:
        super().__init__(look)
        self._queues = queues
        self._taking = ""
        self.lead_by(self._way_to_priority(chosen))
        peers: list[BigButton] = []
        self.cards = {queue.prefix: BigButton(look, f"queue {queue.prefix}", peers=peers) for queue in queues}
        for prefix, card in self.cards.items():
            card.clicked.connect(lambda _=False, prefix=prefix: self.taken.emit(prefix))
        self.grid(tuple(self.cards.values()), 3 if look.wide else 2, 420)
        self._say()

    def first(self) -> QWidget | None:
        return next((card for card in self.cards.values() if card.isEnabled()), super().first())

    def shows(self, queues: tuple[OfferedQueue, ...]) -> bool:
        """Shows the figures of `queues` if they are the queues it was made for."""
        if [queue.prefix for queue in queues] != list(self.cards):
            return False
        self._queues = queues
        self._say()
        return True

    def show_taking(self, prefix: str) -> None:
        """The button says that its number is being fetched; with an empty prefix none does any more."""
        self._taking = prefix
        self._say()

    def _way_to_priority(self, chosen: Reason | None) -> BigButton:
        """In large letters the explanation gives its room to the queues."""
        button = BigButton(self.look, "priority", tone="soft" if chosen else "card", padding=16)
        button.setFixedHeight(self.look.px(140))
        if chosen is None:
            first = Line(tr("我需要优先"), 40, tokens.INK, bold=True)
            second = Line(tr("老年人、残疾人、军人、孕妇等，请先点这里"), 28, tokens.INK_3, gap=8)
            button.clicked.connect(self.priority)
        else:
            first = Line(tr("优先：{whom}", whom=priority_words(chosen)[0]), 40, tokens.PRIMARY_D, bold=True)
            second = Line(tr("请选择业务；不需要优先，请再点这里"), 28, tokens.INK_2, gap=8)
            button.clicked.connect(self.ordinary)
        button.say(*((first,) if self.look.letters > 1 else (first, second)), aside="×" if chosen else "›")
        return button

    def _say(self) -> None:
        for queue in self._queues:
            card = self.cards[queue.prefix]
            card.setEnabled(queue.open)
            name, hint = capital(named(queue)), named(queue, "hint")
            lines = [Line(name, 52, tokens.INK if queue.open else tokens.INK_3, bold=True)]
            lines += [Line(hint, 30, tokens.INK_3, gap=10)] if hint else []
            card.say(*lines, Line(self._state(queue), 32, tokens.PRIMARY if queue.open else tokens.INK_2, gap=26))

    def _state(self, queue: OfferedQueue) -> str:
        if not queue.open:
            return tr("已停止取号")
        if queue.prefix == self._taking:
            return tr("正在取号…")
        return tr("等候 {count} 人", count=queue.waiting) if queue.waiting else tr("无需等候")


class PriorityPage(Page):
    """Asks why somebody has priority. `chosen(reason)`; `chosen(None)` on the way back."""

    chosen = Signal(object)

    def __init__(self, look: Look, reasons: Sequence[Reason]) -> None:
        super().__init__(look)
        self.cards: dict[str, BigButton] = {}
        peers: list[BigButton] = []
        for reason in reasons:
            name, whom = priority_words(reason)
            card = self.cards[reason.code] = BigButton(look, f"reason {reason.code}", peers=peers)
            lines = (Line(name, 46, tokens.INK, bold=True), Line(whom, 28, tokens.INK_3, gap=10))
            card.say(*(lines if whom else lines[:1]))
            card.clicked.connect(lambda _=False, reason=reason: self.chosen.emit(reason))
        self.grid(tuple(self.cards.values()), 3 if look.wide else 2, 268)
        away = BigButton(look, "back", align=MIDDLE, padding=20)
        away.say(Line(tr("返回，不需要优先"), 36, tokens.PRIMARY))
        away.setFixedHeight(look.px(120))
        away.clicked.connect(lambda: self.chosen.emit(None))
        self.lead_by(away)


class NumberPage(Page):
    """The number just taken, for a few seconds. `left()` on a touch anywhere or by the button."""

    left = Signal()

    def __init__(self, look: Look, ticket: IssuedTicket) -> None:
        super().__init__(look)
        self._ticket = ticket
        self.slip = BigText(look, 42, align=MIDDLE, bold=True)
        self._slip_ground = Ground(tokens.SUNKEN, radius=look.px(16))
        self.column.addWidget(self._card(), 1)
        self.button = BigButton(look, "done", tone="primary", align=MIDDLE, padding=20)
        self.button.setFixedHeight(look.px(120))
        self.button.clicked.connect(self.left)
        self.lead_by(self.button)
        self.setAccessibleName("，".join(text for text, *_ in self._words()))

    def show_slip(self, state: str) -> None:
        """What became of the paper: printing, printed or failed."""
        text, ink, ground = {
            "printing": (tr("正在打印小票…"), tokens.INK_2, tokens.SUNKEN),
            "printed": (tr("请取走小票"), tokens.OK, tokens.OK_SOFT),
            "failed": (
                tr("小票未打印，请记住号码 {number}，或到窗口打印", number=self._ticket.number),
                tokens.WARN,
                tokens.WARN_SOFT,
            ),
        }[state]
        self.slip.show_text(text)
        self.slip.recolour(ink)
        self._slip_ground.recolour(ground)

    def show_seconds(self, seconds: int) -> None:
        self.button.say(Line(tr("完成（{seconds} 秒后返回）", seconds=seconds), 38, tokens.ON_PRIMARY, bold=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.left.emit()

    def _card(self) -> QWidget:
        """The number, and beside it (below it on a tall screen) what to do with it."""
        look = self.look
        card = Ground(tokens.CARD, radius=look.px(20), line=tokens.LINE)
        way = QBoxLayout.Direction.LeftToRight if look.wide else QBoxLayout.Direction.TopToBottom
        box, number, rest = QBoxLayout(way, card), QVBoxLayout(), QVBoxLayout()
        box.setContentsMargins(look.px(48), look.px(36), look.px(48), look.px(48))
        box.setSpacing(look.px(24))
        for place, (text, size, colour, bold, share) in enumerate(self._words()):
            line = BigText(look, size, colour, bold=bold, align=MIDDLE, text=text, wrap=place != 1)
            (number if place < 2 else rest).addWidget(line, share)
        if look.wide:
            number.insertStretch(0, 10)
            number.addStretch(16)
        QVBoxLayout(self._slip_ground).addWidget(self.slip)
        rest.addWidget(self._slip_ground, 15)
        box.addLayout(number, 45)
        box.addLayout(rest, 45)
        return card

    def _words(self) -> list[tuple[str, int, str, bool, int]]:
        """Text, size, ink, weight and share of the height of each line."""
        ticket = self._ticket
        ahead = tr("前面还有 {ahead} 人", ahead=ticket.ahead) if ticket.ahead else tr("前面没有人等候")
        where = tr("请到 {area} 等候", area=ticket.area) if ticket.area else tr("请在大厅等候叫号")
        name = capital(named(ticket, "queue_name"))
        return [
            (tr("您的号码"), 38, tokens.INK_2, False, 6),
            (ticket.number, 280, tokens.PRIMARY_D, True, 40),
            (tr("{queue} · 优先", queue=name) if ticket.priority else name, 48, tokens.INK, True, 10),
            (ahead, 46, tokens.INK_2, False, 9),
            (where, 54, tokens.PRIMARY, True, 11),
        ]


class AwayPage(Page):
    """The hall is out of reach: where to go instead, calmly."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.column.addStretch(3)
        for text, size, colour, bold in (
            (tr("请到窗口取号"), 96, tokens.INK, True),
            (tr("取号机暂时连不上系统，恢复后自动继续"), 36, tokens.INK_2, False),
        ):
            words = BigText(look, size, colour, bold=bold, align=MIDDLE, text=text)
            words.setFixedHeight(look.type(size * (3 if language() == "en" else 2)))
            self.column.addWidget(words)
        self.column.addStretch(4)


class OpeningPage(Page):
    """Seen for the moment in which the hall is opened."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.column.addWidget(BigText(look, 36, tokens.INK_3, align=MIDDLE, text=tr("正在打开大厅…")), 1)


class Header(Ground):
    """The hall's name, and what is asked or said; side by side on a wide screen."""

    def __init__(self, look: Look) -> None:
        super().__init__(tokens.PRIMARY)
        self.setFixedHeight(look.px(150 if look.wide else 216))
        way = QBoxLayout.Direction.LeftToRight if look.wide else QBoxLayout.Direction.TopToBottom
        box = QBoxLayout(way, self)
        top, below = (36, 36) if look.wide else (44, 40)
        box.setContentsMargins(look.px(56), look.px(top), look.px(56), look.px(below))
        box.setSpacing(look.px(4))
        self.hall = BigText(look, 54, tokens.ON_PRIMARY, bold=True, wrap=False)
        self.words = BigText(look, 30, tokens.ON_PRIMARY_2, align=RIGHT if look.wide else LEFT)
        box.addWidget(self.hall, 3)
        box.addWidget(self.words, 2)

    def say(self, hall: str, words: str, notice: str = "") -> None:
        """Shows the hall and the words, or in their place a notice that stands out."""
        self.hall.show_text(hall)
        self.words.show_text(notice or words)
        if notice:
            self.words.mark(tokens.WARN, tokens.WARN_SOFT)


class Foot(QWidget):
    """Large letters and the other language; on a wide screen the page's own button stands before them."""

    rate = Signal()
    large = Signal()
    language = Signal()

    def __init__(self, look: Look, lead: BigButton | None, *, large: bool, rate: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(56), 0, look.px(56), look.px(40 if look.wide else 56))
        row.setSpacing(look.px(24))
        height = look.px(104)
        if look.wide and lead is not None:
            row.addWidget(lead, 5)
            height = lead.height()
        size = tr("标准字号") if large else tr("大字版")
        ways = [("large", size, self.large), ("language", tr("English"), self.language)]
        ways = [("rate", tr("评价"), self.rate), *ways] if rate else ways
        for name, words, signal in ways:
            button = BigButton(look, name, align=MIDDLE, padding=16)
            button.say(Line(words, 34, tokens.INK))
            button.setFixedHeight(height)
            button.clicked.connect(signal)
            row.addWidget(button, 2)
