"""The estimate over a month: right about as often as it says, and nearer than people × mean service time."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median

import pytest

from tests.conftest import Database
from tests.desk.estimates.month import MINUTES, Month, Wait
from tests.factories import TODAY, Clock, open_hall

NOMINAL = 0.6


@pytest.fixture(scope="module")
def month(hall_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """Twenty days have been played; the first eight only taught the hall what it knows."""
    folder = tmp_path_factory.mktemp("month")
    shutil.copyfile(hall_file, folder / hall_file.name)
    clock = Clock()
    office = open_hall(Database(folder, None), clock)
    month = Month(office, clock, a_day=70, warm=8)
    month.play(20)
    yield month
    office.close()


@pytest.fixture
def waits(month: Month) -> list[Wait]:
    """Of those who were told more than that they need not wait; there are some hundreds."""
    found = [wait for wait in month.waits if wait.high > 60]
    assert len(found) > 300
    return found


def test_the_share_inside_the_span_is_what_the_span_promises(waits: list[Wait]) -> None:
    inside = fmean(wait.low <= wait.actual <= wait.high for wait in waits)
    assert abs(inside - NOMINAL) < 0.07


def test_too_early_is_about_as_frequent_as_too_late(waits: list[Wait]) -> None:
    early, late = fmean(wait.actual < wait.low for wait in waits), fmean(wait.actual > wait.high for wait in waits)
    assert abs(early - late) < 0.1


def test_it_is_much_nearer_than_people_times_mean(waits: list[Wait]) -> None:
    off = [abs(wait.actual - (wait.low + wait.high) / 2) for wait in waits]
    naive = [abs(wait.actual - wait.naive) for wait in waits]
    assert fmean(off) < 0.6 * fmean(naive)
    assert median(off) < 0.6 * median(naive)


def test_long_waits_are_told_as_long(waits: list[Wait]) -> None:
    """Sorted by what was told, each third waited longer than the one before, and about as told."""
    told = sorted(waits, key=lambda wait: wait.low + wait.high)
    third = len(told) // 3
    thirds = [told[:third], told[third : 2 * third], told[2 * third :]]
    actual = [fmean(wait.actual for wait in some) for some in thirds]
    middle = [fmean((wait.low + wait.high) / 2 for wait in some) for some in thirds]
    assert actual == sorted(actual)
    assert all(abs(was - said) < 0.3 * said for was, said in zip(actual, middle, strict=True))


def test_who_was_told_not_to_wait_was_called_within_a_minute(month: Month) -> None:
    called = [wait.actual <= 60 for wait in month.waits if wait.high <= 60]
    assert fmean(called) > 0.9


def test_the_supervisor_sees_the_same(month: Month) -> None:
    last = month.clock.now.date()
    rows = month.office.see("estimates.errors", actor="supervisor", day_from=TODAY, day_to=last)
    whole = {row.queue: row for row in rows if row.hour is None}
    assert whole.keys() == MINUTES.keys()
    assert all(0.5 < row.inside <= 1 and abs(row.bias) < row.p90_error < 3600 for row in whole.values())
    assert sum(row.count for row in whole.values()) > len(month.waits)
    by_hour = [row for row in rows if row.hour is not None]
    assert sum(row.count for row in by_hour) == sum(row.count for row in whole.values())
