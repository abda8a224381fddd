"""One day of arrivals played again before any counters, by the calling rule. Pure: times are seconds of the day."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

PRIORITY, APPOINTMENT, ORDINARY = range(3)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One who may be called from `at` on; `rank` is PRIORITY, APPOINTMENT or ORDINARY."""

    at: float
    queue: str
    rank: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter, the queues it calls from, and the stretches in which it does, in order and apart."""

    queues: frozenset[str]
    stretches: tuple[tuple[float, float], ...]

    def next_open(self, at: float) -> float:
        """The first moment from `at` on at which it may call; infinite when there is none."""
        place = bisect_right(self.stretches, at, key=lambda stretch: stretch[1])
        return max(at, self.stretches[place][0]) if place < len(self.stretches) else inf


def waits(arrivals: Sequence[Arrival], desks: Sequence[Desk], services: Sequence[float], one_in: int) -> list[float]:
    """How long each of the arrivals (in order of time) waits for its call; infinite when nobody calls it.

    `services` says how long each keeps its counter.
    """
    return _Day(arrivals, desks, services, one_in).played()


class _Day:
    def __init__(
        self, arrivals: Sequence[Arrival], desks: Sequence[Desk], services: Sequence[float], one_in: int
    ) -> None:
        self._arrivals, self._desks, self._services, self._one_in = arrivals, desks, services, one_in
        queues = {arrival.queue for arrival in arrivals}
        self._lines = [[deque[int]() for _ in range(3)] for _ in queues]
        place = {queue: number for number, queue in enumerate(sorted(queues))}
        self._line_of = [self._lines[place[arrival.queue]] for arrival in arrivals]
        self._own = [[self._lines[place[queue]] for queue in sorted(desk.queues & queues)] for desk in desks]
        self._able = {queue: [number for number, desk in enumerate(desks) if queue in desk.queues] for queue in queues}
        self._since_priority = [one_in] * len(desks)
        self._idle: set[int] = set()
        self._waited = [inf] * len(arrivals)
        self._events = [(arrival.at, -1, number) for number, arrival in enumerate(arrivals)]
        self._events += [(desk.next_open(-inf), 0, number) for number, desk in enumerate(desks)]
        heapify(self._events)

    def played(self) -> list[float]:
        while self._events:
            at, kind, number = heappop(self._events)
            if at == inf:
                break
            if kind < 0:
                self._come(at, number)
            else:
                self._call(at, number)
        return self._waited

    def _come(self, at: float, number: int) -> None:
        arrival = self._arrivals[number]
        self._line_of[number][arrival.rank].append(number)
        for desk in self._able[arrival.queue]:
            if desk in self._idle:
                self._idle.remove(desk)
                self._call(at, desk)
                if desk not in self._idle:
                    return

    def _call(self, at: float, desk: int) -> None:
        """The free counter calls the next one, opens later, or waits for somebody to come."""
        opens = self._desks[desk].next_open(at)
        if opens > at:
            heappush(self._events, (opens, 0, desk))
            return
        number = self._next(desk)
        if number is None:
            self._idle.add(desk)
            return
        self._waited[number] = at - self._arrivals[number].at
        heappush(self._events, (at + self._services[number], 0, desk))

    def _next(self, desk: int) -> int | None:
        """Who is next by queue rules §3: priority, at most one call in so many while others wait; appointments; all."""
        privileged = self._first(desk, PRIORITY)
        other = self._first(desk, APPOINTMENT) or self._first(desk, ORDINARY)
        chosen = other
        if privileged and (self._since_priority[desk] >= self._one_in - 1 or not other):
            chosen = privileged
        if chosen is None:
            return None
        self._since_priority[desk] = 0 if chosen is privileged else self._since_priority[desk] + 1
        return chosen.popleft()

    def _first(self, desk: int, rank: int) -> deque[int] | None:
        """The line of that rank whose first has come before the others'."""
        return min((line[rank] for line in self._own[desk] if line[rank]), key=_head, default=None)


def _head(line: deque[int]) -> int:
    return line[0]
