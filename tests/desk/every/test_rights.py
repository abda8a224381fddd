"""The door keeps the table of rights, row by row."""

from typing import Any

import pytest

from desk.catalogue import everything
from desk.errors import DeskError
from desk.office import Office
from desk.permissions import RIGHTS, ROLES
from tests.desk.copies import Copies
from tests.desk.every.examples import CHANGES, NAMES, Example, carry_out
from tests.factories import Clock

# filling a real hall is not permitted to anybody: that is a rule of its own
ROWS = [name for name in NAMES if name != "demo.fill"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, copies: Copies) -> Any:
    """A hall in which all try everything; who may and who may not does not depend on what the others did."""
    with copies.arranged(request.param, Clock()) as found:
        yield found


def refuses(office: Office, name: str, example: Example, role: str) -> bool:
    """Whether the door turns the role away; what the use case itself says does not matter here."""
    try:
        carry_out(office, name, Example(None if role == "workstation" else role, example.args))
    except DeskError as error:
        return error.code == "not_permitted"
    return False


@pytest.mark.parametrize("name", ROWS)
def test_the_door_turns_away_exactly_the_roles_without_the_right(hall: Any, name: str) -> None:
    office, examples = hall
    turned_away = {role for role in ROLES if refuses(office, name, examples[name], role)}
    assert turned_away == set(ROLES) - RIGHTS[name]


def test_every_use_case_and_view_has_an_example(hall: Any) -> None:
    _, examples = hall
    assert sorted(examples) == NAMES


def test_every_use_case_and_view_may_be_called_by_somebody() -> None:
    assert [name for name in NAMES if not RIGHTS.get(name)] == []


def test_the_table_knows_only_the_roles_there_are() -> None:
    assert set().union(*RIGHTS.values()) == set(ROLES)


def test_a_machine_where_nobody_signed_in_changes_nothing_but_its_own_print_jobs() -> None:
    changes = {name for name in CHANGES if "workstation" in RIGHTS[name]}
    assert changes == {"prints.claim", "prints.printed", "prints.failed", "prints.shelve"}


def test_a_machine_where_nobody_signed_in_sees_nothing_of_a_person() -> None:
    assert not [f for f in everything() if f.desk_mark.personal and "workstation" in RIGHTS[f.desk_mark.name]]
