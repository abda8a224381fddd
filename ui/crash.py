"""The last line of defence: what nobody caught is logged with its place, said calmly, and the program goes on.

The log holds no personal data: of an unexpected error it keeps kind and frames, never message or values.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType


class Guard:
    """Hears of everything that was not caught, in any thread. `place` says where the user was, `notice` tells them."""

    def __init__(self, place: Callable[[], str], notice: Callable[[], None]) -> None:
        self._place, self._notice = place, notice
        self._before = (sys.excepthook, threading.excepthook)
        self._telling = False

    def install(self) -> None:
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self.report(args.exc_value)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def report(self, error: BaseException | None) -> None:
        """Logs `error` and shows the notice. Never raises: an error while telling of an error ends here."""
        if error is None or self._telling:
            return
        import logging

        self._telling = True
        try:
            told = frames(error)
            logging.getLogger("desk").error("unexpected %s at %s\n%s", type(error).__name__, self._place(), told)
            print(told, file=sys.stderr)  # noqa: T201 - for whoever started it from a terminal
            if threading.current_thread() is threading.main_thread():
                self._notice()
        finally:
            self._telling = False

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self.report(error)


def frames(error: BaseException) -> str:
    """Where `error` happened and what it came from: file, line and function of each frame; no values."""
    import traceback

    told: list[str] = []
    known: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in known:  # an error may be said to come from itself
        known.append(at)
        places = traceback.extract_tb(at.__traceback__)
        story = [type(at).__name__, *(f"  {Path(each.filename).name}:{each.lineno} {each.name}" for each in places)]
        told.append("\n".join(story))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\nfrom ".join(told)
