"""What residents are told: on the slip, at the kiosk, in the hall; and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest

from desk.estimates import Span
from desk.office import Office
from desk.tickets import waits
from tests.desk.estimates.people import add_queue, days_before, queues, remember
from tests.factories import Clock, altered, called, issued, serving, setting

SOON = Span(0, 60)


@pytest.fixture(autouse=True)
def _known(office: Office) -> None:
    """A service of A takes eight to twelve minutes; from ten o'clock on six priority tickets come an hour."""
    services = [480, 600, 600, 600, 720] * 4
    for day in days_before(office, 5, each=timedelta(weeks=1)):
        remember(office, day, "A", dict.fromkeys((9, 10, 11), services), {10: 6})


def issue(office: Office, **args: Any) -> Any:
    return office.do("tickets.issue", **{"actor": "kiosk", "queue": "A"} | args)


def close_all_but(office: Office, *kept: int) -> None:
    """Of the counters only these stay open."""
    for counter in {1, 2, 3, 4, 7} - set(kept):
        office.do("counters.close", actor="supervisor", counter=counter)


def busy(office: Office, *counters: int) -> None:
    """Somebody has just come to each of these counters."""
    actors = {1: "wangmin", 2: "clerk", 3: "supervisor"}
    for counter in counters:
        serving(office, counter=counter, actor=actors[counter])


def about(span: Span | None, minutes: float) -> bool:
    """Whether the span holds so many minutes and is no wider than a third of them on either side."""
    assert span is not None
    return span.low <= minutes * 60 <= span.high and span.high - span.low <= minutes * 60 * 2 / 3


def periods(office: Office, number: str) -> list[tuple[str, bool]]:
    """The ticket's periods, and whether something was told with each."""
    history = office.see("tickets.history", actor="clerk", number=number)
    return [(period.state, period.estimate is not None) for period in history.periods]


# --- at the kiosk --------------------------------------------------------------------------------------------------


def test_where_a_counter_is_free_there_is_no_wait(office: Office) -> None:
    assert issue(office).estimate == SOON


def test_behind_three_at_one_busy_counter_it_is_four_services(office: Office) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    for _ in range(3):
        issue(office)
    assert about(issue(office).estimate, 40)


def test_with_three_counters_it_is_a_third_of_that(office: Office) -> None:
    busy(office, 1, 2, 3)
    for _ in range(3):
        issue(office)
    last = issue(office).estimate
    assert 10 * 60 <= last.low <= last.high <= 21 * 60


