"""Calling, calling again, putting back, no-shows and their return: what is refused, and what it leaves."""

from datetime import timedelta
from typing import Any

import pytest

from desk.office import Office
from tests.factories import MORNING, Clock, called, issued, missed, refused, serving, setting, state


def step(office: Office, action: str, number: str, **args: Any) -> Any:
    return office.do(f"tickets.{action}", actor="clerk", number=number, **args)


def failure(office: Office, action: str, **args: Any) -> tuple[str, dict[str, Any]]:
    error = refused(office, f"tickets.{action}", **args)
    return error.code, error.facts


# --- calling -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", [{}, {"number": "A001"}])
def test_a_counter_that_is_not_there_is_refused(office: Office, args: dict[str, str]) -> None:
    issued(office)
    action = "call" if args else "call_next"
    assert failure(office, action, counter=99, **args) == ("unknown_counter", {"counter": 99})


@pytest.mark.parametrize(("counter", "state_"), [(5, "paused"), (6, "closed")])
@pytest.mark.parametrize("args", [{}, {"number": "A001"}])
def test_a_counter_that_is_not_open_calls_nobody(
    office: Office, counter: int, state_: str, args: dict[str, str]
) -> None:
    issued(office)
    action = "call" if args else "call_next"
    expected = ("counter_not_open", {"counter": counter, "state": state_})
    assert failure(office, action, counter=counter, **args) == expected


@pytest.mark.parametrize("arrange", [called, serving])
def test_a_counter_with_somebody_calls_nobody_else(office: Office, arrange: Any) -> None:
    here = arrange(office)
    issued(office)
    assert failure(office, "call_next", counter=2) == ("counter_busy", {"counter": 2, "number": here})


def test_a_second_press_on_the_same_ticket_finds_the_counter_busy(office: Office) -> None:
    number = called(office)
    assert failure(office, "call", counter=2, number=number)[0] == "counter_busy"


def test_a_ticket_called_elsewhere_is_not_called_again(office: Office) -> None:
    number = called(office)
    error = refused(office, "tickets.call", actor="supervisor", counter=3, number=number)
    assert (error.code, error.facts["state"]) == ("wrong_state", "called")


def test_a_ticket_the_counter_may_not_serve_is_refused(office: Office) -> None:
    number = issued(office, "B")
    error = refused(office, "tickets.call", actor="wangmin", counter=1, number=number)
    assert (error.code, error.facts) == ("lacks_skill", {"counter": 1, "queue": "B"})


def test_somebody_without_any_skill_there_is_told(office: Office) -> None:
    error = refused(office, "tickets.call_next", actor="sunwei", counter=1)
    assert error.code == "lacks_skill"


def test_an_unknown_ticket_is_not_called(office: Office) -> None:
    assert failure(office, "call", counter=2, number="A001")[0] == "unknown_ticket"


def test_a_called_ticket_is_at_its_counter_with_its_clerk(office: Office) -> None:
    number = called(office)
    period = office.see("tickets.history", actor="clerk", number=number).periods[-1]
    assert (period.state, period.counter, period.ended_at) == ("called", 2, None)


# --- once more -----------------------------------------------------------------------------------------------------


def test_a_recall_soon_after_the_call_is_refused_with_the_seconds_left(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=19.5)
    assert failure(office, "recall", number=number) == ("recall_too_soon", {"number": number, "seconds": 1})


def test_a_recall_after_the_interval_is_done(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=20)
    assert step(office, "recall", number).state == "called"


def test_the_interval_counts_from_the_last_recall(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=20)
    step(office, "recall", number)
    clock.go(seconds=10)
    assert failure(office, "recall", number=number) == ("recall_too_soon", {"number": number, "seconds": 10})


def test_a_fourth_recall_is_refused(office: Office, clock: Clock) -> None:
    number = called(office)
    for _ in range(3):
        clock.go(seconds=20)
        step(office, "recall", number)
    clock.go(seconds=20)
    assert failure(office, "recall", number=number) == ("recalls_used_up", {"number": number, "recalls": 3})


