"""The voice of a lobby window: follows the hall's calls and speaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.context import Context
from ui.voice.announcer import Announcer
from ui.voice.engines import engines
from ui.windows.live import Live

if TYPE_CHECKING:
    from ui.voice.engine import Engine


class Voice(QObject):
    """Speaks the calls of a site until `stop`."""

    def __init__(self, ctx: Context, parent: QObject, *, site: str = "main", engine: Engine | None = None) -> None:
        super().__init__(parent)
        self._announcer = Announcer(engine or engines(self, ctx.recordings))
        self._live = Live(ctx, "announcements.current", {"tickets", "settings"}, self, site=site)
        self._live.came.connect(self._announcer.update)
        self._live.load()

    def stop(self) -> None:
        """Nothing is said any more, and no process or sound of it is left."""
        self._live.blockSignals(True)
        self._announcer.silence()
