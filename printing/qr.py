"""Codes on paper: drawn as few rectangles, level M with a quiet border of four modules; and read back from pictures."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError

if TYPE_CHECKING:
    from PIL.Image import Image

BORDER = 4  # modules of white around the code, asked for by the standard


@lru_cache(maxsize=16)
def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code for `text`, true is dark, with the border."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def rectangles(text: str) -> list[tuple[int, int, int, int]]:
    """The dark area as (left, top, width, height) in modules: runs along the rows, joined downwards if alike."""
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}
    for y, row in enumerate((*matrix(text), ())):
        found = set(_runs(row))
        for left, length in [run for run in growing if run not in found]:
            top = growing.pop((left, length))
            done.append((left, top, length, y - top))
        for run in found:
            growing.setdefault(run, y)
    return sorted(done, key=lambda area: (area[1], area[0]))


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    edges = [x for x, (left, right) in enumerate(zip((False, *row), (*row, False), strict=True)) if left != right]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def bitmap(text: str, module: int) -> "Image":
    """The code as a 1-bit picture, `module` pixels to a module, border included, black on white."""
    from PIL import Image, ImageDraw

    side = len(matrix(text)) * module
    picture = Image.new("1", (side, side), 1)
    pen = ImageDraw.Draw(picture)
    for left, top, width, height in rectangles(text):
        right, bottom = left + width, top + height
        pen.rectangle([left * module, top * module, right * module - 1, bottom * module - 1], fill=0)
    return picture


def read_image(picture: "Path | str | Image") -> str:
    """The text of the code in a picture or picture file. DeskError: code_unreadable(text) with the file's name."""
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    name = "" if isinstance(picture, Image.Image) else str(picture)
    try:
        image = picture if isinstance(picture, Image.Image) else Image.open(picture)
        found = zxingcpp.read_barcodes(image.convert("L"), text_mode=zxingcpp.TextMode.Plain)
    except (OSError, UnidentifiedImageError) as error:
        raise DeskError("code_unreadable", text=name) from error
    if not found:
        raise DeskError("code_unreadable", text=name)
    return found[0].text
