"""A line of tickets before several counters, replayed with service times drawn from what is known of them.

Pure arithmetic: knows no database and no clock. Time is in seconds of opening from now. The draws are the same in every
run, spread evenly over the quantiles, so that the same line has the same estimate and one person more ahead is never
one less to wait.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, pstdev

POINTS = 64
REPLAYS = 16
DETAIL = 10  # the last so many ahead are replayed one by one; those before them are one lot of work
LOW, HIGH = 0.2, 0.8
LEAST = 60  # nothing shorter than a minute is promised: somebody must look up and press a key


@dataclass(frozen=True, slots=True)
class Span:
    """A waiting time: in three of five cases between `low` and `high` seconds."""

    low: int
    high: int

    @property
    def minutes(self) -> tuple[int, int]:
        """The span as people are told it: from so many whole minutes to so many."""
        return self.low // 60, -(-self.high // 60)


@dataclass(frozen=True, slots=True)
class Times:
    """Service times: POINTS quantiles from the shortest to the longest, their mean and their spread."""

    quantiles: tuple[float, ...]
    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Server:
    """An open counter and its queues; since `gone` seconds it serves something with these times, or nothing."""

    counter: int
    queues: frozenset[str]
    serving: Times | None = None
    gone: float = 0.0


@dataclass(frozen=True, slots=True)
class Later:
    """One who comes, or may be called, at `moment` and is then called before the ordinary tickets of the queue."""

    moment: float
    name: str | None = None


def _evenly(chance: random.Random) -> tuple[int, ...]:
    """One quantile for each replay, each stretch of the quantiles once, in an order of its own."""
    order = chance.sample(range(REPLAYS), REPLAYS)
    return tuple(int((place + chance.random()) / REPLAYS * POINTS) for place in order)


_chance = random.Random(2026)
_DRAWS = tuple(_evenly(_chance) for _ in range(251))
_NORMAL = tuple(NormalDist().inv_cdf((point + 0.5) / POINTS) for point in range(POINTS))
_NOBODY = [math.inf], [0] * REPLAYS
_PRESET_SPREAD = 0.5  # of the logarithm of a service time, where nothing was measured


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which `part` of the ordered values lie."""
    place = min(max(part * len(ordered) - 0.5, 0.0), len(ordered) - 1.0)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def measured(seconds: Iterable[float]) -> Times:
    """Service times that were measured."""
    ordered = sorted(seconds)
    return _times([quantile(ordered, (point + 0.5) / POINTS) for point in range(POINTS)])


def preset(minutes: float) -> Times:
    """Service times about a duration that was only set."""
    median = minutes * 60 * math.exp(-(_PRESET_SPREAD**2) / 2)
    return _times([median * math.exp(_PRESET_SPREAD * normal) for normal in _NORMAL])


def _times(quantiles: Sequence[float]) -> Times:
    return Times(tuple(quantiles), fmean(quantiles), pstdev(quantiles))


def span(starts: Iterable[float], hours: Callable[[float], float]) -> Span:
    """The span of the replays; `hours` makes seconds of opening into seconds."""
    ordered = sorted(starts)
    low, high = hours(quantile(ordered, LOW)), hours(quantile(ordered, HIGH))
    return Span(int(low), max(LEAST, math.ceil(high)))


