"""A low grade is called back in an hour, answered in a day, and closed by a supervisor; what is late is named."""

from typing import Any

import pytest

from desk import workflow
from desk.office import Office
from models import FollowUpState
from tests.factories import TODAY, Clock, finished, refused, unseen

STEPS = ("contact", "answer", "close")


def complained(office: Office, grade: int = 1, **args: Any) -> str:
    """The number of a visit that was given a low grade."""
    number = finished(office)
    office.do("ratings.rate", actor="kiosk", number=number, grade=grade, **args)
    return number


def step(office: Office, action: str, number: str, note: str = "已说明") -> Any:
    return office.do(f"ratings.{action}", actor="supervisor", number=number, note=note)


def follow_ups(office: Office, **args: Any) -> Any:
    return office.see("ratings.follow_ups", actor="supervisor", **args)


def in_stage(office: Office, stage: str) -> str:
    number = complained(office)
    for action in STEPS[: list(FollowUpState).index(FollowUpState(stage))]:
        step(office, action, number)
    return number


@pytest.mark.parametrize(("grade", "opened"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_the_two_low_grades_open_a_follow_up(office: Office, grade: int, opened: int) -> None:
    complained(office, grade)
    assert len(follow_ups(office)) == opened


def test_a_follow_up_shows_what_the_supervisor_needs(office: Office) -> None:
    number = complained(office, 1, reasons=("slow", "attitude"), note="等了一上午")
    (row,) = follow_ups(office)
    assert (row.number, row.day, row.counter, row.grade, row.note) == (number, TODAY, 2, 1, "等了一上午")
    assert [reason.zh for reason in row.reasons] == ["办理慢", "态度不好"]


def test_the_clocks_are_one_hour_and_one_day(office: Office, clock: Clock) -> None:
    complained(office)
    (row,) = follow_ups(office)
    assert ((row.contact_due - clock.now).total_seconds(), (row.answer_due - clock.now).days) == (3600, 1)


def test_the_hall_sets_its_clocks(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="rating.contact", value=2)
    complained(office)
    (row,) = follow_ups(office)
    assert (row.contact_due - row.opened_at).total_seconds() == 7200


@pytest.mark.parametrize(
    ("minutes", "lamp", "overdue"),
    [(0, "green", False), (41, "green", False), (42, "amber", False), (60, "amber", False), (61, "red", True)],
)
def test_the_lamp_turns_amber_and_red(office: Office, clock: Clock, minutes: int, lamp: str, overdue: bool) -> None:
    complained(office)
    clock.go(minutes=minutes)
    (row,) = follow_ups(office)
    assert (row.lamp, row.overdue) == (lamp, overdue)


def test_after_the_contact_the_answer_s_clock_runs(office: Office, clock: Clock) -> None:
    number = complained(office)
    clock.go(hours=2)
    step(office, "contact", number)
    (row,) = follow_ups(office)
    assert (row.due, row.overdue, row.steps[0].late) == (row.answer_due, False, True)


def test_a_step_tells_who_did_it_when_and_what_was_said(office: Office, clock: Clock) -> None:
    number = complained(office)
    clock.go(minutes=5)
    step(office, "contact", number, "电话里说明")
    (row,) = follow_ups(office)
    (done,) = row.steps
    assert (done.action, done.at, done.staff_name, done.note, done.late) == (
        "contact", clock.now, "supervisor", "电话里说明", False
    )  # fmt: skip


@pytest.mark.parametrize("stage", list(FollowUpState))
@pytest.mark.parametrize("action", STEPS)
def test_the_steps_follow_the_table(office: Office, stage: str, action: str) -> None:
    number = in_stage(office, stage)
    target = workflow.FOLLOW_UP.get((FollowUpState(stage), action))
    if target is None:
        error = refused(office, f"ratings.{action}", actor="supervisor", number=number, note="x")
        assert (error.code, error.facts) == ("wrong_step", {"number": number, "stage": stage, "step": action})
    else:
        assert step(office, action, number).state == target


def test_an_answer_must_be_written_down(office: Office) -> None:
    number = in_stage(office, "contacted")
    assert refused(office, "ratings.answer", actor="supervisor", number=number, note=" ").code == "note_missing"


@pytest.mark.parametrize("action", STEPS)
def test_a_very_long_note_is_refused(office: Office, action: str) -> None:
    number = complained(office)
    assert (
        refused(office, f"ratings.{action}", actor="supervisor", number=number, note="长" * 501).code == "bad_argument"
    )


@pytest.mark.parametrize("action", STEPS)
def test_a_ticket_without_a_follow_up_has_no_steps(office: Office, action: str) -> None:
    number = complained(office, 5)
    error = refused(office, f"ratings.{action}", actor="supervisor", number=number, note="x")
    assert (error.code, error.facts) == ("no_follow_up", {"number": number})


@pytest.mark.parametrize("action", STEPS)
def test_an_unknown_ticket_is_named(office: Office, action: str) -> None:
    assert refused(office, f"ratings.{action}", actor="supervisor", number="A009", note="x").code == "unknown_ticket"


@pytest.mark.parametrize("action", STEPS)
def test_a_clerk_follows_nothing_up(office: Office, action: str) -> None:
    number = complained(office)
    assert refused(office, f"ratings.{action}", actor="clerk", number=number, note="x").code == "not_permitted"


def test_the_most_urgent_comes_first_and_the_answered_last(office: Office, clock: Clock) -> None:
    answered, contacted = in_stage(office, "answered"), in_stage(office, "contacted")
    clock.go(minutes=10)
    newest = complained(office)
    assert [row.number for row in follow_ups(office)] == [newest, contacted, answered]


def test_what_is_closed_leaves_the_list(office: Office) -> None:
    number = in_stage(office, "closed")
    assert follow_ups(office) == ()
    assert [row.number for row in follow_ups(office, closed=True)] == [number]


# --- figures ---------------------------------------------------------------------------------------------------------


def rated(office: Office, *grades: int, queue: str = "A") -> None:
    """So many visits end, each with its grade (0: without one)."""
    for grade in grades:
        number = finished(office, queue)
        if grade:
            office.do("ratings.rate", actor="kiosk", number=number, grade=grade)


def figures(office: Office, by: str = "queue", **days: Any) -> Any:
    span = {"day_from": TODAY, "day_to": TODAY} | days
    return office.see("ratings.figures", actor="supervisor", by=by, **span)


def test_a_rate_comes_with_its_count_and_interval(office: Office) -> None:
    rated(office, 5, 5, 4, 3, 2, 0, 0)
    (row,) = figures(office).rows
    assert (row.key, row.finished, row.rated, row.answered.part, row.grades) == ("A", 7, 5, 5, (2, 1, 1, 1, 0))
    assert (row.satisfied.part, row.satisfied.whole, row.satisfied.value) == (4, 5, 0.8)
    assert (round(row.satisfied.low, 4), round(row.satisfied.high, 4)) == (0.3755, 0.9638)


def test_few_ratings_are_counted_but_not_shown(office: Office) -> None:
    rated(office, 5, 5, 4, 1)
    (row,) = figures(office).rows
    assert (row.rated, row.satisfied, row.grades, row.reasons) == (4, None, None, None)


def test_no_setting_shows_less_than_three(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="rating.min_count", value=1)
    rated(office, 5, 1)
    assert figures(office).rows[0].satisfied is None


def test_the_total_does_not_give_away_what_a_row_withholds(office: Office) -> None:
    rated(office, 5, 5, 5, 5, 5)
    rated(office, 1, queue="B")
    found = figures(office)
    assert [row.satisfied and row.satisfied.whole for row in found.rows] == [5, None]
    assert (found.total.rated, found.total.satisfied.whole, found.total.grades) == (6, 5, (5, 0, 0, 0, 0))


def test_rows_withheld_show_in_the_total_when_they_are_enough(office: Office) -> None:
    rated(office, 5, 5, 5)
    rated(office, 1, 1, queue="B")
    assert figures(office).total.grades == (3, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("by", "key", "name"), [("queue", "A", None), ("counter", "2", "2 号窗口"), ("clerk", "clerk", "clerk")]
)
def test_ratings_are_counted_by_queue_counter_and_clerk(office: Office, by: str, key: str, name: str | None) -> None:
    rated(office, 5, 5, 5, 5, 5)
    (row,) = figures(office, by).rows
    assert (row.key, row.satisfied.value) == (key, 1.0)
    assert name is None or row.name == name


def test_other_days_do_not_count(office: Office, clock: Clock) -> None:
    rated(office, 5, 5, 5, 5, 5)
    clock.go(days=1)
    found = figures(office, day_from=clock.now.date(), day_to=clock.now.date())
    assert (found.rows, found.total.rated, found.total.satisfied) == ((), 0, None)


def test_days_the_wrong_way_round_are_refused(office: Office, clock: Clock) -> None:
    clock.go(days=1)
    wrong = {"day_from": clock.now.date(), "day_to": TODAY}
    assert unseen(office, "ratings.figures", actor="supervisor", **wrong).code == "bad_argument"


def test_every_follow_up_is_counted_with_its_clocks(office: Office, clock: Clock) -> None:
    in_stage(office, "closed")
    late = complained(office)
    clock.go(hours=2)
    step(office, "contact", late)
    complained(office)
    clock.go(hours=2)
    found = figures(office).follow_ups
    assert (found.opened, found.contacted, found.contacted_in_time, found.answered, found.closed) == (3, 2, 1, 1, 1)
    assert (found.overdue, found.target) == (1, 100)


def test_reasons_are_counted(office: Office) -> None:
    for _ in range(5):
        complained(office, 2, reasons=("slow",))
    assert figures(office).rows[0].reasons == (("rl_slow", 5),)


def test_what_residents_wrote_is_told_without_whose_it_is(office: Office) -> None:
    office.do("ratings.rate", actor="kiosk", number=finished(office), grade=5, note="谢谢王敏")
    rated(office, 5, 5, 5)
    assert figures(office).notes == ()
    rated(office, 5)
    assert figures(office).notes == ("谢谢王敏",)


def test_a_clerk_sees_no_figures(office: Office) -> None:
    error = unseen(office, "ratings.figures", actor="clerk", day_from=TODAY, day_to=TODAY)
    assert error.code == "not_permitted"
