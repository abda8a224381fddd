"""Waiting times as arithmetic: more people never wait less, more counters never longer, closed hours do not count."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from desk.estimates import hours, line, replay
from desk.estimates.hours import Hours
from desk.estimates.line import LEAST, POINTS, REPLAYS, Later, Line, Server, Span, Times, measured, preset, quantile
from desk.estimates.present import place_all
from desk.estimates.replay import Arrival, Desk
from desk.tickets import order
from tests.factories import MORNING

seconds = st.floats(1, 7200)
times_of = st.lists(seconds, min_size=1, max_size=80).map(measured)
gone = st.none() | st.floats(0, 9000)
desks = st.lists(gone, min_size=1, max_size=8)


def servers(present: list[float | None], times: Times) -> list[Server]:
    """Counters that all call from A; those that serve somebody do so for so many seconds."""
    return [
        Server(number, frozenset("A"), None if since is None else times, since or 0.0)
        for number, since in enumerate(present)
    ]


def span(present: list[float | None], times: Times, people: int, later: tuple[float, ...] = ()) -> Span:
    """What one is told who comes behind so many people."""
    before = Line(servers(present, times), {"A": times}, {"A": [Later(moment) for moment in later]} if later else None)
    place_all(before, {"A": people})
    starts = before.next_start("A")
    assert starts is not None
    return line.span(starts, lambda work: work)


@given(desks, times_of, st.integers(0, 60))
def test_one_more_ahead_is_never_less_to_wait(present: list[float | None], times: Times, people: int) -> None:
    less, more = span(present, times, people), span(present, times, people + 1)
    assert less.low <= more.low
    assert less.high <= more.high


@given(desks, gone, times_of, st.integers(0, 40))
def test_one_more_counter_is_never_more_to_wait(
    present: list[float | None], more: float | None, times: Times, people: int
) -> None:
    few, many = span(present, times, people), span([*present, more], times, people)
    assert many.low <= few.low
    assert many.high <= few.high


@given(desks, times_of, st.integers(0, 30), st.lists(st.floats(0, 14400), max_size=6))
def test_who_comes_later_and_goes_first_makes_nobody_s_wait_shorter(
    present: list[float | None], times: Times, people: int, later: list[float]
) -> None:
    alone, passed = span(present, times, people), span(present, times, people, tuple(sorted(later)))
    assert alone.low <= passed.low
    assert alone.high <= passed.high


@given(desks, times_of, st.integers(0, 60))
def test_a_span_is_a_span(present: list[float | None], times: Times, people: int) -> None:
    found = span(present, times, people)
    assert 0 <= found.low <= found.high
    assert found.high >= LEAST


@given(times_of)
def test_a_free_counter_with_nobody_before_it_is_no_wait(times: Times) -> None:
    assert span([None, 300.0], times, 0) == Span(0, LEAST)


def test_nobody_is_told_anything_where_no_counter_calls() -> None:
    before = Line([Server(1, frozenset("B"))], {"A": preset(10), "B": preset(10)})
    assert before.place("A") is None
    assert before.next_start("A") is None
    assert before.place("B", 7) is None
    assert Line([], {"A": preset(10)}).next_start("A") is None


def test_a_ticket_for_one_counter_waits_for_that_counter() -> None:
    times = preset(10)
    before = Line([Server(1, frozenset("A"), times, 60), Server(2, frozenset("A"))], {"A": times})
    starts = before.place("A", 1)
    assert starts is not None
    assert min(starts) > 0


def test_the_line_of_another_queue_counts_where_a_counter_calls_both() -> None:
    times = {"A": preset(10), "B": preset(10)}
    shared, apart = Line([Server(1, frozenset("AB"))], times), Line([Server(1, frozenset("A"))], times)
    for before in (shared, apart):
        place_all(before, {"B": 3})
    assert min(shared.next_start("A") or []) > 0
    assert apart.next_start("A") == [0.0] * REPLAYS


def test_an_appointment_is_called_when_it_may_be_and_before_those_who_wait_then() -> None:
    times = measured([600])
    before = Line([Server(1, frozenset("A"))], {"A": times}, {"A": [Later(900, "A007")]})
    ordinary = [before.place("A") for _ in range(3)]
    before.let_come("A")
    assert ordinary == [[0.0] * REPLAYS, [600.0] * REPLAYS, [1800.0] * REPLAYS]
    assert before.named["A007"] == [1200.0] * REPLAYS


def test_an_appointment_long_after_the_line_is_called_at_its_time() -> None:
    before = Line([Server(1, frozenset("A"))], {"A": measured([600])}, {"A": [Later(5000, "A007")]})
    before.place("A")
    before.let_come("A")
    assert before.named["A007"] == [5000.0] * REPLAYS


def test_a_service_that_has_lasted_longer_than_any_is_not_expected_to_end_at_once() -> None:
    found = span([9000.0], measured([600]), 0)
    assert 0 < found.high <= 600


@given(st.lists(seconds, min_size=1, max_size=200))
def test_measured_times_stay_within_what_was_measured(some: list[float]) -> None:
    times = measured(some)
    assert len(times.quantiles) == POINTS
    assert list(times.quantiles) == sorted(times.quantiles)
    assert min(some) <= times.quantiles[0]
    assert times.quantiles[-1] <= max(some)


@given(st.integers(1, 120))
def test_preset_times_lie_about_the_usual_minutes(minutes: int) -> None:
    assert abs(preset(minutes).mean - minutes * 60) < minutes * 60 * 0.03


@given(st.lists(seconds, min_size=1).map(sorted), st.floats(0, 1), st.floats(0, 1))
def test_quantiles_rise(ordered: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ordered[0] <= quantile(ordered, low) <= quantile(ordered, high) <= ordered[-1]


def test_a_span_in_minutes_holds_the_span_in_seconds() -> None:
    assert Span(612, 811).minutes == (10, 14)
    assert Span(0, 60).minutes == (0, 1)
    assert Span(600, 840).minutes == (10, 14)


# --- hours ---------------------------------------------------------------------------------------------------------

minute = st.integers(0, 1440)
stretch = st.tuples(minute, minute).filter(lambda pair: pair[0] < pair[1])
plans = st.lists(stretch, max_size=5).map(hours.plan)
WORKDAY = hours.plan([(13 * 60, 17 * 60), (9 * 60, 12 * 60)])


def clock(text: str) -> float:
    hour, _, rest = text.partition(":")
    return int(hour) * 3600 + int(rest) * 60


def test_lunch_does_not_count() -> None:
    assert WORKDAY.until(clock("11:40"), 15 * 60) == 15 * 60
    assert WORKDAY.until(clock("11:40"), 40 * 60) == 100 * 60
    assert WORKDAY.until(clock("12:30"), 10 * 60) == 40 * 60


def test_nobody_is_called_at_the_moment_of_closing() -> None:
    assert WORKDAY.until(clock("11:40"), 20 * 60) == 80 * 60


def test_the_time_before_opening_does_not_count() -> None:
    assert WORKDAY.until(clock("8:30"), 0) == 30 * 60


def test_after_closing_those_who_wait_are_served_to_the_end() -> None:
    assert WORKDAY.until(clock("16:50"), 30 * 60) == 30 * 60


def test_the_day_is_over_at_its_last_closing() -> None:
    assert [WORKDAY.over(clock(at)) for at in ("8:00", "12:30", "16:59", "17:00")] == [False, False, False, True]
    assert Hours(()).over(0)


def test_stretches_that_touch_or_overlap_are_one() -> None:
    assert hours.plan([(600, 660), (540, 600), (630, 700)]) == Hours(((540 * 60, 700 * 60),))


@given(plans, st.integers(0, 86400), st.integers(0, 20000), st.integers(0, 20000))
def test_more_work_is_never_done_sooner(plan: Hours, at: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert low <= plan.until(at, low) <= plan.until(at, high)


@given(plans, st.integers(0, 86400), st.integers(0, 20000))
def test_the_way_from_work_to_the_clock_and_back_ends_where_it_began(plan: Hours, at: int, work: int) -> None:
    then = at + plan.until(at, work)
    assert plan.work(at, then) == work


@given(plans)
def test_stretches_are_in_order_and_apart(plan: Hours) -> None:
    assert all(before[1] < after[0] for before, after in pairwise(plan.stretches))


# --- a day played again --------------------------------------------------------------------------------------------

arrivals = st.lists(
    st.builds(Arrival, st.integers(0, 20000).map(float), st.sampled_from("AB"), st.sampled_from((0, 1, 2))), max_size=30
).map(lambda some: sorted(some, key=lambda arrival: arrival.at))
ALL_DAY = ((0.0, float("inf")),)


def services(some: list[Arrival]) -> list[float]:
    return [300.0 + 37 * (number % 7) for number in range(len(some))]


@given(arrivals, st.integers(1, 4))
def test_everybody_is_served_once_and_a_counter_serves_one_at_a_time(some: list[Arrival], counters: int) -> None:
    waits = replay.waits(some, [Desk(frozenset("AB"), ALL_DAY)] * counters, services(some), 2)
    calls = sorted(arrival.at + wait for arrival, wait in zip(some, waits, strict=True))
    ends = sorted(
        arrival.at + wait + service for arrival, wait, service in zip(some, waits, services(some), strict=True)
    )
    assert all(wait >= 0 for wait in waits)
    assert all(call >= end for call, end in zip(calls[counters:], ends, strict=False))


@given(arrivals)
def test_one_counter_alone_keeps_the_order_of_the_calling_rule(some: list[Arrival]) -> None:
    """All come at once: who is called when is what `order` says of them."""
    at_once = [Arrival(0.0, each.queue, each.rank) for each in some]
    waits = replay.waits(at_once, [Desk(frozenset("AB"), ALL_DAY)], [60.0] * len(some), 2)
    now = MORNING
    tickets = [
        SimpleNamespace(
            number=f"{number:03}",
            priority="elder" if each.rank == replay.PRIORITY else None,
            appointment_at=now if each.rank == replay.APPOINTMENT else None,
            rank=now + timedelta(seconds=number),
            why="first_come",
        )
        for number, each in enumerate(some)
    ]
    expected = [int(ticket.number) for ticket, _ in order.in_order(tickets, due=now, one_in=2, since_priority=9)]
    assert sorted(range(len(some)), key=waits.__getitem__) == expected


def test_a_counter_that_was_closed_meanwhile_calls_nobody_then() -> None:
    desk = Desk(frozenset("A"), ((0.0, 100.0), (500.0, 900.0)))
    some = [Arrival(50, "A", 2), Arrival(60, "A", 2), Arrival(950, "A", 2)]
    assert replay.waits(some, [desk], [60, 60, 60], 2) == [0, 440, float("inf")]


def test_a_counter_calls_only_from_its_own_queues() -> None:
    some = [Arrival(0, "A", 2), Arrival(0, "B", 2)]
    assert replay.waits(some, [Desk(frozenset("B"), ALL_DAY)], [60, 60], 2) == [float("inf"), 0]
