"""What people see of the queue: the waiting list, the lobby board, one counter, one ticket's history."""

from datetime import timedelta
from typing import Any

import pytest

from desk.office import Office
from tests.factories import (
    MORNING,
    TODAY,
    Clock,
    abandoned,
    called,
    finished,
    issued,
    missed,
    on_hold,
    serving,
    setting,
    unseen,
)


def board(office: Office, **args: Any) -> Any:
    return office.see("tickets.board", actor=None, **args)


def at_counter(office: Office, counter: int = 2) -> Any:
    return office.see("tickets.at_counter", actor="clerk", counter=counter)


def waiting(office: Office, **args: Any) -> Any:
    return office.see("tickets.waiting", actor="clerk", **args)


def step(office: Office, action: str, number: str, **args: Any) -> Any:
    return office.do(f"tickets.{action}", actor="clerk", number=number, **args)


# --- waiting -------------------------------------------------------------------------------------------------------


def test_a_waiting_ticket_is_shown_with_all_that_matters(office: Office) -> None:
    issued(office, "B", priority="elder")
    (row,) = waiting(office)
    assert (row.number, row.day, row.queue, row.queue_name, row.queue_name_en) == (
        "B001",
        TODAY,
        "B",
        "社保与就业",
        "social insurance and employment",
    )
    assert (row.priority, row.why, row.waiting_since, row.appointment_at, row.for_counter) == (
        "pr_elder",
        "priority",
        MORNING,
        None,
        None,
    )


@pytest.mark.parametrize("queue", ["A", "a"])
def test_the_list_of_one_queue_has_only_that(office: Office, queue: str) -> None:
    issued(office, "A"), issued(office, "B")
    assert [row.number for row in waiting(office, queue=queue)] == ["A001"]


def test_the_list_of_a_counter_has_only_what_it_may_call(office: Office) -> None:
    for queue in "ABF":
        issued(office, queue)
    rows = office.see("tickets.waiting", actor="wangmin", counter=1)
    assert [row.number for row in rows] == ["A001", "F001"]


def test_the_list_of_a_counter_that_is_not_there_is_refused(office: Office) -> None:
    assert unseen(office, "tickets.waiting", counter=99).code == "unknown_counter"


def test_a_list_is_a_page(hall_on_sqlite: Office) -> None:
    for _ in range(203):
        issued(hall_on_sqlite)
    assert (len(waiting(hall_on_sqlite)), board(hall_on_sqlite).waiting_count) == (200, 203)


# --- the lobby -----------------------------------------------------------------------------------------------------


def test_an_empty_hall_shows_its_counters(office: Office) -> None:
    shown = board(office)
    assert [(row.counter, row.ticket, row.state) for row in shown.counters] == [
        (1, None, "open"),
        (2, None, "open"),
        (3, None, "open"),
        (4, None, "open"),
        (5, None, "paused"),
        (6, None, "closed"),
    ]
    assert (shown.newest, shown.waiting, shown.waiting_count, shown.no_shows) == (None, (), 0, ())


def test_the_board_names_the_hall_its_site_and_its_time(office: Office) -> None:
    shown = board(office)
    assert (shown.hall_name, shown.site_name, shown.zone, shown.demo) == (
        "春晖社区服务大厅",
        "主大厅",
        "Asia/Shanghai",
        False,
    )


def test_the_newest_call_is_shown_with_its_counter(office: Office, clock: Clock) -> None:
    called(office, counter=2)
    clock.go(seconds=1)
    number = called(office, counter=3, actor="supervisor")
    newest = board(office).newest
    assert (newest.number, newest.counter, newest.at, newest.times) == (number, 3, clock.now, 1)


def test_a_recall_is_the_newest_call_again(office: Office, clock: Clock) -> None:
    number = called(office, counter=2)
    clock.go(seconds=10)
    called(office, counter=3, actor="supervisor")
    clock.go(seconds=10)
    step(office, "recall", number)
    newest = board(office).newest
    assert (newest.number, newest.at, newest.times) == (number, clock.now, 2)


def test_a_call_taken_back_is_shown_no_more(office: Office) -> None:
    step(office, "take_back", called(office))
    assert board(office).newest is None


def test_a_counter_shows_its_ticket_while_it_is_called_and_served(office: Office) -> None:
    number = serving(office)
    assert {row.counter: row.ticket for row in board(office).counters}[2] == number


def test_the_first_eight_who_wait_are_shown_and_all_are_counted(office: Office) -> None:
    numbers = [issued(office) for _ in range(10)]
    shown = board(office)
    assert ([row.number for row in shown.waiting], shown.waiting_count) == (numbers[:8], 10)


def test_who_did_not_come_is_shown_the_latest_first(office: Office, clock: Clock) -> None:
    first = missed(office)
    clock.go(minutes=1)
    second = missed(office)
    assert board(office).no_shows == (second, first)


def test_the_board_of_an_outpost_shows_only_its_own(office: Office) -> None:
    issued(office, "A"), issued(office, "G")
    called(office, counter=2)
    shown = board(office, site="east")
    assert (shown.site_name, [row.counter for row in shown.counters], shown.newest) == ("东苑便民服务站", [7], None)
    assert [row.number for row in shown.waiting] == ["G001"]


def test_the_main_board_does_not_show_the_outpost(office: Office) -> None:
    issued(office, "G")
    assert board(office).waiting_count == 0


def test_the_board_of_an_unknown_site_is_refused(office: Office) -> None:
    assert unseen(office, "tickets.board", actor=None, site="moon").code == "bad_argument"


def test_the_board_shows_the_hall_s_own_words(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="lobby.ticker", value="今日 17:00 停止取号")
    assert board(office).ticker == "今日 17:00 停止取号"


