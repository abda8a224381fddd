"""What the program ships: fonts, icons, translations, reference data. Used by every layer, uses none."""

import csv
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def path(name: str) -> Path:
    """The file or folder `name` (with forward slashes) inside resources/."""
    return _HERE / name


def text(name: str) -> str:
    """The UTF-8 text of the file `name`."""
    return path(name).read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file `name`, keyed by its header. Read once; not to be changed by callers."""
    with path(name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
