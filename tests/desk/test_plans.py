"""No press and no refresh reads a hall's whole history: SQLite finds what it needs by an index, however old the hall.

The figures it needs for that (models/sizes.py) are in the file from its first day.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from desk.office import Office
from desk.store import Store
from models import SIZES, Base, migrations
from tests.factories import finished, issued, missed, on_hold, serving

GROW = sorted({table for table, _, _ in SIZES})


@contextmanager
def overheard(office: Office) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that goes to the database meanwhile, with its values."""
    heard: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        heard.append((statement, values[0] if many else values))

    event.listen(office.store.engine, "before_cursor_execute", note)
    yield heard
    event.remove(office.store.engine, "before_cursor_execute", note)


def history_read(office: Office, statements: list[tuple[str, Any]]) -> list[str]:
    """The steps of the statements' plans that read all rows of a hall from a table that grows."""
    found: list[str] = []
    with closing(office.store.connect_alone()) as connection:
        for statement, values in statements:
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
                found += [f"{step}: {statement}" for step in plan if greedy(step)]
    return found


def greedy(step: str) -> bool:
    """Whether the step ("SEARCH ticket USING PRIMARY KEY (hall_id=?)") is bounded by nothing but the hall."""
    verb, table, *_ = step.split()
    return table in GROW and (verb == "SCAN" or step.endswith("(hall_id=?)"))


@pytest.fixture
def busy(hall_on_sqlite: Office) -> Office:
    """A hall at work."""
    office = hall_on_sqlite
    finished(office)
    missed(office)
    on_hold(office)
    issued(office, priority="elder")
    issued(office, slip=True)
    serving(office, counter=3, actor="supervisor")
    return office


WORK: dict[str, dict[str, Any]] = {
    "tickets.issue": {"queue": "A", "actor": "kiosk"},
    "tickets.call_next": {"counter": 2, "actor": "clerk"},
    "tickets.requeue": {"number": "A002", "actor": "clerk"},
    "prints.claim": {"actor": None},
    "prints.shelve": {"actor": None},
    "day.close": {"actor": "supervisor"},
}
LOOKS: dict[str, dict[str, Any]] = {
    "tickets.waiting": {"counter": 2, "actor": "clerk"},
    "tickets.board": {"actor": None},
    "tickets.at_counter": {"counter": 2, "actor": "clerk"},
    "tickets.history": {"number": "A001", "actor": "clerk"},
    "queues.offered": {"actor": None},
    "day.open_items": {"actor": "clerk"},
    "day.unclosed": {"actor": "clerk"},
    "prints.jobs": {"actor": None},
    "prints.history": {"number": "A001", "actor": "clerk"},
    "audit.entries": {"actor": "auditor"},
}


@pytest.mark.parametrize("name", WORK)
def test_a_press_does_not_read_the_history(busy: Office, name: str) -> None:
    with overheard(busy) as statements:
        busy.do(name, **WORK[name])
    assert statements
    assert history_read(busy, statements) == []


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_does_not_read_the_history(busy: Office, name: str) -> None:
    with overheard(busy) as statements:
        busy.see(name, **LOOKS[name])
    assert statements
    assert history_read(busy, statements) == []


def test_without_the_figures_the_history_would_be_read(busy: Office) -> None:
    with closing(busy.store.connect_alone()) as connection:
        connection.execute("DELETE FROM sqlite_stat1")
    busy.close()  # a connection reads them when it is opened
    with overheard(busy) as statements:
        busy.see("tickets.at_counter", **LOOKS["tickets.at_counter"])
    assert history_read(busy, statements) != []


def test_the_last_revision_and_the_entities_tell_sqlite_the_same(hall_on_sqlite: Office) -> None:
    migrated = figures(hall_on_sqlite.store)
    migrations.downgrade(hall_on_sqlite.store.engine, "base")
    Base.metadata.create_all(hall_on_sqlite.store.engine)
    assert migrated == figures(hall_on_sqlite.store) == sorted(SIZES)


def test_every_index_of_a_table_that_grows_has_its_figures(hall_on_sqlite: Office) -> None:
    with hall_on_sqlite.store.read() as session:
        rows = session.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'")).all()
    there = {(table, index) for table, index in rows if table in GROW}
    assert there - {(table, index) for table, index, _ in SIZES} <= {("ticket", "uq_ticket_at_counter")}


def figures(store: Store) -> list[tuple[str, ...]]:
    with store.read() as session:
        return sorted(tuple(row) for row in session.execute(text("SELECT tbl, idx, stat FROM sqlite_stat1")))
