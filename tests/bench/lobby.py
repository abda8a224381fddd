"""Run as a program: the lobby display of the hall in a folder; prints each newest number when it has been painted."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from ui import app
from ui.windows.lobby import LobbyWindow


class Shown(QObject):
    """Prints the newest call with the time of the first paint that follows its arrival."""

    last: object = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            for window in QApplication.topLevelWidgets():
                if isinstance(window, LobbyWindow) and window.board is not None:
                    self.tell(window)
        return False

    def tell(self, window: LobbyWindow) -> None:
        assert window.board is not None
        newest = window.board.newest
        if self.last is None:
            print("ready", flush=True)
            self.last = "ready"
        if newest is not None and newest.number != self.last:
            self.last = newest.number
            print(newest.number, time.monotonic(), flush=True)


application = QApplication([])
shown = Shown()
application.installEventFilter(shown)
app.run(window="lobby", data=Path(sys.argv[1]), workstation="lobby")
