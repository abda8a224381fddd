"""A machine plays several counters, kiosks and clocks for two days; queue rules §1–3 hold throughout."""

import itertools
import shutil
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from desk import workflow
from desk.checkup import problems
from desk.errors import DeskError
from desk.office import Office
from models import LIVE, Ticket, TicketEvent, TicketPeriod, TicketState
from tests.conftest import Database
from tests.factories import TODAY, Clock, open_hall
from tests.postgres import Server

WHO = {1: "wangmin", 2: "clerk", 3: "supervisor", 4: "sunwei"}
"""Who sits at which counter; 1 and 2 share a workstation, 3 and 4 another."""
REFUSALS = {
    "wrong_state",
    "counter_busy",
    "counter_not_open",
    "lacks_skill",
    "recall_too_soon",
    "recalls_used_up",
    "requeue_used_up",
    "take_back_too_late",
    "nothing_to_take_back",
}
LISTS = ("waiting", "called", "serving", "on_hold", "no_show")
ACTIONS = sorted(set(workflow.ACTIONS) - {"call", "close_day"})

counters = st.sampled_from(sorted(WHO))
Key = tuple[date, str]


@dataclass
class Known:
    """What the machine expects of one ticket."""

    state: str = "waiting"
    counter: int | None = None


class TwoDays(RuleBasedStateMachine):
    """`halls` is set by the test; it gives the doors of two workstations of a fresh hall, and their clock."""

    halls: Iterator[tuple[list[Office], Clock]]

    @initialize()
    def open(self) -> None:
        self.offices, self.clock = next(self.halls)
        self.latest = self.clock.now
        self.tickets: dict[Key, Known] = {}

    def teardown(self) -> None:
        if not hasattr(self, "offices"):
            return
        found = list(problems(self.offices[0].store, self.offices[0].info))
        told = list(story_faults(self.offices[0]))
        for office in self.offices:
            office.close()
        assert (found, told) == ([], [])

    def at(self, counter: int) -> Office:
        return self.offices[0 if counter < 3 else 1]

    def act(self, name: str, counter: int, /, **args: Any) -> Any:
        """What the use case answers, or None when a rule of the queue refuses it."""
        try:
            return self.at(counter).do(name, actor=WHO[counter], **args)
        except DeskError as error:
            if error.code not in REFUSALS:
                raise
            return None

    @rule(queue=st.sampled_from("ABDF"), priority=st.sampled_from([None, None, "elder"]), counter=counters)
    def issue(self, queue: str, priority: str | None, counter: int) -> None:
        args = {"queue": queue, "priority": priority, "slip": False}
        ticket = self.at(counter).do("tickets.issue", actor="kiosk", **args)
        same = [number for day, number in self.tickets if day == ticket.day and number.startswith(queue)]
        assert ticket.number == f"{queue}{len(same) + 1:03}"
        self.tickets[ticket.day, ticket.number] = Known()

    @rule(counter=counters)
    def call_next(self, counter: int) -> None:
        self._called(self.act("tickets.call_next", counter, counter=counter), counter)

    @precondition(lambda self: self.tickets)
    @rule(counter=counters, pick=st.randoms(use_true_random=False))
    def call_chosen(self, counter: int, pick: Any) -> None:
        day, number = pick.choice(sorted(self.tickets))
        self._called(self.act("tickets.call", counter, counter=counter, number=number, day=day), counter)

    def _called(self, called: Any, counter: int) -> None:
        if called is not None:
            known = self.tickets[called.day, called.number]
            assert known.state == "waiting", "a ticket is called by one counter only"
            assert counter not in [k.counter for k in self.tickets.values() if k.state in workflow.AT_COUNTER]
            known.state, known.counter = "called", counter

    @precondition(lambda self: self.tickets)
    @rule(action=st.sampled_from(ACTIONS), counter=counters, pick=st.randoms(use_true_random=False))
    def act_on_one(self, action: str, counter: int, pick: Any) -> None:
        day, number = pick.choice(sorted(self.tickets))
        known = self.tickets[day, number]
        extra: dict[str, Any] = {}
        if action == "hand_over":
            extra = pick.choice([{"to_queue": "F"}, {"to_counter": 2}])
        if action == "resume":
            extra = {"counter": counter}
        allowed = workflow.TICKET.get((TicketState(known.state), action))
        now = self.act(f"tickets.{action}", counter, number=number, day=day, **extra)
        if now is not None:
            assert allowed == now.state, "only transitions of the table"
            known.state, known.counter = now.state, now.counter

    @precondition(lambda self: self.tickets)
    @rule(counter=counters, pick=st.randoms(use_true_random=False))
    def take_back(self, counter: int, pick: Any) -> None:
        day, number = pick.choice(sorted(self.tickets))
        now = self.act("tickets.take_back", 2 if counter < 3 else 3, number=number, day=day)
        if now is not None:
            self.tickets[day, number] = Known(now.state, now.counter)

    @rule(seconds=st.integers(1, 90))
    def wait(self, seconds: int) -> None:
        self.clock.go(seconds=seconds)
        self.latest = max(self.latest, self.clock.now)

    @rule(seconds=st.integers(1, 200))
    def the_clock_is_put_right(self, seconds: int) -> None:
        self.clock.now = self.latest - timedelta(seconds=seconds)

    @precondition(lambda self: self.latest.date() == TODAY)
    @rule()
    def midnight_comes(self) -> None:
        self.clock.show("2026-11-24 00:00:00")
        self.latest = self.clock.now

    @rule(counter=counters, verb=st.sampled_from(["pause", "open"]))
    def pause_or_open(self, counter: int, verb: str) -> None:
        args = {"reason": "pc_meal"} if verb == "pause" else {}
        self.act(f"counters.{verb}", counter, counter=counter, **args)

    @invariant()
    def every_live_ticket_is_in_exactly_one_list(self) -> None:
        for day in {day for day, _ in getattr(self, "tickets", ())}:
            lists = self.offices[0].see("day.open_items", actor="clerk", day=day)
            seen = Tally(itertools.chain.from_iterable(getattr(lists, name) for name in LISTS))
            mine = {number: known.state for (on, number), known in self.tickets.items() if on == day}
            assert seen == dict.fromkeys((n for n, state in mine.items() if state not in workflow.ENDED), 1)
            assert all(mine[number] == name for name in LISTS for number in getattr(lists, name))

    @invariant()
    def a_counter_serves_one_ticket_and_a_ticket_is_at_one_counter(self) -> None:
        if not getattr(self, "tickets", {}):
            return
        board = self.offices[1].see("tickets.board", actor=None)
        shown = [(row.counter, row.ticket) for row in board.counters if row.ticket]
        there = [(k.counter, number) for (_, number), k in self.tickets.items() if k.state in workflow.AT_COUNTER]
        assert sorted(shown) == sorted(there)
        assert len({counter for counter, _ in shown}) == len(shown)


