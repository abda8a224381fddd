"""Run as a program: a window, timed from inside. Prints when it was painted and usable (monotonic seconds) and its RSS.

bare: an empty PySide6 window · entities: the same, then SQLAlchemy and the entities · desk: the program at counter 2.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

moments: dict[str, float] = {}


class Painted(QObject):
    """Notes the first paint of a window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            moments["painted"] = time.monotonic()
            application.removeEventFilter(self)  # it would slow everything after
        return False


def done() -> None:
    """The figures are printed and the program ends."""
    moments["usable"] = time.monotonic()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    print(moments["painted"], moments["usable"], rss / 1024, flush=True)
    QApplication.quit()


def bare(app: QApplication, *, entities: bool) -> None:
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()

    def load() -> None:
        if entities:
            import models  # noqa: F401 # importing is what is measured
        done()

    QTimer.singleShot(0, lambda: QTimer.singleShot(0, load))
    app.exec()


def desk(folder: str) -> None:
    from ui import app

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            screen = getattr(window, "stack", None)
            counter = getattr(screen and screen.currentWidget(), "counter", None)
            if counter is not None and counter.now is not None:
                timer.stop()
                done()

    timer = QTimer(interval=5, timeout=look)
    timer.start()
    app.run(data=Path(folder), counter=2, actor="clerk", workstation="bench")


if __name__ == "__main__":
    application = QApplication([])
    painted = Painted()
    application.installEventFilter(painted)
    if sys.argv[1] == "desk":
        desk(sys.argv[2])
    else:
        bare(application, entities=sys.argv[1] == "entities")
