"""Who works here: the picker, new people, their roles and queues, and who leaves."""

from typing import Any

import pytest

from desk.office import Office
from tests.factories import issued, refused


def admin(office: Office, verb: str, **args: Any) -> Any:
    return office.do(f"staff.{verb}", actor="administrator", **args)


def new(office: Office, **args: Any) -> Any:
    given = {"staff": "lina", "display": "李娜", "roles": ("clerk",), "queues": ("A",)}
    return admin(office, "add", **given | args)


def picked(office: Office) -> dict[str, Any]:
    return {row.name: row for row in office.see("staff.picker", actor=None).staff}


def test_the_picker_offers_who_works_here_and_where(office: Office) -> None:
    picker = office.see("staff.picker", actor=None)
    assert (picker.hall_name, picker.demo, len(picker.counters)) == ("春晖社区服务大厅", False, 7)
    assert (picked(office)["wangmin"].display, picked(office)["wangmin"].roles) == ("王敏", ("clerk",))


def test_the_picker_does_not_offer_who_has_left(office: Office) -> None:
    assert "gone" not in picked(office)


def test_somebody_new_may_act_at_once(office: Office) -> None:
    new(office)
    issued(office)
    assert office.do("tickets.call_next", actor="lina", counter=2).number == "A001"


def test_somebody_new_serves_only_their_queues(office: Office) -> None:
    new(office, queues=("B",))
    issued(office)
    assert office.do("tickets.call_next", actor="lina", counter=2) is None


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"staff": "wangmin"}, "bad_argument"),
        ({"staff": "gone"}, "bad_argument"),
        ({"staff": ""}, "bad_argument"),
        ({"staff": "li na"}, "bad_argument"),
        ({"staff": "李娜"}, "bad_argument"),
        ({"staff": "-"}, "bad_argument"),
        ({"display": "  "}, "bad_argument"),
        ({"roles": ("king",)}, "bad_argument"),
        ({"roles": ("workstation",)}, "bad_argument"),
        ({"queues": ("Z",)}, "unknown_queue"),
    ],
    ids=str,
)
def test_somebody_new_who_cannot_be_is_refused(office: Office, args: dict[str, Any], code: str) -> None:
    before = picked(office)
    given = {"staff": "lina", "display": "李娜", "roles": ("clerk",), "queues": ("A",)} | args
    error = refused(office, "staff.add", actor="administrator", **given)
    assert (error.code, picked(office)) == (code, before)


def test_roles_are_replaced(office: Office) -> None:
    admin(office, "set_roles", staff="wangmin", roles=("supervisor", "clerk"))
    assert picked(office)["wangmin"].roles == ("clerk", "supervisor")


def test_a_role_named_twice_is_one(office: Office) -> None:
    row = admin(office, "set_roles", staff="wangmin", roles=("clerk", "clerk"))
    assert row.roles == picked(office)["wangmin"].roles == ("clerk",)


def test_queues_are_replaced(office: Office) -> None:
    admin(office, "set_queues", staff="clerk", queues=("B", "B", "C"))
    issued(office, "A"), issued(office, "C")
    assert office.do("tickets.call_next", actor="clerk", counter=2).number == "C001"


def test_who_left_may_not_act(office: Office) -> None:
    admin(office, "leave", staff="wangmin")
    assert refused(office, "tickets.call_next", actor="wangmin", counter=1).code == "unknown_actor"
    assert "wangmin" not in picked(office)


def test_what_they_did_stays_under_their_name(office: Office) -> None:
    number = issued(office)
    office.do("tickets.call", actor="wangmin", number=number, counter=1)
    admin(office, "leave", staff="wangmin")
    events = office.see("tickets.history", actor="clerk", number=number).events
    assert events[-1].actor == "wangmin"


@pytest.mark.parametrize(
    ("verb", "args"), [("set_roles", {"roles": ("clerk",)}), ("set_queues", {"queues": ("A",)}), ("leave", {})]
)
def test_somebody_nobody_knows_is_refused(office: Office, verb: str, args: dict[str, Any]) -> None:
    error = refused(office, f"staff.{verb}", actor="administrator", staff="nobody", **args)
    assert (error.code, error.facts) == ("unknown_staff", {"staff": "nobody"})


@pytest.mark.parametrize(("verb", "args"), [("set_roles", {"roles": ("clerk",)}), ("leave", {})])
def test_the_last_administrator_stays(office: Office, verb: str, args: dict[str, Any]) -> None:
    error = refused(office, f"staff.{verb}", actor="administrator", staff="administrator", **args)
    assert error.code == "bad_argument"
    assert "administrator" in picked(office)["administrator"].roles


def test_an_administrator_may_go_when_another_stays(office: Office) -> None:
    new(office, roles=("administrator",))
    admin(office, "leave", staff="administrator")
    assert "administrator" not in picked(office)


def test_a_clerk_hires_nobody(office: Office) -> None:
    error = refused(office, "staff.add", staff="lina", display="李娜", roles=("clerk",))
    assert error.code == "not_permitted"
