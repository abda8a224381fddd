"""Serving: start, hold, resume, hand over, finish; and a resident who leaves the queue."""

from typing import Any

import pytest
from sqlalchemy import select

from desk.office import Office
from models import TicketMatter
from tests.factories import MORNING, Clock, abandoned, called, issued, on_hold, refused, serving, setting, state


def step(office: Office, action: str, number: str, *, actor: str = "clerk", **args: Any) -> Any:
    return office.do(f"tickets.{action}", actor=actor, number=number, **args)


def failure(office: Office, action: str, **args: Any) -> tuple[str, dict[str, Any]]:
    error = refused(office, f"tickets.{action}", **args)
    return error.code, error.facts


def at_counter(office: Office, counter: int = 2) -> Any:
    return office.see("tickets.at_counter", actor="clerk", counter=counter)


# --- on hold -------------------------------------------------------------------------------------------------------


def test_a_ticket_on_hold_frees_the_counter_and_stays_listed_there(office: Office) -> None:
    number = on_hold(office)
    now = at_counter(office)
    assert (now.current, [card.number for card in now.on_hold]) == (None, [number])


@pytest.mark.parametrize("given", ["fetch_papers", "ht_fetch_papers"])
def test_a_hold_keeps_its_reason(office: Office, given: str) -> None:
    number = serving(office)
    step(office, "hold", number, reason=given, note="户口簿在家")
    event = office.see("tickets.history", actor="clerk", number=number).events[-1]
    assert (event.reason, event.note) == ("ht_fetch_papers", "户口簿在家")


def test_a_hold_may_be_explained_in_words(office: Office) -> None:
    number = serving(office)
    step(office, "hold", number, reason="回家取户口簿")
    event = office.see("tickets.history", actor="clerk", number=number).events[-1]
    assert (event.reason, event.note) == ("ht_other", "回家取户口簿")


@pytest.mark.parametrize("given", ["lunch", ""])
def test_a_hold_with_a_reason_off_the_list_is_refused(office: Office, given: str) -> None:
    number = serving(office)
    assert failure(office, "hold", number=number, reason=given) == (
        "unknown_reason",
        {"reason": given, "list": "hold_ticket"},
    )


def test_a_resumed_ticket_is_served_where_it_was(office: Office) -> None:
    number = on_hold(office)
    now = step(office, "resume", number)
    assert (now.state, now.counter) == ("serving", 2)


def test_a_ticket_may_be_resumed_elsewhere(office: Office) -> None:
    number = on_hold(office)
    assert step(office, "resume", number, actor="supervisor", counter=3).counter == 3


def test_a_hall_may_forbid_resuming_elsewhere(office: Office) -> None:
    setting(office, "resume_anywhere", False)
    number = on_hold(office)
    assert failure(office, "resume", number=number, counter=3) == ("not_at_counter", {"number": number, "counter": 2})


def test_a_hall_that_forbids_elsewhere_still_allows_home(office: Office) -> None:
    setting(office, "resume_anywhere", False)
    assert step(office, "resume", on_hold(office), counter=2).state == "serving"


def test_a_busy_counter_resumes_nobody(office: Office) -> None:
    held = on_hold(office)
    here = serving(office)
    assert failure(office, "resume", number=held) == ("counter_busy", {"counter": 2, "number": here})


def test_a_closed_counter_resumes_nobody(office: Office) -> None:
    number = on_hold(office)
    assert failure(office, "resume", number=number, counter=6)[0] == "counter_not_open"


@pytest.mark.parametrize("counter", [99, 0, -1])
def test_a_counter_that_is_not_there_resumes_nobody(office: Office, counter: int) -> None:
    number = on_hold(office)
    assert failure(office, "resume", number=number, counter=counter) == ("unknown_counter", {"counter": counter})


# --- handed over ---------------------------------------------------------------------------------------------------


def test_who_is_handed_over_waits_in_the_other_queue(office: Office) -> None:
    number = serving(office)
    now = step(office, "hand_over", number, to_queue="b")
    assert (now.state, now.queue, now.counter) == ("waiting", "B", None)


def test_who_is_handed_over_keeps_number_and_arrival(office: Office, clock: Clock) -> None:
    number = serving(office)
    clock.go(minutes=20)
    step(office, "hand_over", number, to_queue="B")
    (ticket,) = office.see("tickets.waiting", actor="clerk", queue="B")
    assert (ticket.number, ticket.waiting_since) == (number, MORNING)


def test_a_counter_gets_even_what_it_is_not_set_up_for_when_it_is_handed_over(office: Office) -> None:
    number = serving(office)
    step(office, "hand_over", number, to_counter=4)
    assert step(office, "call", number, actor="sunwei", counter=4).counter == 4


