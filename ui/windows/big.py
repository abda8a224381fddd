"""Type, grounds and buttons that are read from afar: they grow with the screen and shrink before they are cut off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit.label import Label
from ui.style import tokens
from ui.style.theme import font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_LEAST = 8  # pixels; smaller type is no type


@dataclass(frozen=True, slots=True)
class Look:
    """How big things are: screen pixels for one pixel of the design, and how much larger letters are than planned."""

    scale: float
    wide: bool = False
    letters: float = 1.0

    def px(self, design: float) -> int:
        return max(1, round(design * self.scale))

    def type(self, design: float) -> int:
        return max(_LEAST, round(design * self.scale * self.letters))


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph on a big button; `gap` is the distance to the one above, in pixels of the design like `size`."""

    text: str
    size: int
    colour: str
    bold: bool = False
    gap: int = 0


@lru_cache(maxsize=512)
def fitted(text: str, width: int, height: int, pixels: int, bold: bool, wrap: bool) -> QFont:
    """The program's font in this size, or as much smaller as `text` needs to fit into the room."""
    room = QRect(0, 0, max(1, width), max(1, height))
    flags = Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag.TextSingleLine
    while True:
        made = font(pixels, bold=bold)
        needed = QFontMetrics(made).boundingRect(room, flags, text)
        if pixels <= _LEAST or (needed.width() <= room.width() and needed.height() <= room.height()):
            return made
        pixels = max(_LEAST, int(pixels * 0.95))


class BigText(Label):
    """A text in design size `pixels` (as the look scales it). It never widens the window: it wraps, then shrinks."""

    def __init__(
        self, look: Look, pixels: int, colour: str = tokens.INK, *, bold: bool = False, wrap: bool = True,
        align: Qt.AlignmentFlag = LEFT, text: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent=parent)
        self._pixels, self._colour, self._bold, self._wrap = look.type(pixels), colour, bold, wrap
        self.setAlignment(align)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def recolour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def shown_font(self) -> QFont:
        """The font in which the text stands on the screen now."""
        room = self.contentsRect()
        return fitted(self.text(), room.width(), room.height(), self._pixels, self._bold, self._wrap)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font(self._pixels, bold=self._bold))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.shown_font())
        painter.setPen(QColor(self._colour))
        flags = Qt.TextFlag.TextWordWrap if self._wrap else Qt.TextFlag.TextSingleLine
        painter.drawText(self.contentsRect(), int(self.alignment() | flags), self.text())


class Ground(QWidget):
    """A rectangle of one colour, round at the corners, for others to stand on."""

    def __init__(self, colour: str, *, radius: int = 0, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour, self._radius, self.line = QColor(colour), radius, QColor(line or colour)

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), self.colour, self.line, 2 if self._radius else 0, self._radius)


