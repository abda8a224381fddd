"""Codes: drawn in few rectangles that make exactly the code, and read back from pictures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desk.errors import DeskError
from printing import qr

CODE = "HD1:CH:T:20261122-A023:K7F3Q2XW"
alphabet = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-")


@given(st.text(alphabet, min_size=1, max_size=60))
def test_rectangles_cover_the_dark_modules_once_and_nothing_else(text: str) -> None:
    modules = qr.matrix(text)
    covered = [
        (x, y)
        for left, top, width, height in qr.rectangles(text)
        for x in range(left, left + width)
        for y in range(top, top + height)
    ]
    dark = {(x, y) for y, row in enumerate(modules) for x, module in enumerate(row) if module}
    assert len(covered) == len(set(covered))
    assert set(covered) == dark


def test_rectangles_are_far_fewer_than_modules() -> None:
    assert len(qr.rectangles(CODE)) < sum(map(sum, qr.matrix(CODE))) / 2


def test_border_is_four_modules_of_white() -> None:
    modules = qr.matrix(CODE)
    edge = [row[side] for row in modules for side in (0, 1, 2, 3, -4, -3, -2, -1)]
    assert not any(edge)
    assert not any(any(row) for row in (*modules[:4], *modules[-4:]))


@given(st.text(alphabet, min_size=1, max_size=60), st.integers(2, 6))
def test_bitmap_is_read_back(text: str, module: int) -> None:
    assert qr.read_image(qr.bitmap(text, module)) == text


def test_picture_file_is_read(tmp_path: Path) -> None:
    qr.bitmap(CODE, 4).save(tmp_path / "code.png")
    assert qr.read_image(tmp_path / "code.png") == CODE
    assert qr.read_image(str(tmp_path / "code.png")) == CODE


def test_turned_and_grey_photograph_is_read() -> None:
    photograph = qr.bitmap(CODE, 6).convert("L").rotate(17, expand=True, fillcolor=200)
    assert qr.read_image(photograph) == CODE


@pytest.mark.parametrize("content", [b"", b"not a picture"])
def test_what_is_no_picture_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "code.png").write_bytes(content)
    with pytest.raises(DeskError) as caught:
        qr.read_image(tmp_path / "code.png")
    assert (caught.value.code, caught.value.facts) == ("code_unreadable", {"text": str(tmp_path / "code.png")})


def test_no_file_and_no_code_are_unreadable(tmp_path: Path) -> None:
    for picture in (tmp_path / "missing.png", Image.new("L", (80, 80), 255)):
        with pytest.raises(DeskError, match="code_unreadable"):
            qr.read_image(picture)
