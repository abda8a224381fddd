"""Taking a number, and the slip that says so."""

from datetime import timedelta
from typing import Any

import pytest

from desk.office import Office
from tests.factories import MORNING, TODAY, Clock, called, issued, refused, setting, state, unseen


def issue(office: Office, **args: Any) -> Any:
    return office.do("tickets.issue", **{"actor": "kiosk", "queue": "A"} | args)


def test_a_ticket_says_all_the_kiosk_shows(office: Office) -> None:
    ticket = issue(office)
    assert (ticket.number, ticket.day, ticket.queue, ticket.queue_name) == ("A001", TODAY, "A", "户籍与居住")
    assert (ticket.ahead, ticket.priority, ticket.issued_at) == (0, None, MORNING)


def test_numbers_run_in_order_within_a_queue(office: Office) -> None:
    assert [issued(office, queue) for queue in "AABA"] == ["A001", "A002", "B001", "A003"]


def test_numbers_grow_past_three_digits(office: Office) -> None:
    setting(office, "digits", 1)
    assert [issued(office) for _ in range(11)][-2:] == ["A10", "A11"]


def test_a_hall_may_have_longer_numbers(office: Office) -> None:
    setting(office, "digits", 5)
    assert issued(office) == "A00001"


def test_ahead_are_those_who_wait_in_the_same_queue(office: Office) -> None:
    called(office)
    for queue in "AAB":
        issued(office, queue)
    assert issue(office).ahead == 2


@pytest.mark.parametrize("typed", ["a", " A ", "A"])
def test_the_queue_is_found_however_it_is_typed(office: Office, typed: str) -> None:
    assert issue(office, queue=typed).number == "A001"


@pytest.mark.parametrize("queue", ["Z", "", "AA", "Ａ"])
def test_an_unknown_queue_is_refused(office: Office, queue: str) -> None:
    error = refused(office, "tickets.issue", actor="kiosk", queue=queue)
    assert (error.code, error.facts) == ("unknown_queue", {"queue": queue})


def test_a_closed_queue_gives_no_number(office: Office) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="A")
    error = refused(office, "tickets.issue", actor="kiosk", queue="A")
    assert (error.code, error.facts) == ("queue_closed", {"queue": "A"})


def test_a_refused_press_costs_no_number(office: Office) -> None:
    refused(office, "tickets.issue", actor="kiosk", queue="A", priority="rich")
    assert issued(office) == "A001"


@pytest.mark.parametrize("given", ["elder", "pr_elder"])
def test_a_priority_is_kept_by_its_code(office: Office, given: str) -> None:
    assert issue(office, priority=given).priority == "pr_elder"


@pytest.mark.parametrize("given", ["rich", "老年人"])
def test_a_priority_off_the_list_is_refused(office: Office, given: str) -> None:
    error = refused(office, "tickets.issue", actor="kiosk", queue="A", priority=given)
    assert (error.code, error.facts) == ("unknown_reason", {"reason": given, "list": "priority"})


def test_a_new_ticket_waits(office: Office) -> None:
    assert state(office, issued(office)) == "waiting"


def test_the_first_event_is_the_press(office: Office) -> None:
    (event,) = office.see("tickets.history", actor="clerk", number=issued(office)).events
    assert (event.action, event.actor, event.at, event.counter) == ("issue", "kiosk", MORNING, None)


# --- finding a ticket ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["A001", "a001", " A001 ", "A1", "a01", "A0001"])
def test_a_ticket_is_found_however_its_number_is_typed(office: Office, typed: str) -> None:
    issued(office)
    assert office.see("tickets.history", actor="clerk", number=typed).number == "A001"


@pytest.mark.parametrize("typed", ["A002", "B001", "001", "A", "", "A-1", "A①", "A٠٠١", "A" + "9" * 30, "' OR 1=1"])
def test_a_number_that_was_not_given_is_refused(office: Office, typed: str) -> None:
    issued(office)
    error = unseen(office, "tickets.history", number=typed)
    assert (error.code, error.facts["day"]) == ("unknown_ticket", "2026-11-23")


def test_a_ticket_of_another_day_is_not_today_s(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(days=1)
    assert unseen(office, "tickets.history", number="A001").code == "unknown_ticket"


# --- the slip ------------------------------------------------------------------------------------------------------


def test_a_slip_is_owed_by_the_workstation_that_issued(office: Office) -> None:
    issue(office)
    (job,) = office.see("prints.jobs", actor="clerk")
    assert (job.paper, job.number, job.state, job.reprint) == ("slip", "A001", "pending", 0)


def test_no_slip_is_owed_when_none_is_wanted(office: Office) -> None:
    issue(office, slip=False)
    assert office.see("prints.jobs", actor="clerk") == ()


def test_the_slip_says_what_the_resident_needs(office: Office) -> None:
    issued(office)
    number = issue(office, priority="elder").number
    slip = office.see("tickets.slip", actor="kiosk", number=number)
    assert (slip.hall_name, slip.site_name, slip.number, slip.queue_name) == (
        "春晖社区服务大厅",
        "主大厅",
        "A002",
        "户籍与居住",
    )
    assert (slip.ahead, slip.priority, slip.priority_name) == (1, "pr_elder", "老年人（默认70周岁及以上）")
    assert (slip.recalls, slip.requeue_after, slip.no_show_min_recalls, slip.demo) == (3, 3, 0, False)


def test_the_slip_follows_the_hall_s_rule_on_no_shows(office: Office) -> None:
    setting(office, "requeue_after", 5)
    slip = office.see("tickets.slip", actor="kiosk", number=issued(office))
    assert slip.requeue_after == 5


def test_the_slip_keeps_how_many_were_ahead_when_it_was_issued(office: Office, clock: Clock) -> None:
    called_later, mine = issued(office), issued(office)
    clock.go(minutes=5)
    office.do("tickets.call", actor="clerk", number=called_later, counter=2)
    slip = office.see("tickets.slip", actor="kiosk", number=mine)
    assert (slip.ahead, slip.issued_at) == (1, MORNING)


def test_the_slip_of_a_ticket_handed_over_still_names_the_queue_it_was_issued_for(office: Office) -> None:
    number = called(office)
    office.do("tickets.start", actor="clerk", number=number)
    office.do("tickets.hand_over", actor="clerk", number=number, to_queue="B")
    assert office.see("tickets.slip", actor="kiosk", number=number).queue_name == "户籍与居住"


def test_the_slip_of_an_outpost_names_the_outpost(office: Office) -> None:
    slip = office.see("tickets.slip", actor="kiosk", number=issued(office, "G"))
    assert (slip.site_name, slip.number) == ("东苑便民服务站", "G001")


def test_a_slip_of_an_unknown_ticket_is_refused(office: Office) -> None:
    assert unseen(office, "tickets.slip", actor="kiosk", number="A001").code == "unknown_ticket"


def test_a_slip_of_an_earlier_day_is_found_by_its_day(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(days=1)
    assert office.see("tickets.slip", actor="kiosk", number="A001", day=TODAY).day == TODAY


def test_a_ticket_keeps_its_number_when_the_hall_changes_the_digits(office: Office) -> None:
    number = issued(office)
    setting(office, "digits", 4)
    assert (office.see("tickets.history", actor="clerk", number="A1").number, issued(office)) == (number, "A0002")


def test_waiting_begins_with_the_press(office: Office, clock: Clock) -> None:
    clock.go(minutes=3)
    issued(office)
    (ticket,) = office.see("tickets.waiting", actor="clerk")
    assert ticket.waiting_since == MORNING + timedelta(minutes=3)
