"""Rating a visit: once, freely, for oneself; and nobody learns who gave which grade."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from desk.office import Office
from desk.permissions import RIGHTS, ROLES
from models import AuditEntry, RatedTicket, Rating
from tests.factories import TODAY, Clock, called, finished, issued, refused, serving, unseen


def rate(office: Office, number: str, grade: int = 5, **args: Any) -> Any:
    return office.do("ratings.rate", actor="kiosk", number=number, grade=grade, **args)


def slip(office: Office, number: str) -> str:
    """The code on the ticket's slip."""
    return office.see("tickets.slip", actor="kiosk", number=number).code


def ratings(office: Office) -> list[Rating]:
    with office.store.read() as session:
        return list(session.scalars(select(Rating)))


# --- giving ----------------------------------------------------------------------------------------------------------


def test_a_finished_visit_is_rated(office: Office) -> None:
    number = finished(office)
    assert rate(office, number, 4).number == number
    assert [(row.grade, row.queue, row.counter, row.staff) for row in ratings(office)] == [(4, "A", 2, "clerk")]


@pytest.mark.parametrize("grade", [1, 2, 3, 4, 5])
def test_each_of_the_five_grades_may_be_given(office: Office, grade: int) -> None:
    rate(office, finished(office), grade)
    assert [row.grade for row in ratings(office)] == [grade]


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_a_grade_off_the_scale_is_refused(office: Office, grade: int) -> None:
    assert refused(office, "ratings.rate", actor="kiosk", number=finished(office), grade=grade).code == "bad_argument"


def test_a_second_rating_is_refused(office: Office) -> None:
    number = finished(office)
    rate(office, number)
    error = refused(office, "ratings.rate", actor="kiosk", number=number, grade=1)
    assert (error.code, error.facts) == ("rated_already", {"number": number})
    assert [row.grade for row in ratings(office)] == [5]


def test_a_visit_taken_back_and_finished_again_is_rated_once(office: Office) -> None:
    number = finished(office)
    rate(office, number)
    office.do("tickets.take_back", actor="clerk", number=number)
    office.do("tickets.finish", actor="clerk", number=number)
    assert refused(office, "ratings.rate", actor="kiosk", number=number, grade=1).code == "rated_already"


@pytest.mark.parametrize("way_there", [issued, called, serving])
def test_a_visit_is_not_rated_before_its_end(office: Office, way_there: Any) -> None:
    number = way_there(office)
    error = refused(office, "ratings.rate", actor="kiosk", number=number, grade=5)
    assert (error.code, error.facts["number"]) == ("not_finished", number)


def test_an_unknown_ticket_is_named(office: Office) -> None:
    assert refused(office, "ratings.rate", actor="kiosk", number="A009", grade=5).code == "unknown_ticket"


def test_a_visit_may_be_rated_as_long_as_the_window_is_open(office: Office, clock: Clock) -> None:
    number = finished(office)
    clock.go(days=30)
    assert rate(office, number, day=TODAY).day == TODAY


def test_a_visit_is_not_rated_when_the_window_is_over(office: Office, clock: Clock) -> None:
    number = finished(office)
    clock.go(days=31)
    error = refused(office, "ratings.rate", actor="kiosk", number=number, grade=5, day=TODAY)
    assert (error.code, error.facts) == ("rating_too_late", {"number": number, "days": 30})


def test_reasons_belong_to_the_grade(office: Office) -> None:
    rate(office, finished(office), 5, reasons=("fast", "rh_clear", "fast"))
    rate(office, finished(office), 1, reasons=("slow",))
    assert sorted(row.reasons for row in ratings(office)) == [["rh_fast", "rh_clear"], ["rl_slow"]]


@pytest.mark.parametrize(("grade", "reason"), [(5, "rl_slow"), (4, "rl_slow"), (2, "rh_fast"), (3, "rh_fast"), (1, "")])
def test_a_reason_of_another_list_is_refused(office: Office, grade: int, reason: str) -> None:
    error = refused(office, "ratings.rate", actor="kiosk", number=finished(office), grade=grade, reasons=(reason,))
    assert error.code == "unknown_reason"


def test_another_reason_must_be_written_out(office: Office) -> None:
    number = finished(office)
    error = refused(office, "ratings.rate", actor="kiosk", number=number, grade=1, reasons=("other",), note=" ")
    assert error.code == "note_missing"
    rate(office, number, 1, reasons=("other",), note="椅子坏了")
    assert [row.note for row in ratings(office)] == ["椅子坏了"]


def test_a_very_long_note_is_refused(office: Office) -> None:
    number = finished(office)
    assert (
        refused(office, "ratings.rate", actor="kiosk", number=number, grade=1, note="长" * 201).code == "bad_argument"
    )


def test_every_grade_comes_with_its_reasons(office: Office) -> None:
    rows = office.see("ratings.grades", actor=None)
    assert [(row.grade, row.zh, row.low) for row in rows] == [
        (5, "非常满意", False),
        (4, "满意", False),
        (3, "基本满意", False),
        (2, "不满意", True),
        (1, "非常不满意", True),
    ]
    assert {row.reasons[0].code[:3] for row in rows if row.low} == {"rl_"}


# --- by the slip's code ----------------------------------------------------------------------------------------------


def test_the_slip_says_which_visit_may_be_rated(office: Office) -> None:
    number = finished(office)
    found = office.see("ratings.by_code", actor="kiosk", code=slip(office, number))
    assert (found.number, found.day, found.queue) == (number, TODAY, "A")


