"""The end of the day: what is still open is finished or abandoned and named, counters close, the audit is sealed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import Office
from models import CounterPeriod, DayClose, TicketPeriod
from tests.conftest import Database
from tests.factories import (
    TODAY,
    Clock,
    abandoned,
    called,
    finished,
    issued,
    missed,
    on_hold,
    open_hall,
    refused,
    serving,
    state,
)


def close(office: Office, **args: Any) -> Any:
    return office.do("day.close", actor="supervisor", **args)


@pytest.fixture
def busy(office: Office) -> Office:
    """In the order of their states: A001 waits, A002 called, A003 served, A004 on hold, A005 missed; two have ended."""
    issued(office)
    called(office, counter=2)
    serving(office, counter=3, actor="supervisor")
    on_hold(office, counter=1, actor="wangmin")
    missed(office, counter=1, actor="wangmin")
    finished(office, counter=1, actor="wangmin")
    abandoned(office)
    return office


def test_what_is_open_is_shown_before(busy: Office) -> None:
    items = busy.see("day.open_items", actor="clerk")
    assert (items.waiting, items.called, items.serving, items.on_hold, items.no_show) == (
        ("A001",),
        ("A002",),
        ("A003",),
        ("A004",),
        ("A005",),
    )
    assert (items.day, items.counters_open) == (TODAY, (1, 2, 3, 4, 5, 7))


def test_what_was_open_is_named(busy: Office) -> None:
    closed = close(busy)
    assert (closed.day, closed.finished) == (TODAY, ("A003",))
    assert closed.abandoned == ("A001", "A002", "A004", "A005")


def test_nothing_is_open_afterwards(busy: Office) -> None:
    close(busy)
    items = busy.see("day.open_items", actor="clerk")
    assert not any([items.waiting, items.called, items.serving, items.on_hold, items.no_show, items.counters_open])


@pytest.mark.parametrize(
    ("number", "expected"),
    [("A001", "abandoned"), ("A003", "finished"), ("A005", "abandoned"), ("A006", "finished"), ("A007", "abandoned")],
)
def test_each_ticket_ends_as_the_table_says(busy: Office, number: str, expected: str) -> None:
    close(busy)
    assert state(busy, number) == expected


def test_a_service_nobody_finished_is_marked_inaccurate(busy: Office, clock: Clock) -> None:
    clock.go(hours=8)
    close(busy)
    with busy.store.read() as session:
        marked = session.scalars(select(TicketPeriod).where(TicketPeriod.inaccurate)).all()
    assert [(p.state, p.ended_at) for p in marked] == [("serving", clock.now)]


def test_no_period_stays_open(busy: Office) -> None:
    close(busy)
    with busy.store.read() as session:
        assert session.scalars(select(TicketPeriod).where(TicketPeriod.ended_at.is_(None))).all() == []


def test_the_data_is_whole_afterwards(busy: Office) -> None:
    close(busy)
    assert list(checkup.problems(busy.store, busy.info)) == []


def test_every_counter_is_closed_with_its_period(busy: Office) -> None:
    close(busy)
    with busy.store.read() as session:
        last = session.scalars(select(CounterPeriod).where(CounterPeriod.ended_at.is_(None))).all()
    assert [p.state for p in last] == ["closed"] * 7


def test_the_close_is_written_down(busy: Office, clock: Clock) -> None:
    closed = close(busy)
    with busy.store.read() as session:
        row = session.scalars(select(DayClose)).one()
    assert (row.day, row.closed_by, row.closed_at, row.figures["seal"]) == (
        TODAY,
        "supervisor",
        clock.now,
        closed.seal,
    )


def test_a_seal_is_64_hex_digits_and_never_the_same(busy: Office) -> None:
    first, second = close(busy).seal, close(busy).seal
    assert (len(first), int(first, 16) > 0, first != second) == (64, True, True)


def test_a_day_may_be_closed_again_with_what_came_later(busy: Office) -> None:
    close(busy)
    issued(busy)
    closed = close(busy)
    assert (closed.finished, closed.abandoned) == ((), ("A008",))


def test_a_quiet_day_may_be_closed(office: Office) -> None:
    closed = close(office)
    assert (closed.finished, closed.abandoned) == ((), ())


def test_an_earlier_day_is_closed_by_its_date(busy: Office, clock: Clock) -> None:
    clock.go(days=1)
    assert close(busy, day=TODAY).finished == ("A003",)


def test_closing_an_earlier_day_leaves_the_counters_open(busy: Office, clock: Clock) -> None:
    clock.go(days=1)
    close(busy, day=TODAY)
    assert busy.see("day.open_items", actor="clerk").counters_open == (1, 2, 3, 4, 5, 7)


def test_closing_an_earlier_day_frees_the_counters_it_kept(busy: Office, clock: Clock) -> None:
    clock.go(days=1)
    close(busy, day=TODAY)
    issued(busy)
    assert busy.do("tickets.call_next", actor="clerk", counter=2).number == "A001"


def test_days_not_closed_are_listed_oldest_first(office: Office, clock: Clock) -> None:
    for _ in range(3):
        issued(office)
        clock.go(days=1)
    assert office.see("day.unclosed", actor="clerk") == tuple(TODAY + timedelta(days=n) for n in range(3))


def test_a_day_to_come_is_not_closed(office: Office) -> None:
    error = refused(office, "day.close", actor="supervisor", day=TODAY + timedelta(days=1))
    assert error.code == "bad_argument"


def test_a_clerk_does_not_close_the_day(office: Office) -> None:
    assert refused(office, "day.close", actor="clerk").code == "not_permitted"


def test_two_who_close_at_once_make_two_seals(office: Office, place: Database, clock: Clock) -> None:
    clock.go(days=1)
    other = open_hall(place, clock, workstation="desk-2")
    with ThreadPoolExecutor(2) as pool:
        seals = list(pool.map(lambda door: close(door, day=TODAY).seal, (office, other)))
    other.close()
    assert len(set(seals)) == 2
    assert list(checkup.problems(office.store, office.info)) == []
