"""打印 and 设置: what they show, and what Enter does."""

from pathlib import Path

from PySide6.QtCore import Qt

from desk.office import Office
from tests.ui.conftest import Desk

Key = Qt.Key


def failed_slip(office: Office, number: int = 1) -> None:
    """Slips are owed, and the first one does not come out."""
    for _ in range(number):
        office.do("tickets.issue", actor="kiosk", queue="A")
    job = office.do("prints.claim", actor=None)
    office.do("prints.failed", actor=None, job=job.id, code="printer_off", facts={"printer": "TM"})


def test_jobs_say_their_state_and_what_to_do(desk: Desk, office: Office) -> None:
    failed_slip(office, 2)
    desk.window.show_part("prints")
    desk.settle()
    jobs = desk.window.shown_screen().jobs
    assert [(row.number, row.state) for row in jobs.rows()] == [("A002", "pending"), ("A001", "failed")]
    says = jobs.rows_model().index(1, 4).data()
    assert says == "打印机“TM”没有开机或连不上：请开机、检查网线后按“重打”。"


def test_enter_prints_a_failed_one_again(desk: Desk, office: Office) -> None:
    failed_slip(office)
    desk.window.show_part("prints")
    desk.press(Key.Key_Return)
    assert [row.state for row in office.see("prints.jobs", actor=None)] == ["pending"]


def test_a_job_can_be_cancelled(desk: Desk, office: Office) -> None:
    failed_slip(office)
    desk.window.show_part("prints")
    desk.settle()
    desk.window.shown_screen().cancel.click()
    assert [row.state for row in office.see("prints.jobs", actor=None)] == ["cancelled"]


def test_ctrl_p_prints_once_more_for_a_reason(desk: Desk, office: Office) -> None:
    office.do("tickets.issue", actor="kiosk", queue="A")
    desk.window.show_part("prints")
    desk.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.press(Key.Key_Return)
    rows = office.see("prints.jobs", actor=None)
    assert [row.reprint for row in rows] == [1, 0]
    assert desk.notice() == "号票已交给打印机补打。"


def test_ctrl_p_without_anything_says_so(desk: Desk) -> None:
    desk.window.show_part("prints")
    desk.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk.notice().startswith("这里现在没有可以打印的内容")


def test_a_printer_is_added_changed_and_removed(desk: Desk, office: Office) -> None:
    desk.window.show_part("prints")
    screen = desk.window.shown_screen()
    screen.edit_printer(None)
    desk.type("TM")
    form = desk.dialog().form
    form.field("kind").choose("escpos_network")
    form.field("address").setText("192.0.2.10:9100")
    desk.press(Key.Key_Return)
    rows = office.see("prints.printers", actor=None)
    assert [(row.name, row.kind, row.address, row.papers) for row in rows] == [
        ("TM", "escpos_network", "192.0.2.10:9100", ("slip",))
    ]
    screen.edit_printer(rows[0])
    desk.dialog().form.field("width_mm").choose(58)
    desk.press(Key.Key_Return)
    assert office.see("prints.printers", actor=None)[0].width_mm == 58
    screen.edit_printer(rows[0])
    desk.dialog().remove.click()
    desk.settle()
    assert office.see("prints.printers", actor=None) == ()


def test_a_printer_without_a_name_is_refused_at_the_field(desk: Desk, office: Office) -> None:
    desk.window.show_part("prints")
    desk.window.shown_screen().edit_printer(None)
    desk.settle()
    desk.press(Key.Key_Return)
    form = desk.dialog().form
    assert form.error("name") == "这一项还没有填写：请填写后再保存。"
    assert form.field("name").hasFocus()
    desk.dialog().close()


def test_a_test_print_comes_out(desk: Desk, office: Office, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    office.do("prints.set_printer", actor="supervisor", name="PDF", kind="file", address=str(tmp_path / "papers"))
    desk.window.show_part("prints")
    desk.settle()
    screen = desk.window.shown_screen()
    screen.printers.selectRow(0)
    screen.test.click()
    desk.settle()
    assert desk.notice() == "测试页已送到打印机，请看是否清楚、完整。"
    assert len(list((tmp_path / "papers").iterdir())) == 1


def test_the_supervisor_closes_and_opens_a_queue(empty_desk: Desk, office: Office) -> None:
    desk = empty_desk.enter("supervisor", 3)
    desk.window.show_part("settings")
    desk.settle()
    desk.press(Key.Key_Return)
    assert not office.see("queues.offered", actor=None)[0].open
    desk.press(Key.Key_Return)
    assert office.see("queues.offered", actor=None)[0].open


def test_a_clerk_may_look_but_not_change(desk: Desk) -> None:
    desk.window.show_part("settings")
    desk.settle()
    screen = desk.window.shown_screen()
    assert screen.rules.rows()
    assert not screen.queue_button.isEnabled()
    screen.rules.setFocus()
    desk.press(Key.Key_Return)
    assert desk.notice().startswith("您没有“修改设置”的权限")


def test_the_administrator_changes_a_rule(empty_desk: Desk, office: Office) -> None:
    desk = empty_desk.enter("administrator", None)
    desk.window.show_part("settings")
    screen = desk.window.shown_screen()
    screen.rules.setFocus()
    screen.rules.select("ticket.recalls")
    desk.press(Key.Key_Return)
    desk.dialog().form.field("value").setValue(5)
    desk.press(Key.Key_Return)
    assert next(row.value for row in office.see("settings.all", actor="clerk") if row.key == "ticket.recalls") == 5
    assert screen.rules.selected().value == 5


def test_any_window_mode_is_a_rule_like_the_others(empty_desk: Desk, office: Office) -> None:
    desk = empty_desk.enter("administrator", None)
    desk.window.show_part("settings")
    screen = desk.window.shown_screen()
    screen.rules.setFocus()
    screen.rules.select("ticket.any_window")
    desk.press(Key.Key_Return)
    desk.dialog().form.field("value").setChecked(True)
    desk.press(Key.Key_Return)
    assert screen.rules.selected().value is True
