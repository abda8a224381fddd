"""Following up a low grade: the resident is called back, answered, and a supervisor closes it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, case, insert, select

from desk import reasons, workflow
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.ratings.scale import LOW
from desk.reasons import Reason
from desk.tickets import moves
from models import FollowUp, FollowUpState, FollowUpStep, Queue, Rating, Staff, Ticket

PAGE = 200
LONGEST_NOTE = 500
AMBER_FROM = 0.7  # of the time that is given
_STEP = FollowUpStep.__table__


@dataclass(frozen=True, slots=True)
class FollowUpStepRow:
    """What was done about a follow-up; `late` when its clock had run out by then."""

    action: str
    at: datetime
    staff_name: str
    note: str
    late: bool


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A low grade and how far it has been followed up. `due` is the end of the clock that runs (None: none does);
    `lamp` is green, amber or red, or off when no clock runs.
    """

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str
    counter: int | None
    grade: int
    reasons: tuple[Reason, ...]
    note: str
    state: str
    opened_at: datetime
    contact_due: datetime
    answer_due: datetime
    due: datetime | None
    lamp: str
    overdue: bool
    steps: tuple[FollowUpStepRow, ...]


@dataclass(frozen=True, slots=True)
class FollowUpNow:
    """A follow-up after a step."""

    number: str
    day: date
    state: str


@use_case
def contact(session: HallSession, ctx: Context, *, number: str, day: date | None = None, note: str = "") -> FollowUpNow:
    """The resident has been spoken to. Raises unknown_ticket, no_follow_up, wrong_step, bad_argument."""
    return _step(session, ctx, number, day, "contact", note)


@use_case
def answer(session: HallSession, ctx: Context, *, number: str, note: str, day: date | None = None) -> FollowUpNow:
    """The matter is put right, or explained; `note` says how.

    Raises unknown_ticket, no_follow_up, wrong_step (not contacted yet), note_missing, bad_argument.
    """
    if not note.strip():
        raise DeskError("note_missing")
    return _step(session, ctx, number, day, "answer", note)


@use_case
def close(session: HallSession, ctx: Context, *, number: str, day: date | None = None, note: str = "") -> FollowUpNow:
    """A supervisor is content with the answer. Raises unknown_ticket, no_follow_up, wrong_step, bad_argument."""
    return _step(session, ctx, number, day, "close", note)


@view
def follow_ups(session: HallSession, ctx: Context, *, closed: bool = False) -> tuple[FollowUpRow, ...]:
    """Those still to be closed, the most urgent first; or the latest `closed` ones. At most 200."""
    query = _rows(ctx)
    if closed:
        query = query.where(FollowUp.state == FollowUpState.CLOSED).order_by(FollowUp.opened_at.desc())
    else:
        unanswered = FollowUp.state == FollowUpState.OPEN
        due = case((unanswered, FollowUp.contact_due), else_=FollowUp.answer_due)
        live = (FollowUpState.OPEN, FollowUpState.CONTACTED, FollowUpState.ANSWERED)
        query = query.where(FollowUp.state.in_(live))
        query = query.order_by(FollowUp.state == FollowUpState.ANSWERED, due)
    rows = session.execute(query.limit(PAGE)).all()
    steps = _steps(session, ctx, [row.ticket_id for row in rows])
    return tuple(_row(ctx, row, steps[row.ticket_id]) for row in rows)


def lamp(now: datetime, since: datetime, due: datetime | None) -> str:
    """Green, amber when 70 % of the time from `since` to `due` is over, red when all of it is; off without a clock."""
    if due is None:
        return "off"
    if now > due:
        return "red"
    return "amber" if now - since >= AMBER_FROM * (due - since) else "green"


def _step(session: HallSession, ctx: Context, number: str, day: date | None, action: str, note: str) -> FollowUpNow:
    words = note.strip()
    if len(words) > LONGEST_NOTE:
        raise DeskError("bad_argument", problem=f"note: > {LONGEST_NOTE}")
    ticket = moves.find(session, ctx, number, day, lock=False)
    found = session.get(FollowUp, (ctx.hall, ticket.id), with_for_update=True)
    if found is None:
        raise DeskError("no_follow_up", number=ticket.number)
    target = workflow.FOLLOW_UP.get((FollowUpState(found.state), action))
    if target is None:
        raise DeskError("wrong_step", number=ticket.number, stage=found.state, step=action)
    found.seq += 1
    found.state = target
    if action == "contact":
        found.contacted_at = ctx.now
    elif action == "answer":
        found.answered_at = ctx.now
    step = {"hall_id": ctx.hall, "ticket_id": ticket.id, "seq": found.seq, "action": action}
    session.connection().execute(insert(_STEP), step | {"at": ctx.now, "actor": ctx.actor.name, "note": words})
    return FollowUpNow(ticket.number, ticket.day, target)


def _rows(ctx: Context) -> Any:
    columns = (FollowUp.ticket_id, FollowUp.state, FollowUp.opened_at, FollowUp.contact_due, FollowUp.answer_due)
    said = (Rating.queue, Rating.counter, Rating.grade, Rating.reasons, Rating.note)
    return (
        select(*columns, *said, Ticket.number, Ticket.day, Queue.name, Queue.name_en)
        .join(Ticket, and_(Ticket.hall_id == FollowUp.hall_id, Ticket.id == FollowUp.ticket_id))
        .join(Rating, and_(Rating.hall_id == FollowUp.hall_id, Rating.id == FollowUp.rating))
        .join(Queue, and_(Queue.hall_id == FollowUp.hall_id, Queue.prefix == Rating.queue))
        .where(FollowUp.hall_id == ctx.hall)
    )


def _steps(session: HallSession, ctx: Context, tickets: list[str]) -> defaultdict[str, list[Any]]:
    query = (
        select(FollowUpStep.ticket_id, FollowUpStep.action, FollowUpStep.at, FollowUpStep.note, Staff.display)
        .join(Staff, and_(Staff.hall_id == FollowUpStep.hall_id, Staff.name == FollowUpStep.actor))
        .where(FollowUpStep.hall_id == ctx.hall, FollowUpStep.ticket_id.in_(tickets))
        .order_by(FollowUpStep.ticket_id, FollowUpStep.seq)
    )
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        found[row.ticket_id].append(row)
    return found


def _row(ctx: Context, row: Row[Any], steps: list[Any]) -> FollowUpRow:
    clocks = {"contact": row.contact_due, "answer": row.answer_due}
    due = {FollowUpState.OPEN: row.contact_due, FollowUpState.CONTACTED: row.answer_due}.get(row.state)
    known = {reason.code: reason for reason in reasons.listed(LOW)}
    return FollowUpRow(
        number=row.number,
        day=row.day,
        queue=row.queue,
        queue_name=row.name,
        queue_name_en=row.name_en,
        counter=row.counter,
        grade=row.grade,
        reasons=tuple(known.get(code, Reason(code, code, code)) for code in row.reasons),
        note=row.note,
        state=row.state,
        opened_at=ctx.local(row.opened_at),
        contact_due=ctx.local(row.contact_due),
        answer_due=ctx.local(row.answer_due),
        due=due and ctx.local(due),
        lamp=lamp(ctx.now, row.opened_at, due),
        overdue=due is not None and ctx.now > due,
        steps=tuple(
            FollowUpStepRow(
                each.action, ctx.local(each.at), each.display, each.note, each.at > clocks.get(each.action, each.at)
            )
            for each in steps
        ),
    )
