"""Type, grounds and buttons that are read from afar: they grow with the screen and shrink before they are cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout
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
_ANY = 100_000  # pixels; as high as it likes
_PAUSES = (re.compile(r"[、，；。,;]\s*|\s·\s"), re.compile(r"\s+"))
LEADING = 1.28  # height of a line, in sizes of its letters
_MIDDLE_OF_INK = 0.37  # how far above the baseline figures and characters have their middle, likewise


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


def opening_size(window: QWidget, design: QSize) -> QSize:
    """The size of the design, smaller where the screen is: what a window has until it is full screen."""
    room = window.screen().availableGeometry().size() * 0.95
    if room.width() >= design.width() and room.height() >= design.height():
        return design
    return design.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph on a big button; `gap` is the distance to the one above, in pixels of the design like `size`."""

    text: str
    size: int
    colour: str
    bold: bool = False
    gap: int = 0


def capital(words: str) -> str:
    """`words` as a heading: English names begin with a capital letter."""
    return words[:1].upper() + words[1:]


def width_of(text: str, pixels: int, *, bold: bool = False) -> int:
    """How wide the text is in letters of this size."""
    return QFontMetrics(font(pixels, bold=bold)).horizontalAdvance(text)


@lru_cache(maxsize=512)
def lines_of(text: str, width: int, pixels: int, bold: bool) -> tuple[str, ...]:
    """`text` in as few lines as the width allows; two are about equal, broken where the text pauses."""
    return _at_pauses(text, width, pixels, bold) or _wrapped(text, width, pixels, bold)


def _at_pauses(text: str, width: int, pixels: int, bold: bool) -> tuple[str, ...]:
    """The text in one line, or in two with a pause between them; nothing when it has no room in two."""
    metrics = QFontMetrics(font(pixels, bold=bold))
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    for pause in _PAUSES:
        halves = [(text[: at.end()].strip(" ·"), text[at.end() :].strip(" ·")) for at in pause.finditer(text)]
        longer = {half: max(metrics.horizontalAdvance(line) for line in half) for half in halves if all(half)}
        best = min(longer, key=lambda half: longer[half], default=None)
        if best is not None and longer[best] <= width:
            return best
    return ()


def _wrapped(text: str, width: int, pixels: int, bold: bool) -> tuple[str, ...]:
    layout, units = QTextLayout(text, font(pixels, bold=bold)), text.encode("utf-16-le")  # Qt counts in these units
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = 2 * line.textStart()
        lines.append(units[start : start + 2 * line.textLength()].decode("utf-16-le").strip(" ·"))
    layout.endLayout()
    return tuple(lines)


@lru_cache(maxsize=512)
def fitted(text: str, width: int, height: int, pixels: int, bold: bool, wrap: bool) -> int:
    """The size of letters, at most `pixels`, in which `text` has room. A little smaller is better than a bad break."""
    if wrap:
        for size in range(pixels, int(pixels * 0.84), -1):
            lines = _at_pauses(text, width, size, bold)
            if lines and (len(lines) - 1) * size * LEADING + size <= height:
                return size
    while pixels > _LEAST:
        lines = lines_of(text, width, pixels, bold) if wrap else (text,)
        metrics = QFontMetrics(font(pixels, bold=bold))
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        if widest <= width and (len(lines) - 1) * pixels * LEADING + pixels <= height:
            break
        pixels = max(_LEAST, int(pixels * 0.95))
    return pixels


def write(
    painter: QPainter, room: QRect, align: Qt.AlignmentFlag, lines: tuple[str, ...], pixels: int, bold: bool
) -> None:
    """Draws the lines into the middle of the room's height, so that figures and characters look centred."""
    painter.setFont(font(pixels, bold=bold))
    leading = pixels * LEADING
    first = room.top() + (room.height() - leading * len(lines)) / 2
    for place, line in enumerate(lines):
        spare = room.width() - painter.fontMetrics().horizontalAdvance(line)
        left = {LEFT: 0, RIGHT: spare}.get(align, spare / 2)
        painter.drawText(QPointF(room.left() + left, first + (place + 0.5) * leading + pixels * _MIDDLE_OF_INK), line)


