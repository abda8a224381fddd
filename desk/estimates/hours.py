"""The opening plan of one day as working time: breaks are not counted, and neither is the time before opening."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hours:
    """When a site is open on one day: stretches (opens, closes) in seconds since midnight, in order and apart."""

    stretches: tuple[tuple[float, float], ...]

    def over(self, at: float) -> bool:
        """Whether the site does not open any more that day."""
        return not self.stretches or at >= self.stretches[-1][1]

    def until(self, at: float, work: float) -> float:
        """Seconds from `at` until `work` seconds of opening have gone by.

        After the last closing time goes on: who holds a number is served to the end.
        """
        now = at
        for opens, closes in self.stretches:
            start = max(now, opens)
            if start + work < closes:
                return start + work - at
            work -= max(0.0, closes - start)
            now = max(now, closes)
        return now + work - at

    def work(self, at: float, then: float) -> float:
        """Seconds of opening between `at` and `then`, those after the last closing included."""
        last = self.stretches[-1][1] if self.stretches else at
        inside = sum(max(0.0, min(then, closes) - max(at, opens)) for opens, closes in self.stretches)
        return inside + max(0.0, then - max(at, last))


def plan(minutes: Iterable[tuple[int, int]]) -> Hours:
    """The plan of a day, from stretches in minutes since midnight in any order; those that touch become one."""
    apart: list[tuple[float, float]] = []
    for opens, closes in sorted((opens * 60.0, closes * 60.0) for opens, closes in minutes):
        if apart and opens <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(closes, apart[-1][1])
        else:
            apart.append((opens, closes))
    return Hours(tuple(apart))
