"""Codes on papers: genuine or not, without a network."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import codes
from desk.context import HallInfo
from desk.office import Office
from tests.conftest import Database
from tests.factories import TODAY, ZONE, Clock, issued, make_hall, open_hall, serving, unseen

HALL = HallInfo("CH", "春晖", ZONE, False, b"s" * 32)


@pytest.fixture
def code(office: Office) -> str:
    """The code on the slip of A001."""
    return office.see("tickets.slip", actor="kiosk", number=issued(office)).code


def wide(text: str) -> str:
    """The same in the full-width letters of a Chinese input method."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def refusal(office: Office, text: str) -> str:
    return unseen(office, "codes.scan", actor=None, text=text).code


def test_a_code_names_hall_kind_number_with_its_day_and_check(code: str) -> None:
    assert code.startswith("HD1:CH:T:20261123-A001:")
    assert len(code.rpartition(":")[2]) == 8


def test_a_genuine_code_says_what_it_names(office: Office, code: str) -> None:
    found = office.see("codes.scan", actor=None, text=code)
    assert (found.kind, found.number, found.day, found.state) == ("T", "A001", TODAY, "waiting")


def test_a_genuine_code_says_the_present_state(office: Office) -> None:
    number = serving(office)
    code = office.see("tickets.slip", actor="kiosk", number=number).code
    assert office.see("codes.scan", actor=None, text=code).state == "serving"


@pytest.mark.parametrize(
    "typed",
    [str.lower, wide, lambda code: wide(code.lower()), lambda code: f"\t{code}\r\n"],
    ids=["small", "wide", "wide and small", "with space around"],
)
def test_a_code_is_read_however_the_scanner_types_it(office: Office, code: str, typed: Callable[[str], str]) -> None:
    assert office.see("codes.scan", actor=None, text=typed(code)).number == "A001"


def test_a_code_is_read_with_the_dash_of_a_chinese_input_method(office: Office, code: str) -> None:
    typed = code.replace(":", "：").replace("-", "—")
    assert office.see("codes.scan", actor=None, text=typed).number == "A001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A001",
        "HD1",
        "HD1:CH:T:20261123-A001",
        "HD2:CH:T:20261123-A001:AAAAAAAA",
        "HD1:CH:T:20261123-A001:AAAAAAA",
        "HD1:CH:T:20261123-A001:AAAAAAA1",
        "https://example.org/HD1:CH:T:20261123-A001:AAAAAAAA",
        "HD1:CH:T::AAAAAAAA",
        "HD1:C H:T:20261123-A001:AAAAAAAA",
        "二维码",
        "\x00",
        "H" * 10_000,
    ],
)
def test_what_is_no_code_is_unreadable(office: Office, text: str) -> None:
    error = unseen(office, "codes.scan", actor=None, text=text)
    assert (error.code, len(error.facts["text"]) <= 60) == ("code_unreadable", True)


def test_a_code_of_another_hall_is_refused_by_its_name(office: Office, code: str) -> None:
    error = unseen(office, "codes.scan", actor=None, text=code.replace(":CH:", ":DY:"))
    assert (error.code, error.facts) == ("code_foreign", {"hall": "DY"})


def with_another(code: str, at: int) -> str:
    """The code with another character at this place."""
    characters = list(code)
    characters[at] = "A" if characters[at] != "A" else "B"
    return "".join(characters)


def test_a_code_with_one_other_character_is_never_genuine(office: Office, code: str) -> None:
    refusals = {refusal(office, with_another(code, at)) for at in range(len(code))}
    assert refusals == {"code_forged", "code_foreign", "code_unreadable"}


def test_a_code_with_another_check_is_forged(office: Office, code: str) -> None:
    assert {refusal(office, with_another(code, at)) for at in range(-8, 0)} == {"code_forged"}


def test_a_code_made_with_another_secret_is_forged(office: Office, code: str) -> None:
    forged = codes.ticket_code(HALL, TODAY, "A001")
    assert (forged != code, refusal(office, forged)) == (True, "code_forged")


def test_a_kind_that_tickets_do_not_have_is_forged(office: Office) -> None:
    assert refusal(office, codes.make(office.info, "X", "20261123-A001")) == "code_forged"


def test_a_code_of_yesterday_is_over(office: Office, code: str, clock: Clock) -> None:
    clock.go(days=1)
    error = unseen(office, "codes.scan", actor=None, text=code)
    assert (error.code, error.facts) == ("code_over", {"number": "A001", "day": "2026-11-23"})


def test_a_genuine_code_of_a_ticket_that_is_gone_is_unknown(office: Office) -> None:
    assert refusal(office, codes.ticket_code(office.info, TODAY, "A009")) == "unknown_ticket"


def test_the_same_number_in_two_halls_has_two_codes(place: Database, office: Office, code: str) -> None:
    if place.url is None:
        return
    make_hall(place.data, place.url, code="DY", name="东苑")
    other = open_hall(place, Clock(), hall="DY")
    theirs = other.see("tickets.slip", actor="kiosk", number=issued(other)).code
    assert (theirs.split(":")[3], theirs.split(":")[4] != code.split(":")[4]) == ("20261123-A001", True)
    assert unseen(other, "codes.scan", actor=None, text=code).code == "code_foreign"
    other.close()


numbers = st.from_regex(r"[A-Z][0-9]{3,5}", fullmatch=True)


@given(numbers, numbers)
def test_two_numbers_have_the_same_check_only_when_they_are_one(number: str, other: str) -> None:
    checks = {codes.ticket_code(HALL, TODAY, text).rpartition(":")[2] for text in (number, other)}
    assert len(checks) == len({number, other})


@given(numbers)
def test_a_code_has_only_letters_digits_colons_and_one_dash(number: str) -> None:
    code = codes.ticket_code(HALL, TODAY, number)
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-")
