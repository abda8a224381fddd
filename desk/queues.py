"""The hall's queues: what the kiosk offers, and opening and closing one."""

from dataclasses import dataclass

from sqlalchemy import func, select

from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.estimates import present
from desk.estimates.line import Span
from desk.estimates.present import People
from desk.settings import policy
from models import Matter, Queue, Ticket
from models import TicketState as S


@dataclass(frozen=True, slots=True)
class OfferedQueue:
    """A queue as the kiosk offers it; `waiting` people wait in it now, `usual_minutes` is the preset duration.

    `estimate` is how long one who comes now waits; there is none while its site is closed for the day or no open
    counter calls from it.
    """

    prefix: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    area: str
    open: bool
    waiting: int
    usual_minutes: int
    estimate: Span | None


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue after it was opened or closed; `waiting` people wait in it."""

    prefix: str
    open: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter of a queue."""

    code: str
    name: str
    name_en: str
    frequent: bool


@view
def offered(session: HallSession, ctx: Context, *, site: str | None = None) -> tuple[OfferedQueue, ...]:
    """The queues of a site (of the hall when None) in their order, closed ones too."""
    query = select(Queue).where(Queue.hall_id == ctx.hall).order_by(Queue.position, Queue.prefix)
    found = session.scalars(query if site is None else query.where(Queue.site == site)).all()
    people = present.newcomers(session, ctx, policy(session, ctx.hall), *(queue.prefix for queue in found))
    return tuple(_offered(queue, people) for queue in found)


@use_case
def open_queue(session: HallSession, ctx: Context, *, queue: str) -> QueueNow:
    """Numbers are given for the queue. Raises unknown_queue."""
    return _set(session, ctx, queue, open_=True)


@use_case
def close_queue(session: HallSession, ctx: Context, *, queue: str) -> QueueNow:
    """No more numbers are given for the queue; those waiting in it are still called. Raises unknown_queue."""
    return _set(session, ctx, queue, open_=False)


@view
def matters(session: HallSession, ctx: Context, *, queue: str) -> tuple[MatterRow, ...]:
    """The matters done in a queue, frequent ones first."""
    query = select(Matter.code, Matter.name, Matter.name_en, Matter.frequent)
    query = query.where(Matter.hall_id == ctx.hall, Matter.queue == queue)
    return tuple(MatterRow(*row) for row in session.execute(query.order_by(Matter.frequent.desc(), Matter.code)))


def _offered(queue: Queue, people: People) -> OfferedQueue:
    return OfferedQueue(
        prefix=queue.prefix,
        name=queue.name,
        name_en=queue.name_en,
        hint=queue.hint,
        hint_en=queue.hint_en,
        area=queue.area,
        open=queue.open,
        waiting=people.waiting[queue.prefix],
        usual_minutes=queue.usual_minutes,
        estimate=people.spans.get(queue.prefix),
    )


def _set(session: HallSession, ctx: Context, prefix: str, *, open_: bool) -> QueueNow:
    queue = session.get(Queue, (ctx.hall, prefix.strip().upper()), with_for_update=True)
    if queue is None:
        raise DeskError("unknown_queue", queue=prefix)
    queue.open = open_
    waiting = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Ticket.state == S.WAITING)
    count = select(func.count()).select_from(Ticket).where(*waiting, Ticket.queue == queue.prefix)
    return QueueNow(queue.prefix, open_, session.execute(count).scalar_one())
