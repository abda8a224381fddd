"""Steps of a road: those done, the one now, those to come; a word under each says when."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import tokens
from ui.style.theme import font

DISC = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step, its words already in the language of the window."""

    title: str
    state: Literal["done", "now", "todo"]
    when: str = ""


class Steps(QWidget):
    """Draws the steps in equal widths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """These are the steps; a screen reader hears them with their state's order."""
        self._steps = steps
        self.setAccessibleName(" → ".join(f"{step.title} {step.when}".strip() for step in steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / max(1, len(self._steps))
        for number, step in enumerate(self._steps):
            self._draw(painter, QRect(int(number * width), 0, int(width), self.height()), number + 1, step)

    def _draw(self, painter: QPainter, room: QRect, number: int, step: Step) -> None:
        colour = {"done": tokens.OK, "now": tokens.PRIMARY, "todo": tokens.LINE}[step.state]
        disc = QRect(room.left(), room.center().y() - DISC // 2, DISC, DISC)
        painter.setPen(QPen(QColor(colour), 1))
        painter.setBrush(QColor(tokens.CARD if step.state == "todo" else colour))
        painter.drawEllipse(disc)
        painter.setFont(font(tokens.TEXT_SMALL))
        painter.setPen(QColor(tokens.INK_3 if step.state == "todo" else tokens.ON_PRIMARY))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "✓" if step.state == "done" else str(number))
        self._words(painter, room.adjusted(DISC + 8, 0, -4, 0), step)

    @staticmethod
    def _words(painter: QPainter, room: QRect, step: Step) -> None:
        painter.setFont(font(tokens.TEXT_HEAD, bold=step.state == "now"))
        painter.setPen(QColor(tokens.INK if step.state == "now" else tokens.INK_3))
        text = f"{step.title}  {step.when}".strip()
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
