"""Keeps None, True and False alive on Python 3.11.

PySide6 6.12 is built as if they were immortal, which they are only from Python 3.12 on: on 3.11 every call of Qt that
returns one of them takes a reference away that it never gave, and a window ends after some hours with "deallocating
None". PySide6 6.11 does not, but brings QtPdf only with all the add-ons. A store of references too large for any window
to use up mends it.
"""

import ctypes
import sys

STORE = 1 << 40
_kept: list[object] = []


def keep_constants() -> None:
    """None, True and False have more references than any window takes; nothing is done where Python does it itself."""
    if sys.version_info >= (3, 12) or _kept:
        return
    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += STORE
        _kept.append(constant)
