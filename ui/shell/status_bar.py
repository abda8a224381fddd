"""The status bar: database, printers, and the day in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.kit.label import Label
from ui.style import tokens
from ui.style.theme import restyle
from ui.text import duration, mark, tr

if TYPE_CHECKING:
    from desk.tickets import DayFigures

_FIGURES = mark("今日取号 {issued} · 已办 {finished} · 平均等候 {wait}")


class StatusBar(QFrame):
    """One line of small grey text; a dot before the database says the same as its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self.setFixedHeight(tokens.STATUS_HEIGHT)
        self._dot, self._database = QFrame(), Label(role="small")
        self._printer, self._busy, self._day = Label(role="small"), Label(role="small"), Label(role="small")
        self._dot.setFixedSize(8, 8)
        self._dot.setProperty("kind", "dot")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(20)
        row.addWidget(self._dot)
        row.addWidget(self._database)
        row.addWidget(self._printer)
        row.addWidget(self._busy)
        row.addStretch(1)
        row.addWidget(self._day)
        row.setSpacing(tokens.S2)
        row.insertSpacing(2, tokens.S3)
        self._figures: DayFigures | None = None
        self.show_database(mark("正在打开数据库…"), "plain")

    def show_database(self, zh: str, tone: str = "green") -> None:
        self._database.say(zh)
        restyle(self._dot, tone=tone)

    def show_printer(self, zh: str, **facts: object) -> None:
        self._printer.say(zh, **facts)

    def show_busy(self, busy: bool) -> None:
        """Something is being saved and takes longer than it should."""
        self._busy.say(mark("正在保存…") if busy else "")

    def show_day(self, figures: DayFigures | None) -> None:
        """The day's figures (`issued`, `finished`, `mean_wait_seconds`), or nothing."""
        self._figures = figures
        if figures is None:
            self._day.show_text("")
            return
        mean = figures.mean_wait_seconds
        facts = {"issued": figures.issued, "finished": figures.finished}
        self._day.show_text(tr(_FIGURES, **facts, wait="—" if mean is None else duration(mean)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_day(self._figures)