# --- one counter ---------------------------------------------------------------------------------------------------


def test_a_counter_knows_itself(office: Office) -> None:
    now = at_counter(office, 5)
    assert (now.counter, now.name, now.state, now.pause_reason, now.staff_name) == (
        5,
        "5 号窗口",
        "paused",
        "pc_meal",
        "周倩",
    )


def test_a_counter_that_is_not_there_is_refused(office: Office) -> None:
    error = unseen(office, "tickets.at_counter", counter=99)
    assert (error.code, error.facts) == ("unknown_counter", {"counter": 99})


def test_the_card_of_a_call_says_when_it_may_be_called_again(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(minutes=3)
    office.do("tickets.call_next", actor="clerk", counter=2)
    clock.go(seconds=5)
    card = at_counter(office).current
    assert (card.number, card.state, card.why, card.waited_seconds, card.recalls, card.recalls_allowed) == (
        "A001",
        "called",
        "first_come",
        180,
        0,
        3,
    )
    assert card.recall_at == clock.now + timedelta(seconds=15)


def test_the_card_after_the_last_recall_says_that_there_is_none(office: Office, clock: Clock) -> None:
    setting(office, "recalls", 1)
    number = called(office)
    clock.go(seconds=20)
    step(office, "recall", number)
    assert at_counter(office).current.recall_at is None


def test_the_card_of_a_service_says_how_long_it_usually_takes(office: Office, clock: Clock) -> None:
    serving(office)
    card = at_counter(office).current
    assert (card.state_since, card.usual_minutes, card.recall_at) == (clock.now, 15, None)


def test_the_last_action_can_be_taken_back_for_two_minutes(office: Office, clock: Clock) -> None:
    number = finished(office)
    last = at_counter(office).last
    assert (last.number, last.last_action, last.take_back_until) == (
        number,
        "finish",
        clock.now + timedelta(minutes=2),
    )


def test_after_two_minutes_nothing_can_be_taken_back(office: Office, clock: Clock) -> None:
    finished(office)
    clock.go(minutes=2, seconds=1)
    assert at_counter(office).last is None


def test_the_last_action_is_that_of_this_counter(office: Office) -> None:
    finished(office, counter=3, actor="supervisor")
    assert at_counter(office).last is None


def test_what_was_taken_back_is_not_offered_again(office: Office) -> None:
    step(office, "take_back", called(office))
    assert at_counter(office).last is None


def test_a_counter_shows_only_its_own_on_hold(office: Office) -> None:
    mine = on_hold(office)
    on_hold(office, counter=3, actor="supervisor")
    assert [card.number for card in at_counter(office).on_hold] == [mine]


def test_a_counter_shows_every_no_show_of_the_day(office: Office) -> None:
    numbers = [missed(office), missed(office, counter=3, actor="supervisor")]
    assert sorted(card.number for card in at_counter(office).no_shows) == numbers


def test_the_figures_of_the_day_count_the_whole_hall(office: Office, clock: Clock) -> None:
    first = issued(office)
    clock.go(minutes=4)
    step(office, "call", first, counter=2)
    second = issued(office)
    clock.go(minutes=2)
    office.do("tickets.call", actor="supervisor", number=second, counter=3)
    step(office, "start", first)
    step(office, "finish", first)
    today = at_counter(office).today
    assert (today.issued, today.finished, today.mean_wait_seconds) == (2, 1, 180)


def test_who_left_without_being_called_is_not_in_the_mean_wait(office: Office, clock: Clock) -> None:
    number = issued(office)
    abandoned(office)
    clock.go(minutes=10)
    step(office, "call", number, counter=2)
    assert at_counter(office).today.mean_wait_seconds == 600


def test_before_the_first_call_there_is_no_mean_wait(office: Office) -> None:
    issued(office)
    assert at_counter(office).today.mean_wait_seconds is None


def test_yesterday_is_not_in_the_figures_of_today(office: Office, clock: Clock) -> None:
    finished(office)
    clock.go(days=1)
    today = at_counter(office).today
    assert (today.issued, today.finished) == (0, 0)


# --- every live ticket is in one list ------------------------------------------------------------------------------


def test_every_live_ticket_is_in_exactly_one_list(office: Office) -> None:
    expected = {
        issued(office): "waiting",
        called(office, counter=2): "called",
        serving(office, counter=3, actor="supervisor"): "serving",
        on_hold(office, counter=1, actor="wangmin"): "on_hold",
        missed(office, counter=1, actor="wangmin"): "no_show",
    }
    finished(office, counter=1, actor="wangmin")
    items = office.see("day.open_items", actor="clerk")
    found = {number: state for state in set(expected.values()) for number in getattr(items, state)}
    assert found == expected


# --- history -------------------------------------------------------------------------------------------------------


def test_a_history_tells_why_it_was_called(office: Office) -> None:
    issued(office, priority="elder")
    office.do("tickets.call_next", actor="clerk", counter=2)
    history = office.see("tickets.history", actor="clerk", number="A001")
    assert (history.priority, history.events[-1].why) == ("pr_elder", "priority")


def test_a_history_of_an_earlier_day_is_found_by_its_day(office: Office, clock: Clock) -> None:
    finished(office)
    clock.go(days=3)
    assert office.see("tickets.history", actor="clerk", number="A001", day=TODAY).state == "finished"


def test_instants_of_a_history_are_in_the_hall_s_time(office: Office) -> None:
    history = office.see("tickets.history", actor="clerk", number=called(office))
    assert {str(event.at.utcoffset()) for event in history.events} == {"8:00:00"}
    assert {str(period.started_at.utcoffset()) for period in history.periods} == {"8:00:00"}
