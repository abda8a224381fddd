"""The interval of a share, and one rating for a visit whoever presses at once."""

import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

from hypothesis import given
from hypothesis import strategies as st

from desk.errors import DeskError
from desk.office import system_clock
from desk.shares import Z, share, wilson
from tests.conftest import Database
from tests.factories import finished, open_hall

counts = st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
TABLE = {  # from the tables of the method's literature, to four places
    (0, 10): (0.0, 0.2775),
    (1, 10): (0.0179, 0.4042),
    (5, 10): (0.2366, 0.7634),
    (10, 10): (0.7225, 1.0),
    (81, 263): (0.2553, 0.3662),
}


def test_the_interval_is_that_of_the_tables() -> None:
    assert {count: tuple(round(end, 4) for end in wilson(*count)) for count in TABLE} == TABLE


@given(counts)
def test_the_interval_holds_the_share_and_stays_within_nothing_and_all(count: tuple[int, int]) -> None:
    part, whole = count
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1


@given(counts)
def test_the_ends_are_where_the_share_is_just_believable(count: tuple[int, int]) -> None:
    """Wilson's ends p solve |share − p| = Z·√(p(1−p)/n)."""
    part, whole = count
    for end in wilson(part, whole):
        if 0 < end < 1:
            assert math.isclose(abs(part / whole - end), Z * math.sqrt(end * (1 - end) / whole), abs_tol=1e-9)


@given(counts)
def test_the_other_share_has_the_mirrored_interval(count: tuple[int, int]) -> None:
    part, whole = count
    low, high = wilson(part, whole)
    other_low, other_high = wilson(whole - part, whole)
    assert math.isclose(low, 1 - other_high, abs_tol=1e-9)
    assert math.isclose(high, 1 - other_low, abs_tol=1e-9)


@given(counts, st.integers(2, 20))
def test_more_ratings_make_it_narrower(count: tuple[int, int], times: int) -> None:
    part, whole = count
    few, many = wilson(part, whole), wilson(part * times, whole * times)
    assert many[1] - many[0] < few[1] - few[0]


def test_of_nothing_nothing_is_known() -> None:
    assert (wilson(0, 0), share(0, 0)) == ((0.0, 1.0), None)


def test_a_visit_is_rated_once_however_many_press_at_once(place: Database) -> None:
    with closing(open_hall(place, system_clock)) as office:
        numbers = [finished(office) for _ in range(6)]

    def press(me: int) -> list[str]:
        done: list[str] = []
        with closing(open_hall(place, system_clock, workstation=f"screen-{me}")) as office:
            for number in numbers:
                with suppress(DeskError):
                    done.append(office.do("ratings.rate", actor="kiosk", number=number, grade=1 + me).number)
        return done

    with ThreadPoolExecutor(4) as pool:
        given_ = [number for done in pool.map(press, range(4)) for number in done]
    assert sorted(given_) == sorted(numbers)
    with closing(open_hall(place, system_clock)) as office:
        day = office.now().date()
        found = office.see("ratings.figures", actor="supervisor", day_from=day, day_to=day)
    assert (found.total.rated, sum(found.total.grades)) == (6, 6)
