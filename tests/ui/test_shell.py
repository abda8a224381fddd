"""The shell: picker, palette, scanner, language, notices, crash guard."""

import gc
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk.office import Office
from tests.architecture.source import HAN
from tests.factories import issued
from tests.ui.conftest import Desk
from ui import commands, crash, language, log
from ui.context import Actor, Context, HallInfo
from ui.registry import PARTS
from ui.scanner import Scanner
from ui.shell.ribbon import Ribbon

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


# --- who works here


def test_the_picker_filters_by_typing_and_goes_on_with_enter(empty_desk: Desk, office: Office) -> None:
    chosen: list[tuple[str, int | None]] = []
    window = empty_desk.window
    window.picked.connect(lambda row, counter: chosen.append((row.name, counter)))
    window.show_picker(office.see("staff.picker", actor=None))
    empty_desk.type("王敏")
    empty_desk.press(Key.Key_Return)
    empty_desk.type("1")
    empty_desk.press(Key.Key_Return)
    assert chosen == [("wangmin", 1)]


def test_this_machine_remembers_the_choice(empty_desk: Desk, office: Office, memory: QSettings) -> None:
    memory.setValue("picker/staff", "sunwei")
    memory.setValue("picker/counter", 4)
    empty_desk.window.show_picker(office.see("staff.picker", actor=None))
    page = empty_desk.window.stack.currentWidget()
    assert (page.staff.selected().name, page.counters.selected().counter) == ("sunwei", 4)


