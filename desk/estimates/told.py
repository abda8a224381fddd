"""How right the estimates were: what was told when somebody began to wait, beside how long it was until the call."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.estimates.line import Span, quantile
from models import Queue, Ticket, TicketPeriod
from models import TicketState as S


@dataclass(frozen=True, slots=True)
class EstimateError:
    """The waits of one queue that began in one hour, or at any (`hour` None). Seconds, but `count` and `inside`.

    `told_median` is of the middles of the spans, `bias` the median of the actual wait less that middle (more than told
    when positive), `p90_error` what nine of ten were at most off it either way, `inside` the share that came true as
    printed, in whole minutes.
    """

    queue: str
    queue_name: str
    queue_name_en: str
    hour: int | None
    count: int
    told_median: int
    actual_median: int
    bias: int
    p90_error: int
    inside: float


@dataclass(frozen=True, slots=True)
class _Wait:
    told: Span
    actual: float

    @property
    def middle(self) -> float:
        return (self.told.low + self.told.high) / 2

    @property
    def inside(self) -> bool:
        low, high = self.told.minutes
        return low <= self.actual / 60 <= high


@view
def errors(session: HallSession, ctx: Context, *, day_from: date, day_to: date) -> tuple[EstimateError, ...]:
    """The errors by queue, each queue as a whole before its hours; only waits that were told something and ended by
    a call. Raises bad_argument when the days are the wrong way round.
    """
    if day_from > day_to:
        raise DeskError("bad_argument", problem=f"day_from: {day_from}, day_to: {day_to}")
    waits: defaultdict[str, list[tuple[int, _Wait]]] = defaultdict(list)
    for row in session.execute(_told(ctx.hall, day_from, day_to)):
        wait = _Wait(Span(row.estimate_low, row.estimate_high), (row.ended_at - row.started_at).total_seconds())
        waits[row.queue].append((ctx.local(row.started_at).hour, wait))
    names = select(Queue.prefix, Queue.name, Queue.name_en).where(Queue.hall_id == ctx.hall)
    found: list[EstimateError] = []
    for queue, name, name_en in session.execute(names.order_by(Queue.position, Queue.prefix)):
        hours: defaultdict[int | None, list[_Wait]] = defaultdict(list)
        for hour, wait in sorted(waits[queue], key=lambda each: each[0]):
            hours[None].append(wait)
            hours[hour].append(wait)
        found += (_error((queue, name, name_en), hour, some) for hour, some in hours.items())
    return tuple(found)


def _told(hall: str, day_from: date, day_to: date) -> Select[*tuple[Any, ...]]:
    """Waits that ended in a call which was not put or taken back."""
    wait, call = aliased(TicketPeriod), aliased(TicketPeriod)
    called = and_(
        call.hall_id == wait.hall_id,
        call.ticket_id == wait.ticket_id,
        call.started_at == wait.ended_at,
        call.state == S.CALLED,
        ~call.inaccurate,
    )
    return (
        select(wait.queue, wait.started_at, wait.ended_at, wait.estimate_low, wait.estimate_high)
        .join(Ticket, and_(Ticket.hall_id == wait.hall_id, Ticket.id == wait.ticket_id))
        .join(call, called)
        .where(Ticket.hall_id == hall, Ticket.day >= day_from, Ticket.day <= day_to)
        .where(wait.state == S.WAITING, wait.estimate_low.is_not(None), ~wait.inaccurate)
    )


def _error(names: tuple[str, str, str], hour: int | None, waits: Sequence[_Wait]) -> EstimateError:
    off = [wait.actual - wait.middle for wait in waits]
    return EstimateError(
        *names,
        hour=hour,
        count=len(waits),
        told_median=round(median(wait.middle for wait in waits)),
        actual_median=round(median(wait.actual for wait in waits)),
        bias=round(median(off)),
        p90_error=math.ceil(quantile(sorted(map(abs, off)), 0.9)),
        inside=round(sum(wait.inside for wait in waits) / len(waits), 3),
    )
