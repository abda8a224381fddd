"""Who changed something tells it, in this process and to others."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import pytest

from desk.changes import Topic, Watcher
from desk.office import Office
from tests.conftest import Database
from tests.factories import Clock, called, issued, open_hall, refused

EVERYTHING = frozenset(Topic)


class Heard:
    """A callback that remembers; `until` waits for what must come, and fails when it does not."""

    def __init__(self) -> None:
        self.calls: list[frozenset[Topic]] = []
        self._news = threading.Condition()

    def __call__(self, topics: frozenset[Topic]) -> None:
        with self._news:
            self.calls.append(topics)
            self._news.notify_all()

    def until(self, *topics: Topic, seconds: float = 15) -> bool:
        """Whether all the topics were heard in time."""
        with self._news:
            return self._news.wait_for(lambda: frozenset(topics) <= frozenset().union(*self.calls), seconds)

    def forget(self) -> None:
        with self._news:
            self.calls.clear()


@pytest.fixture(autouse=True)
def no_reload_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not heard at once is not heard at all, instead of with the next reload of everything."""
    monkeypatch.setattr(Watcher, "EVERYTHING", 600.0)


@contextmanager
def watching(office: Office) -> Iterator[Heard]:
    """A watcher that has heard its first news: everything may have changed before it came."""
    heard = Heard()
    watcher = office.watch(heard)
    watcher.start()
    try:
        assert heard.until(*Topic)
        heard.forget()
        yield heard
    finally:
        watcher.stop()


# --- in this process -----------------------------------------------------------------------------------------------


def test_a_subscriber_hears_the_topics_of_a_change(office: Office) -> None:
    heard = Heard()
    office.subscribe(heard)
    issued(office, slip=True)
    assert heard.calls == [frozenset({Topic.TICKETS, Topic.PRINT_JOBS})]


def test_a_call_changes_the_counter_too(office: Office) -> None:
    issued(office)
    heard = Heard()
    office.subscribe(heard)
    office.do("tickets.call_next", actor="clerk", counter=2)
    assert heard.calls == [frozenset({Topic.TICKETS, Topic.COUNTERS})]


def test_a_subscriber_hears_after_the_commit(office: Office) -> None:
    seen: list[int] = []
    office.subscribe(lambda _: seen.append(office.see("tickets.board", actor=None).waiting_count))
    issued(office)
    assert seen == [1]


def test_a_subscriber_is_called_in_the_thread_of_do(office: Office) -> None:
    threads: list[threading.Thread] = []
    office.subscribe(lambda _: threads.append(threading.current_thread()))
    issued(office)
    assert threads == [threading.current_thread()]


def test_who_unsubscribed_hears_nothing(office: Office) -> None:
    heard = Heard()
    stop = office.subscribe(heard)
    stop()
    issued(office)
    assert heard.calls == []


def test_unsubscribing_twice_is_no_fault(office: Office) -> None:
    stop = office.subscribe(Heard())
    stop()
    stop()


def test_a_refusal_tells_nothing(office: Office) -> None:
    heard = Heard()
    office.subscribe(heard)
    refused(office, "tickets.call_next", counter=99)
    assert heard.calls == []


def test_doing_what_is_already_so_tells_nothing(office: Office) -> None:
    heard = Heard()
    office.subscribe(heard)
    office.do("counters.open", actor="clerk", counter=2)
    office.do("queues.open_queue", actor="supervisor", queue="A")
    assert heard.calls == []


@pytest.mark.logs("subscriber")
def test_a_subscriber_that_fails_does_not_spoil_the_answer_or_the_others(office: Office) -> None:
    heard = Heard()

    def failing(_: object) -> None:
        raise RuntimeError("the lobby is broken")

    office.subscribe(failing)
    office.subscribe(heard)
    assert issued(office) == "A001"
    assert heard.until(Topic.TICKETS, seconds=0)


# --- from another process ------------------------------------------------------------------------------------------


def issue_there(place: Database) -> None:
    """In another process: one ticket more."""
    office = open_hall(place, Clock(), workstation="far")
    issued(office)
    office.close()


def test_a_watcher_hears_what_another_process_changed(
    office: Office, place: Database, processes: ProcessPoolExecutor
) -> None:
    with watching(office) as heard:
        processes.submit(issue_there, place).result()
        assert heard.until(Topic.TICKETS)


def test_a_watcher_hears_only_the_topics_that_changed(office: Office) -> None:
    with watching(office) as heard:
        issued(office)
        assert heard.until(Topic.TICKETS)
        assert frozenset().union(*heard.calls) == {Topic.TICKETS}


def test_a_watcher_mostly_hears_within_a_third_of_a_second(office: Office) -> None:
    delays: list[float] = []
    with watching(office) as heard:
        for _ in range(5):
            began = time.monotonic()
            issued(office)
            heard.until(Topic.TICKETS)
            delays.append(time.monotonic() - began)
            heard.forget()
    assert sorted(delays)[2] < 0.3


def test_changes_close_together_are_all_heard(office: Office) -> None:
    with watching(office) as heard:
        if office.store.is_postgresql:  # both arrive in one message of the server
            alone = office.store.connect_alone()
            alone.execute("SELECT pg_notify('desk_ch', 'staff'), pg_notify('desk_ch', 'settings')")
            alone.close()
        else:
            office.do("staff.leave", actor="administrator", staff="zhouqian")
            office.do("settings.set", actor="administrator", name="ticket.recalls", value=4)
        assert heard.until(Topic.STAFF, Topic.SETTINGS)


def test_a_watcher_does_not_hear_another_hall(hall_on_postgresql: Office) -> None:
    with watching(hall_on_postgresql) as heard:
        alone = hall_on_postgresql.store.connect_alone()
        alone.execute("SELECT pg_notify('desk_dy', 'staff')")
        alone.execute("SELECT pg_notify('desk_ch', 'settings')")
        alone.close()
        assert heard.until(Topic.SETTINGS)
        assert heard.calls == [frozenset({Topic.SETTINGS})]


@pytest.mark.logs("listening")
def test_a_watcher_that_lost_its_line_says_that_everything_may_have_changed(hall_on_postgresql: Office) -> None:
    office = hall_on_postgresql
    with watching(office) as heard:
        alone = office.store.connect_alone()
        alone.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        alone.close()
        assert heard.until(*Topic)


def test_a_watcher_says_now_and_then_that_everything_may_have_changed(
    hall_on_postgresql: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watcher, "EVERYTHING", 0.4)
    with watching(hall_on_postgresql) as heard:
        assert heard.until(*Topic)


def test_a_stopped_watcher_hears_nothing(office: Office) -> None:
    with watching(office) as heard:
        pass
    issued(office)
    assert heard.calls == []


def test_a_watcher_can_be_stopped_before_it_was_started(office: Office) -> None:
    office.watch(Heard()).stop()


def test_a_look_at_a_person_wakes_nobody_on_the_way(office: Office) -> None:
    called(office)
    heard = Heard()
    office.subscribe(heard)
    office.see("audit.entries", actor="auditor")
    assert heard.calls == []
