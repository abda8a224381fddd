"""What holds for every use case and every view, whatever it does: it is one more name in the catalogue."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from desk.catalogue import arguments, checked, marked, returned
from desk.jsonable import plain
from desk.office import Office
from models import AuditEntry, Base
from tests.desk.copies import Copies
from tests.desk.every.examples import CHANGES, VIEWS, Example, carry_out
from tests.factories import Clock
from tests.models.rows import contents

DONE = [name for name in CHANGES if name != "demo.fill"]  # a real hall is never filled
# what changes nothing that the audit keeps row by row
WITHOUT_ROWS = {"clock.confirm", "queues.open_queue"}
TABLES = Base.metadata.sorted_tables
DOOR = {"request", "audit_entry", "audit_lane", "change"}
"""Tables that only the door writes."""


@dataclass(slots=True)
class Deed:
    """A use case carried out twice with the same key, and everything that could be seen of it."""

    name: str
    example: Example
    at: datetime
    before: dict[str, Any]
    result: Any
    after: dict[str, Any]
    entry: AuditEntry
    again: Any
    after_again: dict[str, Any]
    told: set[str] = field(default_factory=set)

    @property
    def changed(self) -> set[str]:
        """The tables whose rows are others than before."""
        return {table for table in self.before if self.before[table] != self.after[table]}


def carried_out(office: Office, name: str, example: Example, clock: Clock) -> Deed:
    clock.go(seconds=90)
    told: set[str] = set()
    before = contents(office.store.engine)
    office.subscribe(told.update)
    result = carry_out(office, name, example, key="k")
    after = contents(office.store.engine)
    entry = last_entry(office)
    again = carry_out(office, name, example, key="k")
    return Deed(name, example, clock.now, before, result, after, entry, again, contents(office.store.engine), told)


def last_entry(office: Office) -> AuditEntry:
    with office.store.read() as session:
        entries = select(AuditEntry).where(AuditEntry.lane == office.workstation)
        return session.scalars(entries.order_by(AuditEntry.seq.desc()).limit(1)).one()


@pytest.fixture(scope="module", params=[(kind, name) for kind in ("sqlite", "postgresql") for name in DONE], ids=str)
def deed(request: pytest.FixtureRequest, copies: Copies) -> Deed:
    kind, name = request.param
    clock = Clock()
    with copies.arranged(kind, clock) as (office, examples):
        return carried_out(office, name, examples[name], clock)


def test_a_change_is_in_the_audit_with_who_when_where_and_what(deed: Deed) -> None:
    who = deed.example.actor or "-"
    found = (deed.entry.actor, deed.entry.at, deed.entry.lane, deed.entry.what)
    told = marked(deed.name).desk_mark.told(deed.example.args)
    assert (*found, deed.entry.args) == (who, deed.at, "desk-1", deed.name, plain(told))


def test_a_change_is_in_the_audit_with_its_rows_before_and_after(deed: Deed) -> None:
    audited = {table.name for table in TABLES if table.info["audited"]}
    assert {row["table"] for row in deed.entry.rows} == deed.changed & audited
    assert deed.changed & audited or deed.name in WITHOUT_ROWS


def test_a_change_tells_its_topics(deed: Deed) -> None:
    kept = DOOR | {"number_series", "audit_seal"}
    assert deed.told >= {table.info["topic"] for table in TABLES if table.name in deed.changed - kept}


def test_a_key_answers_the_second_time_with_the_first_result(deed: Deed) -> None:
    assert deed.again == deed.result


def test_a_key_changes_nothing_the_second_time(deed: Deed) -> None:
    assert deed.after_again == deed.after


def test_a_result_is_the_same_after_its_way_through_json(deed: Deed) -> None:
    assert returned(marked(deed.name), json.loads(json.dumps(plain(deed.result)))) == deed.result


def test_arguments_are_the_same_after_their_way_through_json(deed: Deed) -> None:
    args = deed.example.args
    assert checked(marked(deed.name), json.loads(json.dumps(plain(args)))) == args


# --- views ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, copies: Copies) -> Iterator[tuple[Office, dict[str, Example]]]:
    """A hall that is only looked at."""
    with copies.arranged(request.param, Clock()) as found:
        yield found


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_writes_nothing_but_the_look_it_must_keep(hall: Any, name: str) -> None:
    office, examples = hall
    before = contents(office.store.engine)
    carry_out(office, name, examples[name])
    after = contents(office.store.engine)
    looks = len(after["audit_entry"]) - len(before["audit_entry"])
    assert looks == int(marked(name).desk_mark.personal)
    assert {table for table in before if before[table] != after[table]} <= {"audit_entry", "audit_lane"}


@pytest.mark.parametrize("name", VIEWS)
def test_an_answer_is_the_same_after_its_way_through_json(hall: Any, name: str) -> None:
    office, examples = hall
    answer = carry_out(office, name, examples[name])
    assert returned(marked(name), json.loads(json.dumps(plain(answer)))) == answer


@pytest.mark.parametrize("name", CHANGES + VIEWS)
def test_a_schema_forbids_arguments_it_does_not_know(name: str) -> None:
    assert arguments(marked(name)).model_json_schema()["additionalProperties"] is False


@pytest.mark.parametrize("name", CHANGES + VIEWS)
def test_no_argument_has_a_name_that_belongs_to_the_door(name: str) -> None:
    assert arguments(marked(name)).model_fields.keys().isdisjoint({"self", "use_case", "view", "actor", "key"})


@pytest.mark.parametrize("name", CHANGES + VIEWS)
def test_the_docstring_says_what_it_is_for(name: str) -> None:
    assert (marked(name).__doc__ or "").strip()
