"""The kiosk for everybody: with keys, in English, in large letters, in every size, and without the hall."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desk.errors import DeskError
from desk.office import Office
from printing.spooler import Spooler
from tests.architecture.source import ROOT
from tests.conftest import TEMP, Database
from tests.factories import make_hall, open_hall
from tests.postgres import DURABLE, Server
from tests.ui.residents import (
    Resident,
    clear_after,
    context,
    inline,
    resident,
    shown,
    waiting,
    with_printer,
)
from tests.visual.fit import nameless, outside
from ui.tasks import Tasks
from ui.text import language
from ui.windows.big import BigButton, BigText
from ui.windows.kiosk import TALL, WIDE, KioskWindow
from ui.windows.live import Live

__all__ = ["resident"]

Key = Qt.Key


# --- keys ----------------------------------------------------------------------------------------------------------


def test_the_focus_starts_on_the_first_queue_and_arrows_move_it(resident: Resident) -> None:
    assert resident.focus() == "queue A"
    way = {
        Key.Key_Right: "queue B", Key.Key_Down: "queue D", Key.Key_Left: "queue C",
        Key.Key_Up: "queue A",
    }  # fmt: skip
    for key, name in way.items():
        resident.press(key)
        assert resident.focus() == name
    resident.press(Key.Key_Up)
    assert resident.focus() == "priority"
    resident.press(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert resident.focus() == "rate"
    resident.press(Key.Key_Right)
    assert resident.focus() == "large"
    resident.press(Key.Key_Right)
    assert resident.focus() == "language"


def test_arrows_pass_over_closed_queues(resident: Resident, office: Office) -> None:
    for queue in "CD":
        office.do("queues.close_queue", actor="supervisor", queue=queue)
    resident.press(Key.Key_Down)
    assert resident.focus() == "queue E"


def test_a_number_is_taken_and_left_with_keys_alone(resident: Resident, office: Office) -> None:
    with_printer(office)
    resident.press(Key.Key_Tab, Key.Key_Return)
    assert "B001" in resident.sees()
    assert resident.focus() == "done"
    Spooler(office).run_once()
    resident.press(Key.Key_Return)
    assert resident.page() == "home"
    assert resident.focus() == "queue A"
    resident.press(Key.Key_Space)
    assert sorted(waiting(office)) == ["A001", "B001"]


def test_a_key_held_down_presses_once(resident: Resident, office: Office) -> None:
    resident.ready()
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(resident.button("queue A"), held)
    assert waiting(office) == []


def test_digits_and_letters_do_nothing(resident: Resident, office: Office) -> None:
    resident.press(Key.Key_1, Key.Key_A, Key.Key_B)
    assert resident.page() == "home"
    assert waiting(office) == []


def test_the_focus_can_be_seen(resident: Resident) -> None:
    before = resident.button("queue B").grab().toImage()
    resident.press(Key.Key_Right)
    assert resident.button("queue B").grab().toImage() != before


# --- language and letters ------------------------------------------------------------------------------------------


def test_english_is_for_one_resident(resident: Resident, office: Office) -> None:
    with_printer(office)
    resident.touch("language")
    assert resident.button("queue A").text().startswith("Household registration and residence")
    assert resident.focus() == "language"
    resident.touch("queue A")
    assert {"Your number", "Nobody is ahead of you", "Please wait at 户籍区"} <= set(resident.sees())
    Spooler(office).run_once()
    assert "Please take your slip" in resident.sees()
    resident.touch("done")
    assert language() == "zh"
    assert resident.button("queue A").text().startswith("户籍与居住")


def test_nobody_there_any_more_brings_everything_back(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, office: Office
) -> None:
    monkeypatch.setattr(KioskWindow, "IDLE", 600)
    someone = shown(KioskWindow(inline(office, "kiosk", app)), qtbot)
    qtbot.waitUntil(lambda: someone.page() == "home")
    usual = someone.window.page.look
    someone.touch("language")
    someone.touch("large")
    someone.touch("priority")
    assert (someone.page(), language()) == ("priority", "en")
    qtbot.waitUntil(lambda: someone.page() == "home")
    assert language() == "zh"
    assert someone.window.page.look == usual


def test_large_letters_are_larger_and_for_one_resident(resident: Resident, office: Office) -> None:
    with_printer(office)
    small = resident.window.header.hall.letters()
    resident.touch("large")
    assert resident.window.header.hall.letters() > small * 1.2
    assert "标准字号" in resident.sees()
    resident.touch("queue A")
    Spooler(office).run_once()
    resident.touch("done")
    assert resident.window.header.hall.letters() == small


# --- the hall is not there -----------------------------------------------------------------------------------------


def test_the_window_is_there_before_the_hall(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, office: Office
) -> None:
    monkeypatch.setattr(Live, "RETRY", 20)
    opened: list[Office] = []

    def door() -> Office:
        if not opened:
            raise DeskError("database_unavailable")
        return opened[0]

    tasks = Tasks(door, "kiosk")
    try:
        someone = shown(KioskWindow(context(office, tasks)), qtbot)
        assert "正在打开大厅…" in someone.sees()
        qtbot.waitUntil(lambda: "请到窗口取号" in someone.sees())
        opened.append(office)
        qtbot.waitUntil(lambda: someone.page() == "home")
        someone.touch("queue A")
        qtbot.waitUntil(lambda: "A001" in someone.sees())
    finally:
        tasks.close()


@pytest.fixture
def own_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A PostgreSQL server that may be stopped, with the small hall."""
    monkeypatch.setattr("tempfile.tempdir", TEMP)  # a socket's path must be short
    with Server(DURABLE) as server:
        url = server.create("hall")
        make_hall(tmp_path, url)
        yield server


