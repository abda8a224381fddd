"""Taking a number, and the slip that says so."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
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
    line = session.get(Queue, (ctx.hall, queue.strip().upper()))
    if line is None:
        raise DeskError("unknown_queue", queue=queue)
    if not line.open:
        raise DeskError("queue_closed", queue=line.prefix)
    reason = reasons.code("priority", priority) if priority else None
    rules = policy(session, ctx.hall)
    ahead = _waiting(session, ctx, line.prefix)
    no = numbers.take(session, ctx.hall, f"ticket:{line.prefix}", ctx.today.isoformat())
    ticket = _new(ctx, line, no, rules.digits, reason, channel)
    session.add(ticket)
    session.flush()
    moves.write_event(session, ctx, ticket, "issue", S.WAITING, counter=None, before={"ahead": ahead}, reason=reason)
    moves.open_period(session, ticket, ctx.now)
    if slip:
        view = _slip(session, ctx, ticket, line, ahead, rules)
        jobs.owe(session, ctx, "slip", ticket.number, ticket.day, view)
    return IssuedTicket(
        ticket.number, ticket.day, line.prefix, line.name, line.name_en, ahead, reason, line.area, ctx.now
    )


@view
def slip(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> TicketSlip:
    """The slip of a ticket as it was when issued. Raises unknown_ticket."""
    return slip_of(session, ctx, number, day)


def slip_of(session: HallSession, ctx: Context, number: str, day: date | None, *, reprint: int = 0) -> TicketSlip:
    """The slip of a ticket, marked as its `reprint`-th reprint when not 0."""
    ticket = moves.find(session, ctx, number, day, lock=False)
    line = session.get_one(Queue, (ctx.hall, ticket.queue))
    issued = session.get_one(TicketEvent, (ctx.hall, ticket.id, 1))
    return _slip(session, ctx, ticket, line, issued.before["ahead"], policy(session, ctx.hall), reprint=reprint)


def _new(ctx: Context, line: Queue, no: int, digits: int, priority: str | None, channel: str) -> Ticket:
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
        seq=0,
    )


def _waiting(session: HallSession, ctx: Context, queue: str) -> int:
    here = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Ticket.state == S.WAITING, Ticket.queue == queue)
    return session.execute(select(func.count()).select_from(Ticket).where(*here)).scalar_one()


def _slip(
    session: HallSession, ctx: Context, ticket: Ticket, line: Queue, ahead: int, rules: Policy, *, reprint: int = 0
) -> TicketSlip:
    site = session.execute(select(Site.name).where(Site.hall_id == ctx.hall, Site.code == line.site)).scalar_one()
    return TicketSlip(
        hall=ctx.hall,
        hall_name=ctx.info.name,
        site_name=site,
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
        reprint=reprint,
    )
