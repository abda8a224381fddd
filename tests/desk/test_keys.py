"""The same key is carried out once, whatever happens on the way to the answer."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desk.office import TRIES, Office
from models import AuditEntry, Request, Setting, Ticket
from tests.conftest import Database
from tests.desk.marks import Said, under
from tests.factories import Clock, issued, open_hall, order, refused


def count(office: Office, entity: type) -> int:
    with office.store.read() as session:
        return session.execute(select(func.count()).select_from(entity)).scalar_one()


def test_a_key_with_other_arguments_is_refused(office: Office) -> None:
    issued(office, "A", key="k")
    error = refused(office, "tickets.issue", actor="kiosk", queue="B", slip=False, key="k")
    assert (error.code, error.facts) == ("key_reused", {"key": "k"})


def test_a_key_of_another_use_case_is_refused(office: Office) -> None:
    issued(office, "A", key="k")
    assert refused(office, "queues.close_queue", actor="supervisor", queue="A", key="k").code == "key_reused"


def test_a_refused_key_changes_nothing(office: Office) -> None:
    issued(office, "A", key="k")
    refused(office, "tickets.issue", actor="kiosk", queue="B", key="k")
    assert count(office, Ticket) == 1


def test_a_key_whose_use_case_failed_may_be_used_again(office: Office) -> None:
    refused(office, "tickets.issue", actor="kiosk", queue="Z", key="k")
    assert issued(office, "A", key="k") == "A001"


def test_nothing_is_an_answer_too(office: Office) -> None:
    assert office.do("tickets.call_next", actor="clerk", counter=2, key="k") is None
    issued(office, "A")
    assert office.do("tickets.call_next", actor="clerk", counter=2, key="k") is None


def test_presses_without_a_key_are_presses_of_their_own(office: Office) -> None:
    assert [issued(office, "A") for _ in range(2)] == ["A001", "A002"]


def test_the_repeated_answer_outlives_the_program(office: Office, place: Database, clock: Clock) -> None:
    number = issued(office, "A", key="k")
    later = open_hall(place, clock)
    assert issued(later, "A", key="k") == number
    later.close()


def test_a_key_counts_at_every_workstation(office: Office, place: Database, clock: Clock) -> None:
    number = issued(office, "A", key="k")
    other = open_hall(place, clock, workstation="desk-2")
    assert issued(other, "A", key="k") == number
    other.close()


def test_a_repetition_tells_no_topic(office: Office) -> None:
    issued(office, "A", key="k")
    told: list[object] = []
    office.subscribe(told.append)
    issued(office, "A", key="k")
    assert told == []


def test_somebody_without_the_right_does_not_get_the_first_answer(office: Office) -> None:
    issued(office, "A", key="k")
    error = refused(office, "tickets.issue", actor="member", queue="A", slip=False, key="k")
    assert error.code == "not_permitted"


def test_a_key_is_still_known_after_almost_seven_days(office: Office, clock: Clock) -> None:
    issued(office, "A", key="k")
    clock.go(days=6, hours=23)
    office.do("day.close", actor="supervisor")
    assert issued(office, "A", key="k") == "A001"


def test_a_key_is_forgotten_after_seven_days(office: Office, clock: Clock) -> None:
    issued(office, "A", key="k")
    clock.go(days=7, seconds=1)
    office.do("day.close", actor="supervisor")
    issued(office, "A", key="k")
    assert count(office, Ticket) == 2


# --- the connection is lost ----------------------------------------------------------------------------------------


@contextmanager
def answer_lost(engine: Engine) -> Iterator[None]:
    """The next commit reaches the database, but its answer does not come back."""
    pending = [True]

    def after_it_counted(connection: Connection) -> None:
        if pending.pop() if pending else False:
            driver: Any = connection.connection.driver_connection
            driver.execute("COMMIT")
            driver.close()

    event.listen(engine, "commit", after_it_counted)
    yield
    event.remove(engine, "commit", after_it_counted)
    assert not pending


def test_a_commit_whose_answer_was_lost_is_not_carried_out_again(office: Office) -> None:
    with answer_lost(office.store.engine):
        number = issued(office, "A")
    assert (number, count(office, Ticket)) == ("A001", 1)


def test_a_call_whose_answer_was_lost_calls_nobody_else(office: Office) -> None:
    first, second = issued(office, "A"), issued(office, "A")
    with answer_lost(office.store.engine):
        call = office.do("tickets.call_next", actor="clerk", counter=2)
    assert call.number == first
    office.do("tickets.start", actor="clerk", number=first)
    office.do("tickets.finish", actor="clerk", number=first)
    assert order(office) == [second]


def failing_once(failure: str) -> Any:
    """A use case that writes, then fails on the database's side; the second time it succeeds."""
    left = [failure]

    def work(session: Any, ctx: Any) -> str:
        session.add(Setting(hall_id=ctx.hall, key="lobby.ticker", value="已写"))
        session.flush()
        if left:
            session.execute(text(left.pop()))
        return "done"

    return under("settings.set", work)


