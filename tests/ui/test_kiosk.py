"""What a resident sees at the kiosk after each touch and each key, and what the next resident does not see."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.office import Office
from printing.spooler import Spooler
from tests.factories import Clock, issued, missed
from tests.ui.residents import (
    Resident,
    clear_after,
    context,
    inline,
    priorities,
    resident,
    shown,
    tasks,
    waiting,
    with_printer,
)
from ui.tasks import Tasks
from ui.windows.big import BigButton
from ui.windows.kiosk import KioskWindow
from ui.windows.live import Live
from ui.windows.slip_watch import SlipWatch

__all__ = ["resident", "tasks"]

Key = Qt.Key


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
