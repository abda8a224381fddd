"""Counters: open, paused, closed, and what each is set up for."""

from typing import Any

import pytest
from sqlalchemy import select

from desk.office import Office
from models import CounterPeriod
from tests.factories import MORNING, Clock, called, issued, refused, serving, setting


def do(office: Office, verb: str, counter: int, *, actor: str = "clerk", **args: Any) -> Any:
    return office.do(f"counters.{verb}", actor=actor, counter=counter, **args)


def row(office: Office, counter: int) -> Any:
    return next(row for row in office.see("counters.all", actor="clerk") if row.counter == counter)


def periods(office: Office, counter: int) -> list[CounterPeriod]:
    with office.store.read() as session:
        mine = select(CounterPeriod).where(CounterPeriod.counter == counter).order_by(CounterPeriod.seq)
        return list(session.scalars(mine))


def test_all_counters_are_listed_with_who_sits_there_and_for_what(office: Office) -> None:
    first = office.see("counters.all", actor="clerk")[0]
    assert (first.counter, first.name, first.site, first.state, first.staff_name, first.queues) == (
        1,
        "1 号窗口",
        "main",
        "open",
        "王敏",
        ("A", "F"),
    )


def test_who_opens_a_counter_sits_there(office: Office) -> None:
    do(office, "open", 6)
    assert (row(office, 6).state, row(office, 6).staff_name) == ("open", "clerk")


def test_a_closed_counter_has_nobody(office: Office) -> None:
    do(office, "close", 2)
    assert (row(office, 2).state, row(office, 2).staff_name) == ("closed", None)


@pytest.mark.parametrize("given", ["meal", "pc_meal"])
def test_a_paused_counter_shows_its_reason_in_the_lobby(office: Office, given: str) -> None:
    do(office, "pause", 2, reason=given)
    shown = office.see("tickets.board", actor=None).counters[1]
    assert (shown.state, shown.pause_reason) == ("paused", "pc_meal")


def test_a_pause_may_be_explained_in_words(office: Office) -> None:
    do(office, "pause", 2, reason="去三楼送材料")
    assert office.see("tickets.at_counter", actor="clerk", counter=2).pause_reason == "pc_other"


def test_a_pause_for_a_reason_off_the_list_is_refused(office: Office) -> None:
    error = refused(office, "counters.pause", counter=2, reason="boredom")
    assert (error.code, error.facts) == ("unknown_reason", {"reason": "boredom", "list": "pause_counter"})


def test_a_closed_counter_is_not_paused(office: Office) -> None:
    error = refused(office, "counters.pause", counter=6, reason="meal")
    assert (error.code, error.facts) == ("counter_not_open", {"counter": 6, "state": "closed"})


@pytest.mark.parametrize(("verb", "args"), [("open", {}), ("close", {}), ("pause", {"reason": "meal"})])
def test_a_counter_that_is_not_there_is_refused(office: Office, verb: str, args: dict[str, str]) -> None:
    error = refused(office, f"counters.{verb}", counter=99, **args)
    assert (error.code, error.facts) == ("unknown_counter", {"counter": 99})


def test_a_paused_counter_serves_whom_it_has_to_the_end(office: Office) -> None:
    number = serving(office)
    do(office, "pause", 2, reason="meal")
    assert office.do("tickets.finish", actor="clerk", number=number).state == "finished"


def test_a_counter_with_somebody_is_not_closed(office: Office) -> None:
    number = called(office)
    error = refused(office, "counters.close", counter=2)
    assert (error.code, error.facts) == ("counter_busy", {"counter": 2, "number": number})


def test_an_opened_counter_calls_again(office: Office) -> None:
    issued(office, "B")
    do(office, "open", 5, actor="clerk")
    assert office.do("tickets.call_next", actor="clerk", counter=5).number == "B001"


# --- time ----------------------------------------------------------------------------------------------------------


def test_every_change_begins_a_period_where_the_last_one_ends(office: Office, clock: Clock) -> None:
    for verb, args in (("pause", {"reason": "meal"}), ("open", {}), ("close", {}), ("open", {})):
        clock.go(minutes=10)
        do(office, verb, 2, **args)
    found = periods(office, 2)
    assert [p.state for p in found] == ["open", "paused", "open", "closed", "open"]
    assert [p.ended_at for p in found] == [*(p.started_at for p in found[1:]), None]