@pytest.mark.parametrize("args", [{}, {"to_counter": 3, "to_queue": "B"}])
def test_a_hand_over_goes_to_one_place(office: Office, args: dict[str, Any]) -> None:
    assert failure(office, "hand_over", number=serving(office), **args)[0] == "bad_argument"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"to_counter": 99}, ("unknown_counter", {"counter": 99})),
        ({"to_counter": 6}, ("counter_not_open", {"counter": 6, "state": "closed"})),
        ({"to_queue": "Z"}, ("unknown_queue", {"queue": "Z"})),
    ],
)
def test_a_hand_over_to_nowhere_is_refused(office: Office, args: dict[str, Any], expected: Any) -> None:
    assert failure(office, "hand_over", number=serving(office), **args) == expected


def test_a_hand_over_to_a_paused_counter_waits_for_it(office: Office) -> None:
    number = serving(office)
    assert step(office, "hand_over", number, to_counter=5).state == "waiting"


def test_when_the_counter_it_waits_for_closes_any_may_call_it(office: Office) -> None:
    number = serving(office)
    step(office, "hand_over", number, to_counter=3)
    office.do("counters.close", actor="supervisor", counter=3)
    assert office.do("tickets.call_next", actor="clerk", counter=2).number == number


# --- finished ------------------------------------------------------------------------------------------------------


def matters_of(office: Office) -> list[tuple[str, int]]:
    with office.store.read() as session:
        found = session.execute(select(TicketMatter.matter, TicketMatter.seq).order_by(TicketMatter.matter))
        return [tuple(row) for row in found]


def two_matters(office: Office) -> tuple[str, ...]:
    return tuple(sorted(row.code for row in office.see("queues.matters", actor="clerk", queue="A"))[:2])


def test_a_finished_ticket_keeps_the_matters_done(office: Office) -> None:
    number, done = serving(office), two_matters(office)
    step(office, "finish", number, matters=(*done, done[0]))
    assert matters_of(office) == [(done[0], 4), (done[1], 4)]


def test_a_matter_nobody_knows_is_refused_and_the_ticket_stays(office: Office) -> None:
    number = serving(office)
    assert failure(office, "finish", number=number, matters=("M999",)) == ("unknown_matter", {"matter": "M999"})
    assert state(office, number) == "serving"


def test_a_finished_ticket_frees_the_counter(office: Office) -> None:
    number = serving(office)
    step(office, "finish", number)
    assert at_counter(office).current is None


def test_a_ticket_is_not_finished_twice(office: Office) -> None:
    number = serving(office)
    step(office, "finish", number)
    assert failure(office, "finish", number=number)[0] == "wrong_state"


def test_who_left_is_not_called(office: Office) -> None:
    abandoned(office)
    assert office.do("tickets.call_next", actor="clerk", counter=2) is None


# --- time ----------------------------------------------------------------------------------------------------------


def test_a_visit_is_told_as_periods_without_a_hole(office: Office, clock: Clock) -> None:
    number = issued(office)
    for action, args in (
        ("call", {"counter": 2}),
        ("start", {}),
        ("hold", {}),
        ("resume", {}),
        ("hand_over", {"to_queue": "B"}),
        ("call", {"counter": 2}),
        ("start", {}),
        ("finish", {}),
    ):
        clock.go(minutes=1)
        step(office, action, number, **args)
    periods = office.see("tickets.history", actor="clerk", number=number).periods
    states = ["waiting", "called", "serving", "on_hold", "serving", "waiting", "called", "serving"]
    assert [p.state for p in periods] == states
    assert [p.ended_at for p in periods] == [*(p.started_at for p in periods[1:]), clock.now]
    assert not any(p.inaccurate for p in periods)


def test_a_live_ticket_has_one_open_period_and_it_is_the_last(office: Office) -> None:
    number = called(office)
    periods = office.see("tickets.history", actor="clerk", number=number).periods
    assert [p.ended_at is None for p in periods] == [False, True]


def test_every_step_is_an_event_with_who_and_where(office: Office) -> None:
    number = serving(office)
    step(office, "finish", number, actor="supervisor")
    events = office.see("tickets.history", actor="clerk", number=number).events
    assert [(e.action, e.actor, e.counter, e.state) for e in events] == [
        ("issue", "kiosk", None, "waiting"),
        ("call", "clerk", 2, "called"),
        ("start", "clerk", 2, "serving"),
        ("finish", "supervisor", 2, "finished"),
    ]
