"""What a clerk sees at the counter after each key."""

import pytest
from PySide6.QtCore import Qt

from desk.office import Office
from tests.factories import called, missed, on_hold, state
from tests.ui.conftest import Desk

Key = Qt.Key


def test_an_open_counter_offers_the_next_one(desk: Desk) -> None:
    desk.take_numbers("A", 2)
    assert desk.waiting() == ["A001", "A002"]
    assert "空闲" in desk.strip()
    assert "全厅等候 2 人" in desk.strip()
    assert desk.focus().words() == "叫下一位"


def test_f2_calls_the_next_and_says_why(desk: Desk) -> None:
    desk.take_numbers("A", 2)
    desk.press(Key.Key_F2)
    assert "已呼叫 A001" in desk.strip()
    assert desk.waiting() == ["A002"]
    assert desk.focus().words() == "开始办理"
    assert desk.window.screens["counter"].called.why.text() == "先到先办：排在最前面"


def test_enter_does_the_next_thing(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return)
    assert "正在办理 A001" in desk.strip()


def test_the_timer_runs_while_a_resident_is_served(desk: Desk) -> None:
    desk.take_numbers()
    desk.later(minutes=6, seconds=40)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.later(minutes=4, seconds=12)
    assert desk.strip() == "正在办理 A001 户籍与居住 等候 6 分 40 秒 · 已办理 04:12 · 预计 15 分钟"


def test_a_priority_ticket_shows_its_reason(desk: Desk) -> None:
    desk.take_numbers("A", priority="pr_elder")
    desk.press(Key.Key_F2)
    assert desk.window.strip.priority.text() == "优先 · 老人"