def test_a_lost_database_sends_residents_to_the_counters_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, tmp_path: Path, own_server: Server
) -> None:
    monkeypatch.setattr(Live, "RETRY", 50)
    office = open_hall(Database(tmp_path, own_server.url("hall")))
    clear_after(office, 3)
    tasks = Tasks(lambda: office, "kiosk")
    try:
        someone = shown(KioskWindow(context(office, tasks)), qtbot)
        qtbot.waitUntil(lambda: someone.page() == "home")
        own_server.stop("immediate")
        someone.touch("queue A")
        qtbot.waitUntil(lambda: "请到窗口取号" in someone.sees(), timeout=30_000)
        own_server.start()
        qtbot.waitUntil(lambda: someone.page() == "home", timeout=30_000)
        someone.touch("queue A")
        qtbot.waitUntil(lambda: "A001" in someone.sees(), timeout=10_000)
        assert waiting(office) == ["A001"]
    finally:
        tasks.close()
        office.close()


def test_a_kiosk_that_may_not_issue_sends_residents_to_the_counters(
    app: QApplication, qtbot: Any, office: Office
) -> None:
    clear_after(office, 1)
    someone = shown(KioskWindow(inline(office, None, app)), qtbot)
    qtbot.waitUntil(lambda: someone.page() == "home")
    someone.touch("queue A")
    assert "请到窗口取号" in someone.sees()
    assert waiting(office) == []


# --- the look ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [TALL, WIDE, QSize(540, 960), QSize(960, 540), QSize(1366, 768)])
@pytest.mark.parametrize("how", ["zh", "en", "zh large", "en large"])
def test_nothing_is_cut_off(resident: Resident, office: Office, size: QSize, how: str) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="E")
    window = resident.window
    window.SETTLE = 0
    window.resize(size)
    if how.startswith("en"):
        window.toggle_language()
    if how.endswith("large"):
        window.toggle_large()
    pages = [window.ask_priority, lambda: window.choose(None), lambda: window.take("E"), lambda: window.take("B")]
    for turn in (lambda: None, *pages):
        turn()
        QApplication.processEvents()
        assert cut_off(window) == []
    Spooler(office).run_once()
    assert cut_off(window) == []


def cut_off(window: KioskWindow) -> list[str]:
    """What is wider or higher than its room, outside the window, too small to be read, or without a name."""
    least = 22 * window.page.look.scale  # the smallest type of the design is 28
    wrong = outside(window) + nameless(window)
    for button in window.findChildren(BigButton):
        room, factor = button.room(), button.shrunk()
        if button.isVisible() and (button.height_of_lines(factor) > room.height() or button.smallest() < least):
            wrong.append(f"{button.text()} {factor}")
    for label in window.findChildren(BigText):
        if label.isVisible() and label.text() and (not label.fits() or label.letters() < least):
            wrong.append(f"{label.text()} {label.letters()}")
    return wrong


def test_nothing_heavy_is_imported_before_the_window_is_shown() -> None:
    program = (
        "import sys; import ui.windows.kiosk, ui.windows.lobby, ui.tasks\n"
        "print([n for n in ('sqlalchemy', 'reportlab', 'qrcode', 'pydantic', 'alembic') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
