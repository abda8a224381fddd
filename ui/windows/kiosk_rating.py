"""Rating a visit at the kiosk: the slip's code is scanned or typed, then the same grades as on a second screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.kit.field import LineEdit
from ui.style import tokens
from ui.style.theme import font
from ui.text import mark, tr
from ui.windows.big import MIDDLE, BigButton, BigText, Line, Look
from ui.windows.kiosk_pages import Page
from ui.windows.rating_pages import RatePage, thanks

if TYPE_CHECKING:
    from desk.ratings import Grade, RateableTicket
    from ui.context import Context

PAGES = frozenset({"scan", "rate", "thanks"})


class ScanPage(Page):
    """Asks for the slip's code. `given(text)` when it was typed; `left()` on the way back."""

    given = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.field = LineEdit(mark("也可以输入号票上的码，按回车"))
        self.field.setFont(font(look.type(34)))
        self.field.setTextMargins(0, look.px(24), 0, look.px(24))
        self.field.setFixedWidth(look.px(900))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.returnPressed.connect(self._give)
        self.column.addStretch(3)
        for text, size, colour, bold in (
            (tr("请扫描号票上的二维码"), 72, tokens.INK, True),
            (tr("办结后三十天内可以评价一次，工作人员看不到是谁评的"), 34, tokens.INK_2, False),
        ):
            words = BigText(look, size, colour, bold=bold, align=MIDDLE, text=text)
            words.setFixedHeight(look.type(size * 2))
            self.column.addWidget(words)
        self.column.addWidget(self.field, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(4)
        back = _way_back(look, tr("返回"))
        back.clicked.connect(self.left)
        self.lead_by(back)

    def first(self) -> QWidget | None:
        return self.field

    def _give(self) -> None:
        text = self.field.text().strip()
        self.field.clear()
        if text:
            self.given.emit(text)


class SlipRating(QObject):
    """One rating by a slip. `opened()` when the code's visit may be rated, `rated()` when it is, `refused(error)`."""

    opened = Signal()
    rated = Signal()
    refused = Signal(object)
    left = Signal()
    touched = Signal()

    def __init__(self, ctx: Context, parent: QWidget, *, settle: int) -> None:
        super().__init__(parent)
        self._ctx, self._settle = ctx, settle
        self._grades: tuple[Grade, ...] = ()
        self._ticket: RateableTicket | None = None
        self._page: RatePage | None = None
        self._code, self._low = "", False

    def open(self, code: str) -> None:
        """Asks whether the visit of this code may be rated."""
        self._code = code
        read = self._ctx.tasks.read
        read("ratings.grades", owner=self, done=self._graded, failed=self.refused.emit)

    def forget(self) -> None:
        """Whoever stood here has left; a grade that was chosen counts."""
        if self._page is not None and self._page.grade is not None:
            self._page.send()
        self._ticket = self._page = None

    def page(self, name: str, look: Look) -> Page:
        """The page of this name: scan, rate or thanks; a choice is kept when the page is made anew."""
        large = replace(look, scale=look.scale * (1.6 if look.wide else 1.04), wide=False, letters=1.0)
        if name == "scan":
            page = ScanPage(look)
            page.given.connect(self.open)
            page.left.connect(self.left)
            return page
        return thanks(large, low=self._low) if name == "thanks" else self._rate_page(large, look)

    def subject(self) -> str:
        """Whose visit is rated: the number on the slip."""
        return self._ticket.number if self._ticket is not None else ""

    def _rate_page(self, large: Look, look: Look) -> RatePage:
        before, page = self._page, RatePage(large, self._grades, settle=self._settle)
        page.hint.show_text(tr("不评价也不影响办件"))
        page.sent.connect(self._send)
        page.left.connect(self._leave)
        page.touched.connect(self.touched)
        page.lead = _way_back(look, tr("返回，不评价"))
        page.lead.clicked.connect(self._leave)
        if not look.wide:
            page.column.addWidget(page.lead)
        self._page = page
        if before is not None and before.grade is not None:
            page.choose(before.grade)
            for code in before.reasons():
                page.chips[code].setChecked(True)
        return page

    def _leave(self) -> None:
        """No rating is wanted after all."""
        self._ticket = self._page = None
        self.left.emit()

    def _graded(self, grades: tuple[Grade, ...]) -> None:
        self._grades = grades
        read = self._ctx.tasks.read
        read("ratings.by_code", owner=self, done=self._found, failed=self.refused.emit, code=self._code)

    def _found(self, ticket: RateableTicket) -> None:
        self._ticket, self._page = ticket, None
        self.opened.emit()

    def _send(self, grade: int, reasons: tuple[str, ...]) -> None:
        ticket, self._ticket, self._page = self._ticket, None, None
        if ticket is None:
            return
        self._low = any(each.grade == grade and each.low for each in self._grades)
        self._ctx.tasks.write(
            "ratings.rate",
            owner=self,
            done=lambda _rated: self.rated.emit(),
            failed=self.refused.emit,
            number=ticket.number,
            day=ticket.day,
            grade=grade,
            reasons=reasons,
            way="slip",
            code=self._code,
        )


def _way_back(look: Look, words: str) -> BigButton:
    button = BigButton(look, "back", align=MIDDLE, padding=20)
    button.say(Line(words, 36, tokens.PRIMARY))
    button.setFixedHeight(look.px(120))
    return button
