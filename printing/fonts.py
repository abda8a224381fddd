"""Fonts of paper: which shipped font has a character, and text as runs of one font each.

Windows load the same files in the same order, so ReportLab and Pillow are imported only when paper is drawn.
"""

import os
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import resources
from desk.errors import DeskError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
MACHINE = (
    "BabelStoneHan"  # not shipped: it has thousands of characters of Extensions G and H where somebody installed it
)
SHIPPED = (REGULAR, BOLD, "DeskRareKai", "DeskRareMing")
FAMILIES = ("Noto Sans SC", "Desk Rare Kai", "Desk Rare Ming", "BabelStone Han")

Runs = Sequence[tuple[str, str]]  # (font name, piece of text)

_loading = threading.Lock()


def files() -> tuple[Path, ...]:
    """The shipped font files. Windows name them, and BabelStone Han, by FAMILIES: that is the order of the chain."""
    return tuple(_shipped(name) for name in SHIPPED)


def missing(text: str, *, bold: bool = False) -> str:
    """The characters of `text` that no font has, each once, in order."""
    return "".join(char for char in dict.fromkeys(text) if _font_of(char, bold) is None)


def check(text: str) -> None:
    """Nothing when every character can be printed. DeskError: glyph_missing(characters), named with code points."""
    if lost := missing(text):
        raise DeskError("glyph_missing", characters="、".join(f"{char}（U+{ord(char):04X}）" for char in lost))


@lru_cache(maxsize=1024)
def runs(text: str, *, bold: bool = False) -> Runs:
    """`text` as (font name, piece): for each character the first font that has it. DeskError: glyph_missing."""
    check(text)
    pieces = groupby(text, key=lambda char: _font_of(char, bold) or REGULAR)
    return tuple((font, "".join(chars)) for font, chars in pieces)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` is at `size`, in the unit of `size`."""
    return sum(registered(font).stringWidth(piece, size) for font, piece in runs(text, bold=bold))


def registered(name: str) -> Any:
    """The font `name` of runs() as ReportLab's TTFont, registered."""
    if (font := _load(name)) is None:
        raise LookupError(name)
    return font


@lru_cache(maxsize=64)
def raster(name: str, pixels: int) -> "FreeTypeFont":
    """The font `name` of runs() for Pillow, `pixels` to the em."""
    from PIL import ImageFont

    return ImageFont.truetype(registered(name).face.filename, pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _font_of(char: str, bold: bool) -> str | None:
    for name in (BOLD if bold else REGULAR, *SHIPPED[2:], MACHINE):
        font = _load(name)
        if font is not None and ord(char) in font.face.charToGlyph:
            return name
    return None


def _load(name: str) -> Any:
    with _loading:
        return _load_once(name)


@cache
def _load_once(name: str) -> Any:
    """The font, or None where this machine has none of that name."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    ttfonts.makeToUnicodeCMap = _to_unicode
    path = _path(name)
    if path is None:
        return None
    font = ttfonts.TTFont(name, path)
    known: Any = pdfmetrics
    known.registerFont(font)
    return font


def _path(name: str) -> Path | None:
    return _shipped(name) if name in SHIPPED else _on_machine(name)


def _shipped(name: str) -> Path:
    return resources.path(f"fonts/{name}.ttf")


def _on_machine(name: str) -> Path | None:
    """The font file as somebody installed it for this machine or this user, on Linux, Windows or macOS."""
    found = (file for folder in font_folders() for file in sorted(folder.rglob(f"{name}*.ttf")))
    return next(found, None)


def font_folders() -> tuple[Path, ...]:
    """The folders where systems keep fonts."""
    home = Path.home()
    user = home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts"
    windows = Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
    local = Path(os.environ.get("LOCALAPPDATA", home), "Microsoft/Windows/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), *user, windows, local)


def _to_unicode(fontname: str, subset: list[int]) -> str:
    """A ToUnicode map that is right above U+FFFF, where ReportLab's own makes text look right and copy wrong."""
    rows = [f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>" for code, value in enumerate(subset)]
    head = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo"]
    head += [f"<< /Registry ({fontname})", f"/Ordering ({fontname})", "/Supplement 0", ">> def"]
    head += [f"/CMapName /{fontname} def", "/CMapType 2 def", "1 begincodespacerange"]
    head += [f"<00> <{len(subset) - 1:02X}>", "endcodespacerange"]
    body: list[str] = []
    for first in range(0, len(rows), 100):
        part = rows[first : first + 100]
        body += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join([*head, *body, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])
