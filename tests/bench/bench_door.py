"""Issue and call next through the door against the bare statements, with no and with a million old tickets."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

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


def issue_and_call(office: Office) -> dict[str, tuple[float, float]]:
    """Median milliseconds (ours, floor) of an issue and of a call, on this hall."""
    day = office.now().date().isoformat()
    bare = Bare(office.store, office.info, "bare")
    try:
        issues = paired(
            lambda: office.do("tickets.issue", actor="kiosk", queue="A"), lambda: bare.issue(day, "B"), rounds=ROUNDS
        )
        return {"issue": issues, "call_next": _calls(office, bare, day)}
    finally:
        bare.close()


def _calls(office: Office, bare: Bare, day: str) -> tuple[float, float]:
    """Both call, in turn, at a counter each; between two calls the ticket goes back unmeasured."""
    samples: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS // 5):
        ours, floor = paired(lambda: _call(office), lambda: _bare_call(office, bare, day), rounds=1)
        samples[0].append(ours)
        samples[1].append(floor)
        _put_back(office)
    return sorted(samples[0])[len(samples[0]) // 2], sorted(samples[1])[len(samples[1]) // 2]
