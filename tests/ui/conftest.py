"""What tests of the windows share: the small hall on SQLite, a desk on it whose tasks run inline, and its keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desk.office import Office
from tests.conftest import Database
from tests.factories import CODE, Clock, issued, open_hall
from tests.halls import clock, hall_file
from ui import language
from ui.context import Actor, Context, HallInfo
from ui.main_window import MainWindow
from ui.style import theme
from ui.tasks import InlineTasks

__all__ = ["clock", "hall_file"]


@pytest.fixture(scope="session")
def styled(qapp: QApplication) -> QApplication:
    """The application, looking as it does at work."""
    theme.apply(qapp)
    return qapp


@pytest.fixture
def app(styled: QApplication) -> Iterator[QApplication]:
    """The application in Chinese; afterwards in Chinese again."""
    language.switch(styled, "zh")
    yield styled
    language.switch(styled, "zh")


@pytest.fixture
def office(tmp_path: Path, hall_file: Path, clock: Clock) -> Iterator[Office]:
    """The door of the small hall, freshly copied."""
    shutil.copyfile(hall_file, tmp_path / hall_file.name)
    opened = open_hall(Database(tmp_path, None), clock)
    yield opened
    opened.close()


class Desk:
    """Somebody at a desk: what they press, and what they see."""

    def __init__(self, window: MainWindow, office: Office, clock: Clock) -> None:
        self.window, self.office, self.clock = window, office, clock
        self.tasks = InlineTasks(office, None, window)

    def enter(self, actor: str = "wangmin", counter: int | None = 1) -> "Desk":
        """`actor` works here."""
        row = next(row for row in self.office.see("staff.picker", actor=None).staff if row.name == actor)
        self.tasks.actor = actor
        hall = HallInfo(CODE, self.office.info.name, self.office.info.demo)
        who = Actor(row.name, row.display, row.roles)
        self.window.enter(Context(self.tasks, who, counter, hall, self.office.now, "desk-1"))
        self.settle()
        return self

    def settle(self) -> None:
        """What was put off until the loop is idle is done."""
        top = QApplication.activeModalWidget() or self.window
        if QApplication.activePopupWidget() is None:
            top.activateWindow()
        for _ in range(3):
            QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the focus is."""
        self.settle()
        QTest.keyClick(self._listener(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Types where the focus is; Chinese as an input method gives it."""
        self.settle()
        field = self._listener()
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

    def take_numbers(self, queue: str = "A", count: int = 1, **args: Any) -> list[str]:
        """Residents take numbers elsewhere; the desk hears of it."""
        numbers = [issued(self.office, queue, **args) for _ in range(count)]
        self.settle()
        return numbers

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog), "no dialog is open"
        return found

    def menu(self) -> QMenu:
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu), "no menu is open"
        return found

    def strip(self) -> str:
        """What the strip says of the ticket."""
        strip = self.window.strip
        labels = (strip.title, strip.number, strip.queue, strip.line, strip.timer, strip.usual)
        return " ".join(label.text() for label in labels if label.text())

    def notice(self, cause: str = "action") -> str:
        return self.window.banners.text(cause)

    def focus(self) -> QWidget | None:
        return self.window.focusWidget()

    def waiting(self) -> list[str]:
        """The numbers of the waiting list."""
        return [row.number for row in self.window.screens["counter"].lists.waiting.rows()]

    def _listener(self) -> QWidget:
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        top = modal or self.window
        return popup or top.focusWidget() or top


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    """What a machine remembers: nothing yet."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def empty_desk(app: QApplication, qtbot: Any, office: Office, clock: Clock, memory: QSettings) -> Desk:
    """A desk at which nobody works yet."""
    window = MainWindow(memory)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return Desk(window, office, clock)


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """王敏 at counter 1, which is open; she serves the queues A and F."""
    return empty_desk.enter()
