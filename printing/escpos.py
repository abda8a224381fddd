"""A layout as dots for a thermal printer (ESC/POS): all characters, whatever fonts the printer has."""

import struct

from PIL import Image, ImageDraw

from printing import fonts, qr
from printing.fonts import Runs
from printing.page import Dashes, Frame, Layout, Line, Symbol

_DOTS = 203.2 / 72  # per point: 8 to the millimetre
_STRIP = 960  # rows of dots in one command; printers refuse much more
_RESET, _FEED, _CUT = b"\x1b@", b"\x1bd\x06", b"\x1dV\x00"


def draw(layout: Layout) -> bytes:
    """The bytes for the printer: reset, the picture, feed, cut; the same that python-escpos would send."""
    paper = picture(layout)
    strips = [
        paper.crop((0, top, paper.width, min(top + _STRIP, paper.height))) for top in range(0, paper.height, _STRIP)
    ]
    return b"".join((_RESET, *map(_raster, strips), _FEED, _CUT))


def _raster(strip: Image.Image) -> bytes:
    """GS v 0: width in bytes and height, then a bit for each dot, 1 is black."""
    dots = bytes(byte ^ 0xFF for byte in strip.tobytes())
    return b"\x1dv0\x00" + struct.pack("<HH", strip.width // 8, strip.height) + dots


def picture(layout: Layout) -> Image.Image:
    """The layout as a 1-bit picture of the roll's printable width, black on white."""
    paper = Image.new("1", (layout.roll.dots, _dots(layout.height)), 1)
    pen = ImageDraw.Draw(paper)
    for mark in layout.marks:
        _draw(paper, pen, mark)
    return paper


def _draw(paper: Image.Image, pen: ImageDraw.ImageDraw, mark: Line | Frame | Dashes | Symbol) -> None:
    match mark:
        case Line():
            pieces = [run for word in mark.words for run in fonts.runs(word.text, bold=word.bold)]
            _text(pen, pieces, mark.size, paper.width / 2, mark.baseline)
        case Frame():
            box = [mark.left, mark.top, mark.left + mark.width, mark.top + mark.height]
            pen.rounded_rectangle([_dots(edge) for edge in box], radius=5, outline=0, width=2)
            middle = (mark.left + mark.width / 2) * _DOTS
            _text(pen, fonts.runs(mark.text, bold=True), mark.size, middle, mark.baseline)
        case Dashes(top):
            for left in range(0, paper.width, 12):
                pen.rectangle([left, _dots(top), left + 5, _dots(top) + 1], fill=0)
        case Symbol():
            code = qr.bitmap(mark.text, int(mark.side * _DOTS / len(qr.matrix(mark.text))))
            paper.paste(code, ((paper.width - code.width) // 2, _dots(mark.top + mark.side / 2) - code.height // 2))


def _text(pen: ImageDraw.ImageDraw, pieces: Runs, size: float, middle: float, baseline: float) -> None:
    drawn = [(fonts.raster(font, _dots(size)), piece) for font, piece in pieces]
    left = middle - sum(font.getlength(piece, "1") for font, piece in drawn) / 2
    for font, piece in drawn:
        pen.text((round(left), _dots(baseline)), piece, fill=0, font=font, anchor="ls")
        left += font.getlength(piece, "1")


def _dots(points: float) -> int:
    return round(points * _DOTS)
