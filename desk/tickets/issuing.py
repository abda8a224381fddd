"""Taking a number, and the slip that says so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from uuid_utils import uuid7

from desk import codes, jobs, numbers, reasons
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.estimates.line import Span
from desk.settings import Policy, policy
from desk.tickets import moves, waits
from desk.tickets.waits import Joined
from models import Queue, Site, Ticket, TicketEvent, TicketPeriod
from models import TicketState as S

_LINE = (
    select(Queue.prefix, Queue.name, Queue.name_en, Queue.area, Queue.open, Site.name.label("site_name"))
    .join(Site, (Site.hall_id == Queue.hall_id) & (Site.code == Queue.site))
    .where(Queue.hall_id == bindparam("hall"), Queue.prefix == bindparam("queue"))
)


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket just issued; `ahead` people wait in its queue before it, `estimate` is how long it will wait.

    There is no estimate when the site is closed for the day or no open counter calls from the queue.
    """

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str
    ahead: int
    priority: str | None
    area: str
    issued_at: datetime
    estimate: Span | None = None


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What the slip says. `recalls`, `requeue_after`, `no_show_min_recalls` make its sentence on no-shows.

    `ahead` and `estimate` are as told when the ticket was issued.
    """

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
    estimate: Span | None = None


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
    joined = waits.join(session, ctx, rules, line.prefix, reason)
    no = numbers.take(session, ctx.hall, f"ticket:{line.prefix}", ctx.today.isoformat())
    ticket = _new(ctx, line, no, rules.digits, reason, channel)
    session.put(ticket)
    before = {"ahead": joined.ahead}
    moves.write_event(session, ctx, ticket, "issue", None, at=ctx.now, counter=None, before=before, reason=reason)
    moves.open_period(session, ticket, ctx.now, joined.estimate)
    if slip:
        jobs.owe(session, ctx, "slip", ticket.number, ticket.day, _slip(ctx, ticket, line, joined, rules))
    return IssuedTicket(
        number=ticket.number,
        day=ticket.day,
        queue=line.prefix,
        queue_name=line.name,
        queue_name_en=line.name_en,
        ahead=joined.ahead,
        priority=reason,
        area=line.area,
        issued_at=ctx.now,
        estimate=joined.estimate,
    )


@view
def slip(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketSlip:
    """The slip of a ticket as it was when issued. Raises unknown_ticket."""
    return slip_of(session, ctx, number, day)


def slip_of(session: HallSession, ctx: Context, number: str, day: date | None) -> TicketSlip:
    """The slip of a ticket as it was when issued. Raises unknown_ticket."""
    ticket = moves.find(session, ctx, number, day, lock=False)
    issued = session.get_one(TicketEvent, (ctx.hall, ticket.id, 1))
    wait = session.get_one(TicketPeriod, (ctx.hall, ticket.id, 1))
    joined = Joined(issued.before["ahead"], waits.told_with(wait))
    return _slip(ctx, ticket, _line(session, ctx, ticket.prefix), joined, policy(session, ctx.hall))


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


def _slip(ctx: Context, ticket: Ticket, line: Any, joined: Joined, rules: Policy) -> TicketSlip:
    return TicketSlip(
        hall=ctx.hall,
        hall_name=ctx.info.name,
        site_name=line.site_name,
        number=ticket.number,
        day=ticket.day,
        queue_name=line.name,
        area=line.area,
        ahead=joined.ahead,
        priority=ticket.priority,
        priority_name=reasons.name("priority", ticket.priority) if ticket.priority else None,
        issued_at=ctx.local(ticket.waiting_since),
        recalls=rules.recalls,
        requeue_after=rules.requeue_after,
        no_show_min_recalls=rules.no_show_min_recalls,
        code=codes.ticket_code(ctx.info, ticket.day, ticket.number),
        demo=ctx.info.demo,
        reprint=0,
        estimate=joined.estimate,
    )
