"""Counters: open, paused with a reason, closed; and the queues each is set up for."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, text, update

from desk import reasons
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.settings import Policy
from models import Counter, CounterPeriod, CounterQueue, CounterState, Queue, Site, Staff, StaffQueue, Ticket
from models import TicketState as S

_PERIOD = CounterPeriod.__table__

_LOCKED = (
    select(Counter)
    .where(Counter.hall_id == bindparam("hall"), Counter.number == bindparam("counter"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_CURRENT = select(Ticket.number).where(
    Ticket.hall_id == bindparam("hall"),
    Ticket.counter == bindparam("counter"),
    text("ticket.state IN ('called', 'serving')"),  # word for word as uq_ticket_at_counter, or SQLite does not use it
)
_OF_STAFF = select(StaffQueue.queue).where(
    StaffQueue.hall_id == bindparam("hall"), StaffQueue.staff == bindparam("staff")
)
_OF_COUNTER = select(CounterQueue.queue).where(
    CounterQueue.hall_id == bindparam("hall"), CounterQueue.counter == bindparam("counter")
)
_OF_SITE = (
    select(Queue.prefix)
    .join(Counter, (Counter.hall_id == Queue.hall_id) & (Counter.site == Queue.site))
    .where(Counter.hall_id == bindparam("hall"), Counter.number == bindparam("counter"))
)
# the queues that `staff` may serve at `counter`, by whether the hall is in any-window mode
SKILLS = {
    any_: _OF_STAFF.where(StaffQueue.queue.in_(which)) for any_, which in ((True, _OF_SITE), (False, _OF_COUNTER))
}

RESTED = 1_000_000
"""Calls since the last priority call of a counter that was closed: its first may be one, whatever the cap."""


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A counter as lists show it; `queues` are prefixes."""

    counter: int
    name: str
    site: str
    state: str
    staff_name: str | None
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter after it was opened, paused or closed."""

    counter: int
    state: str


def rows(session: HallSession, hall: str) -> tuple[CounterRow, ...]:
    """All counters by number."""
    queues: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.execute(select(CounterQueue.counter, CounterQueue.queue).where(CounterQueue.hall_id == hall)):
        queues[row.counter].append(row.queue)
    query = (
        select(Counter.number, Counter.name, Counter.site, Counter.state, Staff.display)
        .outerjoin(Staff, (Staff.hall_id == Counter.hall_id) & (Staff.name == Counter.staff))
        .where(Counter.hall_id == hall)
        .order_by(Counter.number)
    )
    return tuple(
        CounterRow(row.number, row.name, row.site, row.state, row.display, tuple(sorted(queues[row.number])))
        for row in session.execute(query)
    )


def locked(session: HallSession, ctx: Context, counter: int) -> Counter:
    """The counter, locked until the transaction ends. Raises unknown_counter."""
    found = session.scalars(_LOCKED, {"hall": ctx.hall, "counter": counter}).first()
    if found is None:
        raise DeskError("unknown_counter", counter=counter)
    return found


def check_free(session: HallSession, ctx: Context, counter: int) -> None:
    """Nobody is called or served at the counter. Raises counter_busy."""
    number = session.connection().scalar(_CURRENT, {"hall": ctx.hall, "counter": counter})
    if number is not None:
        raise DeskError("counter_busy", counter=counter, number=number)


def free(session: HallSession, ctx: Context, counter: int) -> Counter:
    """The open counter with nobody at it. Raises unknown_counter, counter_not_open, counter_busy."""
    found = locked(session, ctx, counter)
    if found.state != CounterState.OPEN:
        raise DeskError("counter_not_open", counter=counter, state=found.state)
    check_free(session, ctx, counter)
    return found


def served(session: HallSession, ctx: Context, counter: int, policy: Policy) -> frozenset[str]:
    """The queues the actor may serve at the counter: those of both, or in any-window mode all of the actor's there."""
    here = {"hall": ctx.hall, "staff": ctx.actor.name, "counter": counter}
    return frozenset(session.connection().scalars(SKILLS[policy.any_window], here))


@view
def all_(session: HallSession, ctx: Context) -> tuple[CounterRow, ...]:
    """All counters by number."""
    return rows(session, ctx.hall)


@use_case
def open_(session: HallSession, ctx: Context, *, counter: int) -> CounterNow:
    """The counter is open, the actor at it. Raises unknown_counter."""
    return _become(session, ctx, locked(session, ctx, counter), CounterState.OPEN, None)