def rounded(painter: QPainter, where: QRect, ground: QColor, line: QColor, width: int, radius: int) -> None:
    """Fills a rectangle with round corners and draws its edge inside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(line, width) if width else Qt.PenStyle.NoPen)
    inset = width / 2
    painter.drawRoundedRect(QRectF(where).adjusted(inset, inset, -inset, -inset), radius, radius)


class BigButton(QAbstractButton):
    """A button for a finger, with one or more paragraphs. Arrows move to the neighbour, Enter presses it."""

    def __init__(
        self, look: Look, name: str, *, tone: str = "card", padding: int = 36, align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._look, self._tone, self._padding, self._align = look, tone, padding, align
        self._lines: tuple[Line, ...] = ()
        self._aside = ""

    def say(self, *lines: Line, aside: str = "") -> None:
        """Shows the paragraphs, and `aside` as a sign at the right edge."""
        self._lines, self._aside = lines, aside
        words = "，".join(line.text for line in lines)
        self.setText(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        height = sum(self._look.type(line.size) * 3 // 2 + self._look.px(line.gap) for line in self._lines)
        return QSize(self._look.px(300), height + 2 * self._look.px(self._padding))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            to = _neighbour(self, *_WAYS[event.key()])
            if to is not None:
                to.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def room(self) -> QRect:
        """Where the paragraphs stand."""
        side, top = self._look.px(40), self._look.px(self._padding)
        room = self.rect().adjusted(side, top, -side, -top)
        return room.adjusted(0, 0, -self._look.px(60), 0) if self._aside else room

    def shrunk(self) -> float:
        """How much smaller than planned the paragraphs must be to have room."""
        factor = 1.0
        while factor > 0.4 and self._height(factor) > self.room().height():
            factor -= 0.04
        return factor

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, line = self._colours()
        width = self._look.px(5 if self.hasFocus() else 2)
        rounded(painter, self.rect(), QColor(ground), QColor(line), width, self._look.px(20))
        room, factor = self.room(), self.shrunk()
        top = room.top() + (room.height() - self._height(factor)) // 2
        for each in self._lines:
            top += round(self._look.px(each.gap) * factor)
            made, height = self._measure(each, factor)
            painter.setFont(made)
            painter.setPen(QColor(each.colour))
            where = QRect(room.left(), top, room.width(), height)
            painter.drawText(where, int(self._align | Qt.TextFlag.TextWordWrap), each.text)
            top += height
        if self._aside:
            painter.setFont(font(self._look.px(56)))
            painter.setPen(QColor(tokens.PRIMARY))
            painter.drawText(self.rect().adjusted(0, 0, -self._look.px(40), 0), int(RIGHT), self._aside)

    def _colours(self) -> tuple[str, str]:
        if not self.isEnabled():
            return tokens.LINE_2, tokens.LINE_2
        ground, line = {
            "card": (tokens.CARD, tokens.LINE),
            "soft": (tokens.PRIMARY_SOFT, tokens.PRIMARY_LINE),
            "primary": (tokens.PRIMARY, tokens.PRIMARY),
        }[self._tone]
        if self.hasFocus():
            line = tokens.RAIL_MARK if self._tone == "primary" else tokens.FOCUS
        if self.isDown():
            ground = tokens.PRIMARY_D if self._tone == "primary" else tokens.PRIMARY_SOFT
        return ground, line

    def _measure(self, line: Line, factor: float) -> tuple[QFont, int]:
        """The font of a paragraph and how high it stands; a word that is too wide makes it smaller."""
        pixels = max(_LEAST, int(self._look.type(line.size) * factor))
        made = fitted(line.text, self.room().width(), 100_000, pixels, line.bold, True)
        room = QRect(0, 0, self.room().width(), 100_000)
        return made, QFontMetrics(made).boundingRect(room, Qt.TextFlag.TextWordWrap, line.text).height()

    def _height(self, factor: float) -> int:
        gaps = sum(round(self._look.px(line.gap) * factor) for line in self._lines)
        return gaps + sum(self._measure(line, factor)[1] for line in self._lines)


def _neighbour(here: QWidget, right: int, down: int) -> BigButton | None:
    """The nearest button in that direction: as straight ahead as possible, then as near as possible."""
    window = here.window()

    def place(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(window, QPoint()), widget.size())

    start = place(here)
    found: list[tuple[int, int, BigButton]] = []
    for each in window.findChildren(BigButton):
        to = place(each)
        ahead = _ahead(start, to, right, down)
        if each.isVisible() and each.isEnabled() and ahead >= 0:
            apart = to.center() - start.center()
            found.append((3 * _beside(start, to, right) + ahead, abs(apart.x() * down + apart.y() * right), each))
    return min(found, key=lambda row: row[:2])[2] if found else None


def _ahead(start: QRect, to: QRect, right: int, down: int) -> int:
    """How far `to` lies ahead of `start`; negative when it does not."""
    if right:
        return to.left() - start.right() if right > 0 else start.left() - to.right()
    return to.top() - start.bottom() if down > 0 else start.top() - to.bottom()


def _beside(start: QRect, to: QRect, right: int) -> int:
    """The gap between the two across the direction; nothing when they overlap."""
    if right:
        return max(0, to.top() - start.bottom(), start.top() - to.bottom())
    return max(0, to.left() - start.right(), start.left() - to.right())
