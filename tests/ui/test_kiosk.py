"""What a resident sees at the kiosk after each touch and each key, and what the next resident does not see."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.errors import DeskError
from desk.office import Office
from printing.spooler import Spooler
from tests.architecture.source import ROOT
from tests.conftest import TEMP, Database
from tests.factories import Clock, issued, make_hall, missed, open_hall
from tests.postgres import DURABLE, Server
from tests.ui.residents import Resident, context, inline
from ui.tasks import Tasks
from ui.text import language
from ui.windows.big import BigButton, BigText
from ui.windows.kiosk import TALL, WIDE, KioskWindow
from ui.windows.live import Live
from ui.windows.slip_watch import SlipWatch

Key = Qt.Key


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
def tasks(app: QApplication, office: Office) -> Any:
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


# --- choosing ------------------------------------------------------------------------------------------------------


def test_the_queues_of_the_site_are_offered_in_their_order(resident: Resident) -> None:
    assert list(resident.window.page.cards) == list("ABCDEF")
    assert resident.button("queue A").text() == "户籍与居住，迁入迁出 户口簿 身份证 居住证，无需等候"


def test_the_number_of_people_ahead_follows_what_happens_elsewhere(resident: Resident, office: Office) -> None:
    issued(office, "A")
    issued(office, "A")
    assert resident.button("queue A").text().endswith("等候 2 人")
    assert "请选择要办理的业务　·　当前等候 2 人" in resident.sees()
    missed(office, "A")
    assert resident.button("queue A").text().endswith("等候 2 人")


def test_a_closed_queue_is_grey_and_says_so(resident: Resident, office: Office) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="E")
    assert resident.button("queue E").text().endswith("已停止取号")
    assert not resident.button("queue E").isEnabled()
    resident.touch("queue E")
    assert waiting(office) == []


def test_a_queue_closed_under_the_finger_is_explained(resident: Resident, office: Office) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="E")
    resident.ready()
    resident.window.take("E")  # the press that was on its way
    assert resident.page() == "home"
    assert "这项业务刚刚停止取号，请选择其他业务" in resident.sees()
    resident.touch("queue A")
    assert "A001" in resident.sees()


def test_at_midnight_the_counts_begin_anew(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, office: Office, clock: Clock
) -> None:
    monkeypatch.setattr(Live, "BEAT", 20)
    issued(office, "A")
    someone = shown(KioskWindow(inline(office, "kiosk", app)), qtbot)
    qtbot.waitUntil(lambda: "请选择要办理的业务　·　当前等候 1 人" in someone.sees())
    clock.show("2026-11-24 00:00:01")
    qtbot.waitUntil(lambda: "请选择要办理的业务　·　当前等候 0 人" in someone.sees())


# --- the number ----------------------------------------------------------------------------------------------------


def test_a_touch_takes_a_number_and_says_where_to_wait(resident: Resident, office: Office) -> None:
    issued(office, "A")
    resident.touch("queue A")
    assert {"您的号码", "A002", "户籍与居住", "前面还有 1 人", "请到 户籍区 等候"} <= set(resident.sees())
    assert waiting(office) == ["A001", "A002"]


def test_nobody_ahead_is_said_in_words(resident: Resident) -> None:
    resident.touch("queue B")
    assert "前面没有人等候" in resident.sees()


def test_a_double_touch_takes_one_number(resident: Resident, office: Office) -> None:
    resident.touch("queue A")
    QTest.mouseClick(resident.window, Qt.MouseButton.LeftButton, pos=resident.window.rect().center())
    assert waiting(office) == ["A001"]
    assert resident.page() == "number"


def test_presses_while_a_number_is_being_fetched_do_nothing(qtbot: Any, tasks: Tasks, office: Office) -> None:
    someone = shown(KioskWindow(context(office, tasks)), qtbot)
    qtbot.waitUntil(lambda: someone.page() == "home")
    with office.store.write() as held:
        held.connection()  # nobody else can write now
        for name in ("queue A", "queue A", "queue B"):
            someone.touch(name)
        someone.press(Key.Key_Return)
        qtbot.waitUntil(lambda: someone.button("queue A").text().endswith("正在取号…"))
    qtbot.waitUntil(lambda: someone.page() == "number")
    assert waiting(office) == ["A001"]


def test_a_press_meant_for_the_page_before_does_nothing(resident: Resident, office: Office) -> None:
    with_printer(office)
    resident.touch("queue A")
    Spooler(office).run_once()
    resident.touch("done")
    assert resident.page() == "home"
    resident.tap("queue B")
    assert waiting(office) == ["A001"]


def test_a_touch_while_the_slip_is_printed_does_nothing(resident: Resident, office: Office) -> None:
    with_printer(office)
    resident.touch("queue A")
    assert "正在打印小票…" in resident.sees()
    resident.touch_page()
    resident.touch("done")
    assert resident.page() == "number"
    Spooler(office).run_once()
    assert "请取走小票" in resident.sees()
    resident.touch_page()
    assert resident.page() == "home"


def test_the_number_leaves_by_itself_and_nothing_of_it_stays(app: QApplication, qtbot: Any, office: Office) -> None:
    clear_after(office, 1)
    someone = shown(KioskWindow(inline(office, "kiosk", app)), qtbot)
    qtbot.waitUntil(lambda: someone.page() == "home")
    someone.touch("priority")
    someone.touch("reason pr_elder")
    someone.touch("queue A")
    assert "A001" in someone.sees()
    qtbot.waitUntil(lambda: someone.page() == "home")
    everything = [*someone.sees(), *(each.accessibleName() for each in someone.window.findChildren(BigButton))]
    assert not [text for text in everything if "A001" in text or text.startswith("优先：")]
    someone.touch("queue A")
    assert priorities(office) == {"A001": "pr_elder", "A002": None}


def test_the_remaining_seconds_are_counted(resident: Resident, qtbot: Any) -> None:
    resident.touch("queue A")
    assert "完成（8 秒后返回）" in resident.sees()
    qtbot.waitUntil(lambda: "完成（7 秒后返回）" in resident.sees())


# --- the slip ------------------------------------------------------------------------------------------------------

NOT_PRINTED = "小票未打印，请记住号码 A001，或到窗口打印"


def test_without_a_printer_the_number_stands_and_is_to_be_remembered(resident: Resident, office: Office) -> None:
    resident.touch("queue A")
    Spooler(office).run_once()
    assert NOT_PRINTED in resident.sees()
    assert "A001" in resident.sees()
    assert waiting(office) == ["A001"]


def test_a_printer_that_fails_gives_the_whole_time_to_remember(
    resident: Resident, office: Office, qtbot: Any, tmp_path: Path
) -> None:
    with_printer(office, "file", str(tmp_path / "unplugged"))
    resident.touch("queue A")
    qtbot.waitUntil(lambda: "完成（7 秒后返回）" in resident.sees())
    Spooler(office).run_once()
    assert NOT_PRINTED in resident.sees()
    assert "完成（8 秒后返回）" in resident.sees()


def test_a_printer_that_takes_too_long_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, resident: Resident, office: Office, qtbot: Any
) -> None:
    monkeypatch.setattr(SlipWatch, "PATIENCE", 20)
    with_printer(office)
    resident.touch("queue A")
    qtbot.waitUntil(lambda: NOT_PRINTED in resident.sees())
    Spooler(office).run_once()
    assert "请取走小票" in resident.sees()


# --- priority ------------------------------------------------------------------------------------------------------


def test_priority_is_said_first_and_goes_with_the_number(resident: Resident, office: Office) -> None:
    resident.touch("priority")
    assert list(resident.window.page.cards) == [
        "pr_elder", "pr_disabled", "pr_soldier", "pr_veteran", "pr_pregnant", "pr_infant", "pr_sick",
    ]  # fmt: skip
    resident.touch("reason pr_pregnant")
    assert resident.button("priority").text().startswith("优先：孕妇")
    resident.touch("queue A")
    assert "户籍与居住 · 优先" in resident.sees()
    assert priorities(office) == {"A001": "pr_pregnant"}


@pytest.mark.parametrize("way", ["back", "Esc", "priority"])
def test_priority_can_be_left_again(resident: Resident, office: Office, way: str) -> None:
    resident.touch("priority")
    if way == "priority":
        resident.touch("reason pr_sick")
        resident.touch("priority")
    elif way == "Esc":
        resident.press(Key.Key_Escape)
    else:
        resident.touch("back")
    assert resident.button("priority").text().startswith("我需要优先")
    resident.touch("queue A")
    assert priorities(office) == {"A001": None}


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
    from PySide6.QtGui import QKeyEvent

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
    from tests.visual.fit import nameless, outside

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