def test_a_service_in_progress_is_shorter_the_longer_it_lasts(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    first = queues(office)["A"].estimate
    clock.go(minutes=5)
    assert about(first, 10)
    assert about(queues(office)["A"].estimate, 5)


def test_a_paused_counter_does_not_count(office: Office) -> None:
    close_all_but(office, 1, 2)
    busy(office, 1, 2)
    issue(office)
    both = issue(office).estimate
    office.do("counters.pause", actor="clerk", counter=2, reason="pc_meal")
    assert both.high < queues(office)["A"].estimate.low + 300
    assert about(queues(office)["A"].estimate, 30)


def test_without_an_open_counter_nothing_is_told(office: Office) -> None:
    close_all_but(office, 4)
    assert (issue(office).estimate, queues(office)["A"].estimate) == (None, None)
    assert queues(office)["D"].estimate == SOON


def test_counters_call_what_their_clerk_may_and_they_are_set_up_for(office: Office) -> None:
    close_all_but(office, 7)
    assert {prefix for prefix, queue in queues(office).items() if queue.estimate} == set()
    assert queues(office)["G"].estimate is None  # its site has no hours
    office.do("counters.open", actor="zhouqian", counter=6)
    assert {prefix for prefix, queue in queues(office).items() if queue.estimate} == {"B", "C"}
    office.do("counters.close", actor="zhouqian", counter=6)
    office.do("counters.open", actor="wangmin", counter=5)
    assert {prefix for prefix, queue in queues(office).items() if queue.estimate} == set()
    setting(office, "any_window", True)
    assert {prefix for prefix, queue in queues(office).items() if queue.estimate} == {"A", "D", "E", "F"}


def test_those_of_other_queues_are_ahead_where_the_counter_calls_them_too(office: Office) -> None:
    close_all_but(office, 2)
    busy(office, 2)
    alone = queues(office)["A"].estimate
    issue(office, queue="B")
    issue(office, queue="C")
    assert queues(office)["A"].estimate.low > alone.high


def test_lunch_does_not_count(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    clock.show("2026-11-23 11:55:00")
    busy(office, 1)
    assert queues(office)["A"].estimate.low >= 65 * 60


def test_a_queue_that_is_new_is_told_by_its_usual_minutes(office: Office) -> None:
    close_all_but(office, 2)
    queues(office)
    add_queue(office, "N", usual_minutes=30)
    assert queues(office)["N"].estimate is None
    office.do("staff.set_queues", actor="administrator", staff="clerk", queues=("A", "N"))
    office.do("counters.set_queues", actor="supervisor", counter=2, queues=("A", "N"))
    serving(office, "N", counter=2)
    assert queues(office)["N"].estimate.low > 10 * 60


@pytest.mark.parametrize("at", ["2026-11-23 17:00:00", "2026-11-23 23:30:00"])
def test_after_closing_nothing_is_told(office: Office, clock: Clock, at: str) -> None:
    clock.show(at)
    assert issue(office).estimate is None
    assert [ticket.estimate for ticket in office.see("tickets.waiting", actor="clerk")] == [None]


def test_a_priority_ticket_is_told_its_own_place(office: Office) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    for _ in range(6):
        issue(office)
    ordinary, privileged = queues(office)["A"].estimate, issue(office, priority="pr_elder")
    assert (privileged.ahead, privileged.estimate.high < ordinary.low) == (6, True)


def test_those_who_are_called_first_when_they_come_are_counted_before_they_come(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    clock.go(minutes=59)
    busy(office, 1)
    for _ in range(4):
        issue(office)
    before_ten = queues(office)["A"].estimate
    clock.go(minutes=1)
    assert queues(office)["A"].estimate.low > before_ten.low + 20 * 60


# --- kept, printed, shown ------------------------------------------------------------------------------------------


def test_what_was_told_is_kept_with_the_wait(office: Office) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    told = issue(office)
    (period,) = office.see("tickets.history", actor="clerk", number=told.number).periods
    assert period.estimate == told.estimate


def test_the_slip_says_what_was_told_and_says_it_again(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    told = issue(office)
    (job,) = office.see("prints.jobs", actor="clerk")
    claimed = office.do("prints.claim", actor=None)
    clock.go(minutes=20)
    assert (job.number, claimed.view["estimate"]) == (
        told.number,
        {"low": told.estimate.low, "high": told.estimate.high},
    )
    assert office.see("tickets.slip", actor="kiosk", number=told.number).estimate == told.estimate


def test_a_key_that_comes_again_is_told_the_same(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    first = issue(office, key="press-1")
    clock.go(minutes=2)
    assert issue(office, key="press-1") == first


def test_who_waits_sees_the_time_get_shorter(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    number = issue(office).number
    (first,) = office.see("tickets.waiting", actor="clerk")
    clock.go(minutes=6)
    (later,) = office.see("tickets.waiting", actor="clerk")
    assert (first.number, later.number) == (number, number)
    assert later.estimate.high < first.estimate.high


def test_the_waiting_list_says_more_the_later_one_is_called(office: Office) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    for priority in (None, None, "pr_elder", None):
        issue(office, priority=priority)
    lows = [ticket.estimate.low for ticket in office.see("tickets.waiting", actor="clerk")]
    assert lows == sorted(lows)
    assert [ticket.estimate for ticket in office.see("tickets.board", actor=None).waiting] == [
        ticket.estimate for ticket in office.see("tickets.waiting", actor="clerk")
    ]


def test_a_list_of_one_queue_or_counter_tells_the_same(office: Office) -> None:
    close_all_but(office, 2)
    busy(office, 2)
    for queue in "BAB":
        issue(office, queue=queue)
    everybody = {ticket.number: ticket.estimate for ticket in office.see("tickets.waiting", actor="clerk")}
    only = office.see("tickets.waiting", actor="clerk", queue="B")
    mine = office.see("tickets.waiting", actor="clerk", counter=2)
    assert {ticket.number: ticket.estimate for ticket in only} == {n: everybody[n] for n in ("B001", "B002")}
    assert {ticket.number: ticket.estimate for ticket in mine} == everybody


def test_a_ticket_handed_over_is_told_something_new(office: Office) -> None:
    busy(office, 1, 2, 3)
    issued(office, "A")
    number = office.see("tickets.at_counter", actor="clerk", counter=2).current.number
    office.do("tickets.hand_over", actor="clerk", number=number, to_counter=1)
    assert periods(office, number) == [("waiting", True), ("called", False), ("serving", False), ("waiting", True)]


def test_a_ticket_for_a_closed_queue_s_counter_waits_without_a_word(office: Office) -> None:
    busy(office, 2)
    number = office.see("tickets.at_counter", actor="clerk", counter=2).current.number
    office.do("tickets.hand_over", actor="clerk", number=number, to_queue="G")
    assert periods(office, number)[-1] == ("waiting", False)


def test_a_ticket_requeued_is_told_something_new(office: Office) -> None:
    close_all_but(office, 2)
    number = called(office)
    office.do("tickets.no_show", actor="clerk", number=number)
    busy(office, 2)
    for _ in range(4):
        issued(office)
    office.do("tickets.requeue", actor="clerk", number=number)
    history = office.see("tickets.history", actor="clerk", number=number)
    waiting = {ticket.number: ticket.estimate for ticket in office.see("tickets.waiting", actor="clerk")}
    assert history.periods[-1].estimate == waiting[number]
    assert history.periods[-1].estimate.low > 20 * 60


def test_a_call_that_was_put_back_tells_nothing_new(office: Office) -> None:
    number = called(office)
    office.do("tickets.put_back", actor="clerk", number=number)
    assert periods(office, number) == [("waiting", True), ("called", False), ("waiting", False)]


def test_an_appointment_is_told_its_time(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    number = issued(office)
    altered(office, number, appointment_at=clock.now + timedelta(hours=1))
    (ticket,) = office.see("tickets.waiting", actor="clerk")
    assert (ticket.estimate.low, ticket.estimate.high) == (50 * 60, 50 * 60)


def test_an_appointment_goes_before_those_who_wait_by_then(office: Office, clock: Clock) -> None:
    close_all_but(office, 1)
    busy(office, 1)
    ahead = [issue(office).number for _ in range(5)]
    without = queues(office)["A"].estimate
    booked = issued(office)
    altered(office, booked, appointment_at=clock.now + timedelta(minutes=35))
    waiting = {ticket.number: ticket.estimate for ticket in office.see("tickets.waiting", actor="clerk")}
    assert waiting[booked].high < waiting[ahead[-1]].low
    assert queues(office)["A"].estimate.low > without.low + 300


def test_far_down_a_long_line_nothing_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "FORESEEN", 3)
    for _ in range(5):
        issued(office)
    waiting = office.see("tickets.waiting", actor="clerk")
    assert [ticket.estimate is not None for ticket in waiting] == [True, True, True, False, False]
