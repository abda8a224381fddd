"""A layout as dots for a thermal printer (ESC/POS): all characters, whatever fonts the printer has."""

from typing import Any

from escpos.printer import Dummy  # pyright: ignore[reportMissingTypeStubs] - python-escpos ships none
from PIL import Image, ImageDraw

from printing import fonts, qr
from printing.fonts import Runs
from printing.page import Dashes, Frame, Layout, Line, Symbol

_DOTS = 203.2 / 72  # per point: 8 to the millimetre


def draw(layout: Layout) -> bytes:
    """The bytes for the printer: reset, the picture, feed, cut."""
    printer: Any = Dummy()
    # With a head of unknown width the library writes a remark to standard output, where `desk do` answers in JSON.
    printer.profile.profile_data["media"]["width"]["pixels"] = layout.roll.dots
    printer.hw("INIT")
    printer.image(picture(layout), impl="bitImageRaster")
    printer.cut()
    return printer.output


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
