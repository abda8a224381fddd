"""What tests of the windows for residents share: a finger and a keyboard, and everything that can be read."""

from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from desk.office import Office
from tests.factories import CODE
from ui.context import Context, HallInfo
from ui.tasks import InlineTasks, Tasks
from ui.windows.big import BigButton
from ui.windows.kiosk import KioskWindow


def inline(office: Office, actor: str | None, owner: QObject | None = None) -> Context:
    """A context of the small hall whose tasks answer at once."""
    return context(office, InlineTasks(office, actor, owner))


def context(office: Office, tasks: Tasks) -> Context:
    return Context(tasks, None, None, HallInfo(CODE, office.info.name, office.info.demo), office.now)


class Resident:
    """Somebody in front of a kiosk."""

    def __init__(self, window: KioskWindow, qtbot: Any) -> None:
        self.window, self._qtbot = window, qtbot

    def sees(self) -> list[str]:
        """Every text on the screen, from top to bottom as far as it is laid out so."""
        shown = [w for w in self.window.findChildren(QWidget) if w.isVisible() and isinstance(w, QLabel | BigButton)]
        return [widget.text() for widget in shown if widget.text()]

    def page(self) -> str:
        return self.window.page_name

    def button(self, name: str) -> BigButton:
        found = self.window.findChild(BigButton, name)
        assert found is not None, f"no button {name}"
        return found

    def ready(self) -> None:
        """The page has been up long enough for a press to be meant for it."""
        self._qtbot.waitUntil(self.window.settled)

    def touch(self, name: str) -> None:
        """Touches the button, once the page has been read."""
        self.ready()
        self.tap(name)

    def tap(self, name: str) -> None:
        """Touches the button at once."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def touch_page(self) -> None:
        """Touches the page beside every button."""
        self.ready()
        label = next(w for w in self.window.page.findChildren(QLabel) if w.isVisible())
        QTest.mouseClick(label, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    def press(self, *keys: Qt.Key) -> None:
        """Presses keys where the focus is."""
        for key in keys:
            self.ready()
            QTest.keyClick(self.window.focusWidget() or self.window, key)

    def focus(self) -> str:
        """The name of the button that has the focus."""
        widget = self.window.focusWidget()
        return widget.objectName() if widget is not None else ""
