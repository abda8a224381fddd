"""A desk with its keyboard: somebody sits down, presses keys, time goes on. Pictures and tests play on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.context import Actor, Context, HallInfo
from ui.main_window import MainWindow
from ui.tasks import InlineTasks

if TYPE_CHECKING:
    from desk.office import Office
    from ui.tour.hall import Clock

PLAIN = Qt.KeyboardModifier.NoModifier


class Stage:
    """A desk's window on `office`; everything it asks for is answered at once."""

    def __init__(self, office: Office, clock: Clock, memory: QSettings) -> None:
        self.office, self.clock = office, clock
        self.window = MainWindow(memory)
        self.tasks = InlineTasks(office, None, self.window)
        self.window.resize(1366, 768)
        self.window.show()

    def enter(self, actor: str, counter: int | None) -> None:
        """`actor` works at `counter`."""
        picker = self.office.see("staff.picker", actor=None)
        row = next(row for row in picker.staff if row.name == actor)
        self.tasks.actor = actor
        hall = HallInfo(self.office.hall, picker.hall_name, picker.demo)
        who = Actor(row.name, row.display, row.roles)
        self.window.enter(Context(self.tasks, who, counter, hall, self.office.now, self.office.workstation))
        self.settle()

    def settle(self) -> None:
        """What was put off until the loop is idle is done."""
        if QApplication.activePopupWidget() is None:
            (QApplication.activeModalWidget() or self.window).activateWindow()
        for _ in range(3):
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Presses a key where the focus is."""
        self.settle()
        QTest.keyClick(self.listener(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Types where the focus is; Chinese as an input method gives it."""
        self.settle()
        field: Any = self.listener()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)
        self.settle()

    def later(self, **span: float) -> None:
        """Time goes on, and the window's second with it."""
        self.clock.go(**span)
        self.window.tick()
        self.settle()

    def take_number(self, queue: str, **args: Any) -> str:
        """A resident takes a number elsewhere; the desk hears of it."""
        number = self.office.do("tickets.issue", actor="kiosk", queue=queue, **args).number
        self.settle()
        return number

    def listener(self) -> QWidget:
        """The widget that hears the keyboard."""
        top = QApplication.activeModalWidget() or self.window
        return QApplication.activePopupWidget() or top.focusWidget() or top

    def picture(self) -> QPixmap:
        """The window as it stands there, with the dialog or menu above it."""
        self.settle()
        return seen(self.window)

    def close(self) -> None:
        """The window and what is above it are gone."""
        for above in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if above is not None:
                above.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def seen(window: QWidget) -> QPixmap:
    """`window` with the visible windows above it."""
    pixmap = window.grab()
    painter = QPainter(pixmap)
    for above in QApplication.topLevelWidgets():
        if above is not window and above.isVisible() and _belongs(above, window):
            painter.drawPixmap(window.mapFromGlobal(above.mapToGlobal(QPoint(0, 0))), above.grab())
    painter.end()
    return pixmap


def _belongs(above: QWidget, window: QWidget) -> bool:
    parent = above.parentWidget()
    while parent is not None and parent is not window:
        parent = parent.parentWidget()
    return parent is window