def test_matters_are_found_by_typing_ticked_with_enter_and_given_to_finish(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.type("夫妻")
    desk.press(Key.Key_Return)
    assert desk.window.counter.ticks() == ("MI02",)
    assert desk.focus().text() == ""
    desk.press(Key.Key_F8)
    assert state(office, "A001") == "finished"
    assert desk.focus().words() == "叫下一位"


def test_a_tick_is_taken_away_with_enter(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return)
    assert desk.window.counter.ticks() == ()


def test_ticks_stay_when_the_screen_reloads(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.press(Key.Key_Return)
    desk.type("落户")
    desk.take_numbers("A", 3)
    assert len(desk.window.counter.ticks()) == 1
    assert desk.focus().text() == "落户"


def test_finish_can_be_taken_back_for_two_minutes(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F8):
        desk.press(key)
    desk.later(seconds=28)
    assert desk.window.strip.undo.words() == "撤销：A001 办结（剩 1:32）"
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state(office, "A001") == "serving"
    assert "正在办理 A001" in desk.strip()


def test_after_two_minutes_the_hint_is_gone_and_the_key_says_why(desk: Desk) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F8):
        desk.press(key)
    desk.later(minutes=2, seconds=1)
    assert not desk.window.strip.undo.isVisible()
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "两分钟" in desk.notice()


def test_typing_can_still_be_undone_in_a_field(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    desk.type("abc")
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.focus().text() == ""
    assert state(office, "A001") == "serving"


def test_a_recall_too_soon_says_how_long_to_wait(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F3)
    assert "秒再重呼" in desk.notice()


def test_a_success_takes_the_error_away(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F3)
    desk.press(Key.Key_F5)
    assert desk.notice() == ""


def test_nobody_waiting_is_said(desk: Desk) -> None:
    desk.press(Key.Key_F2)
    assert desk.notice().startswith("现在没有等候的号")


def test_a_key_without_a_ticket_says_what_to_do(desk: Desk) -> None:
    desk.press(Key.Key_F8)
    assert desk.notice() == "窗口现在没有号：按 F2 叫下一位。"


def test_calling_while_serving_offers_to_finish_first(desk: Desk, office: Office) -> None:
    desk.take_numbers("A", 2)
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F2):
        desk.press(key)
    assert desk.notice().startswith("A001 还在1号窗口")
    desk.window.banners.banner("action").way_on.click()
    desk.settle()
    assert (state(office, "A001"), state(office, "A002")) == ("finished", "called")


def test_hold_asks_for_a_reason_and_resume_brings_the_ticket_back(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F6):
        desk.press(key)
    desk.type("填写")
    desk.press(Key.Key_Return)
    assert state(office, "A001") == "on_hold"
    assert [card.number for card in desk.window.screens["counter"].lists.on_hold.table.rows()] == ["A001"]
    desk.press(Key.Key_F6)
    assert state(office, "A001") == "serving"


def test_a_reason_that_is_other_wants_words(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F6):
        desk.press(key)
    desk.type("其他")
    desk.press(Key.Key_Return)
    assert desk.dialog().notices.text("note") == "选“其他”时请写明原因。"
    desk.type("去银行")
    desk.press(Key.Key_Return)
    assert state(office, "A001") == "on_hold"


def test_esc_in_a_dialog_does_nothing(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F6, Key.Key_Escape):
        desk.press(key)
    assert state(office, "A001") == "serving"


def test_hand_over_to_a_counter(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F7):
        desk.press(key)
    desk.type("2号")
    desk.press(Key.Key_Return)
    waiting = office.see("tickets.waiting", actor="clerk", counter=2)
    assert [(row.number, row.for_counter, row.why) for row in waiting] == [("A001", 2, "handed_over")]


def test_hand_over_to_a_queue(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    for key in (Key.Key_F2, Key.Key_F5, Key.Key_F7):
        desk.press(key)
    desk.type("B")
    desk.press(Key.Key_Return)
    assert [row.queue for row in office.see("tickets.waiting", actor="clerk")] == ["B"]


def test_f12_calls_the_selected_one(desk: Desk) -> None:
    desk.take_numbers("A", 3)
    desk.window.screens["counter"].lists.waiting.selectRow(2)
    desk.press(Key.Key_F12)
    assert "A003" in desk.strip()
    assert desk.window.strip.priority.text() == "点呼"


def test_f12_without_a_selection_says_so(desk: Desk) -> None:
    desk.press(Key.Key_F12)
    assert desk.notice().startswith("还没有选中号")


def test_a_no_show_is_listed_and_requeued_with_f10(desk: Desk, office: Office) -> None:
    missed(office, counter=1, actor="wangmin")
    desk.settle()
    assert [card.number for card in desk.window.screens["counter"].lists.no_show.table.rows()] == ["A001"]
    desk.press(Key.Key_F10)
    assert desk.menu().activeAction().text() == "重排 A001（过号后回来）"
    desk.press(Key.Key_Return)
    assert state(office, "A001") == "waiting"


def test_a_mistaken_call_is_put_back_with_f10(desk: Desk, office: Office) -> None:
    desk.take_numbers()
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F10)
    desk.press(Key.Key_Return)
    assert state(office, "A001") == "waiting"
    assert desk.waiting() == ["A001"]


def test_f11_pauses_with_a_reason_and_opens_again(desk: Desk) -> None:
    desk.press(Key.Key_F11)
    assert desk.menu().activeAction().text() == "暂停：用餐轮换"
    desk.press(Key.Key_Return)
    screen = desk.window.screens["counter"]
    assert screen.idle.title.text() == "窗口暂停 · 用餐轮换"
    assert desk.window.top.counter_tag.text() == "1号窗口 · 暂停"
    desk.press(Key.Key_F2)
    assert desk.notice().startswith("1号窗口现在是暂停")
    desk.press(Key.Key_F11)
    desk.press(Key.Key_Return)
    assert screen.idle.title.text() == "窗口空闲"


def test_a_paused_counter_can_be_opened_from_the_notice(desk: Desk, office: Office) -> None:
    office.do("counters.pause", actor="wangmin", counter=1, reason="pc_meal")
    desk.take_numbers()
    desk.window.counter.call_next()
    desk.window.banners.banner("action").way_on.click()
    desk.press(Key.Key_F2)
    assert "A001" in desk.strip()


def test_a_closed_counter_says_how_to_open_it(empty_desk: Desk) -> None:
    desk = empty_desk.enter("clerk", 6)
    assert desk.window.screens["counter"].idle.title.text() == "窗口还没有开"
    assert desk.focus().words() == "开窗"


def test_somebody_without_a_counter_is_told(empty_desk: Desk) -> None:
    desk = empty_desk.enter("supervisor", None)
    assert desk.window.screens["counter"].idle.title.text() == "还没有选窗口"
    desk.press(Key.Key_F2)
    assert desk.notice().startswith("您还没有选窗口")


def test_the_strip_stays_in_every_part_while_a_ticket_is_open(desk: Desk) -> None:
    desk.take_numbers()
    desk.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert desk.window.part() == "prints"
    assert not desk.window.strip.isVisible()
    desk.press(Key.Key_F2)
    assert desk.window.strip.isVisible()
    desk.press(Key.Key_F5)
    desk.press(Key.Key_F8)
    assert desk.window.part() == "prints"


def test_another_counter_s_call_leaves_the_list(desk: Desk, office: Office) -> None:
    desk.take_numbers("A", 2)
    office.do("tickets.call", actor="clerk", number="A001", counter=2)
    desk.settle()
    assert desk.waiting() == ["A002"]


def test_the_selection_stays_with_its_ticket(desk: Desk, office: Office) -> None:
    desk.take_numbers("A", 3)
    waiting = desk.window.screens["counter"].lists.waiting
    waiting.selectRow(1)
    office.do("tickets.call", actor="clerk", number="A001", counter=2)
    desk.settle()
    assert waiting.selected().number == "A002"


def test_the_road_of_a_ticket_is_told(desk: Desk) -> None:
    desk.take_numbers()
    desk.later(minutes=5)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F5)
    assert desk.window.screens["counter"].serving.story.text() == "09:00 取号、09:05 叫号（1号窗口）、09:05 开始办理"


@pytest.mark.parametrize("make", [called, on_hold])
def test_a_desk_finds_its_tickets_again_when_it_starts(empty_desk: Desk, office: Office, make) -> None:
    number = make(office, counter=1, actor="wangmin")
    desk = empty_desk.enter()
    assert number in desk.strip() or desk.window.screens["counter"].lists.on_hold.table.rows()[0].number == number


def test_yesterday_not_closed_is_said_to_the_clerk(empty_desk: Desk, office: Office) -> None:
    empty_desk.take_numbers()
    empty_desk.clock.go(days=1)
    desk = empty_desk.enter()
    assert desk.notice("day") == "2026-11-23 周一 还没有日结：请告诉值班长日结。"


def test_the_supervisor_closes_the_day_from_the_notice(empty_desk: Desk, office: Office) -> None:
    empty_desk.take_numbers("A", 2)
    empty_desk.clock.go(days=1)
    desk = empty_desk.enter("supervisor", 3)
    desk.window.banners.banner("day").way_on.click()
    desk.settle()
    assert [(row[1], row[2]) for row in desk.dialog().table.rows()] == [(("A001", "A002"), "记为弃号")]
    desk.press(Key.Key_Return)
    assert "已日结" in desk.dialog().notices.text("done")
    desk.press(Key.Key_Escape)
    assert desk.notice("day") == ""
