"""Clocks go wrong, and days end at midnight of the hall."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.office import Office
from models import AuditEntry, TicketPeriod
from tests.conftest import Database
from tests.factories import MORNING, TODAY, Clock, called, issued, open_hall, order, refused, serving, state, unseen

TOMORROW = TODAY + timedelta(days=1)


# --- the clock is set back -----------------------------------------------------------------------------------------


def test_a_clock_put_right_by_minutes_is_no_matter(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(minutes=-4)
    assert issued(office) == "A002"


def test_the_time_that_is_written_down_never_goes_back(office: Office, clock: Clock) -> None:
    for step in (0, -60, 30, -200, 10):
        clock.go(seconds=step)
        issued(office)
    with office.store.read() as session:
        times = list(session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq)))
    assert times == sorted(times)


def test_a_clock_far_back_stops_the_work_and_says_both_times(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(minutes=-5, seconds=-1)
    error = refused(office, "tickets.issue", actor="kiosk", queue="A")
    assert (error.code, error.facts) == (
        "clock_set_back",
        {"last": "2026-11-23T09:00:00+08:00", "now": "2026-11-23T08:54:59+08:00"},
    )


def test_a_clock_far_back_does_not_stop_looking(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(hours=-1)
    assert office.see("tickets.board", actor=None).waiting_count == 1


def test_a_clock_far_back_stops_a_look_that_must_be_written_down(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(hours=-1)
    assert unseen(office, "audit.entries", actor="auditor").code == "clock_set_back"


def test_a_confirmed_clock_lets_the_work_go_on(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(hours=-1)
    office.do("clock.confirm", actor="supervisor")
    assert office.do("tickets.issue", actor="kiosk", queue="A").issued_at == clock.now


def test_a_clerk_cannot_confirm_the_clock(office: Office) -> None:
    assert refused(office, "clock.confirm", actor="clerk").code == "not_permitted"


def test_a_clock_ahead_stops_nobody(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(days=400)
    assert issued(office) == "A001"


def test_a_wrong_clock_at_one_workstation_does_not_stop_another(office: Office, place: Database, clock: Clock) -> None:
    wrong = Clock(MORNING + timedelta(days=1))
    other = open_hall(place, wrong, workstation="desk-2")
    issued(other)
    other.close()
    assert issued(office) == "A001"


def test_no_wait_is_shorter_than_nothing(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(hours=-1)
    office.do("clock.confirm", actor="supervisor")
    assert office.do("tickets.call_next", actor="clerk", counter=2).waited_seconds == 0


def test_no_period_ends_before_it_began_when_two_clocks_differ(office: Office, place: Database, clock: Clock) -> None:
    slow = open_hall(place, Clock(MORNING - timedelta(minutes=3)), workstation="desk-2")
    number = serving(office)
    clock.go(minutes=1)
    slow.do("tickets.hold", actor="clerk", number=number)
    slow.close()
    with office.store.read() as session:
        periods = session.scalars(select(TicketPeriod).order_by(TicketPeriod.seq)).all()
    assert all(period.ended_at is None or period.ended_at >= period.started_at for period in periods)
    assert [p.ended_at for p in periods[:-1]] == [p.started_at for p in periods[1:]]


# --- midnight ------------------------------------------------------------------------------------------------------


def test_the_last_second_of_the_day_belongs_to_it(office: Office, clock: Clock) -> None:
    clock.show("2026-11-23 23:59:59")
    assert office.do("tickets.issue", actor="kiosk", queue="A").day == TODAY


def test_numbers_begin_again_at_midnight_of_the_hall(office: Office, clock: Clock) -> None:
    clock.show("2026-11-23 23:59:59")
    issued(office), issued(office)
    clock.go(seconds=1)
    ticket = office.do("tickets.issue", actor="kiosk", queue="A")
    assert (ticket.number, ticket.day) == ("A001", TOMORROW)


def test_numbers_do_not_begin_again_at_midnight_of_the_machine(office: Office, clock: Clock) -> None:
    clock.show("2026-11-24 07:59:59")
    issued(office)
    clock.go(seconds=1)
    assert issued(office) == "A002"


def test_instants_come_in_the_hall_s_time(office: Office, clock: Clock) -> None:
    clock.show("2026-11-24 00:00:00")
    at = office.do("tickets.issue", actor="kiosk", queue="A").issued_at
    assert at.isoformat() == "2026-11-24T00:00:00+08:00"


@pytest.fixture
def after_midnight(office: Office, clock: Clock) -> Office:
    """A001 waits, A002 is served at counter 2, both of yesterday; A001 of today waits too."""
    clock.show("2026-11-23 23:59:00")
    issued(office)
    serving(office)
    clock.show("2026-11-24 00:01:00")
    issued(office)
    return office


def test_yesterday_s_tickets_wait_no_more(after_midnight: Office) -> None:
    assert [t.day for t in after_midnight.see("tickets.waiting", actor="clerk")] == [TOMORROW]


def test_yesterday_s_tickets_are_found_by_their_day(after_midnight: Office) -> None:
    assert state(after_midnight, "A002", TODAY) == "serving"


def test_who_is_served_over_midnight_is_still_at_the_counter(after_midnight: Office) -> None:
    card = after_midnight.see("tickets.at_counter", actor="clerk", counter=2).current
    assert (card.number, card.day) == ("A002", TODAY)


def test_a_counter_calls_nobody_before_yesterday_s_ticket_is_finished(after_midnight: Office) -> None:
    error = refused(after_midnight, "tickets.call_next", counter=2)
    assert (error.code, error.facts) == ("counter_busy", {"counter": 2, "number": "A002"})


def test_yesterday_s_ticket_is_finished_by_its_day(after_midnight: Office) -> None:
    after_midnight.do("tickets.finish", actor="clerk", number="A002", day=TODAY)
    assert order(after_midnight) == ["A001"]


def test_a_day_that_was_not_closed_is_shown(after_midnight: Office) -> None:
    assert after_midnight.see("tickets.at_counter", actor="clerk", counter=2).unclosed_days == (TODAY,)


def test_a_closed_day_is_shown_no_more(after_midnight: Office) -> None:
    after_midnight.do("day.close", actor="supervisor", day=TODAY)
    assert after_midnight.see("day.unclosed", actor="clerk") == ()


def test_closing_yesterday_leaves_today_alone(after_midnight: Office) -> None:
    after_midnight.do("day.close", actor="supervisor", day=TODAY)
    assert state(after_midnight, "A001") == "waiting"


def test_the_same_number_of_two_days_are_two_tickets(office: Office, clock: Clock) -> None:
    called(office)
    clock.go(days=1)
    issued(office)
    assert (state(office, "A001", TODAY), state(office, "A001")) == ("called", "waiting")
