"""What must be mended in PySide6 itself.

PySide6 6.12 is built as if they were immortal, which they are only from Python 3.12 on: on 3.11 every call of Qt that
returns one of them takes a reference away that it never gave, and a window ends after some hours with "deallocating
None". PySide6 6.11 does not, but brings QtPdf only with all the add-ons. A store of references too large for any window
to use up mends it.

PySide6 also reads and keeps the source of every module that is imported after it, to see whether the module might
select one of its optional features. Nobody here does, and what the hall needs is imported a quarter faster without.
"""

import ctypes
import importlib
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


def read_no_sources() -> None:
    """PySide6 takes for granted what it would look for in each module's source."""
    try:
        feature = importlib.import_module("PySide6.support.feature")
    except ImportError:  # another PySide6, which may have found a better way
        return
    setattr(feature, "_mod_uses_pyside", lambda _module: True)  # noqa: B010 # private: there is no public way
