"""What tests of the windows for residents share: a finger and a keyboard, and everything that can be read."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.office import Office
from tests.factories import CODE
from ui.context import Context, HallInfo
from ui.tasks import InlineTasks, Tasks
from ui.windows.big import BigButton
from ui.windows.kiosk import TALL, KioskWindow


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


def shown(window: KioskWindow, qtbot: Any, size: QSize = TALL) -> Resident:
    """A resident in front of the window, which is on the screen."""
    qtbot.addWidget(window)
    window.resize(size)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Resident(window, qtbot)


@pytest.fixture
def resident(app: QApplication, qtbot: Any, office: Office) -> Resident:
    """A resident in front of a kiosk whose tasks answer at once."""
    someone = shown(KioskWindow(inline(office, "kiosk", app)), qtbot)
    qtbot.waitUntil(lambda: someone.page() == "home")
    return someone


@pytest.fixture
def tasks(app: QApplication, office: Office) -> Iterator[Tasks]:
    """The real hands on the door, with their threads."""
    made = Tasks(lambda: office, "kiosk")
    yield made
    made.close()


def waiting(office: Office) -> list[str]:
    return [row.number for row in office.see("tickets.waiting", actor="clerk")]


def priorities(office: Office) -> dict[str, str | None]:
    return {row.number: row.priority for row in office.see("tickets.waiting", actor="clerk")}


def with_printer(office: Office, kind: str = "recorder", address: str = "") -> None:
    office.do("prints.set_printer", actor="clerk", name="小票机", kind=kind, address=address)


def clear_after(office: Office, seconds: int) -> None:
    office.do("settings.set", actor="administrator", name="ticket.screen_clear", value=seconds)
