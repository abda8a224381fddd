"""Makes the four shipped fonts and says what they cover. Run by hand when a source changes; see ../decisions/fonts.md.

    python resources/fonts/build.py NotoSansSC_400Regular.ttf NotoSansSC_700Bold.ttf LXGWWenKai-Regular.ttf HanaMinB.ttf

Needs fonttools. The two Noto files are copied as they are; the others are cut to what the fonts before them lack, and
renamed, because their names are reserved by their licences. The same sources give the same bytes.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
BLOCKS = {
    "basic block": (0x4E00, 0x9FFF),
    "Extension A": (0x3400, 0x4DBF),
    "Extension B": (0x20000, 0x2A6DF),
    "Extension C": (0x2A700, 0x2B73F),
    "Extension D": (0x2B740, 0x2B81F),
    "Extension E": (0x2B820, 0x2CEAF),
    "Extension F": (0x2CEB0, 0x2EBEF),
    "Extension G": (0x30000, 0x3134F),
    "Extension H": (0x31350, 0x323AF),
    "radicals": (0x2E80, 0x2FD5),
}
HAN = ((0x2E80, 0x2FDF), (0x31C0, 0x31EF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
LATIN = ((0x00A0, 0x052F), (0x1D00, 0x20CF))
UNUSED = ("BASE", "FFTM", "GDEF", "GPOS", "GSUB", "STAT", "prop", "vhea", "vmtx")
FAMILY_NAMES = (1, 3, 4, 6, 16, 18)


def characters(font: Path) -> set[int]:
    """The code points a font file has a glyph for."""
    return set(TTFont(font, lazy=True).getBestCmap() or {})


def within(codes: set[int], ranges: tuple[tuple[int, int], ...]) -> set[int]:
    """Those of `codes` that lie in one of the ranges, both ends included."""
    return {code for code in codes if any(first <= code <= last for first, last in ranges)}


def cut(source: Path, codes: set[int], family: str, target: Path) -> None:
    """Writes `target` with only `codes`, without hinting and layout tables, under the name `family`."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.drop_tables += UNUSED
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, family)
    subset.save_font(font, str(target), options)


def rename(font: TTFont, family: str) -> None:
    """Calls the font `family` and says whose licence it stays under."""
    names = font["name"]
    names.names = [row for row in names.names if row.nameID not in (2, 17, 21, 22, *FAMILY_NAMES)]
    for name_id in (1, 3, 4):
        names.setName(family, name_id, 3, 1, 0x409)
    names.setName("Regular", 2, 3, 1, 0x409)
    names.setName(f"See {family.replace(' ', '')}.LICENSE.txt beside this file.", 13, 3, 1, 0x409)
    names.setName(family.replace(" ", ""), 6, 3, 1, 0x409)


def report(fonts: list[Path]) -> str:
    """Ideographs per block and font, and those that at least one font has, as a Markdown table."""
    have = [characters(font) for font in fonts]
    rows = [["block", *(font.stem for font in fonts), "together"], ["---"] * (len(fonts) + 2)]
    for block, area in BLOCKS.items():
        rows.append([block, *(f"{len(within(codes, (area,))):,}" for codes in (*have, set().union(*have)))])
    sizes = [font.stat().st_size for font in fonts]
    rows.append(["bytes", *(f"{size:,}" for size in (*sizes, sum(sizes)))])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def main(regular: Path, bold: Path, kai: Path, ming: Path) -> None:
    """Writes the four files beside this script."""
    targets = [
        HERE / f"{name}.ttf" for name in ("NotoSansSC-Regular", "NotoSansSC-Bold", "DeskRareKai", "DeskRareMing")
    ]
    shutil.copyfile(regular, targets[0])
    shutil.copyfile(bold, targets[1])
    noto = characters(regular)
    cut(kai, within(characters(kai) - noto, HAN + LATIN), "Desk Rare Kai", targets[2])
    cut(ming, within(characters(ming) - noto - characters(targets[2]), HAN), "Desk Rare Ming", targets[3])
    sys.stdout.write(report(targets))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
