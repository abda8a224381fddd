"""Fonts: which characters can be printed, what happens with the others, that what is printed can be copied out."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.errors import DeskError
from printing import fonts, pdf
from printing.page import ROLLS, Text, Words, lay_out
from tests.printing.paper import text

# the ideographs of GB 18030-2022: block, last character, how many of them
BLOCKS = {
    "basic": (0x4E00, 0x9FEF, 20_976),
    "A": (0x3400, 0x4DB5, 6_582),
    "B": (0x20000, 0x2A6D6, 42_711),
    "C": (0x2A700, 0x2B734, 4_149),
    "D": (0x2B740, 0x2B81D, 222),
    "E": (0x2B820, 0x2CEA1, 5_762),
    "F": (0x2CEB0, 0x2EBE0, 7_473),
}
COMPATIBLE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"


@pytest.fixture
def machine_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """machine_fonts(folder, …): only the shipped fonts and those in the folders, whatever this machine has."""

    def only(*folders: Path) -> None:
        monkeypatch.setattr(fonts, "font_folders", lambda: folders)
        forget()

    yield only
    forget()


def forget() -> None:
    for cached in (fonts._load_once, fonts._font_of, fonts.runs):
        cached.cache_clear()


def printed(line: str) -> str:
    """`line` on paper, copied out of it."""
    layout = lay_out([Text((Words(line),), 10, least=10)], ROLLS[80])
    return re.sub(r"\s", "", text(pdf.draw(layout, "test")))


@pytest.mark.parametrize("block", BLOCKS)
def test_every_ideograph_of_gb_18030_2022_has_a_glyph(block: str) -> None:
    first, last, count = BLOCKS[block]
    characters = "".join(map(chr, range(first, last + 1)))
    assert len(characters) == count
    assert fonts.missing(characters) == ""
    assert fonts.missing(characters, bold=True) == ""


def test_the_ideographs_among_the_compatible_ones_have_glyphs_too() -> None:
    assert fonts.missing(COMPATIBLE) == ""


def test_glyphs_are_not_empty_boxes() -> None:
    """Every cmap entry of a shipped font leads to an outline of its own, not to .notdef."""
    for file in fonts.files():
        with TTFont(file, lazy=True) as font:
            assert ".notdef" not in font.getBestCmap().values()


@pytest.mark.parametrize("name", ["张𠮷", "王𬱖", "赵䶮", "𫖯𪩘", "李𰻝", "㛃𬭼", "阿依古丽·买买提"])
def test_rare_names_are_printed_and_copied_out_equal(name: str) -> None:
    assert printed(name) == name


def test_a_character_that_no_font_has_is_named_with_its_code_point(machine_fonts: Callable[..., None]) -> None:
    machine_fonts()
    assert fonts.missing("李𰻝陈𲎯𲎯") == "𲎯"
    with pytest.raises(DeskError) as caught:
        printed("陈𲎯")
    assert caught.value.code == "glyph_missing"
    assert caught.value.facts == {"characters": "𲎯（U+323AF）"}


def test_control_characters_are_never_printed_unnoticed() -> None:
    with pytest.raises(DeskError, match="glyph_missing"):
        fonts.check("张\u0007三")


def test_a_font_of_the_machine_fills_in_where_it_is_installed(
    machine_fonts: Callable[..., None], tmp_path: Path
) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    a_font_with("𲎯", folder / "BabelStoneHan15.ttf")
    machine_fonts(folder)
    assert fonts.missing("陈𲎯") == ""
    assert printed("陈𲎯") == "陈𲎯"


def test_bold_text_falls_back_to_the_same_rare_fonts() -> None:
    runs = fonts.runs("张𠮷A1", bold=True)
    assert [piece for _, piece in runs] == ["张", "𠮷", "A1"]
    assert runs[0][0] == runs[2][0] == fonts.BOLD
    assert runs[1][0] == "DeskRareKai"


def test_windows_get_every_file_and_a_name_for_each_family() -> None:
    families: list[str] = []
    for file in fonts.files():
        with TTFont(file, lazy=True) as font:
            families.append(font["name"].getDebugName(1))
    assert list(dict.fromkeys(families)) == list(fonts.FAMILIES[:3])


def test_every_font_has_its_licence_beside_it() -> None:
    for file in fonts.files():
        family = file.stem.partition("-")[0]
        assert "SIL Open Font License" in file.with_name(f"{family}.LICENSE.txt").read_text(encoding="utf-8")


ideographs = st.one_of(
    *(st.integers(first, last).map(chr) for first, last, _ in BLOCKS.values()), st.sampled_from(COMPATIBLE)
)


@settings(max_examples=25, deadline=None)
@given(st.text(ideographs, min_size=1, max_size=60))
def test_any_text_of_the_covered_blocks_is_copied_out_equal(line: str) -> None:
    assert printed(line) == line


def a_font_with(character: str, file: Path) -> None:
    """A TrueType font with one glyph, a filled square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(character): "square"})
    builder.setupGlyf({".notdef": empty, "square": square})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular", "psName": "Square"})
    builder.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.save(file)
