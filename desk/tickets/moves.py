"""The one way a ticket goes from state to state: the table is asked, its period is closed and the next one opened, and
the event is written down with what a take back would restore.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, insert, select, update

from desk import workflow
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from models import Ticket, TicketEvent, TicketPeriod
from models import TicketState as S

_PERIOD, _EVENT = TicketPeriod.__table__, TicketEvent.__table__
_WRITE_EVENT, _OPEN_PERIOD = insert(_EVENT), insert(_PERIOD)
_NOW = bindparam("now", type_=_PERIOD.c.ended_at.type)
_END_PERIOD = (
    update(_PERIOD)
    .where(
        _PERIOD.c.hall_id == bindparam("hall"), _PERIOD.c.ticket_id == bindparam("ticket"), _PERIOD.c.ended_at.is_(None)
    )
    .values(ended_at=case((_PERIOD.c.started_at > _NOW, _PERIOD.c.started_at), else_=_NOW))
    .returning(_PERIOD.c.ended_at)
)

# the columns that moves change and a take back restores; instants among them are kept as ISO text
RESTORED = (
    "state_since",
    "queue",
    "for_counter",
    "counter",
    "staff",
    "rank",
    "why",
    "recalls",
    "called_at",
    "requeues",
)
_INSTANTS = frozenset({"state_since", "rank", "called_at"})


@dataclass(frozen=True, slots=True)
class TicketNow:
    """Where a ticket stands after a move."""

    number: str
    day: date
    state: str
    counter: int | None
    queue: str


def find(session: HallSession, ctx: Context, number: str, day: date | None, *, lock: bool = True) -> Ticket:
    """The ticket of that day (today when None), locked until the transaction ends. Raises unknown_ticket."""
    wanted = number.strip().upper()
    prefix = wanted.rstrip("0123456789")
    digits = wanted[len(prefix) :]
    when = day or ctx.today
    found = None
    if digits.isascii() and 0 < len(digits) < 10:
        query = select(Ticket).where(Ticket.hall_id == ctx.hall, Ticket.day == when, Ticket.prefix == prefix)
        query = query.where(Ticket.no == int(digits))
        found = session.scalars(query.with_for_update() if lock else query).first()
    if found is None:
        raise DeskError("unknown_ticket", number=wanted, day=when.isoformat())
    return found


def as_issued(session: HallSession, ctx: Context, number: str, day: date) -> str:
    """The number as it was issued, however it is typed; one that is no ticket's stays as it is."""
    try:
        return find(session, ctx, number, day, lock=False).number
    except DeskError:
        return number.strip().upper()


def now_of(ticket: Ticket) -> TicketNow:
    """The ticket as a read model."""
    return TicketNow(ticket.number, ticket.day, ticket.state, ticket.counter, ticket.queue)


def check(ticket: Ticket, action: str) -> S:
    """The state the action leads to. Raises wrong_state."""
    target = workflow.TICKET.get((S(ticket.state), action))
    if target is None:
        raise DeskError("wrong_state", number=ticket.number, state=ticket.state, action=action)
    return target


def move(
    session: HallSession,
    ctx: Context,
    ticket: Ticket,
    action: str,
    *,
    reason: str | None = None,
    note: str | None = None,
    inaccurate: bool = False,
    kept: Mapping[str, Any] | None = None,
    **columns: Any,
) -> TicketNow:
    """The action is done: `columns` of the ticket have their new values, periods and event are written.

    `kept` is remembered with the event beside the columns of the ticket. `inaccurate` marks the period that ends here.
    Raises wrong_state.
    """
    source, target = ticket.state, check(ticket, action)
    before = {name: _plain(getattr(ticket, name)) for name in RESTORED} | dict(kept or {})
    at_counter = ticket.counter
    at = ctx.now
    if target != source:
        at = end_period(session, ctx, ticket, inaccurate=inaccurate)
        columns |= {"state": target, "state_since": at}
    session.alter(ticket, seq=ticket.seq + 1, **columns)
    counter = ticket.counter or at_counter
    write_event(session, ctx, ticket, action, source, at=at, reason=reason, note=note, before=before, counter=counter)
    if target != source and target not in workflow.ENDED:
        open_period(session, ticket, at)
    return now_of(ticket)


def restored(before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns kept by an event, as values of the ticket."""
    return {
        name: datetime.fromisoformat(before[name]) if name in _INSTANTS and before[name] else before[name]
        for name in RESTORED
    }


def write_event(
    session: HallSession,
    ctx: Context,
    ticket: Ticket,
    action: str,
    from_state: str | None,
    *,
    at: datetime,
    counter: int | None,
    before: Mapping[str, Any],
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """The ticket's event number `seq`, which led to its present state, is written down."""
    event = {
        "hall_id": ctx.hall,
        "ticket_id": ticket.id,
        "seq": ticket.seq,
        "action": action,
        "at": at,
        "actor": ctx.actor.name,
        "counter": counter,
        "from_state": from_state,
        "to_state": ticket.state,
        "why": ticket.why,
        "reason": reason,
        "note": note,
        "before": before,
    }
    session.connection().execute(_WRITE_EVENT, event)


def last_event(session: HallSession, hall: str, ticket_id: str, action: str) -> TicketEvent:
    """The latest event of this kind; the ticket is known to have one."""
    query = select(TicketEvent).where(TicketEvent.hall_id == hall, TicketEvent.ticket_id == ticket_id)
    return session.scalars(query.where(TicketEvent.action == action).order_by(TicketEvent.seq.desc()).limit(1)).one()


def open_period(session: HallSession, ticket: Ticket, started_at: datetime) -> None:
    """A period in the ticket's present state has begun; it is numbered as the event that began it."""
    period = {
        "hall_id": ticket.hall_id,
        "ticket_id": ticket.id,
        "seq": ticket.seq,
        "state": ticket.state,
        "queue": ticket.queue,
        "counter": ticket.counter,
        "staff": ticket.staff,
        "started_at": started_at,
        "ended_at": None,
        "inaccurate": False,
    }
    session.connection().execute(_OPEN_PERIOD, period)


def end_period(session: HallSession, ctx: Context, ticket: Ticket, *, inaccurate: bool) -> datetime:
    """The ticket's open period has ended; returns when: now, but not before it began by another machine's clock."""
    ended = {"hall": ctx.hall, "ticket": ticket.id, "now": ctx.now, "inaccurate": inaccurate}
    return session.connection().execute(_END_PERIOD, ended).scalar_one()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
