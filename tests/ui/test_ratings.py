"""评价 for the supervisor: who must be called back, how long is left, and how satisfied residents are."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desk.office import Office
from tests.factories import finished
from tests.ui.conftest import Desk

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def complained(office: Office, grade: int = 1) -> str:
    number = finished(office)
    office.do("ratings.rate", actor="kiosk", number=number, grade=grade, reasons=("slow",))
    return number


@pytest.fixture
def lead(empty_desk: Desk) -> Desk:
    """The supervisor at the part 评价."""
    empty_desk.enter("supervisor", 3)
    empty_desk.window.show_part("ratings")
    empty_desk.settle()
    return empty_desk


def screen(desk: Desk) -> Any:
    return desk.window.shown_screen()


def line(desk: Desk, row: int = 0) -> list[str]:
    """What a row of the follow-ups says, its lamp's words and colour at the end."""
    table = screen(desk).follow_ups
    found = [str(table.rows_model().index(row, column).data()) for column in range(6)]
    shown = table.rows()[row]
    return [*found, screen(desk).left(shown), screen(desk).lamp(shown)]


def state(office: Office) -> list[str]:
    return [row.state for row in office.see("ratings.follow_ups", actor="supervisor")]


def test_a_low_grade_appears_with_what_was_said_and_how_long_is_left(lead: Desk) -> None:
    number = complained(lead.office)
    lead.settle()
    assert line(lead) == [number, "09:00", "1", "2号窗口", "办理慢", "待联系", "还有 1 小时 0 分", "green"]


def test_words_and_lamp_go_on_with_the_clock(lead: Desk) -> None:
    complained(lead.office)
    lead.settle()
    lead.clock.go(minutes=50)
    assert line(lead)[-2:] == ["还有 10 分", "amber"]
    lead.clock.go(minutes=15)
    assert line(lead)[-2:] == ["超时 5 分", "red"]


def test_what_is_overdue_is_counted(lead: Desk) -> None:
    complained(lead.office)
    lead.clock.go(minutes=90)
    screen(lead).reload()
    lead.settle()
    assert screen(lead).overdue.text() == "1 个超时"


def test_it_is_followed_up_by_keys_to_its_end(lead: Desk) -> None:
    complained(lead.office)
    lead.settle()
    lead.press(Key.Key_Return)
    lead.type("电话里说明")
    lead.press(Key.Key_Return)
    assert state(lead.office) == ["contacted"]
    lead.press(Key.Key_R, CTRL)
    lead.type("已补办")
    lead.press(Key.Key_Return)
    assert state(lead.office) == ["answered"]
    lead.press(Key.Key_R, CTRL)
    lead.press(Key.Key_Return)
    assert (state(lead.office), screen(lead).follow_ups.rows()) == ([], ())


def test_an_answer_without_words_is_asked_for_at_the_field(lead: Desk) -> None:
    number = complained(lead.office)
    lead.office.do("ratings.contact", actor="supervisor", number=number)
    lead.press(Key.Key_R, CTRL)
    lead.press(Key.Key_Return)
    dialog: Any = lead.dialog()
    assert (state(lead.office), dialog.form.error("note")) == (
        ["contacted"],
        "这里要写一句说明：请写明情况后再继续。",
    )
    assert isinstance(dialog.focusWidget(), QLineEdit)
    dialog.close()


def test_the_dialog_tells_what_was_done_before(lead: Desk) -> None:
    number = complained(lead.office)
    lead.office.do("ratings.contact", actor="supervisor", number=number, note="下午再来")
    lead.press(Key.Key_R, CTRL)
    dialog: Any = lead.dialog()
    assert dialog.facts.text().endswith("supervisor 记为已联系：下午再来")
    dialog.close()


def test_the_button_names_the_next_step(lead: Desk) -> None:
    number = complained(lead.office)
    lead.settle()
    assert screen(lead).step.words() == "记为已联系"
    lead.office.do("ratings.contact", actor="supervisor", number=number)
    lead.settle()
    assert screen(lead).step.words() == "记为已答复"


def test_without_a_follow_up_the_key_says_so(lead: Desk) -> None:
    lead.press(Key.Key_R, CTRL)
    assert lead.notice().startswith("还没有选中号")


def test_satisfaction_comes_with_count_and_interval_and_not_for_few(lead: Desk) -> None:
    for grade in (5, 5, 5, 4, 2):
        complained_or_not(lead.office, grade)
    complained_or_not(lead.office, 5, "B")
    lead.settle()
    table = screen(lead).shares.rows_model()
    rows = [[table.index(row, column).data() for column in range(3)] for row in range(2)]
    assert rows == [["户籍与居住", "5/5", "80%（38–96%）"], ["社保与就业", "1/1", "评价太少"]]


def test_ctrl_g_groups_by_counter_and_clerk(lead: Desk) -> None:
    complained_or_not(lead.office, 5)
    lead.settle()
    names = []
    for _ in range(3):
        names.append([row.key for row in screen(lead).shares.rows()])
        lead.press(Key.Key_G, CTRL)
    assert names == [["A"], ["2"], ["clerk"]]


def complained_or_not(office: Office, grade: int, queue: str = "A") -> None:
    office.do("ratings.rate", actor="kiosk", number=finished(office, queue), grade=grade)


def test_a_clerk_has_no_such_part(desk: Desk) -> None:
    desk.window.show_part("ratings")
    assert "ratings" not in desk.window.screens


def test_with_a_second_screen_finishing_asks_for_a_rating(desk: Desk) -> None:
    assert desk.window.strip.buttons["finish"].words() == "办结"
    desk.office.do("settings.set", actor="administrator", name="rating.second_screen", value=True)
    desk.settle()
    assert desk.window.strip.buttons["finish"].words() == "办结并评价"