@use_case
def pause(session: HallSession, ctx: Context, *, counter: int, reason: str) -> CounterNow:
    """The counter calls nobody until it is opened; a ticket already there is served to its end.

    Raises unknown_counter, unknown_reason, counter_not_open (it is closed).
    """
    found = locked(session, ctx, counter)
    if found.state == CounterState.CLOSED:
        raise DeskError("counter_not_open", counter=counter, state=found.state)
    code, _note = reasons.code_or_note("pause_counter", reason)
    return _become(session, ctx, found, CounterState.PAUSED, code)


@use_case
def close(session: HallSession, ctx: Context, *, counter: int) -> CounterNow:
    """The counter is closed; what waited for it alone may be called by all. Raises unknown_counter, counter_busy."""
    found = locked(session, ctx, counter)
    check_free(session, ctx, counter)
    return shut(session, ctx, found)


def shut(session: HallSession, ctx: Context, counter: Counter) -> CounterNow:
    """The counter is closed whatever it was; nothing waits for it alone any more."""
    waiting = (Ticket.hall_id == ctx.hall, Ticket.state == S.WAITING, Ticket.for_counter == counter.number)
    for ticket in session.scalars(select(Ticket).where(*waiting).with_for_update()):
        ticket.for_counter = None
    return _become(session, ctx, counter, CounterState.CLOSED, None)


@use_case
def add(
    session: HallSession, ctx: Context, *, counter: int, queues: tuple[str, ...], site: str = "main", label: str = ""
) -> CounterNow:
    """The hall has one more counter, closed, set up for these queues. `label` is its name (3 号窗口 when empty).

    Raises bad_argument (the number is taken or not positive, or there is no such site), unknown_queue.
    """
    taken = session.get(Counter, (ctx.hall, counter)) is not None
    if counter < 1 or taken or session.get(Site, (ctx.hall, site)) is None:
        raise DeskError("bad_argument", problem=f"counter: {counter}, site: {site}")
    session.add(
        Counter(
            hall_id=ctx.hall,
            number=counter,
            site=site,
            name=label or f"{counter} 号窗口",
            state=CounterState.CLOSED,
            pause_reason=None,
            staff=None,
            state_since=ctx.now,
            since_priority=RESTED,
            seq=0,
        )
    )
    session.flush()
    return set_queues(session, ctx, counter=counter, queues=queues)


@use_case
def set_queues(session: HallSession, ctx: Context, *, counter: int, queues: tuple[str, ...]) -> CounterNow:
    """The counter is set up for these queues (prefixes). Raises unknown_counter, unknown_queue."""
    found = locked(session, ctx, counter)
    known = set(session.scalars(select(Queue.prefix).where(Queue.hall_id == ctx.hall)))
    for queue in queues:
        if queue not in known:
            raise DeskError("unknown_queue", queue=queue)
    query = select(CounterQueue).where(CounterQueue.hall_id == ctx.hall, CounterQueue.counter == counter)
    present = {row.queue: row for row in session.scalars(query)}
    for queue in present.keys() - set(queues):
        session.delete(present[queue])
    for queue in set(queues) - present.keys():
        session.add(CounterQueue(hall_id=ctx.hall, counter=counter, queue=queue))
    return CounterNow(counter, found.state)


def _become(
    session: HallSession, ctx: Context, counter: Counter, state: CounterState, reason: str | None
) -> CounterNow:
    staff = None if state == CounterState.CLOSED else ctx.actor.name
    if (counter.state, counter.pause_reason, counter.staff) == (state, reason, staff):
        return CounterNow(counter.number, state)
    if counter.state == CounterState.CLOSED:
        counter.since_priority = RESTED
    _turn_page(session, ctx, counter, state, reason, staff)
    counter.state, counter.pause_reason, counter.staff = state, reason, staff
    counter.state_since = ctx.now
    return CounterNow(counter.number, state)


def _turn_page(
    session: HallSession, ctx: Context, counter: Counter, state: str, reason: str | None, staff: str | None
) -> None:
    connection = session.connection()
    here = (_PERIOD.c.hall_id == ctx.hall, _PERIOD.c.counter == counter.number, _PERIOD.c.ended_at.is_(None))
    connection.execute(update(_PERIOD).where(*here), {"ended_at": ctx.now})
    counter.seq += 1
    period = {
        "hall_id": ctx.hall,
        "counter": counter.number,
        "seq": counter.seq,
        "state": state,
        "reason": reason,
        "staff": staff,
        "started_at": ctx.now,
        "ended_at": None,
    }
    connection.execute(insert(_PERIOD), period)
