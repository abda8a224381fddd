"""Who is next: the order of queue rules §3 as a pure function, with the rule that chose each one."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

C = TypeVar("C")  # a waiting ticket: anything with priority, appointment_at, rank, number and why

REQUEUED = "requeued"


def privileged(ticket: Any) -> bool:
    """Whether priority brings the ticket forward; after a no-show it does not."""
    return bool(ticket.priority) and ticket.why != REQUEUED


def early(ticket: Any, due: datetime) -> bool:
    """Whether the ticket's appointment is still to come."""
    return ticket.appointment_at is not None and ticket.appointment_at > due and ticket.why != REQUEUED


def due_before(now: datetime, grace_minutes: int) -> datetime:
    """Appointments up to this time may be called now."""
    return now + timedelta(minutes=grace_minutes)


def in_order(waiting: Iterable[C], *, due: datetime, one_in: int, since_priority: int) -> Iterator[tuple[C, str]]:
    """The tickets as they will be called, each with why: priority, appointment, or the rule of its own rank.

    Priority tickets come first, but while others wait at most one call in `one_in` is theirs; `since_priority` calls
    without priority have gone before. Then appointments that are due, by their slot; then the rest by rank, and with
    them whoever is requeued.
    Appointments after `due` are not called yet and do not appear.
    """
    tickets: list[Any] = list(waiting)
    called = [t for t in tickets if not early(t, due)]
    first = sorted((t for t in called if privileged(t)), key=_by_rank)
    later = [t for t in called if not privileged(t)]
    appointed = sorted((t for t in later if t.appointment_at and t.why != REQUEUED), key=_by_slot)
    rest = sorted((t for t in later if not t.appointment_at or t.why == REQUEUED), key=_by_rank)
    others = [(t, "appointment") for t in appointed] + [(t, t.why) for t in rest]
    gone = since_priority
    while first or others:
        if first and (gone >= one_in - 1 or not others):
            gone = 0
            yield first.pop(0), "priority"
        else:
            gone += 1
            yield others.pop(0)


def _by_rank(ticket: Any) -> tuple[datetime, str]:
    return ticket.rank, ticket.number


def _by_slot(ticket: Any) -> tuple[datetime, datetime, str]:
    return ticket.appointment_at, ticket.rank, ticket.number
