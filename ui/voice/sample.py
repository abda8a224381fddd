"""A call spoken on this machine, to hear what the lobby says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.errors import DeskError
from ui.context import Context
from ui.voice.engine import script
from ui.voice.engines import engines

if TYPE_CHECKING:
    from desk.announcements import Announcements
    from ui.voice.engine import Engine


class Sample(QObject):
    """Says one call, also where the voice is off or silent at this hour. `failed(error)` when nothing was heard."""

    failed = Signal(object)

    def __init__(self, ctx: Context, parent: QObject, *, engine: Engine | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._engine = engine or engines(self, ctx.recordings)

    def play(self) -> None:
        """From its beginning, also while it is being played."""
        self._ctx.tasks.read("announcements.sample", owner=self, done=self._say, failed=self.failed.emit)

    def _say(self, now: Announcements) -> None:
        self._engine.stop()
        rules = replace(now.rules, repeat=1, volume=now.rules.volume or 100)
        self._engine.say(script(now.calls[0], rules), self._said)

    def _said(self, heard: bool) -> None:
        if not heard:
            self.failed.emit(DeskError("no_sound"))
