"""A machine plays several counters, the kiosk and the clock for a day; queue rules §1–3 hold throughout."""

import itertools
import shutil
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
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

from desk import workflow
from desk.checkup import problems
from desk.errors import DeskError
from desk.office import Office
from models import TicketState
from tests.conftest import Database
from tests.factories import Clock, open_hall
from tests.postgres import Server

COUNTERS = {1: "wangmin", 2: "clerk", 3: "supervisor", 4: "sunwei"}
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


@dataclass
class Known:
    """What the machine expects of one ticket."""

    state: str = "waiting"
    counter: int | None = None
    before: list[tuple[str, int | None]] = field(default_factory=list)


class Day(RuleBasedStateMachine):
    """`office` is set by the test before a machine starts; it opens on a fresh hall each time."""

    halls: Callable[[], tuple[Office, Clock]]

    @initialize()
    def open(self) -> None:
        self.office, self.clock = type(self).halls()
        self.latest = self.clock.now
        self.tickets: dict[str, Known] = {}

    def teardown(self) -> None:
        if hasattr(self, "office"):
            found = list(problems(self.office.store, self.office.info))
            self.office.close()
            assert found == []

    def act(self, name: str, at: int, /, **args: Any) -> Any:
        """What the use case answers, or None when a rule of the queue refuses it."""
        try:
            return self.office.do(name, actor=COUNTERS[at], **args)
        except DeskError as error:
            if error.code not in REFUSALS:
                raise
            return None

    @rule(queue=st.sampled_from("ABDF"), priority=st.sampled_from([None, None, None, "elder"]))
    def issue(self, queue: str, priority: str | None) -> None:
        ticket = self.office.do("tickets.issue", actor="kiosk", queue=queue, priority=priority, slip=False)
        same = [number for number in self.tickets if number.startswith(queue)]
        assert ticket.number == f"{queue}{len(same) + 1:03}"
        self.tickets[ticket.number] = Known()

    @rule(counter=st.sampled_from(sorted(COUNTERS)))
    def call_next(self, counter: int) -> None:
        called = self.act("tickets.call_next", counter, counter=counter)
        if called is not None:
            known = self.tickets[called.number]
            assert known.state == "waiting"
            known.state, known.counter = "called", counter

    @precondition(lambda self: self.tickets)
    @rule(
        action=st.sampled_from(sorted(set(workflow.ACTIONS) - {"call", "close_day"})),
        counter=st.sampled_from(sorted(COUNTERS)),
        pick=st.randoms(use_true_random=False),
    )
    def act_on_one(self, action: str, counter: int, pick: Any) -> None:
        number = pick.choice(sorted(self.tickets))
        known = self.tickets[number]
        extra: dict[str, Any] = {}
        if action == "hand_over":
            extra = pick.choice([{"to_queue": "F"}, {"to_counter": 2}])
        if action == "resume":
            extra = {"counter": counter}
        allowed = workflow.TICKET.get((TicketState(known.state), action))
        now = self.act(f"tickets.{action}", counter, number=number, **extra)
        if now is not None:
            assert allowed == now.state, "only transitions of the table"
            known.state, known.counter = now.state, now.counter

    @precondition(lambda self: self.tickets)
    @rule(pick=st.randoms(use_true_random=False))
    def take_back(self, pick: Any) -> None:
        number = pick.choice(sorted(self.tickets))
        now = self.act("tickets.take_back", 2, number=number)
        if now is not None:
            self.tickets[number].state, self.tickets[number].counter = now.state, now.counter

    @rule(seconds=st.integers(1, 90))
    def wait(self, seconds: int) -> None:
        self.clock.go(seconds=seconds)
        self.latest = max(self.latest, self.clock.now)

    @rule(seconds=st.integers(1, 200))
    def clock_is_put_right(self, seconds: int) -> None:
        self.clock.now = self.latest - timedelta(seconds=seconds)

    @rule(counter=st.sampled_from(sorted(COUNTERS)), verb=st.sampled_from(["pause", "open"]))
    def pause_or_open(self, counter: int, verb: str) -> None:
        args = {"reason": "pc_meal"} if verb == "pause" else {}
        self.act(f"counters.{verb}", counter, counter=counter, **args)

    @invariant()
    def every_live_ticket_is_in_exactly_one_list(self) -> None:
        if not hasattr(self, "office"):
            return
        lists = self.office.see("day.open_items", actor="clerk")
        seen = Tally(itertools.chain.from_iterable(getattr(lists, name) for name in LISTS))
        live = {number for number, known in self.tickets.items() if known.state not in workflow.ENDED}
        assert seen == dict.fromkeys(live, 1)
        for name in LISTS:
            assert all(self.tickets[number].state == name for number in getattr(lists, name))

    @invariant()
    def a_counter_serves_one_ticket_and_a_ticket_is_at_one_counter(self) -> None:
        if not hasattr(self, "office"):
            return
        board = self.office.see("tickets.board", actor=None)
        shown = {row.counter: row.ticket for row in board.counters if row.ticket}
        assert len(board.counters) == len({row.counter for row in board.counters})
        expected = {k.counter: number for number, k in self.tickets.items() if k.state in workflow.AT_COUNTER}
        assert shown == expected


@pytest.fixture(params=["sqlite", "postgresql"])
def halls(request: pytest.FixtureRequest, tmp_path: Path, hall_file: Path) -> Callable[[], tuple[Office, Clock]]:
    """Fresh halls without end: copies of the file, or of the PostgreSQL template."""

    def on_sqlite(folder: Path) -> Database:
        shutil.copyfile(hall_file, folder / hall_file.name)
        return Database(folder, None)

    def on_postgresql(folder: Path) -> Database:
        server: Server = request.getfixturevalue("postgres")
        template: str = request.getfixturevalue("postgres_template")
        return Database(folder, server.create(f"{tmp_path.name}_{folder.name}", template))

    days = itertools.count()

    def fresh() -> tuple[Office, Clock]:
        folder = tmp_path / f"day{next(days)}"
        folder.mkdir()
        clock = Clock()
        return open_hall((on_sqlite if request.param == "sqlite" else on_postgresql)(folder), clock), clock

    return fresh


def test_a_day_of_any_interleaving_keeps_the_queue_s_promises(halls: Callable[[], tuple[Office, Clock]]) -> None:
    machine = type("ThisDay", (Day,), {"halls": staticmethod(halls)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
