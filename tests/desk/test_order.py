"""Who is next (queue rules §3), with the rule that chose each one."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.office import Office
from desk.tickets import order as rules
from tests.factories import (
    MORNING,
    Clock,
    altered,
    issued,
    missed,
    order,
    serving,
    setting,
)


@pytest.fixture(autouse=True)
def time_passes(clock: Clock, office: Office) -> None:
    """Between two presses a second goes by."""
    office.subscribe(lambda _: clock.go(seconds=1))


def next_of(office: Office, actor: str = "clerk", counter: int = 2) -> Any:
    return office.do("tickets.call_next", actor=actor, counter=counter)


def listed(office: Office, **args: Any) -> list[str]:
    return [ticket.number for ticket in office.see("tickets.waiting", actor="clerk", **args)]


def privileged(office: Office, queue: str = "A") -> str:
    return issued(office, queue, priority="elder")


# --- first come ----------------------------------------------------------------------------------------------------


def test_who_came_first_is_called_first_whatever_the_queue(office: Office) -> None:
    numbers = [issued(office, queue) for queue in "BAFBA"]
    assert order(office) == numbers


def test_nobody_is_called_when_nobody_waits(office: Office) -> None:
    assert next_of(office) is None


def test_a_call_says_who_where_and_why(office: Office, clock: Clock) -> None:
    issued(office, "B")
    clock.go(seconds=99)
    call = next_of(office)
    assert (call.number, call.counter, call.why, call.queue, call.queue_name) == (
        "B001",
        2,
        "first_come",
        "B",
        "社保与就业",
    )
    assert (call.priority, call.waited_seconds) == (None, 100)


def test_a_counter_calls_only_what_it_is_set_up_for(office: Office) -> None:
    issued(office, "B"), issued(office, "F")
    assert next_of(office, "wangmin", 1).number == "F001"


def test_a_clerk_calls_only_what_they_may_serve(office: Office) -> None:
    issued(office, "A"), issued(office, "D")
    assert next_of(office, "sunwei", 2).number == "D001"


# --- priority ------------------------------------------------------------------------------------------------------


def test_priority_goes_first(office: Office) -> None:
    issued(office)
    elder = privileged(office)
    call = next_of(office)
    assert (call.number, call.why, call.priority) == (elder, "priority", "pr_elder")


def test_of_two_calls_at_most_one_is_for_priority_while_others_wait(office: Office) -> None:
    ordinary = [issued(office) for _ in range(3)]
    elders = [privileged(office) for _ in range(3)]
    mixed = [number for pair in zip(elders, ordinary, strict=True) for number in pair]
    assert order(office) == mixed


def test_priority_goes_on_when_nobody_else_waits(office: Office) -> None:
    numbers = [privileged(office) for _ in range(3)]
    assert order(office) == numbers


@pytest.mark.parametrize(
    ("one_in", "expected"),
    [(1, "P P P o o o o o"), (2, "P o P o P o o o"), (3, "P o o P o o P o"), (4, "P o o o P o o P")],
)
def test_the_hall_sets_the_share_of_priority(office: Office, one_in: int, expected: str) -> None:
    setting(office, "priority_one_in", one_in)
    for _ in range(5):
        issued(office)
    elders = {privileged(office) for _ in range(3)}
    assert " ".join("P" if number in elders else "o" for number in order(office)) == expected


def test_each_counter_keeps_the_share(office: Office) -> None:
    for _ in range(3):
        issued(office)
        privileged(office)
    whys = [next_of(office).why, next_of(office, "supervisor", 3).why]
    for actor, number in (("clerk", "A002"), ("supervisor", "A004")):
        office.do("tickets.start", actor=actor, number=number)
        office.do("tickets.finish", actor=actor, number=number)
    whys += [next_of(office).why, next_of(office, "supervisor", 3).why]
    assert whys == ["priority", "priority", "first_come", "first_come"]


def test_a_chosen_priority_ticket_counts_for_the_share(office: Office) -> None:
    issued(office), privileged(office)
    chosen = privileged(office)
    office.do("tickets.call", actor="clerk", number=chosen, counter=2)
    office.do("tickets.no_show", actor="clerk", number=chosen)
    assert next_of(office).why == "first_come"


def test_a_call_put_back_does_not_count_for_the_share(office: Office) -> None:
    issued(office)
    elder = privileged(office)
    next_of(office)
    office.do("tickets.put_back", actor="clerk", number=elder)
    assert next_of(office).number == elder


def test_a_call_taken_back_does_not_count_for_the_share(office: Office) -> None:
    issued(office)
    elder = privileged(office)
    next_of(office)
    office.do("tickets.take_back", actor="clerk", number=elder)
    assert next_of(office).number == elder


def test_a_put_back_that_was_taken_back_counts_again(office: Office) -> None:
    ordinary, elder, other = issued(office), privileged(office), privileged(office)
    next_of(office)
    office.do("tickets.put_back", actor="clerk", number=elder)
    office.do("tickets.take_back", actor="clerk", number=elder)
    office.do("tickets.no_show", actor="clerk", number=elder)
    assert (next_of(office).number, other) == (ordinary, "A003")


def test_the_first_call_after_opening_may_be_for_priority(office: Office) -> None:
    privileged(office)
    number = next_of(office).number
    office.do("tickets.no_show", actor="clerk", number=number)
    office.do("counters.close", actor="clerk", counter=2)
    office.do("counters.open", actor="clerk", counter=2)
    issued(office), privileged(office)
    assert next_of(office).why == "priority"


# --- appointments --------------------------------------------------------------------------------------------------


def appointed(office: Office, minutes: int, **args: Any) -> str:
    """The number of somebody whose slot is so many minutes after nine."""
    number = issued(office, **args)
    altered(office, number, appointment_at=MORNING + timedelta(minutes=minutes))
    return number


def test_an_appointment_whose_slot_has_come_goes_before_the_rest(office: Office, clock: Clock) -> None:
    issued(office)
    number = appointed(office, 30)
    clock.show("2026-11-23 09:30:00")
    call = next_of(office)
    assert (call.number, call.why) == (number, "appointment")


def test_an_appointment_may_be_called_a_little_early(office: Office, clock: Clock) -> None:
    number = appointed(office, 30)
    clock.show("2026-11-23 09:20:00")
    assert next_of(office).number == number


def test_an_early_appointment_waits_for_its_slot(office: Office, clock: Clock) -> None:
    appointed(office, 30)
    clock.show("2026-11-23 09:19:59")
    assert next_of(office) is None


def test_an_early_appointment_stands_at_the_end_of_the_list(office: Office) -> None:
    early, later, ordinary = appointed(office, 60), appointed(office, 90), issued(office)
    assert listed(office) == [ordinary, early, later]


def test_appointments_are_called_by_their_slots(office: Office, clock: Clock) -> None:
    second, first = appointed(office, 20), appointed(office, 10)
    clock.show("2026-11-23 10:00:00")
    assert order(office) == [first, second]


def test_an_early_appointment_with_priority_waits_too(office: Office, clock: Clock) -> None:
    appointed(office, 60, priority="elder")
    assert next_of(office) is None


def test_the_hall_sets_how_early(office: Office, clock: Clock) -> None:
    setting(office, "appointment_grace", 40)
    number = appointed(office, 30)
    assert next_of(office).number == number


# --- after a no-show -----------------------------------------------------------------------------------------------


def requeued(office: Office, number: str) -> str:
    office.do("tickets.requeue", actor="clerk", number=number)
    return number


def test_who_is_requeued_comes_after_three_others(office: Office) -> None:
    late = missed(office)
    others = [issued(office) for _ in range(5)]
    requeued(office, late)
    assert order(office) == [*others[:3], late, *others[3:]]


def test_a_requeued_call_says_so(office: Office) -> None:
    requeued(office, missed(office))
    assert next_of(office).why == "requeued"


def test_who_is_requeued_comes_after_all_when_fewer_wait(office: Office) -> None:
    late = missed(office)
    others = [issued(office) for _ in range(2)]
    requeued(office, late)
    assert order(office) == [*others, late]


def test_newcomers_come_after_who_is_requeued(office: Office) -> None:
    late = missed(office)
    first = issued(office)
    requeued(office, late)
    newcomer = issued(office)
    assert order(office) == [first, late, newcomer]


def test_the_others_are_of_the_same_queue(office: Office) -> None:
    late = missed(office)
    others = [issued(office, queue) for queue in "BBBBA"]
    requeued(office, late)
    assert order(office) == [*others, late]


def test_priority_does_not_bring_a_requeued_ticket_forward(office: Office) -> None:
    late = privileged(office)
    next_of(office)
    office.do("tickets.no_show", actor="clerk", number=late)
    others = [issued(office) for _ in range(4)]
    requeued(office, late)
    assert order(office) == [*others[:3], late, others[3]]


def test_an_appointment_does_not_bring_a_requeued_ticket_forward(office: Office, clock: Clock) -> None:
    late = appointed(office, 0)
    next_of(office)
    office.do("tickets.no_show", actor="clerk", number=late)
    others = [issued(office) for _ in range(4)]
    requeued(office, late)
    assert order(office) == [*others[:3], late, others[3]]


def test_early_appointments_are_not_counted_among_the_others(office: Office) -> None:
    late = missed(office)
    for _ in range(3):
        appointed(office, 300)
    others = [issued(office) for _ in range(3)]
    requeued(office, late)
    assert order(office) == [*others, late]


def test_the_hall_sets_after_how_many(office: Office) -> None:
    setting(office, "requeue_after", 1)
    late = missed(office)
    others = [issued(office) for _ in range(2)]
    requeued(office, late)
    assert order(office) == [others[0], late, others[1]]


# --- handed over, chosen -------------------------------------------------------------------------------------------


def test_who_is_handed_over_keeps_the_place_of_arrival(office: Office) -> None:
    first = serving(office)
    later = issued(office, "B")
    office.do("tickets.hand_over", actor="clerk", number=first, to_queue="B")
    call = next_of(office)
    assert (call.number, call.why) == (first, "handed_over")
    assert later in listed(office)


def test_who_is_handed_over_to_a_counter_is_called_only_there(office: Office) -> None:
    number = serving(office)
    office.do("tickets.hand_over", actor="clerk", number=number, to_counter=4)
    assert next_of(office) is None
    assert next_of(office, "sunwei", 4).number == number


def test_a_chosen_ticket_is_called_before_its_turn(office: Office) -> None:
    issued(office)
    chosen = issued(office)
    call = office.do("tickets.call", actor="clerk", number=chosen, counter=2)
    assert (call.number, call.why) == (chosen, "chosen")


# --- the list and the calls agree ----------------------------------------------------------------------------------


def test_the_list_of_a_counter_is_the_order_of_its_calls(office: Office, clock: Clock) -> None:
    late = missed(office, counter=3, actor="supervisor")
    appointed(office, 5)
    for turn in range(6):
        issued(office, "ABF"[turn % 3], priority=("elder" if turn % 3 == 1 else None))
    requeued(office, late)
    clock.show("2026-11-23 09:10:00")
    expected = listed(office, counter=2)
    assert order(office) == expected


def test_the_list_says_why_each_will_be_called(office: Office, clock: Clock) -> None:
    late = missed(office)
    privileged(office), issued(office), appointed(office, 0)
    requeued(office, late)
    whys = [ticket.why for ticket in office.see("tickets.waiting", actor="clerk", counter=2)]
    assert whys == ["priority", "appointment", "first_come", "requeued"]


# --- the rule by itself --------------------------------------------------------------------------------------------

tickets = st.lists(
    st.builds(
        SimpleNamespace,
        priority=st.sampled_from([None, None, "pr_elder"]),
        appointment_at=st.sampled_from([None, None, MORNING, MORNING + timedelta(hours=1)]),
        rank=st.integers(0, 30).map(lambda seconds: MORNING + timedelta(seconds=seconds)),
        why=st.sampled_from(["first_come", "first_come", "handed_over", "requeued"]),
    ),
    max_size=12,
).map(lambda found: [SimpleNamespace(**vars(t), number=f"A{no:03}") for no, t in enumerate(found)])
shares = st.integers(1, 4)


def in_order(waiting: list[Any], one_in: int, since: int) -> list[tuple[Any, str]]:
    return list(rules.in_order(waiting, due=MORNING, one_in=one_in, since_priority=since))


@given(tickets, shares, st.integers(0, 5))
def test_everybody_who_may_be_called_is_called_once(waiting: list[Any], one_in: int, since: int) -> None:
    expected = [ticket for ticket in waiting if not rules.early(ticket, MORNING)]
    found = [ticket for ticket, _ in in_order(waiting, one_in, since)]
    assert sorted(t.number for t in found) == sorted(t.number for t in expected)


@given(tickets, shares, st.integers(0, 5))
def test_priority_never_takes_more_than_its_share_while_others_wait(
    waiting: list[Any], one_in: int, since: int
) -> None:
    whys = [why == "priority" for _, why in in_order(waiting, one_in, since)]
    others = len(whys) - whys[::-1].index(False) if False in whys else 0
    calls = [False] * min(since, one_in) + whys[:others]
    assert all(sum(calls[start : start + one_in]) <= 1 for start in range(len(calls)))


@given(tickets, shares, st.integers(0, 5))
def test_the_first_of_each_class_is_enough_to_know_who_is_next(waiting: list[Any], one_in: int, since: int) -> None:
    whole = in_order(waiting, one_in, since)
    kinds: dict[tuple[bool, bool], Any] = {}
    for ticket, why in whole:
        kinds.setdefault((why == "priority", why == "appointment"), ticket)
    assert in_order(list(kinds.values()), one_in, since)[:1] == whole[:1]
