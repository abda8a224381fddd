"""Issue and call next through the door against the bare statements, with no and with a million old tickets."""

from collections.abc import Callable, Iterator

import pytest

from desk.office import Office, system_clock
from tests.bench.bare import Bare
from tests.bench.measure import Figure, paired
from tests.bench.old import fill
from tests.conftest import Database
from tests.factories import make_hall, open_hall
from tests.postgres import DURABLE, Server

ROUNDS = 150
OLD = {"sqlite": 1_000_000, "postgresql": 300_000}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def halls(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Office]]:
    """`halls("new")` and `halls("old")`: a hall's first day, and the same with years behind it; both durable."""
    kind = request.param
    opened: list[Office] = []
    with Server(DURABLE) as server:

        def open_(name: str) -> Office:
            folder = tmp_path_factory.mktemp(f"{kind}-{name}")
            place = Database(folder, server.create(name) if kind == "postgresql" else None)
            make_hall(folder, place.url)
            office = open_hall(place, system_clock)
            opened.append(office)
            if name == "old":
                fill(office.store, office.hall, office.now().date(), OLD[kind])
            return office

        yield open_
        for office in opened:
            office.close()


class Hall:
    """An office with its floor, and what both do at a press."""

    def __init__(self, office: Office) -> None:
        self.office, self.bare = office, Bare(office.store, office.info, "bare")
        self.day = office.now().date().isoformat()

    def issue(self) -> None:
        self.office.do("tickets.issue", actor="kiosk", queue="A")

    def bare_issue(self) -> None:
        self.bare.issue(self.day)

    def call_next(self) -> None:
        self.office.do("tickets.call_next", actor="clerk", counter=2)

    def bare_call_next(self) -> None:
        self.bare.call_next(self.day, 3)

    def free_counters(self) -> None:
        for number in self.office.see("day.open_items", actor="clerk").called:
            self.office.do("tickets.no_show", actor="clerk", number=number)


def test_issue_and_call_stay_near_the_bare_statements_and_do_not_grow(
    halls: Callable[[str], Office], figures: list[Figure], request: pytest.FixtureRequest
) -> None:
    kind = "PostgreSQL" if "postgresql" in request.node.name else "SQLite"
    new, old = Hall(halls("new")), Hall(halls("old"))

    def free() -> None:
        new.free_counters()
        old.free_counters()

    try:
        for hall, title in ((new, "first day"), (old, f"{OLD[kind.lower()]:,} old tickets")):
            figures.append(Figure(f"{kind} issue, {title}", *paired(hall.issue, hall.bare_issue, rounds=ROUNDS), 5))
            calls = paired(hall.call_next, hall.bare_call_next, rounds=ROUNDS // 2, between=hall.free_counters)
            figures.append(Figure(f"{kind} call_next, {title}", *calls, 5))
        figures.append(Figure(f"{kind} issue, growth", *paired(old.issue, new.issue, rounds=ROUNDS), 1.3))
        calls = paired(old.call_next, new.call_next, rounds=ROUNDS // 2, between=free)
        figures.append(Figure(f"{kind} call_next, growth", *calls, 1.3))
    finally:
        new.bare.close()
        old.bare.close()
