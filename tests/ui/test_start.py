"""The start: window first, then the hall; what is wrong with the hall is said in the window, with a way on."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desk.errors import DeskError
from desk.office import Office, open_office
from tests.architecture.source import ROOT
from tests.factories import issued
from ui.app import Desk, Session
from ui.main_window import MainWindow

FIRST_PAINT = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from ui import app, main_window
from ui.style import theme
program = QApplication([])
theme.apply(program)
window = main_window.MainWindow(QSettings())
window.show()
program.processEvents()
heavy = ("sqlalchemy", "reportlab", "qrcode", "pydantic", "alembic", "escpos", "PIL")
print([name for name in heavy if name in sys.modules])
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_PAINT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class Hall:
    """A window whose hall lies in a folder and is opened by real threads."""

    def __init__(self, folder: Path, memory: QSettings, actor: str | None = None, counter: int | None = None) -> None:
        self.folder = folder
        self.session = Session(self.open, actor)
        self.window = MainWindow(memory)
        self.desk = Desk(self.window, self.session, actor, counter)
        self.window.show()
        self.desk.open()

    def open(self) -> Office:
        return open_office(data=self.folder, workstation="desk-1")

    def page(self) -> str:
        window = self.window
        return type(window.stack.currentWidget() if window.furnished else window.centralWidget()).__name__

    def words(self) -> str:
        return self.window.stack.currentWidget().words.text()


@pytest.fixture
def folder(tmp_path: Path, hall_file: Path) -> Path:
    shutil.copyfile(hall_file, tmp_path / hall_file.name)
    return tmp_path


@pytest.fixture
def started(app: QApplication, qtbot: Any, memory: QSettings) -> Iterator[Any]:
    halls: list[Hall] = []

    def start(folder: Path, **who: Any) -> Hall:
        hall = Hall(folder, memory, **who)
        qtbot.addWidget(hall.window)
        halls.append(hall)
        return hall

    yield start
    for hall in halls:
        hall.session.close()


def test_the_picker_comes_when_the_hall_is_open(qtbot: Any, started: Any, folder: Path) -> None:
    hall = started(folder)
    assert hall.page() == "OpeningPage"
    qtbot.waitUntil(lambda: hall.page() == "PickerPage")


def test_who_and_where_can_be_said_at_the_start(qtbot: Any, started: Any, folder: Path) -> None:
    hall = started(folder, actor="wangmin", counter=1)
    qtbot.waitUntil(lambda: hall.window.part() == "counter" and hall.window.counter.now is not None)
    assert hall.window.top.counter_tag.text() == "1号窗口"


def test_another_process_s_ticket_appears(qtbot: Any, started: Any, folder: Path) -> None:
    hall = started(folder, actor="wangmin", counter=1)
    qtbot.waitUntil(lambda: hall.window.part() == "counter" and hall.window.counter.now is not None)
    other = open_office(data=folder, workstation="kiosk-1")
    issued(other)
    other.close()
    qtbot.waitUntil(lambda: [row.number for row in hall.window.screens["counter"].lists.waiting.rows()] == ["A001"])


def test_a_folder_without_a_hall_is_said_and_tried_again(
    qtbot: Any, started: Any, tmp_path: Path, hall_file: Path
) -> None:
    hall = started(tmp_path)
    qtbot.waitUntil(lambda: hall.page() == "TroublePage")
    assert "不是大厅的数据" in hall.words()
    shutil.copyfile(hall_file, tmp_path / hall_file.name)
    hall.window.stack.currentWidget().again.click()
    qtbot.waitUntil(lambda: hall.page() == "PickerPage")


def test_a_damaged_file_is_said_in_words(qtbot: Any, started: Any, tmp_path: Path, hall_file: Path) -> None:
    (tmp_path / hall_file.name).write_bytes(b"not a database" * 1000)
    hall = started(tmp_path)
    qtbot.waitUntil(lambda: hall.page() == "TroublePage")
    assert "已损坏" in hall.words()


def test_trouble_follows_the_language(app: QApplication, qtbot: Any, memory: QSettings) -> None:
    from ui import language

    window = MainWindow(memory)
    qtbot.addWidget(window)
    window.show_trouble(DeskError("database_newer", path="desk.db", found="7", known="3"), lambda: None)
    language.switch(app, "en")
    assert window.stack.currentWidget().words.text().startswith("The database (desk.db) was made by a newer program")
