"""What people see of the queue: the waiting list, the lobby board, one counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from desk import counters, halls, settings, workflow
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import Policy, policy
from desk.tickets import calling, moves, order
from models import LIVE, Counter, Queue, Staff, Ticket, TicketEvent
from models import TicketState as S

PAGE = 200
ON_BOARD = 8


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A waiting ticket; `why` is the rule by which it will be called."""

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str
    priority: str | None
    why: str
    waiting_since: datetime
    appointment_at: datetime | None
    for_counter: int | None


@dataclass(frozen=True, slots=True)
class BoardCall:
    """The newest call; `times` is 1 and one more for each recall."""

    number: str
    counter: int
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class BoardCounter:
    """A counter on the lobby display."""

    counter: int
    ticket: str | None
    state: str
    pause_reason: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """The lobby display: numbers, never names. `waiting` are the first eight, `waiting_count` all of them."""

    hall_name: str
    site_name: str
    demo: bool
    zone: str
    newest: BoardCall | None
    counters: tuple[BoardCounter, ...]
    waiting: tuple[WaitingTicket, ...]
    waiting_count: int
    no_shows: tuple[str, ...]
    ticker: str


@dataclass(frozen=True, slots=True)
class TicketCard:
    """A ticket as its counter sees it. `recall_at`: when it may be called again; `take_back_until`: its last action."""

    number: str
    day: date
    state: str
    queue: str
    queue_name: str
    queue_name_en: str
    priority: str | None
    why: str
    waiting_since: datetime
    waited_seconds: int
    state_since: datetime
    counter: int | None
    recalls: int
    recalls_allowed: int
    recall_at: datetime | None
    usual_minutes: int
    last_action: str
    take_back_until: datetime | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Today in the hall: tickets issued, finished, mean seconds from arrival to first call (None before the first)."""

    issued: int
    finished: int
    mean_wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class CounterView:
    """One counter: its ticket, what it has on hold, what can be taken back, who has not come, and the day."""

    counter: int
    name: str
    state: str
    pause_reason: str | None
    staff_name: str | None
    current: TicketCard | None
    on_hold: tuple[TicketCard, ...]
    last: TicketCard | None
    no_shows: tuple[TicketCard, ...]
    waiting_count: int
    today: DayFigures
    unclosed_days: tuple[date, ...]


@view
def waiting(
    session: HallSession, ctx: Context, *, queue: str | None = None, counter: int | None = None
) -> tuple[WaitingTicket, ...]:
    """Who waits today, in the order of calling, at most 200; of one queue, or of those a counter may call.

    Appointments whose slot has not come stand at the end by their time. Raises unknown_counter.
    """
    rules = policy(session, ctx.hall)
    query = _waiting(ctx)
    since_priority = counters.RESTED
    if queue is not None:
        query = query.where(Ticket.queue == queue.strip().upper())
    if counter is not None:
        since_priority = _counter(session, ctx, counter).since_priority
        queues = counters.served(session, ctx, counter, rules)
        mine = and_(Ticket.for_counter.is_(None), Ticket.queue.in_(sorted(queues)))
        query = query.where(or_(mine, Ticket.for_counter == counter))
    return tuple(_in_order(session, ctx, query, rules, since_priority)[:PAGE])


@view
def board(session: HallSession, ctx: Context, *, site: str | None = None) -> Board:
    """The lobby display of a site (the main hall when None). Raises bad_argument for an unknown site."""
    place = halls.site(session, ctx, site)
    rules = policy(session, ctx.hall)
    queue = _in_order(session, ctx, _waiting(ctx).where(Queue.site == place.code), rules, counters.RESTED)
    today = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Queue.site == place.code)
    gone = select(Ticket.number).join(Queue, _of_queue()).where(*today, Ticket.state == S.NO_SHOW)
    return Board(
        hall_name=ctx.info.name,
        site_name=place.name,
        demo=ctx.info.demo,
        zone=ctx.info.zone.key,
        newest=_newest_call(session, ctx, place.code),
        counters=_board_counters(session, ctx, place.code),
        waiting=tuple(queue[:ON_BOARD]),
        waiting_count=len(queue),
        no_shows=tuple(session.scalars(gone.order_by(Ticket.state_since.desc()))),
        ticker=settings.values(session, ctx.hall)["lobby.ticker"],
    )


@view
def at_counter(session: HallSession, ctx: Context, *, counter: int) -> CounterView:
    """What a clerk needs to see at a counter. Raises unknown_counter."""
    row = _counter(session, ctx, counter)
    rules = policy(session, ctx.hall)
    cards = _cards(session, ctx, counter, rules)
    waiting_today = _waiting(ctx).with_only_columns(func.count())
    return CounterView(
        counter=counter,
        name=row.name,
        state=row.state,
        pause_reason=row.pause_reason,
        staff_name=_staff_name(session, ctx, row.staff),
        current=next((card for card in cards if card.state in workflow.AT_COUNTER and card.counter == counter), None),
        on_hold=tuple(card for card in cards if card.state == S.ON_HOLD),
        last=_last(session, ctx, counter, rules),
        no_shows=tuple(card for card in cards if card.state == S.NO_SHOW),
        waiting_count=session.execute(waiting_today).scalar_one(),
        today=_figures(session, ctx),
        unclosed_days=unclosed_days(session, ctx),
    )


def unclosed_days(session: HallSession, ctx: Context) -> tuple[date, ...]:
    """Earlier days that still have live tickets, oldest first."""
    live = (Ticket.hall_id == ctx.hall, Ticket.day < ctx.today, Ticket.state.in_(LIVE))
    return tuple(session.scalars(select(Ticket.day).where(*live).distinct().order_by(Ticket.day)))


_WAITING_COLUMNS = (
    Ticket.number,
    Ticket.day,
    Ticket.queue,
    Queue.name.label("queue_name"),
    Queue.name_en.label("queue_name_en"),
    Ticket.priority,
    Ticket.why,
    Ticket.waiting_since,
    Ticket.appointment_at,
    Ticket.for_counter,
    Ticket.rank,
)


def _of_queue() -> Any:
    return and_(Queue.hall_id == Ticket.hall_id, Queue.prefix == Ticket.queue)


def _waiting(ctx: Context) -> Select[*tuple[Any, ...]]:
    here = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today, Ticket.state == S.WAITING)
    return select(*_WAITING_COLUMNS).join(Queue, _of_queue()).where(*here)


def _in_order(
    session: HallSession, ctx: Context, query: Select[*tuple[Any, ...]], rules: Policy, since_priority: int
) -> list[WaitingTicket]:
    rows: Sequence[Row[Any]] = session.execute(query).all()
    due = order.due_before(ctx.now, rules.appointment_grace)
    ordered = order.in_order(rows, due=due, one_in=rules.priority_one_in, since_priority=since_priority)
    early = sorted((row for row in rows if order.early(row, due)), key=lambda row: row.appointment_at)
    return [_waiting_ticket(ctx, row, why) for row, why in (*ordered, *((row, "appointment") for row in early))]


def _waiting_ticket(ctx: Context, row: Row[Any], why: str) -> WaitingTicket:
    return WaitingTicket(
        number=row.number,
        day=row.day,
        queue=row.queue,
        queue_name=row.queue_name,
        queue_name_en=row.queue_name_en,
        priority=row.priority,
        why=why,
        waiting_since=ctx.local(row.waiting_since),
        appointment_at=row.appointment_at and ctx.local(row.appointment_at),
        for_counter=row.for_counter,
    )


def _counter(session: HallSession, ctx: Context, counter: int) -> Counter:
    found = session.get(Counter, (ctx.hall, counter))
    if found is None:
        raise DeskError("unknown_counter", counter=counter)
    return found


def _staff_name(session: HallSession, ctx: Context, name: str | None) -> str | None:
    return None if name is None else session.get_one(Staff, (ctx.hall, name)).display


def _newest_call(session: HallSession, ctx: Context, site: str) -> BoardCall | None:
    at = (
        Ticket.hall_id == ctx.hall,
        Ticket.day == ctx.today,
        Ticket.state.in_(workflow.AT_COUNTER),
        Queue.site == site,
    )
    query = select(Ticket.number, Ticket.counter, Ticket.called_at, Ticket.recalls).join(Queue, _of_queue()).where(*at)
    row = session.execute(query.order_by(Ticket.called_at.desc()).limit(1)).first()
    return None if row is None else BoardCall(row.number, row.counter, ctx.local(row.called_at), row.recalls + 1)


def _board_counters(session: HallSession, ctx: Context, site: str) -> tuple[BoardCounter, ...]:
    there = and_(
        Ticket.hall_id == Counter.hall_id, Ticket.counter == Counter.number, Ticket.state.in_(workflow.AT_COUNTER)
    )
    query = (
        select(Counter.number, Ticket.number, Counter.state, Counter.pause_reason)
        .outerjoin(Ticket, there)
        .where(Counter.hall_id == ctx.hall, Counter.site == site)
        .order_by(Counter.number)
    )
    return tuple(BoardCounter(*row) for row in session.execute(query))


def _cards(session: HallSession, ctx: Context, counter: int, rules: Policy) -> list[TicketCard]:
    """The counter's own tickets of any day, and today's no-shows of all, the latest last."""
    own = and_(Ticket.counter == counter, Ticket.state.in_((S.CALLED, S.SERVING, S.ON_HOLD)))
    missed = and_(Ticket.day == ctx.today, Ticket.state == S.NO_SHOW)
    states = Ticket.state.in_((*workflow.AT_COUNTER, S.ON_HOLD, S.NO_SHOW))
    query = select(Ticket).where(Ticket.hall_id == ctx.hall, states, or_(own, missed)).order_by(Ticket.state_since)
    return [_card(session, ctx, ticket, rules) for ticket in session.scalars(query.limit(PAGE))]


def _last(session: HallSession, ctx: Context, counter: int, rules: Policy) -> TicketCard | None:
    """The ticket of the counter's latest action that can still be taken back."""
    since = ctx.now - timedelta(minutes=rules.take_back)
    recent = (TicketEvent.counter == counter, TicketEvent.at >= since)
    fresh = or_(Ticket.day >= ctx.today - timedelta(days=1), Ticket.state.in_(LIVE))  # spares it reading all old events
    query = (
        select(Ticket)
        .join(
            TicketEvent,
            and_(
                TicketEvent.hall_id == Ticket.hall_id, TicketEvent.ticket_id == Ticket.id, TicketEvent.seq == Ticket.seq
            ),
        )
        .where(Ticket.hall_id == ctx.hall, fresh, *recent, TicketEvent.action.in_(sorted(workflow.UNDOABLE)))
        .order_by(TicketEvent.at.desc())
        .limit(1)
    )
    ticket = session.scalars(query).first()
    return None if ticket is None else _card(session, ctx, ticket, rules)