class BigText(Label):
    """A text in design size `pixels` (as the look scales it). It never widens the window: it wraps, then shrinks."""

    def __init__(
        self, look: Look, pixels: int, colour: str = tokens.INK, *, bold: bool = False, wrap: bool = True,
        align: Qt.AlignmentFlag = LEFT, text: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent=parent)
        self._pixels, self._colour, self._bold, self._wrap = look.type(pixels), colour, bold, wrap
        self._ground = ""
        self.setAlignment(align)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def recolour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def mark(self, colour: str, ground: str) -> None:
        """It stands out: another colour, on a ground of its own."""
        self._ground = ground
        self.setContentsMargins(self._pixels // 2, 0, self._pixels // 2, 0)
        self.recolour(colour)

    def letters(self) -> int:
        """The size of the letters on the screen now."""
        room = self.contentsRect()
        return fitted(self.text(), room.width(), room.height(), self._pixels, self._bold, self._wrap)

    def fits(self) -> bool:
        """Whether nothing of the text is cut off."""
        room, pixels = self.contentsRect(), self.letters()
        lines = lines_of(self.text(), room.width(), pixels, self._bold) if self._wrap else (self.text(),)
        widest = max(width_of(line, pixels, bold=self._bold) for line in lines)
        return widest <= room.width() and (len(lines) - 1) * pixels * LEADING + pixels <= room.height()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font(self._pixels, bold=self._bold))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, round(self._pixels * LEADING))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        painter, room, pixels = QPainter(self), self.contentsRect(), self.letters()
        if self._ground:
            rounded(painter, self.rect(), QColor(self._ground), QColor(self._ground), 0, self._pixels // 4)
        painter.setPen(QColor(self._colour))
        lines = lines_of(self.text(), room.width(), pixels, self._bold) if self._wrap else (self.text(),)
        write(painter, room, self.alignment(), lines, pixels, self._bold)


class Ground(QWidget):
    """A rectangle of one colour, round at the corners, for others to stand on."""

    def __init__(self, colour: str, *, radius: int = 0, line: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour, self._line, self._radius = QColor(colour), QColor(line or colour), radius

    def recolour(self, colour: str) -> None:
        self._colour = self._line = QColor(colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), self._colour, self._line, 2 if self._radius else 0, self._radius)


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
        self, look: Look, name: str, *, tone: str = "card", padding: int = 36,
        align: Qt.AlignmentFlag = LEFT, peers: list[BigButton] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self._peers = peers if peers is not None else []
        self._peers.append(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._look, self._tone, self._align = look, tone, align
        self._side, self._top = look.px(40 if look.letters == 1 else 28), look.px(padding / look.letters**3)
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
        return QSize(self._look.px(300), self.height_of_lines() + 2 * self._top)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            to = _neighbour(self, *_WAYS[Qt.Key(event.key())])
            if to is not None:
                to.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def room(self) -> QRect:
        """Where the paragraphs stand."""
        room = self.rect().adjusted(self._side, self._top, -self._side, -self._top)
        return room.adjusted(0, 0, -self._look.px(60), 0) if self._aside else room

    def shrunk(self) -> float:
        """How much smaller than planned the paragraphs must be to have room, on this button and on its peers."""
        factor = 1.0
        while factor > 0.4 and any(each.height_of_lines(factor) > each.room().height() for each in self._peers):
            factor -= 0.04
        return factor

    def smallest(self) -> int:
        """The size of the smallest letters on it."""
        factor = self.shrunk()
        return min(self._measure(line, factor)[0] for line in self._lines)

    def height_of_lines(self, factor: float = 1.0) -> int:
        height = 0
        for line in self._lines:
            pixels, lines = self._measure(line, factor)
            height += round(self._look.px(line.gap) * factor) + round(len(lines) * pixels * LEADING)
        return height

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, line = self._colours()
        width = self._look.px(5 if self.hasFocus() else 2)
        rounded(painter, self.rect(), QColor(ground), QColor(line), width, self._look.px(20))
        room, factor = self.room(), self.shrunk()
        highest = max(each.height_of_lines(factor) for each in self._peers)  # first lines of peers stand level
        top = room.top() + (room.height() - highest) // 2
        for each in self._lines:
            top += round(self._look.px(each.gap) * factor)
            pixels, lines = self._measure(each, factor)
            height = round(len(lines) * pixels * LEADING)
            painter.setPen(QColor(each.colour))
            write(painter, QRect(room.left(), top, room.width(), height), self._align, lines, pixels, each.bold)
            top += height
        if self._aside:
            painter.setPen(QColor(tokens.PRIMARY))
            write(painter, self.rect().adjusted(0, 0, -self._side, 0), RIGHT, (self._aside,), self._look.px(56), False)

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

    def _measure(self, line: Line, factor: float) -> tuple[int, tuple[str, ...]]:
        """The size of a paragraph's letters and its lines; a word that is too wide makes it smaller."""
        width, pixels = self.room().width(), max(_LEAST, int(self._look.type(line.size) * factor))
        pixels = fitted(line.text, width, _ANY, pixels, line.bold, True)
        return pixels, lines_of(line.text, width, pixels, line.bold)


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
