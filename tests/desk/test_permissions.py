"""Who is let in at the door, and what it says to the others."""

import pytest

from desk.catalogue import marked
from desk.errors import DeskError
from desk.office import Office, open_office
from tests.conftest import Database
from tests.factories import refused


def test_a_function_without_a_row_can_be_called_by_nobody(office: Office) -> None:
    error = refused(office, "residents.search", actor="supervisor")
    assert error.code == "unknown_use_case"


def test_the_refusal_names_the_use_case(office: Office) -> None:
    error = refused(office, "tickets.issue", actor="member", queue="A")
    assert (error.code, error.facts["use_case"]) == ("not_permitted", "tickets.issue")


def test_an_unknown_actor_is_named(office: Office) -> None:
    error = refused(office, "tickets.issue", actor="nobody", queue="A")
    assert (error.code, error.facts) == ("unknown_actor", {"actor": "nobody"})


def test_somebody_who_left_is_unknown(office: Office) -> None:
    assert refused(office, "tickets.issue", actor="gone", queue="A").code == "unknown_actor"


def test_several_roles_may_do_what_each_of_them_may(office: Office) -> None:
    office.do("staff.set_roles", actor="administrator", staff="wangmin", roles=("member", "kiosk"))
    assert office.do("tickets.issue", actor="wangmin", queue="A").number == "A001"


def test_a_role_taken_away_counts_at_once(office: Office) -> None:
    office.do("staff.set_roles", actor="administrator", staff="wangmin", roles=("member",))
    assert refused(office, "tickets.call_next", actor="wangmin", counter=1).code == "not_permitted"


def test_a_refused_actor_leaves_nothing_behind(office: Office) -> None:
    refused(office, "tickets.issue", actor="member", queue="A", key="k")
    assert office.do("tickets.issue", actor="kiosk", queue="A", key="k").number == "A001"


def test_what_changes_cannot_be_seen(office: Office) -> None:
    with pytest.raises(DeskError, match="unknown_use_case"):
        office.see("tickets.issue", actor="kiosk", queue="A")


def test_what_is_seen_cannot_be_done(office: Office) -> None:
    assert refused(office, "tickets.board", actor="clerk").code == "unknown_use_case"


@pytest.mark.parametrize("name", ["tickets", "tickets.", ".issue", "tickets.lose", "office.do", "tickets.issue.x", ""])
def test_a_name_off_the_catalogue_is_refused(office: Office, name: str) -> None:
    assert refused(office, name).code == "unknown_use_case"


def test_the_function_is_as_good_as_its_name(office: Office) -> None:
    assert office.do(marked("tickets.issue"), actor="kiosk", queue="A").number == "A001"


def test_a_function_without_a_mark_is_refused(office: Office) -> None:
    with pytest.raises(DeskError, match="unknown_use_case"):
        office.do(print, actor="kiosk")


def test_a_hall_that_is_not_there_is_named(place: Database) -> None:
    with pytest.raises(DeskError) as caught:
        open_office(data=place.data, database=place.url, hall="XX")
    assert (caught.value.code, caught.value.facts) == ("unknown_hall", {"hall": "XX"})
