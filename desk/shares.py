"""Shares of a count with how sure they are."""

import math
from dataclasses import dataclass

Z = 1.959963984540054  # 95 of 100 standard normal values lie within ±Z


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, and the Wilson interval that holds the true share in 95 of 100 cases; all from 0 to 1."""

    part: int
    whole: int
    value: float
    low: float
    high: float


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The Wilson 95 % interval of `part` out of `whole` (0 ≤ part ≤ whole); from 0 to 1 when nothing is known."""
    if whole == 0:
        return 0.0, 1.0
    share, shrink = part / whole, 1 + Z * Z / whole
    middle = (share + Z * Z / (2 * whole)) / shrink
    half = Z / shrink * math.sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return low, high


def share(part: int, whole: int) -> Share | None:
    """The share with its interval; None of nothing."""
    return Share(part, whole, part / whole, *wilson(part, whole)) if whole else None