class Line:
    """Counters and those placed before them so far, in every replay. `later` is in the order of the moments."""

    def __init__(
        self,
        servers: Sequence[Server],
        times: Mapping[str, Times],
        later: Mapping[str, Sequence[Later]] | None = None,
    ) -> None:
        self._servers = servers
        self._times = times
        self._later = later or {}
        self._moments = {queue: [*(one.moment for one in some), math.inf] for queue, some in self._later.items()}
        self._came = {queue: [0] * REPLAYS for queue in self._later}
        self._able: dict[tuple[str, int | None], tuple[int, ...]] = {}
        self._steps = 0
        self._free = [list(free) for free in zip(*map(self._left, servers), strict=True)]
        self.named: dict[str, list[float]] = {}

    def place(self, queue: str, for_counter: int | None = None, *, ordinary: bool = True) -> list[float] | None:
        """The next ticket is served; when that begins, in each replay. None when no counter calls it."""
        able = self._who(queue, for_counter)
        if not able:
            return None
        passed = ordinary and queue in self._later
        moments, came = (self._moments[queue], self._came[queue]) if passed else _NOBODY
        quantiles = self._times[queue].quantiles
        starts: list[float] = []
        for replay, draw in enumerate(self._next_draws()):
            free = self._free[replay]
            at = min(able, key=free.__getitem__)
            while moments[came[replay]] <= free[at]:
                self._serve_later(replay, queue, at)
                at = min(able, key=free.__getitem__)
            start = free[at]
            free[at] = start + quantiles[draw]
            starts.append(start)
        return starts

    def place_many(self, people: Mapping[str, int]) -> None:
        """So many tickets of each queue are served, shared evenly by the counters that may."""
        mean, variance = [0.0] * len(self._servers), [0.0] * len(self._servers)
        for queue, count in people.items():
            able, times = self._who(queue, None), self._times[queue]
            for at in able:
                mean[at] += count * times.mean / len(able)
                variance[at] += count * (times.spread / len(able)) ** 2
        spread = [math.sqrt(each) for each in variance]
        for free, draw in zip(self._free, self._next_draws(), strict=True):
            for at, usual in enumerate(mean):
                free[at] += max(0.0, usual + spread[at] * _NORMAL[draw])

    def next_start(self, queue: str) -> list[float] | None:
        """When one more ordinary ticket would be served, in each replay; it is not placed. None: nobody calls it."""
        able = self._who(queue, None)
        if not able:
            return None
        if queue not in self._later:
            return [min([free[at] for at in able]) for free in self._free]
        kept = [free.copy() for free in self._free], self._came[queue].copy(), self._steps
        starts = self.place(queue)
        self._free, self._came[queue], self._steps = kept
        return starts

    def let_come(self, queue: str) -> None:
        """Those of the queue who come later and were not called yet are served when they come; see `named`."""
        able = self._who(queue, None)
        for replay, free in enumerate(self._free if able else ()):
            while self._came[queue][replay] < len(self._later[queue]):
                self._serve_later(replay, queue, min(able, key=free.__getitem__))

    def _serve_later(self, replay: int, queue: str, at: int) -> None:
        place = self._came[queue][replay]
        one = self._later[queue][place]
        start = max(one.moment, self._free[replay][at])
        draw = _DRAWS[-1 - place % len(_DRAWS)][replay]
        self._free[replay][at] = start + self._times[queue].quantiles[draw]
        self._came[queue][replay] += 1
        if one.name is not None:
            self.named.setdefault(one.name, []).append(start)

    def _who(self, queue: str, for_counter: int | None) -> tuple[int, ...]:
        """Which of the servers call such a ticket."""
        known = self._able.get((queue, for_counter))
        if known is None:
            known = tuple(
                place
                for place, server in enumerate(self._servers)
                if (queue in server.queues if for_counter is None else server.counter == for_counter)
            )
            self._able[queue, for_counter] = known
        return known

    def _left(self, server: Server) -> list[float]:
        """How long the server still serves; what has lasted longer than any known goes on for up to a usual time."""
        draws = self._next_draws()
        if server.serving is None:
            return [0.0] * REPLAYS
        quantiles, gone = server.serving.quantiles, server.gone
        rest = quantiles[bisect_right(quantiles, gone) :]
        if not rest:
            return [quantiles[POINTS // 2] * (draw + 0.5) / POINTS for draw in draws]
        return [rest[draw * len(rest) // POINTS] - gone for draw in draws]

    def _next_draws(self) -> tuple[int, ...]:
        self._steps += 1
        return _DRAWS[self._steps % len(_DRAWS)]


def interleaved(people: Mapping[str, int]) -> list[str]:
    """So many of each queue, evenly mixed, as they come."""
    places = [((one + 0.5) / count, queue) for queue, count in people.items() for one in range(count)]
    return [queue for _, queue in sorted(places)]
