"""A layout as PDF: vectors, embedded fonts, the same bytes for the same layout."""

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from printing import fonts, qr
from printing.fonts import Runs
from printing.page import Dashes, Frame, Layout, Line, Symbol, line_width

_GREY = 0.6

rl_config.useA85 = 0  # packed pages as bytes: as letters (ASCII 85) they would be a quarter longer and take 2 ms more


def draw(layout: Layout, title: str) -> bytes:
    """One page as wide as the roll and as long as the layout."""
    roll = layout.roll
    out = BytesIO()
    fonts.registered(fonts.REGULAR)
    font: Any = fonts.REGULAR  # without it an unembedded Helvetica would be named in the file
    canvas: Any = Canvas(out, (roll.width, layout.height), initialFontName=font, invariant=1, lang="zh-CN")
    canvas.setTitle(title)
    canvas.translate((roll.width - roll.printable) / 2, layout.height)
    for mark in layout.marks:
        _draw(canvas, mark, roll.printable)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, mark: Line | Frame | Dashes | Symbol, room: float) -> None:
    match mark:
        case Line():
            left = (room - line_width(mark.words, mark.size)) / 2
            pieces = [run for word in mark.words for run in fonts.runs(word.text, bold=word.bold)]
            _text(canvas, pieces, mark.size, left, mark.baseline)
        case Frame():
            canvas.setLineWidth(0.75)
            canvas.roundRect(mark.left, -mark.top - mark.height, mark.width, mark.height, 2)
            left = mark.left + (mark.width - fonts.width(mark.text, mark.size, bold=True)) / 2
            _text(canvas, fonts.runs(mark.text, bold=True), mark.size, left, mark.baseline)
        case Dashes(top):
            canvas.saveState()
            canvas.setLineWidth(0.75)
            canvas.setStrokeGray(_GREY)
            canvas.setDash(2.25, 2.25)
            canvas.line(0, -top, room, -top)
            canvas.restoreState()
        case Symbol():
            _symbol(canvas, mark, room)


def _text(canvas: Any, pieces: Runs, size: float, left: float, baseline: float) -> None:
    line = canvas.beginText(left, -baseline)
    for font, piece in pieces:
        line.setFont(font, size)
        line.textOut(piece)
    canvas.drawText(line)


def _symbol(canvas: Any, mark: Symbol, room: float) -> None:
    module = mark.side / len(qr.matrix(mark.text))
    edge = (room - mark.side) / 2
    area = canvas.beginPath()
    for left, top, width, height in qr.rectangles(mark.text):
        area.rect(edge + left * module, -mark.top - (top + height) * module, width * module, height * module)
    canvas.drawPath(area, stroke=0, fill=1)