def test_somebody_else_can_take_the_place(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    desk.window.run("sign_in")
    assert desk.window.part() == ""
    desk.enter("clerk", 2)
    assert desk.waiting() == ["A001"]
    desk.press(Key.Key_F2)
    assert "A001" in desk.strip()


def test_the_demonstration_hall_s_ribbon_lies_over_everything(empty_desk: Desk, office: Office) -> None:
    who, hall = Actor("wangmin", "王敏", ("clerk",)), HallInfo("CH", office.info.name, demo=True)
    empty_desk.tasks.actor = "wangmin"
    empty_desk.window.enter(Context(empty_desk.tasks, who, 1, hall, office.now, "desk-1"))
    empty_desk.settle()
    place = QPoint(10, empty_desk.window.height() - 40)
    ribbon = empty_desk.window.findChild(Ribbon)
    assert ribbon.isVisible()
    assert ribbon.geometry().contains(place)
    widgets = [child for child in empty_desk.window.children() if isinstance(child, QWidget)]
    assert widgets.index(ribbon) > widgets.index(empty_desk.window.centralWidget())


def test_a_command_before_anybody_works_here_does_nothing(empty_desk: Desk) -> None:
    empty_desk.window.run("call_next")
    assert empty_desk.window.part() == ""


# --- commands


def test_every_part_opens_by_its_key(desk: Desk) -> None:
    for number, part in enumerate(PARTS, 1):
        desk.press(Key(Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert desk.window.part() == part.id


def test_somebody_without_the_right_does_not_have_the_command(desk: Desk) -> None:
    assert "day_close" not in {row.id for row in commands.allowed(("clerk",))}
    desk.press(Key.Key_E, CTRL)
    assert QApplication.activeModalWidget() is None


def test_ctrl_k_runs_a_command_by_a_few_letters(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_K, CTRL)
    desk.type("下一位")
    desk.press(Key.Key_Return)
    assert "已呼叫 A001" in desk.strip()


def test_ctrl_k_finds_a_ticket_s_history(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_K, CTRL)
    desk.type("a001")
    desk.press(Key.Key_Return)
    dialog = desk.dialog()
    assert [row.action for row in dialog.events.rows()] == ["issue"]
    assert [row.state for row in dialog.periods.rows()] == ["waiting"]
    dialog.close()


def test_esc_closes_the_palette_and_the_focus_returns(desk: Desk) -> None:
    before = desk.focus()
    desk.press(Key.Key_K, CTRL)
    assert desk.focus() is desk.window.palette_box.finds.field
    desk.press(Key.Key_Escape)
    assert desk.focus() is before


def test_help_shows_the_page_and_the_keys(desk: Desk) -> None:
    desk.press(Key.Key_F1)
    text = desk.dialog().page.toPlainText()
    assert "叫号台" in text
    assert "F2" in text
    desk.dialog().close()


# --- the scanner


def code_of(office: Office, number: str) -> str:
    return office.see("tickets.slip", actor="kiosk", number=number).code


def test_a_scanned_slip_opens_its_history_wherever_the_focus_is(desk: Desk, office: Office) -> None:
    number = issued(office)
    scanner = Scanner(QApplication.instance(), clock=lambda: 1.0)
    scanner.scanned.connect(desk.window.scanned)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.type(code_of(office, number))
    desk.press(Key.Key_Return)
    scanner.stop()
    assert desk.dialog().number == number
    desk.dialog().close()
    desk.settle()
    assert desk.focus().text() == ""


def test_slow_typing_is_not_a_scan(desk: Desk, office: Office) -> None:
    number, now = issued(office), iter(range(1000))
    scanner = Scanner(QApplication.instance(), clock=lambda: float(next(now)))
    scans: list[str] = []
    scanner.scanned.connect(scans.append)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.type(code_of(office, number))
    desk.press(Key.Key_Return)
    scanner.stop()
    assert scans == []


def test_a_forged_code_is_refused_by_name(desk: Desk, office: Office) -> None:
    code = code_of(office, issued(office))
    desk.window.scanned(code[:-1] + ("A" if code[-1] != "A" else "B"))
    assert desk.notice() == "这个码没有通过验证，可能抄错或被改动：请核对原件，重扫一次。"


def test_full_width_colons_of_an_input_method_do_not_matter(desk: Desk, office: Office) -> None:
    desk.window.scanned(code_of(office, issued(office)).replace(":", "："))
    desk.dialog().close()


# --- the language


def shown_words(window: QWidget) -> list[str]:
    """Everything that stands in visible labels."""
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("part", [part.id for part in PARTS])
def test_the_language_is_switched_at_run_time(empty_desk: Desk, part: str) -> None:
    desk = empty_desk.enter("supervisor", 3)
    desk.take_numbers("A", 2)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.window.show_part(part)
    desk.window.run("language")
    desk.settle()
    names = {desk.office.info.name, "supervisor"}
    left = [
        text for text in shown_words(desk.window) if HAN.search(text) and text not in names and "English" not in text
    ]
    assert left == []
    desk.window.run("language")
    assert "正在办理" in desk.strip()


def test_a_notice_follows_the_language(desk: Desk) -> None:
    desk.press(Key.Key_F8)
    language.switch(QApplication.instance(), "en")
    assert desk.notice() == "No ticket is at the counter: press F2 to call the next."


def test_the_language_is_remembered(desk: Desk, memory: QSettings) -> None:
    desk.window.run("language")
    assert memory.value("language") == "en"


# --- papers


def test_a_slip_that_failed_is_said_everywhere_and_printed_again(desk: Desk, office: Office) -> None:
    office.do("tickets.issue", actor="kiosk", queue="A")
    job = office.do("prints.claim", actor=None)
    office.do("prints.failed", actor=None, job=job.id, code="printer_out_of_paper", facts={"printer": "前台"})
    desk.settle()
    assert desk.notice("prints") == "A001 没有打出来。打印机“前台”缺纸：请装纸后按“重打”。"
    desk.window.banners.banner("prints").way_on.click()
    desk.settle()
    assert desk.notice("prints") == ""
    assert [row.state for row in office.see("prints.jobs", actor=None)] == ["pending"]


# --- the last line of defence


@pytest.mark.logs("unexpected ZeroDivisionError at desk")
def test_a_bug_is_logged_without_its_values_and_said_calmly(desk: Desk, caplog: Any) -> None:
    guard = crash.Guard(lambda: "desk", desk.window.tell_crash)
    desk.window.screens["counter"].serving.matters.field.setText("typed")
    try:
        raise ZeroDivisionError("3799 secret")
    except ZeroDivisionError as error:
        guard.report(error)
    assert "secret" not in caplog.text
    assert "test_shell.py" in caplog.text
    assert desk.notice("crash").startswith("程序遇到意外问题")
    assert desk.window.screens["counter"].serving.matters.field.text() == "typed"


def test_the_log_is_a_file_with_a_limit(tmp_path: Path) -> None:
    import logging

    log.to_file(tmp_path / "log")
    handler = logging.getLogger().handlers[-1]
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert handler.maxBytes


# --- nothing is left behind


def test_dialogs_are_freed_when_they_close(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    for name in ("hold", "hand_over", "help", "print"):
        desk.window.run(name)
        desk.settle()
        desk.dialog().close()
    desk.settle()
    gc.collect()
    assert QApplication.activeModalWidget() is None
    assert [
        type(child).__name__ for child in desk.window.findChildren(QWidget) if type(child).__name__.endswith("Dialog")
    ] == []
