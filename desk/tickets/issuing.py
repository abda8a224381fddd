"""Taking a number, and the slip that says so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from uuid_utils import uuid7

from desk import codes, jobs, numbers, reasons
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import Policy, policy
from desk.tickets import moves
from models import Queue, Site, Ticket, TicketEvent
from models import TicketState as S

_LINE = (
    select(Queue.prefix, Queue.name, Queue.name_en, Queue.area, Queue.open, Site.name.label("site_name"))
    .join(Site, (Site.hall_id == Queue.hall_id) & (Site.code == Queue.site))
    .where(Queue.hall_id == bindparam("hall"), Queue.prefix == bindparam("queue"))
)
_WAITING = (
    select(func.count())
    .select_from(Ticket)
    .where(Ticket.hall_id == bindparam("hall"), Ticket.day == bindparam("day"), Ticket.state == S.WAITING)
    .where(Ticket.queue == bindparam("queue"))
)


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket just issued; `ahead` people wait in its queue before it."""

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str
    ahead: int
    priority: str | None
    area: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What the slip says. `recalls`, `requeue_after`, `no_show_min_recalls` make its sentence on no-shows."""

    hall: str
    hall_name: str
    site_name: str
    number: str
    day: date
    queue_name: str
    area: str
    ahead: int
    priority: str | None
    priority_name: str | None
    issued_at: datetime
    recalls: int
    requeue_after: int
    no_show_min_recalls: int
    code: str
    demo: bool
    reprint: int


@use_case
def issue(
    session: HallSession,
    ctx: Context,
    *,
    queue: str,
    priority: str | None = None,
    channel: str = "kiosk",
    slip: bool = True,
) -> IssuedTicket:
    """A waiting ticket of today with the next number of the queue, and a slip owed by this workstation.

    `priority` is a code of the list `priority` in reasons.csv. Raises unknown_queue, queue_closed, unknown_reason.
    """
    line = _line(session, ctx, queue.strip().upper())
    if line is None:
        raise DeskError("unknown_queue", queue=queue)
    if not line.open:
        raise DeskError("queue_closed", queue=line.prefix)
    reason = reasons.code("priority", priority) if priority else None
    rules = policy(session, ctx.hall)
    ahead = _waiting(session, ctx, line.prefix)
    no = numbers.take(session, ctx.hall, f"ticket:{line.prefix}", ctx.today.isoformat())
    ticket = _new(ctx, line, no, rules.digits, reason, channel)
    session.put(ticket)
    moves.write_event(
        session, ctx, ticket, "issue", None, at=ctx.now, counter=None, before={"ahead": ahead}, reason=reason
    )
    moves.open_period(session, ticket, ctx.now)
    if slip:
        jobs.owe(session, ctx, "slip", ticket.number, ticket.day, _slip(ctx, ticket, line, ahead, rules))
    return IssuedTicket(
        ticket.number, ticket.day, line.prefix, line.name, line.name_en, ahead, reason, line.area, ctx.now
    )


@view
def slip(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketSlip:
    """The slip of a ticket as it was when issued. Raises unknown_ticket."""
    return slip_of(session, ctx, number, day)


def slip_of(session: HallSession, ctx: Context, number: str, day: date | None) -> TicketSlip:
    """The slip of a ticket as it was when issued. Raises unknown_ticket."""
    ticket = moves.find(session, ctx, number, day, lock=False)
    issued = session.get_one(TicketEvent, (ctx.hall, ticket.id, 1))
    line, rules = _line(session, ctx, ticket.prefix), policy(session, ctx.hall)
    return _slip(ctx, ticket, line, issued.before["ahead"], rules)


def _line(session: HallSession, ctx: Context, queue: str) -> Any:
    """The queue with its site's name; None when there is no such queue."""
    return session.connection().execute(_LINE, {"hall": ctx.hall, "queue": queue}).first()


def _new(ctx: Context, line: Any, no: int, digits: int, priority: str | None, channel: str) -> Ticket:
    return Ticket(
        hall_id=ctx.hall,
        id=str(uuid7()),
        day=ctx.today,
        prefix=line.prefix,
        no=no,
        number=f"{line.prefix}{no:0{digits}}",
        queue=line.prefix,
        state=S.WAITING,
        state_since=ctx.now,
        priority=priority,
        channel=channel,
        waiting_since=ctx.now,
        rank=ctx.now,
        why="first_come",
        appointment_at=None,
        for_counter=None,
        counter=None,
        staff=None,
        recalls=0,
        called_at=None,
        requeues=0,
        seq=1,
    )


def _waiting(session: HallSession, ctx: Context, queue: str) -> int:
    here = {"hall": ctx.hall, "day": ctx.today, "queue": queue}
    return session.connection().execute(_WAITING, here).scalar_one()


def _slip(ctx: Context, ticket: Ticket, line: Any, ahead: int, rules: Policy) -> TicketSlip:
    return TicketSlip(
        hall=ctx.hall,
        hall_name=ctx.info.name,
        site_name=line.site_name,
        number=ticket.number,
        day=ticket.day,
        queue_name=line.name,
        area=line.area,
        ahead=ahead,
        priority=ticket.priority,
        priority_name=reasons.name("priority", ticket.priority) if ticket.priority else None,
        issued_at=ctx.local(ticket.waiting_since),
        recalls=rules.recalls,
        requeue_after=rules.requeue_after,
        no_show_min_recalls=rules.no_show_min_recalls,
        code=codes.ticket_code(ctx.info, ticket.day, ticket.number),
        demo=ctx.info.demo,
        reprint=0,
    )