RAISE = "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{}'; END $$"
FAILURES = {
    "serialization failure": RAISE.format("40001"),
    "deadlock": RAISE.format("40P01"),
    "backend terminated": "SELECT pg_terminate_backend(pg_backend_pid())",
}


@pytest.mark.parametrize("failure", list(FAILURES))
def test_a_transaction_the_server_broke_is_run_again_and_answered_once(
    hall_on_postgresql: Office, failure: str
) -> None:
    office = hall_on_postgresql
    answer = office.do(failing_once(FAILURES[failure]), actor="administrator")
    assert answer == Said("done")
    assert (count(office, Setting), count(office, AuditEntry)) == (1, 1)


def test_a_failure_that_lasts_is_tried_a_few_times_and_then_told(hall_on_postgresql: Office) -> None:
    office, tried = hall_on_postgresql, []

    def work(session: Any, ctx: Any) -> str:
        tried.append(ctx.now)
        session.execute(text(FAILURES["backend terminated"]))
        return ""

    assert refused_by(office, under("settings.set", work)) == "database_unavailable"
    assert len(tried) == TRIES


def refused_by(office: Office, use_case: Any) -> str:
    error = refused(office, use_case, actor="administrator")
    return error.code


def test_a_broken_rule_of_the_tables_is_a_bug_and_not_tried_again(office: Office) -> None:
    tried = []

    def work(session: Any, ctx: Any) -> str:
        tried.append(ctx.now)
        session.execute(insert(Setting).values(hall_id="XX", key="k", value=1))
        return ""

    with pytest.raises(IntegrityError):
        office.do(under("settings.set", work), actor="administrator")
    assert len(tried) == 1


def test_a_failed_use_case_leaves_nothing_at_all(office: Office) -> None:
    def work(session: Any, ctx: Any) -> str:
        session.add(Setting(hall_id=ctx.hall, key="lobby.ticker", value="x"))
        session.flush()
        session.execute(text("SELECT * FROM no_such_table"))
        return ""

    with pytest.raises(DBAPIError, match="no_such_table"):
        office.do(under("settings.set", work), actor="administrator", key="k")
    assert [count(office, entity) for entity in (Setting, Request, AuditEntry)] == [0, 0, 0]


# --- at the same time ----------------------------------------------------------------------------------------------


def both(work: Any, *offices: Office) -> list[Any]:
    """`work(office)` in a thread for each office; what each answered."""
    with ThreadPoolExecutor(len(offices)) as pool:
        return list(pool.map(work, offices))


def meet(meeting: threading.Barrier, office: Office) -> None:
    """Both are inside their transactions; on SQLite they cannot be, and whoever comes again later meets nobody."""
    if office.store.is_postgresql:
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)


def test_the_same_key_at_the_same_time_is_carried_out_once(office: Office, place: Database, clock: Clock) -> None:
    other = open_hall(place, clock, workstation="desk-2")
    meeting = threading.Barrier(2)

    def work(session: Any, ctx: Any) -> str:
        meet(meeting, office)
        return ctx.workstation

    answers = both(lambda door: door.do(under("clock.confirm", work), actor="supervisor", key="k"), office, other)
    other.close()
    assert answers[0] == answers[1]
    assert count(office, Request) == 1


def test_the_first_two_entries_of_a_new_workstation_may_come_at_once(place: Database, clock: Clock) -> None:
    office = open_hall(place, clock, workstation="new")
    meeting = threading.Barrier(2)

    def work(session: Any, ctx: Any) -> str:
        meet(meeting, office)
        return "done"

    answers = both(lambda door: door.do(under("clock.confirm", work), actor="supervisor"), office, office)
    entries = count(office, AuditEntry)
    office.close()
    assert (answers, entries) == ([Said("done")] * 2, 2)


def test_two_counters_calling_at_once_get_two_tickets(office: Office) -> None:
    expected = {issued(office, "A"), issued(office, "A")}
    with ThreadPoolExecutor(2) as pool:
        calls = [
            pool.submit(office.do, "tickets.call_next", actor=actor, counter=counter)
            for actor, counter in (("clerk", 2), ("supervisor", 3))
        ]
    assert {call.result().number for call in calls} == expected


def test_a_counter_calling_twice_at_once_gets_one_ticket(office: Office) -> None:
    issued(office, "A"), issued(office, "A")
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(office.do, "tickets.call_next", actor="clerk", counter=2) for _ in range(2)]
    failures = [call.exception() for call in calls if call.exception()]
    assert [getattr(failure, "code", failure) for failure in failures] == ["counter_busy"]