def _card(session: HallSession, ctx: Context, ticket: Ticket, rules: Policy) -> TicketCard:
    line = session.get_one(Queue, (ctx.hall, ticket.queue))
    event = session.get_one(TicketEvent, (ctx.hall, ticket.id, ticket.seq))
    may_recall = ticket.state == S.CALLED and ticket.called_at is not None and ticket.recalls < rules.recalls
    called = ticket.called_at if may_recall else None
    until = event.at + timedelta(minutes=rules.take_back) if event.action in workflow.UNDOABLE else None
    return TicketCard(
        number=ticket.number,
        day=ticket.day,
        state=ticket.state,
        queue=ticket.queue,
        queue_name=line.name,
        queue_name_en=line.name_en,
        priority=ticket.priority,
        why=_why_called(session, ctx, ticket),
        waiting_since=ctx.local(ticket.waiting_since),
        waited_seconds=max((ticket.called_at or ctx.now) - ticket.waiting_since, timedelta()) // timedelta(seconds=1),
        state_since=ctx.local(ticket.state_since),
        counter=ticket.counter,
        recalls=ticket.recalls,
        recalls_allowed=rules.recalls,
        recall_at=ctx.local(calling.next_recall(called, rules)) if called else None,
        usual_minutes=line.usual_minutes,
        last_action=event.action,
        take_back_until=ctx.local(until) if until and until > ctx.now else None,
    )


def _why_called(session: HallSession, ctx: Context, ticket: Ticket) -> str:
    if ticket.called_at is None:
        return ticket.why
    return moves.last_event(session, ctx.hall, ticket.id, "call").before["why_called"]


def _figures(session: HallSession, ctx: Context) -> DayFigures:
    today = (Ticket.hall_id == ctx.hall, Ticket.day == ctx.today)
    issued, finished = session.execute(
        select(func.count(), func.count().filter(Ticket.state == S.FINISHED)).select_from(Ticket).where(*today)
    ).one()
    # the event after its issue is a ticket's first call, unless the resident left
    first = and_(TicketEvent.hall_id == Ticket.hall_id, TicketEvent.ticket_id == Ticket.id, TicketEvent.seq == 2)
    waited = select(func.avg(TicketEvent.at - Ticket.waiting_since)).select_from(Ticket).join(TicketEvent, first)
    mean = session.execute(waited.where(*today, TicketEvent.action == "call")).scalar()
    return DayFigures(issued, finished, None if mean is None else int(float(mean) / 1_000_000))