def story_faults(office: Office) -> Iterator[str]:
    """What is wrong with the events and periods of any ticket."""
    with office.store.read() as session:
        for ticket in session.scalars(select(Ticket)):
            events = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
            periods = select(TicketPeriod).where(TicketPeriod.ticket_id == ticket.id).order_by(TicketPeriod.seq)
            yield from event_faults(ticket, list(session.scalars(events)))
            yield from period_faults(ticket, list(session.scalars(periods)))


def event_faults(ticket: Ticket, events: list[TicketEvent]) -> Iterator[str]:
    """Events follow one another, and only by steps of the table; a take back leads to where its action came from."""
    if [event.seq for event in events] != list(range(1, ticket.seq + 1)) or events[-1].to_state != ticket.state:
        yield f"{ticket.number}: events {[event.seq for event in events]}"
    for before, event in itertools.pairwise(events):
        if event.action == "take_back":
            right = before.from_state
        else:
            right = workflow.TICKET.get((TicketState(before.to_state), event.action))
        if (event.from_state, event.to_state) != (before.to_state, right):
            yield f"{ticket.number}: {event.action} from {event.from_state} to {event.to_state}"


def period_faults(ticket: Ticket, periods: list[TicketPeriod]) -> Iterator[str]:
    """Periods have no hole and no overlap and never run backwards; a live ticket's last one is open, in its state."""
    for before, period in itertools.pairwise(periods):
        if before.ended_at != period.started_at:
            yield f"{ticket.number}: a hole before {period.seq}"
    if any(period.ended_at is not None and period.ended_at < period.started_at for period in periods):
        yield f"{ticket.number}: time runs backwards"
    last = periods[-1]
    if (last.ended_at is None) != (ticket.state in LIVE) or (last.ended_at is None and last.state != ticket.state):
        yield f"{ticket.number}: {ticket.state}, but its last period is {last.state}"


@pytest.fixture(params=["sqlite", "postgresql"])
def halls(
    request: pytest.FixtureRequest, tmp_path: Path, hall_file: Path
) -> Iterator[Iterator[tuple[list[Office], Clock]]]:
    """Fresh halls without end, each with two workstations: copies of the file, or of the PostgreSQL template."""
    server: Server | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    made: list[str] = []

    def place(folder: Path) -> Database:
        folder.mkdir()
        if server is None:
            shutil.copyfile(hall_file, folder / hall_file.name)
            return Database(folder, None)
        made.append(f"{folder.name}_{id(made)}")
        return Database(folder, server.create(made[-1], request.getfixturevalue("postgres_template")))

    def fresh() -> Iterator[tuple[list[Office], Clock]]:
        for count in itertools.count():
            where, clock = place(tmp_path / f"day{count}"), Clock()
            yield [open_hall(where, clock, workstation=f"desk-{number}") for number in (1, 2)], clock

    yield fresh()
    for name in made:
        assert server is not None
        server.drop(name)


def test_two_days_of_any_interleaving_keep_the_queue_s_promises(
    halls: Iterator[tuple[list[Office], Clock]],
) -> None:
    machine = type("TheseDays", (TwoDays,), {"halls": halls})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        ),
    )