def test_a_visit_is_rated_with_its_slip_on_a_later_day(office: Office, clock: Clock) -> None:
    number = finished(office)
    code = slip(office, number)
    clock.go(days=3)
    assert rate(office, number, way="slip", code=code).day == TODAY


def test_without_the_code_there_is_no_way_of_the_slip(office: Office) -> None:
    error = refused(office, "ratings.rate", actor="kiosk", number=finished(office), grade=5, way="slip")
    assert (error.code, error.facts) == ("bad_argument", {"problem": "code"})


def test_a_code_rates_no_other_ticket(office: Office) -> None:
    mine, other = finished(office), finished(office)
    args = {"number": other, "grade": 1, "way": "slip", "code": slip(office, mine)}
    assert refused(office, "ratings.rate", actor="kiosk", **args).code == "code_forged"


def test_a_code_rates_no_other_day(office: Office) -> None:
    number = finished(office)
    args = {"number": number, "grade": 1, "way": "slip", "code": slip(office, number)}
    assert refused(office, "ratings.rate", actor="kiosk", day=TODAY - timedelta(1), **args).code == "code_forged"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), "code_forged"),
        (lambda text: text.replace(":CH:", ":XX:"), "code_foreign"),
        (lambda text: "A001", "code_unreadable"),
    ],
)
def test_a_code_that_is_not_genuine_is_refused(office: Office, change: Any, code: str) -> None:
    number = finished(office)
    text = change(slip(office, number))
    args = {"number": number, "grade": 1, "way": "slip", "code": text}
    assert refused(office, "ratings.rate", actor="kiosk", **args).code == code
    assert unseen(office, "ratings.by_code", actor="kiosk", code=text).code == code


def test_the_slip_of_a_rated_visit_is_refused(office: Office) -> None:
    number = finished(office)
    rate(office, number)
    assert unseen(office, "ratings.by_code", actor="kiosk", code=slip(office, number)).code == "rated_already"


# --- nobody learns who gave which grade ------------------------------------------------------------------------------


def test_staff_cannot_rate_for_a_resident() -> None:
    assert RIGHTS["ratings.rate"] == {"kiosk"}


def test_nothing_links_a_rating_to_its_ticket(office: Office) -> None:
    """Neither a reference nor a time stands in the row of a rating, and none in the row of a rated ticket."""
    rate(office, finished(office), 4)
    (rating,) = ratings(office)
    with office.store.read() as session:
        (rated,) = session.scalars(select(RatedTicket))
    words = {str(value) for entity in (rating,) for value in entity.__dict__.values()}
    assert rated.ticket_id not in words
    assert {column.key for column in inspect(Rating).columns} == {
        *("hall_id", "id", "day", "queue", "counter", "staff", "grade", "reasons", "note")
    }
    assert {column.key for column in inspect(RatedTicket).columns} == {"hall_id", "ticket_id", "way"}


def test_ids_of_ratings_do_not_follow_their_order(office: Office) -> None:
    for _ in range(12):
        rate(office, finished(office))
    versions = {row.id[14] for row in ratings(office)}
    assert versions == {"4"}


def test_the_audit_knows_that_a_visit_was_rated_but_not_how(office: Office) -> None:
    number = finished(office)
    rate(office, number, 4, reasons=("rh_fast",), note="谢谢")
    with office.store.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "ratings.rate")).one()
    assert entry.args == {"number": number}
    assert [row["table"] for row in entry.rows] == ["rated_ticket"]


def test_the_answer_does_not_repeat_the_grade(office: Office) -> None:
    done = rate(office, finished(office), 4)
    assert set(done.__slots__) == {"number", "day"}


def test_a_ticket_s_history_says_nothing_of_its_rating(office: Office) -> None:
    number = finished(office)
    before = office.see("tickets.history", actor="clerk", number=number)
    rate(office, number, 1)
    assert office.see("tickets.history", actor="clerk", number=number) == before


@pytest.mark.parametrize("role", [role for role in ROLES if role != "supervisor"])
def test_only_a_supervisor_sees_whom_to_call_back(role: str) -> None:
    assert role not in RIGHTS["ratings.follow_ups"]


# --- the second screen -----------------------------------------------------------------------------------------------


def screen(office: Office, counter: int = 2) -> Any:
    return office.see("ratings.at_counter", actor="kiosk", counter=counter)


def test_the_second_screen_is_idle_at_first(office: Office) -> None:
    shown = screen(office)
    assert (shown.state, shown.current, shown.finished) == ("open", None, None)


def test_the_second_screen_shows_whom_the_counter_serves(office: Office) -> None:
    number = serving(office)
    shown = screen(office)
    assert (shown.current.number, shown.current_state, shown.finished) == (number, "serving", None)


def test_the_second_screen_offers_the_visit_just_finished(office: Office) -> None:
    number = serving(office)
    matter = office.see("queues.matters", actor="clerk", queue="A")[0]
    office.do("tickets.finish", actor="clerk", number=number, matters=(matter.code,))
    shown = screen(office)
    assert (shown.current, shown.finished.number) == (None, number)
    assert [row.name for row in shown.matters] == [matter.name]


def test_the_second_screen_does_not_ask_twice(office: Office) -> None:
    rate(office, finished(office))
    assert screen(office).finished is None


def test_the_next_call_ends_the_offer(office: Office) -> None:
    finished(office)
    number = called(office)
    assert (screen(office).current.number, screen(office).finished) == (number, None)


def test_the_second_screen_of_an_unknown_counter_is_refused(office: Office) -> None:
    assert unseen(office, "ratings.at_counter", actor="kiosk", counter=99).code == "unknown_counter"
