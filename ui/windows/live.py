"""Keeps the answer of one view fresh for a screen that nobody looks after, and says when the hall is out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from desk.errors import DeskError
    from ui.context import Context


class Live(QObject):
    """Asks when told to, whenever a topic it watches changed, and every few seconds: at midnight nothing changes but
    the day. `came(answer)`; `lost(error)` when there is no answer, and then it keeps asking.
    """

    came = Signal(object)
    lost = Signal(object)
    BEAT, RETRY = 5000, 2000  # milliseconds until it is asked again unbidden

    def __init__(self, ctx: Context, view: str, watches: set[str], parent: QObject, **args: object) -> None:
        super().__init__(parent)
        self._ctx, self._view, self._watches, self._args = ctx, view, watches, args
        self._asked = self._stale = False
        self._timer = QTimer(self, singleShot=True, timeout=self.load)
        self.error: DeskError | None = None
        self.failures = 0  # in a row
        ctx.tasks.changed.connect(self._heard)

    def load(self) -> None:
        """Asks; several wishes while an answer is under way are one more question."""
        if self._asked:
            self._stale = True
            return
        self._asked = True
        self._timer.stop()
        self._ctx.tasks.read(self._view, owner=self, done=self._came, failed=self.lose, **self._args)

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & self._watches:
            self.load()

    def _came(self, answer: object) -> None:
        self.error, self.failures = None, 0
        self.came.emit(answer)
        self._wait(self.BEAT)

    def lose(self, error: DeskError) -> None:
        """There is no answer: that is said, and it is asked again soon."""
        self.error, self.failures = error, self.failures + 1
        self.lost.emit(error)
        self._wait(self.RETRY)

    def _wait(self, milliseconds: int) -> None:
        self._asked = False
        stale, self._stale = self._stale, False
        if stale:
            self.load()
        else:
            self._timer.start(milliseconds)