def test_a_period_says_who_and_why(office: Office) -> None:
    do(office, "pause", 2, reason="meal")
    last = periods(office, 2)[-1]
    assert (last.staff, last.reason, last.started_at) == ("clerk", "pc_meal", MORNING)


def test_another_clerk_at_the_same_counter_begins_a_period(office: Office) -> None:
    do(office, "open", 2, actor="supervisor")
    assert [p.staff for p in periods(office, 2)] == ["clerk", "supervisor"]


@pytest.mark.parametrize(("verb", "counter", "args"), [("open", 2, {}), ("close", 6, {})])
def test_doing_it_twice_is_once(office: Office, verb: str, counter: int, args: dict[str, str]) -> None:
    do(office, verb, counter, **args)
    assert len(periods(office, counter)) == 1


# --- what it is set up for -----------------------------------------------------------------------------------------


def test_a_counter_serves_what_it_is_set_up_for_from_now_on(office: Office) -> None:
    issued(office, "A")
    do(office, "set_queues", 2, actor="supervisor", queues=("B", "C"))
    assert (office.do("tickets.call_next", actor="clerk", counter=2), row(office, 2).queues) == (None, ("B", "C"))


def test_a_counter_is_not_set_up_for_an_unknown_queue(office: Office) -> None:
    error = refused(office, "counters.set_queues", actor="supervisor", counter=2, queues=("A", "Z"))
    assert (error.code, error.facts) == ("unknown_queue", {"queue": "Z"})


def test_a_queue_named_twice_is_one(office: Office) -> None:
    do(office, "set_queues", 2, actor="supervisor", queues=("B", "B"))
    assert row(office, 2).queues == ("B",)


def test_a_new_counter_is_closed_and_set_up(office: Office) -> None:
    do(office, "add", 8, actor="administrator", queues=("A", "B"))
    new = row(office, 8)
    assert (new.state, new.queues, new.name, new.site) == ("closed", ("A", "B"), "8 号窗口", "main")


def test_a_new_counter_can_be_opened_and_call(office: Office) -> None:
    do(office, "add", 8, actor="administrator", queues=("A",))
    do(office, "open", 8)
    issued(office)
    assert office.do("tickets.call_next", actor="clerk", counter=8).number == "A001"


@pytest.mark.parametrize("args", [{"counter": 1}, {"counter": 0}, {"counter": 8, "site": "moon"}])
def test_a_new_counter_that_cannot_be_is_refused(office: Office, args: dict[str, Any]) -> None:
    error = refused(office, "counters.add", actor="administrator", **{"queues": ("A",)} | args)
    assert error.code == "bad_argument"


def test_a_new_counter_for_an_unknown_queue_is_not_there(office: Office) -> None:
    error = refused(office, "counters.add", actor="administrator", counter=8, queues=("Z",))
    assert (error.code, len(office.see("counters.all", actor="clerk"))) == ("unknown_queue", 7)


# --- any window ----------------------------------------------------------------------------------------------------


def test_in_any_window_mode_a_counter_serves_all_its_clerk_may(office: Office) -> None:
    setting(office, "any_window", True)
    issued(office, "D")
    assert office.do("tickets.call_next", actor="sunwei", counter=1).number == "D001"


def test_in_any_window_mode_a_clerk_still_needs_the_skill(office: Office) -> None:
    setting(office, "any_window", True)
    issued(office, "B")
    assert office.do("tickets.call_next", actor="wangmin", counter=2) is None


def test_in_any_window_mode_a_counter_calls_nobody_of_another_site(office: Office) -> None:
    setting(office, "any_window", True)
    issued(office, "G")
    assert office.do("tickets.call_next", actor="liuyang", counter=4) is None


def test_in_any_window_mode_the_outpost_calls_its_own(office: Office) -> None:
    setting(office, "any_window", True)
    issued(office, "D"), issued(office, "G")
    assert office.do("tickets.call_next", actor="liuyang", counter=7).number == "G001"


def test_in_any_window_mode_the_list_of_a_counter_is_what_it_may_call(office: Office) -> None:
    setting(office, "any_window", True)
    for queue in "BDG":
        issued(office, queue)
    waiting = office.see("tickets.waiting", actor="liuyang", counter=1)
    assert [ticket.number for ticket in waiting] == ["D001"]
