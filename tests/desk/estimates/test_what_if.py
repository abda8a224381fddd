"""What one more counter would have changed today."""

from datetime import timedelta
from typing import Any

import pytest

from desk.estimates import WhatIf
from desk.office import Office
from tests.desk.estimates.people import days_before, remember, served
from tests.factories import Clock, altered, issued, unseen


def what_if(office: Office, **args: Any) -> WhatIf:
    return office.see("estimates.what_if", actor="supervisor", **{"queue": "A"} | args)


def alone(office: Office, *counters: int) -> None:
    """Only these counters are open."""
    for counter in {1, 2, 3, 4, 7} - set(counters):
        office.do("counters.close", actor="supervisor", counter=counter)


@pytest.fixture
def busy(office: Office, clock: Clock) -> Office:
    """One counter calls A, a service takes ten minutes, and every five minutes somebody came for an hour."""
    for day in days_before(office, 3, each=timedelta(weeks=1)):
        remember(office, day, "A", {9: [600] * 20, 10: [600] * 20})
    alone(office, 1)
    for _ in range(12):
        issued(office)
        clock.go(minutes=5)
    return office


def test_with_one_counter_the_last_waits_longest_and_with_two_nobody_does(busy: Office) -> None:
    found = what_if(busy)
    assert (found.queue, found.tickets, found.minutes) == ("A", 12, 15)
    assert (found.counters_now, found.counters_then) == (1, 2)
    assert (found.longest_now, found.within_now) == (55 * 60, 0.333)
    assert (found.longest_then, found.within_then) == (0, 1.0)


def test_it_is_asked_of_any_number_of_counters_and_minutes(busy: Office) -> None:
    found = what_if(busy, counters=3, minutes=30)
    assert (found.counters_then, found.within_now) == (4, 0.583)


def test_a_day_is_played_two_hundred_times_a_long_one_less_often(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert what_if(busy).replays == 200
    monkeypatch.setattr("desk.estimates.more.BUDGET", 60)
    assert what_if(busy).replays == 5


def test_the_same_day_has_the_same_answer(busy: Office) -> None:
    assert what_if(busy) == what_if(busy)


def test_service_times_of_today_are_drawn_when_there_are_enough(office: Office, clock: Clock) -> None:
    for day in days_before(office, 3, each=timedelta(weeks=1)):
        remember(office, day, "A", {9: [6000] * 20, 10: [6000] * 20})
    alone(office, 2)
    for _ in range(10):
        served(office, clock, service=90)
    for _ in range(3):
        issued(office)
    found = what_if(office)
    assert (found.tickets, found.longest_now) == (13, 240)


def test_it_looks_as_the_counters_were_open(office: Office, clock: Clock) -> None:
    """The only counter was paused for an hour in which somebody came."""
    alone(office, 2)
    office.do("counters.pause", actor="clerk", counter=2, reason="pc_meeting")
    clock.go(minutes=10)
    issued(office)
    clock.go(minutes=50)
    office.do("counters.open", actor="clerk", counter=2)
    found = what_if(office)
    assert (found.longest_now, found.longest_then, found.counters_now) == (50 * 60, 0, 1)


def test_a_counter_open_over_lunch_calls_nobody_then(office: Office, clock: Clock) -> None:
    alone(office, 2)
    clock.show("2026-11-23 12:20:00")
    issued(office)
    assert what_if(office).longest_now == 40 * 60


def test_other_queues_of_the_same_counters_take_their_share(office: Office, clock: Clock) -> None:
    alone(office, 2)
    issued(office, "B")
    clock.go(seconds=1)
    issued(office, "A")
    found = what_if(office)
    assert (found.tickets, found.longest_then) == (1, 0)
    assert found.longest_now is not None
    assert found.longest_now > 300


def test_who_has_priority_goes_first_there_too(office: Office, clock: Clock) -> None:
    alone(office, 2)
    for queue in "BBA":
        issued(office, queue)
        clock.go(seconds=1)
    ordinary = what_if(office).longest_now
    altered(office, "A001", priority="pr_elder")
    privileged = what_if(office).longest_now
    assert ordinary is not None
    assert privileged is not None
    assert privileged < ordinary


def test_an_appointment_does_not_wait_before_its_time(office: Office, clock: Clock) -> None:
    alone(office, 2)
    issued(office)
    altered(office, "A001", appointment_at=clock.now + timedelta(hours=1))
    assert what_if(office).longest_now == 0


def test_who_left_before_a_call_is_left_out(office: Office) -> None:
    office.do("tickets.abandon", actor="clerk", number=issued(office))
    assert what_if(office).tickets == 0


def test_a_day_on_which_nobody_came_says_nothing(office: Office) -> None:
    found = what_if(office)
    assert (found.tickets, found.longest_now, found.within_then, found.replays) == (0, None, None, 0)


def test_where_no_counter_calls_one_more_is_all_there_is(office: Office) -> None:
    alone(office, 4)
    issued(office)
    found = what_if(office)
    assert (found.counters_now, found.longest_now, found.within_now) == (0, None, 0.0)
    assert (found.counters_then, found.longest_then, found.within_then) == (1, 0, 1.0)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"queue": "Z"}, "unknown_queue"),
        ({"queue": "A", "counters": 0}, "bad_argument"),
        ({"queue": "A", "minutes": 0}, "bad_argument"),
    ],
)
def test_nonsense_is_refused(office: Office, args: dict[str, Any], code: str) -> None:
    assert unseen(office, "estimates.what_if", actor="supervisor", **args).code == code
