"""Measuring in pairs: ours and the floor in turn, so that a machine whose speed drifts is fair to both."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """What was measured, the floor of the same run, and how many times the floor is allowed.

    `least` turns the limit round: ours must be at least that many times the floor.
    """

    name: str
    ours: float
    floor: float
    limit: float
    unit: str = "ms"
    least: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def kept(self) -> bool:
        return self.ratio >= self.limit if self.least else self.ratio <= self.limit

    def row(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "kept": self.kept}

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        return (
            f"{'ok ' if self.kept else 'NOT'} {self.name}: {self.ours:.2f} {self.unit},"
            f" floor {self.floor:.2f} {self.unit}, ratio {self.ratio:.2f} ({sign} {self.limit})"
        )


def timed(work: Callable[[], object]) -> float:
    """Milliseconds it takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def paired(
    ours: Callable[[], object], floor: Callable[[], object], *, rounds: int, between: Callable[[], object] | None = None
) -> tuple[float, float]:
    """Median milliseconds of each, run in turn after one round that is not counted; nor is `between`, after each."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for work, kept in zip((ours, floor), times, strict=True):
            took = timed(work)
            if turn:
                kept.append(took)
            if between is not None:
                between()
    return median(times[0]), median(times[1])
