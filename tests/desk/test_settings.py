"""What a hall may set: presets, its own values, and what is refused."""

from typing import Any

import pytest

from desk.office import Office
from desk.settings import presets
from tests.conftest import Database
from tests.factories import Clock, issued, open_hall, refused, serving
from tests.models.rows import contents


def set_(office: Office, name: str, value: Any) -> Any:
    return office.do("settings.set", actor="administrator", name=name, value=value)


def value(office: Office, name: str) -> Any:
    return next(row.value for row in office.see("settings.all", actor="clerk") if row.key == name)


def test_a_new_hall_has_the_presets(office: Office) -> None:
    assert {row.key: row for row in office.see("settings.all", actor="clerk")} == presets()


@pytest.mark.parametrize(
    ("name", "preset"),
    [
        ("ticket.digits", 3),
        ("ticket.recalls", 3),
        ("ticket.recall_interval", 20),
        ("ticket.requeue_after", 3),
        ("ticket.requeue_max", 2),
        ("ticket.priority_one_in", 2),
        ("ticket.take_back", 2),
        ("ticket.any_window", False),
        ("ticket.resume_anywhere", True),
    ],
    ids=repr,
)
def test_the_presets_are_those_of_the_rules(office: Office, name: str, preset: object) -> None:
    assert value(office, name) == preset


def test_every_setting_says_what_it_is_in_two_languages() -> None:
    assert [row.key for row in presets().values() if not (row.zh and row.en and row.unit)] == []


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("ticket.recalls", 5, 5),
        ("ticket.recalls", "5", 5),
        ("ticket.recalls", "５", 5),
        ("ticket.any_window", True, True),
        ("ticket.any_window", "true", True),
        ("ticket.any_window", "0", False),
        ("lobby.ticker", "今日 17:00 停止取号", "今日 17:00 停止取号"),
        ("lobby.ticker", "2026", "2026"),
    ],
    ids=repr,
)
def test_a_value_is_kept_as_what_it_is(office: Office, name: str, given: object, kept: object) -> None:
    set_(office, name, given)
    assert (value(office, name), type(value(office, name))) == (kept, type(kept))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("ticket.luck", 7),
        ("ticket.recalls", -1),
        ("ticket.recalls", "many"),
        ("ticket.recalls", ""),
        ("ticket.recalls", True),
        ("ticket.any_window", "perhaps"),
        ("ticket.any_window", 2),
        ("ticket.recalls", 10**30),
        ("ticket.take_back", 10**12),
        ("ticket.digits", 500),
    ],
    ids=repr,
)
def test_a_value_that_cannot_be_is_refused(office: Office, name: str, given: object) -> None:
    before = contents(office.store.engine)["setting"]
    error = refused(office, "settings.set", actor="administrator", name=name, value=given)
    assert (error.code, contents(office.store.engine)["setting"]) == ("bad_argument", before)


@pytest.mark.parametrize("name", [key for key, row in presets().items() if type(row.value) is int])
def test_the_largest_value_of_a_setting_breaks_nothing(office: Office, name: str) -> None:
    set_(office, name, 9 if name == "ticket.digits" else 1000)
    number = serving(office)
    assert office.see("tickets.at_counter", actor="clerk", counter=2).current.number == number


def test_a_value_set_twice_is_the_last(office: Office) -> None:
    set_(office, "ticket.recalls", 5)
    set_(office, "ticket.recalls", 7)
    assert value(office, "ticket.recalls") == 7


def test_a_setting_counts_at_every_workstation(office: Office, place: Database, clock: Clock) -> None:
    set_(office, "ticket.digits", 4)
    other = open_hall(place, clock, workstation="desk-2")
    assert issued(other) == "A0001"
    other.close()


def test_a_supervisor_sets_nothing(office: Office) -> None:
    error = refused(office, "settings.set", actor="supervisor", name="ticket.recalls", value=1)
    assert error.code == "not_permitted"
