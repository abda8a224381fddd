"""Paper from a roll: the rows a slip is made of, and where each line of it stands.

A paper says once, as rows, what is on it; `pdf` and `escpos` draw the same layout as vectors and as dots.
Lengths are points unless said otherwise; y runs down from the top edge.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from printing import fonts, qr

MM = 72 / 25.4
CODE_MM = 35.0
# No line begins with closing punctuation or ends with an opening one; numbers and Latin words stay whole.
_UNBROKEN = re.compile(r"[（《「『“]*(?:[0-9A-Za-z]+|.)[，。；：、）》」』”！？]*")


@dataclass(frozen=True, slots=True)
class Roll:
    """Paper of one width: what of it can be printed on, and the dots of a thermal head (8 to the millimetre)."""

    width_mm: int
    printable_mm: int

    @property
    def width(self) -> float:
        return self.width_mm * MM

    @property
    def printable(self) -> float:
        return self.printable_mm * MM

    @property
    def dots(self) -> int:
        return self.printable_mm * 8


ROLLS = {80: Roll(80, 72), 58: Roll(58, 48)}


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a line; a line is broken between words only when it must be."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A centred line, made smaller down to `least` when it is too wide, then broken. `leading` is parts of the size."""

    words: tuple[Words, ...]
    size: float
    least: float
    leading: float = 1.45


@dataclass(frozen=True, slots=True)
class Tags:
    """Marks in frames, side by side: 演示, 补打."""

    texts: tuple[str, ...]
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line over the whole width."""


@dataclass(frozen=True, slots=True)
class Gap:
    """White space."""

    height: float


@dataclass(frozen=True, slots=True)
class Code:
    """The code of `text`, 35 mm from edge to edge, and its white border around it."""

    text: str


Row = Text | Tags | Rule | Gap | Code


@dataclass(frozen=True, slots=True)
class Line:
    """Words on a baseline, centred on the paper."""

    words: tuple[Words, ...]
    size: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A framed mark: its text is centred at `left + width / 2` on `baseline`."""

    text: str
    size: float
    left: float
    top: float
    width: float
    height: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Dashes:
    """A dashed line at `top`."""

    top: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code whose border begins at `top`, `side` wide, centred."""

    text: str
    top: float
    side: float


Mark = Line | Frame | Dashes | Symbol


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that stands on the printable part of a roll, and how long the paper becomes."""

    roll: Roll
    height: float
    marks: tuple[Mark, ...]


def lay_out(rows: Iterable[Row], roll: Roll) -> Layout:
    """The rows below one another. DeskError: glyph_missing."""
    marks: list[Mark] = []
    top = 0.0
    for row in rows:
        height, placed = _place(row, top, roll.printable)
        marks += placed
        top += height
    return Layout(roll, top, tuple(marks))


def _place(row: Row, top: float, room: float) -> tuple[float, list[Mark]]:
    match row:
        case Gap(height):
            return height, []
        case Rule():
            return 0.75, [Dashes(top)]
        case Code(text):
            modules = len(qr.matrix(text))
            side = min(CODE_MM * MM * modules / (modules - 2 * qr.BORDER), room)
            return side, [Symbol(text, top, side)]
        case Tags(texts, size):
            return _place_tags(texts, size, top, room)
        case Text():
            return _place_text(row, top, room)


def _place_tags(texts: tuple[str, ...], size: float, top: float, room: float) -> tuple[float, list[Mark]]:
    padding, gap, height = size * 0.7, size * 0.6, size * 1.5
    widths = [fonts.width(text, size, bold=True) + 2 * padding for text in texts]
    left = (room - sum(widths) - gap * (len(texts) - 1)) / 2
    marks: list[Mark] = []
    for text, width in zip(texts, widths, strict=True):
        marks.append(Frame(text, size, left, top, width, height, top + _baseline(size, height)))
        left += width + gap
    return height, marks


def _place_text(row: Text, top: float, room: float) -> tuple[float, list[Mark]]:
    at_one = line_width(row.words, 1)
    size = min(row.size, room / at_one) if at_one * row.least <= room else row.size
    lines = [row.words] if at_one * size <= room * 1.0001 else _broken(row.words, size, room)
    height = size * row.leading
    marks: list[Mark] = [Line(words, size, top + n * height + _baseline(size, height)) for n, words in enumerate(lines)]
    return height * len(lines), marks


def line_width(words: Iterable[Words], size: float) -> float:
    """How wide the words are, side by side."""
    return sum(fonts.width(word.text, size, bold=word.bold) for word in words)


def _baseline(size: float, height: float) -> float:
    """Below the top of a line: Noto's ascent is 1.16 and its descent 0.288 of the size."""
    return height / 2 + size * (1.16 - 0.288) / 2


def _broken(words: tuple[Words, ...], size: float, room: float) -> list[tuple[Words, ...]]:
    """As few lines as fit into `room`, about equally long."""
    pieces = [piece for word in words for piece in _pieces(word, size, room)]
    lines = _filled(pieces, size, room)
    for part in range(95, 50, -5):
        narrower = _filled(pieces, size, room * part / 100)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _pieces(word: Words, size: float, room: float) -> list[Words]:
    """What a line may be broken between: the whole word, unless it is wider than a whole line."""
    if line_width([word], size) <= room:
        return [word]
    return [Words(text, word.bold) for text in _UNBROKEN.findall(word.text)]


def _filled(pieces: list[Words], size: float, room: float) -> list[tuple[Words, ...]]:
    lines: list[tuple[Words, ...]] = [()]
    for piece in pieces:
        if lines[-1] and line_width((*lines[-1], piece), size) > room:
            lines.append((Words(piece.text.lstrip(), piece.bold),))
        else:
            lines[-1] = (*lines[-1], piece)
    return lines
