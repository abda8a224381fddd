"""Rating a visit on a screen for residents: five grades, then what was good or could be better, then thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.style import tokens
from ui.text import language, mark, named, tr
from ui.windows.big import MIDDLE, BigButton, BigText, Line, Look, capital, width_of
from ui.windows.kiosk_pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk.ratings import Grade
    from desk.reasons import Reason

# a reason that must be written out needs a keyboard: it is offered where there is one
WRITTEN = {"rl_other"}
# what a reason is called on a small button
SHORT = {
    "rl_slow": mark("办理慢"),
    "rl_long_wait": mark("等候久"),
    "rl_attitude": mark("态度不好"),
    "rl_unclear": mark("没讲清楚"),
    "rl_extra_papers": mark("多要材料"),
    "rl_many_trips": mark("跑了多次"),
    "rl_equipment": mark("设备环境"),
    "rl_privacy": mark("隐私保护"),
    "rl_result": mark("不认可结果"),
    "rh_friendly": mark("热情周到"),
    "rh_fast": mark("办得快"),
    "rh_clear": mark("讲得清楚"),
    "rh_patient": mark("耐心细致"),
    "rh_one_trip": mark("一次办成"),
    "rh_at_home": mark("上门服务"),
    "rh_tidy": mark("环境整洁"),
}


def reason_words(reason: Reason) -> str:
    """What a reason is called on its button."""
    return capital(tr(SHORT[reason.code]) if reason.code in SHORT else named(reason))


class Choice(BigButton):
    """A button that stays down: a grade or a reason that is chosen."""

    def __init__(
        self, look: Look, name: str, *, side: int, counts: Callable[[], bool], peers: list[BigButton] | None = None
    ) -> None:
        super().__init__(look, name, align=MIDDLE, padding=8, peers=peers)
        self.setCheckable(True)
        self._side, self._counts = look.px(side), counts

    def nextCheckState(self) -> None:
        """A press that does not count changes nothing."""
        if self._counts():
            super().nextCheckState()

    def _colours(self) -> tuple[str, str]:
        ground, line = super()._colours()
        return (tokens.PRIMARY_SOFT, tokens.PRIMARY) if self.isChecked() and not self.isDown() else (ground, line)


class Chip(Choice):
    """A reason; as wide as its word."""

    def __init__(self, look: Look, reason: Reason, counts: Callable[[], bool]) -> None:
        super().__init__(look, f"reason {reason.code}", side=20, counts=counts)
        self._words = reason_words(reason)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _on: self._say())
        self._say()

    def sizeHint(self) -> QSize:
        words = width_of(self._words, self._look.type(20), bold=True)
        return QSize(words + 2 * self._side + self._look.px(6), self._look.px(52))

    def _say(self) -> None:
        ink = tokens.PRIMARY_D if self.isChecked() else tokens.INK
        self.say(Line(self._words, 20, ink, bold=self.isChecked()))


class RatePage(Page):
    """The grades side by side, the reasons of the chosen one below. `sent(grade, reasons)` at the end, `left()` without
    one; `touched()` whenever somebody chose something. Figures choose a grade as well. A press within `settle` ms after
    the page came up or moved was meant for what stood there before.
    """

    sent = Signal(int, object)
    left = Signal()
    touched = Signal()

    def __init__(self, look: Look, grades: Sequence[Grade], *, settle: int = 0) -> None:
        super().__init__(look)
        self._grades = {each.grade: each for each in grades}
        self._settle, self._since = settle, QElapsedTimer()
        self._since.start()
        self.grade: int | None = None
        self.column.setContentsMargins(look.px(40), look.px(22), look.px(40), look.px(16))
        self.column.setSpacing(look.px(16))
        self.title = BigText(look, 30, bold=True, align=MIDDLE)
        self.hint = BigText(look, 18, tokens.INK_3, align=MIDDLE)
        self.cards = self._make_cards()
        self.chips: dict[str, Chip] = {}
        self._holder = QWidget()
        self._rows = QVBoxLayout(self._holder)
        self._build()
        self._say()

    def first(self) -> QWidget | None:
        return next(iter(self.cards.values()), None)

    def choose(self, grade: int) -> None:
        """This grade is chosen, and its reasons are offered; the reasons of another list are forgotten."""
        if grade not in self._grades:
            return
        offered = [] if self.grade is None else [each.code for each in self._grades[self.grade].reasons]
        self.grade = grade
        for each, card in self.cards.items():
            card.setChecked(each == grade)
            self._say_card(each)
        if offered != [each.code for each in self._grades[grade].reasons]:
            self._offer(self._grades[grade].reasons)
        self._say()
        self._since.restart()
        self.touched.emit()

    def settled(self) -> bool:
        """Whether everything has stood where it is long enough for a press to be meant for it."""
        return self._since.elapsed() >= self._settle

    def reasons(self) -> tuple[str, ...]:
        """The codes of the reasons that are chosen."""
        return tuple(code for code, chip in self.chips.items() if chip.isChecked())

    def send(self) -> None:
        """What is chosen counts."""
        if self.grade is not None:
            self.sent.emit(self.grade, self.reasons())

    def show_seconds(self, seconds: int) -> None:
        zh = (
            mark("{seconds} 秒后自动返回，不评价也不影响办件")
            if self.grade is None
            else mark("{seconds} 秒后自动提交，可改选；工作人员看不到是谁评的")
        )
        self.hint.show_text(tr(zh, seconds=seconds))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isdecimal() and int(event.text()) in self.cards:
            self.cards[int(event.text())].click()
        else:
            super().keyPressEvent(event)

    def _pressed(self, grade: int) -> None:
        if self.settled():
            self.choose(grade)

    def _make_cards(self) -> dict[int, Choice]:
        peers: list[BigButton] = []
        cards = {
            each: Choice(self.look, f"grade {each}", side=8, counts=self.settled, peers=peers) for each in self._grades
        }
        for each, card in cards.items():
            card.setFixedHeight(self.look.px(150))
            card.setMaximumWidth(self.look.px(210))
            card.clicked.connect(lambda _=False, each=each: self._pressed(each))
        return cards

    def _build(self) -> None:
        look = self.look
        row = QHBoxLayout()
        row.setSpacing(look.px(18))
        for each, card in self.cards.items():
            row.addWidget(card)
            self._say_card(each)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.px(10))
        self._holder.setFixedHeight(look.px(52 * 2 + 10))
        self.title.setFixedHeight(look.type(48))
        self.hint.setFixedHeight(look.type(28))
        self.button = BigButton(look, "send", tone="primary", align=MIDDLE, padding=8)
        self.button.setFixedSize(look.px(300), look.px(64))
        self.button.clicked.connect(lambda: self.send() if self.settled() else None)
        self.column.addStretch(5)
        self.column.addWidget(self.title)
        self.column.addLayout(row)
        self.column.addWidget(self._holder)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(self.hint)
        self.column.addStretch(6)

    def _say(self) -> None:
        self.title.show_text(self._question())
        for part in (self._holder, self.button):
            part.setVisible(self.grade is not None)
        self.button.say(Line(tr("提交评价"), 24, tokens.ON_PRIMARY, bold=True))

    def _question(self) -> str:
        if self.grade is None:
            return tr("请您评价本次服务（自愿，工作人员看不到是谁评的）")
        if self._grades[self.grade].reasons == self._grades[max(self._grades)].reasons:
            return tr("哪里让您满意？（可不选）")
        return tr("哪里可以做得更好？（可不选）")

    def _say_card(self, grade: int) -> None:
        ink = tokens.PRIMARY_D if grade == self.grade else tokens.INK
        words = capital(named(self._grades[grade]))
        self.cards[grade].say(Line(str(grade), 46, ink, bold=True), Line(words, 24, ink, gap=2))

    def _offer(self, reasons: Sequence[Reason]) -> None:
        for chip in self.chips.values():
            chip.setParent(None)
            chip.deleteLater()
        while (item := self._rows.takeAt(0)) is not None:
            item.layout().deleteLater()
        self.chips = {each.code: Chip(self.look, each, self.settled) for each in reasons if each.code not in WRITTEN}
        for row in self._in_rows():
            line = QHBoxLayout()
            line.setSpacing(self.look.px(10))
            line.addStretch(1)
            for chip in row:
                chip.clicked.connect(self.touched)
                line.addWidget(chip)
                chip.show()
            line.addStretch(1)
            self._rows.addLayout(line)

    def _in_rows(self) -> list[list[Chip]]:
        """The chips in one row, or in two of about the same width."""
        room, gap = self.width() - 2 * self.look.px(40), self.look.px(10)
        widths = {chip: chip.sizeHint().width() + gap for chip in self.chips.values()}
        chips, total = list(widths), sum(widths.values())
        if total <= room:
            return [chips]
        first: list[Chip] = []
        while chips and sum(widths[chip] for chip in first) + widths[chips[0]] / 2 <= total / 2:
            first.append(chips.pop(0))
        return [first, chips]


class WordsPage(Page):
    """A few words in the middle of the screen, the first ones large."""

    def __init__(self, look: Look, *lines: Line) -> None:
        super().__init__(look)
        self.column.setSpacing(look.px(10))
        self.column.addStretch(3)
        for line in lines:
            words = BigText(look, line.size, line.colour, bold=line.bold, align=MIDDLE, text=line.text)
            words.setFixedHeight(look.type(line.size * (2.6 if language() == "en" else 1.5)) + look.px(line.gap))
            self.column.addWidget(words)
        self.column.addStretch(4)
        self.setAccessibleName("，".join(line.text for line in lines))


def thanks(look: Look, *, low: bool) -> WordsPage:
    """What is said when a rating has been given."""
    more = tr("值班长会尽快与您联系；您也可以现在到导办台当面反映") if low else tr("您的评价帮助我们改进服务")
    return WordsPage(look, Line(tr("谢谢您的评价"), 64, tokens.INK, bold=True), Line(more, 26, tokens.INK_2, gap=10))