def test_the_hall_sets_how_often_and_how_soon(office: Office, clock: Clock) -> None:
    setting(office, "recalls", 1)
    setting(office, "recall_interval", 5)
    number = called(office)
    clock.go(seconds=5)
    step(office, "recall", number)
    assert failure(office, "recall", number=number)[0] == "recalls_used_up"


def test_a_recall_is_no_new_period(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=30)
    step(office, "recall", number)
    periods = office.see("tickets.history", actor="clerk", number=number).periods
    assert [(p.state, p.started_at) for p in periods] == [("waiting", MORNING), ("called", MORNING)]


# --- put back ------------------------------------------------------------------------------------------------------


def test_a_put_back_ticket_waits_at_its_old_place(office: Office) -> None:
    first, _ = issued(office), issued(office)
    step(office, "call", first, counter=2)
    step(office, "put_back", first)
    assert office.see("tickets.waiting", actor="clerk")[0].number == first


def test_a_put_back_ticket_begins_its_recalls_again(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=30)
    step(office, "recall", number)
    step(office, "put_back", number)
    step(office, "call", number, counter=2)
    assert office.see("tickets.at_counter", actor="clerk", counter=2).current.recalls == 0


def test_a_put_back_frees_the_counter(office: Office) -> None:
    step(office, "put_back", called(office))
    assert office.see("tickets.at_counter", actor="clerk", counter=2).current is None


# --- no-show -------------------------------------------------------------------------------------------------------


def test_a_no_show_frees_the_counter(office: Office) -> None:
    number = missed(office)
    assert (state(office, number), called(office)) == ("no_show", "A002")


def test_a_no_show_needs_no_recall_unless_the_hall_says_so(office: Office) -> None:
    assert step(office, "no_show", called(office)).state == "no_show"


def test_a_hall_may_demand_recalls_first(office: Office, clock: Clock) -> None:
    setting(office, "no_show_min_recalls", 2)
    number = called(office)
    clock.go(seconds=20)
    step(office, "recall", number)
    assert failure(office, "no_show", number=number) == ("recalls_left", {"number": number, "recalls": 1})


def test_after_the_demanded_recalls_a_no_show_is_one(office: Office, clock: Clock) -> None:
    setting(office, "no_show_min_recalls", 1)
    number = called(office)
    clock.go(seconds=20)
    step(office, "recall", number)
    assert step(office, "no_show", number).state == "no_show"


def test_a_ticket_is_requeued_at_most_twice(office: Office) -> None:
    number = missed(office)
    for _ in range(2):
        step(office, "requeue", number)
        step(office, "call", number, counter=2)
        step(office, "no_show", number)
    assert failure(office, "requeue", number=number) == ("requeue_used_up", {"number": number, "times": 2})


def test_the_hall_may_allow_no_return(office: Office) -> None:
    setting(office, "requeue_max", 0)
    assert failure(office, "requeue", number=missed(office))[0] == "requeue_used_up"


def test_a_requeued_ticket_begins_its_recalls_again(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=20)
    step(office, "recall", number)
    step(office, "no_show", number)
    step(office, "requeue", number)
    step(office, "call", number, counter=2)
    assert office.see("tickets.at_counter", actor="clerk", counter=2).current.recalls == 0


def test_any_counter_may_call_a_requeued_ticket(office: Office) -> None:
    number = missed(office)
    step(office, "requeue", number)
    assert office.do("tickets.call_next", actor="supervisor", counter=3).number == number


def test_a_requeued_ticket_keeps_when_it_came(office: Office, clock: Clock) -> None:
    number = missed(office)
    clock.go(minutes=10)
    step(office, "requeue", number)
    (ticket,) = office.see("tickets.waiting", actor="clerk")
    assert ticket.waiting_since == MORNING
    assert ticket.waiting_since + timedelta(minutes=10) == clock.now
