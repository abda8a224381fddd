"""Looking at papers as others see them: the text and the picture of a PDF, the dots of an ESC/POS job."""

import io
import re
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def text(pdf: bytes) -> str:
    """The text somebody copies out of the PDF."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def picture(pdf: bytes, dpi: int = 150) -> Image.Image:
    """The page as a printer or a screen shows it."""
    command = ["pdftoppm", "-r", str(dpi), "-png", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))


def inflated(pdf: bytes) -> bytes:
    """The PDF with its streams unpacked: how well they are packed is the business of the machine's zlib."""
    body = pdf[: pdf.rindex(b"\nxref\n")]  # what follows counts packed bytes
    body = re.sub(rb"/Length \d+", b"", body)
    return STREAM.sub(lambda found: b"stream " + zlib.decompress(found[1]), body)


def commands(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The commands of an ESC/POS job, one after another; `read(n)` gives exactly n bytes, or none at the end."""
    while head := read(2):
        match head:
            case b"\x1b@":
                yield head
            case b"\x1bd" | b"\x10\x04" | b"\x1dr":
                yield head + read(1)
            case b"\x1dV":
                mode = read(1)
                yield head + mode + (read(1) if mode in b"AB" else b"")
            case b"\x1dv":
                size = read(6)
                width, height = struct.unpack("<HH", size[2:])
                yield head + size + read(width * height)
            case _:
                raise AssertionError(f"unknown command {head!r}")


def dots(job: bytes) -> Image.Image:
    """The picture a thermal printer would burn, black on white."""
    parts = [part for part in commands(io.BytesIO(job).read) if part.startswith(b"\x1dv0")]
    sizes = [struct.unpack("<HH", part[4:8]) for part in parts]
    paper = Image.new("1", (sizes[0][0] * 8, sum(height for _, height in sizes)), 1)
    top = 0
    for part, (width, height) in zip(parts, sizes, strict=True):
        piece = Image.frombytes("1", (width * 8, height), bytes(byte ^ 0xFF for byte in part[8:]))
        paper.paste(piece, (0, top))
        top += height
    return paper
