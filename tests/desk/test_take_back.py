"""The last action on a ticket can be taken back while the resident still stands there."""

from typing import Any

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import Office
from models import Counter, Ticket, TicketPeriod
from tests.factories import (
    TODAY,
    Clock,
    abandoned,
    called,
    finished,
    issued,
    missed,
    on_hold,
    refused,
    serving,
    setting,
    state,
)


def step(office: Office, action: str, number: str, **args: Any) -> Any:
    return office.do(f"tickets.{action}", actor="clerk", number=number, **args)


def failure(office: Office, number: str, **args: Any) -> tuple[str, dict[str, Any]]:
    error = refused(office, "tickets.take_back", number=number, **args)
    return error.code, error.facts


def standing(office: Office, number: str) -> tuple[dict[str, Any], int]:
    """All columns of the ticket but the number of its last event, and its counter's count for the share of priority."""
    with office.store.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        columns = {c.key: getattr(ticket, c.key) for c in Ticket.__table__.columns if c.key != "seq"}
        count = session.scalars(select(Counter.since_priority).where(Counter.number == 2)).one()
        return columns, count


def recalled(office: Office, clock: Clock) -> str:
    number = called(office)
    clock.go(seconds=30)
    step(office, "recall", number)
    return number


# how a ticket comes to where the action is possible, the action, and its arguments
ACTIONS = {
    "call": (issued, {"counter": 2}),
    "recall": (called, {}),
    "put_back": (called, {}),
    "start": (called, {}),
    "no_show": (called, {}),
    "hold": (serving, {"reason": "fetch_papers"}),
    "hand_over": (serving, {"to_queue": "B"}),
    "finish": (serving, {}),
    "resume": (on_hold, {}),
    "requeue": (missed, {}),
    "abandon": (issued, {}),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_taken_back_leaves_the_ticket_as_it_was(office: Office, clock: Clock, action: str) -> None:
    arrange, args = ACTIONS[action]
    number = arrange(office)
    clock.go(seconds=30)
    before = standing(office, number)
    step(office, action, number, **args)
    clock.go(seconds=30)
    step(office, "take_back", number)
    assert standing(office, number) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_after_taking_back_the_periods_have_no_hole_and_no_overlap(office: Office, clock: Clock, action: str) -> None:
    arrange, args = ACTIONS[action]
    number = arrange(office)
    clock.go(seconds=30)
    step(office, action, number, **args)
    clock.go(seconds=30)
    step(office, "take_back", number)
    periods = office.see("tickets.history", actor="clerk", number=number).periods
    assert [p.ended_at for p in periods] == [*(p.started_at for p in periods[1:]), None]
    assert list(checkup.problems(office.store, office.info)) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_what_was_taken_back_can_be_done_again(office: Office, clock: Clock, action: str) -> None:
    arrange, args = ACTIONS[action]
    number = arrange(office)
    clock.go(seconds=30)
    first = step(office, action, number, **args)
    step(office, "take_back", number)
    again = step(office, action, number, **args)
    assert getattr(again, "state", again) == getattr(first, "state", again)


def test_the_time_of_what_was_taken_back_is_marked(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=10)
    step(office, "no_show", number)
    clock.go(seconds=10)
    step(office, "take_back", number)
    with office.store.read() as session:
        periods = session.scalars(select(TicketPeriod).order_by(TicketPeriod.seq)).all()
    assert [(p.state, p.inaccurate, p.ended_at == p.started_at) for p in periods] == [
        ("waiting", False, True),
        ("called", False, False),
        ("no_show", True, True),
        ("called", False, False),
    ]


def test_taking_back_is_an_event(office: Office) -> None:
    number = called(office)
    step(office, "take_back", number)
    event = office.see("tickets.history", actor="clerk", number=number).events[-1]
    assert (event.action, event.counter, event.state) == ("take_back", 2, "waiting")


def test_the_clock_of_a_service_goes_on_from_its_start(office: Office, clock: Clock) -> None:
    number = serving(office)
    started = clock.now
    clock.go(minutes=12)
    step(office, "finish", number)
    clock.go(minutes=1)
    step(office, "take_back", number)
    assert office.see("tickets.at_counter", actor="clerk", counter=2).current.state_since == started


def test_two_minutes_later_it_can_still_be_taken_back(office: Office, clock: Clock) -> None:
    number = finished(office)
    clock.go(minutes=2)
    assert step(office, "take_back", number).state == "serving"


def test_after_two_minutes_it_is_too_late(office: Office, clock: Clock) -> None:
    number = finished(office)
    clock.go(minutes=2, seconds=1)
    assert failure(office, number) == ("take_back_too_late", {"number": number, "minutes": 2})


def test_the_hall_sets_how_long(office: Office, clock: Clock) -> None:
    setting(office, "take_back", 5)
    number = finished(office)
    clock.go(minutes=4)
    assert step(office, "take_back", number).state == "serving"


def test_a_number_cannot_be_given_back(office: Office) -> None:
    number = issued(office)
    assert failure(office, number) == ("nothing_to_take_back", {"number": number})


def test_taking_back_is_not_taken_back(office: Office) -> None:
    number = finished(office)
    step(office, "take_back", number)
    assert failure(office, number)[0] == "nothing_to_take_back"


def test_a_closed_day_is_not_taken_back(office: Office) -> None:
    number = serving(office)
    office.do("day.close", actor="supervisor")
    assert failure(office, number)[0] == "nothing_to_take_back"


def test_only_the_last_action_is_taken_back(office: Office) -> None:
    number = serving(office)
    step(office, "take_back", number)
    assert state(office, number) == "called"


def test_an_unknown_ticket_is_refused(office: Office) -> None:
    assert failure(office, "A001") == ("unknown_ticket", {"number": "A001", "day": "2026-11-23"})


@pytest.mark.parametrize("arrange", [finished, missed, on_hold])
def test_when_somebody_else_is_at_the_counter_it_cannot_be_taken_back(office: Office, arrange: Any) -> None:
    number = arrange(office)
    other = called(office)
    assert failure(office, number) == ("counter_busy", {"counter": 2, "number": other})


def test_at_a_closed_counter_it_cannot_be_taken_back(office: Office) -> None:
    number = finished(office)
    office.do("counters.close", actor="clerk", counter=2)
    assert failure(office, number) == ("counter_not_open", {"counter": 2, "state": "closed"})


def test_who_left_by_mistake_waits_again(office: Office) -> None:
    number = abandoned(office)
    assert step(office, "take_back", number).state == "waiting"


def test_a_recall_taken_back_may_be_called_at_once_again(office: Office, clock: Clock) -> None:
    number = recalled(office, clock)
    step(office, "take_back", number)
    assert step(office, "recall", number).state == "called"


def test_a_ticket_of_yesterday_is_taken_back_by_its_day(office: Office, clock: Clock) -> None:
    clock.show("2026-11-23 23:59:30")
    number = finished(office)
    clock.go(minutes=1)
    assert step(office, "take_back", number, day=TODAY).state == "serving"
