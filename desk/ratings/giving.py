"""Rating a visit: once, freely, at the counter's second screen or with the slip's code."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import uuid4

from desk import codes
from desk.catalogue import discreet_use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.ratings import scale
from desk.settings import values
from desk.tickets import moves
from models import FollowUp, FollowUpState, Queue, RatedTicket, Rating, Ticket, TicketState

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class RatedNow:
    """A ticket that has been rated; how, is not told."""

    number: str
    day: date


@dataclass(frozen=True, slots=True)
class RateableTicket:
    """A finished ticket that may be rated."""

    number: str
    day: date
    queue: str
    queue_name: str
    queue_name_en: str


@discreet_use_case("grade", "reasons", "note")
def rate(
    session: HallSession,
    ctx: Context,
    *,
    number: str,
    grade: int,
    day: date | None = None,
    reasons: tuple[str, ...] = (),
    note: str = "",
    way: Literal["second_screen", "slip"] = "second_screen",
    code: str | None = None,
) -> RatedNow:
    """The visit is rated with a grade from 5 (best) to 1; a low one has opened a follow-up with its clocks.

    `reasons` are codes of the list of the grade. By the way of the slip its `code` must be that of the ticket. Neither
    the rating nor the audit tells which grade belongs to which ticket. Raises bad_argument, unknown_reason,
    note_missing, unknown_ticket, not_finished, rated_already, rating_too_late, code_unreadable, code_foreign,
    code_forged.
    """
    words = note.strip()
    if len(words) > LONGEST_NOTE:
        raise DeskError("bad_argument", problem=f"note: > {LONGEST_NOTE}")
    chosen = scale.checked(grade, reasons, words)
    ticket = moves.find(session, ctx, number, _day_of_slip(ctx, number, day, code) if way == "slip" else day)
    _check(session, ctx, ticket)
    session.add(RatedTicket(hall_id=ctx.hall, ticket_id=ticket.id, way=way))
    rating = _rating(ticket, grade, chosen, words)
    session.add(rating)
    if grade in scale.low_grades():
        session.flush()
        session.add(_follow_up(session, ctx, ticket, rating))
    return RatedNow(ticket.number, ticket.day)


@view
def by_code(session: HallSession, ctx: Context, *, code: str) -> RateableTicket:
    """The visit that may be rated with the slip's code.

    Raises code_unreadable, code_foreign, code_forged, unknown_ticket, not_finished, rated_already, rating_too_late.
    """
    day, number = codes.genuine_ticket(ctx, code)
    ticket = moves.find(session, ctx, number, day, lock=False)
    _check(session, ctx, ticket)
    return rateable(session, ticket)


def rateable(session: HallSession, ticket: Ticket) -> RateableTicket:
    """The ticket as the window that asks for a rating shows it."""
    line = session.get_one(Queue, (ticket.hall_id, ticket.queue))
    return RateableTicket(ticket.number, ticket.day, line.prefix, line.name, line.name_en)


def _day_of_slip(ctx: Context, number: str, day: date | None, code: str | None) -> date:
    """The day on the slip, whose code names this very ticket. Raises bad_argument, code_unreadable, …, code_forged."""
    if code is None:
        raise DeskError("bad_argument", problem="code")
    printed, named = codes.genuine_ticket(ctx, code)
    if named != number.strip().upper() or (day or printed) != printed:
        raise DeskError("code_forged", text=code[:60])
    return printed


def _check(session: HallSession, ctx: Context, ticket: Ticket) -> None:
    if ticket.state != TicketState.FINISHED:
        raise DeskError("not_finished", number=ticket.number, state=ticket.state)
    if session.get(RatedTicket, (ctx.hall, ticket.id)) is not None:
        raise DeskError("rated_already", number=ticket.number)
    days = values(session, ctx.hall)["rating.open_window"]
    if ctx.today - ticket.day > timedelta(days=days):
        raise DeskError("rating_too_late", number=ticket.number, days=days)


def _rating(ticket: Ticket, grade: int, reasons: tuple[str, ...], note: str) -> Rating:
    return Rating(
        hall_id=ticket.hall_id,
        id=str(uuid4()),  # a random one: the order of ratings would tell whose they are
        day=ticket.day,
        queue=ticket.queue,
        counter=ticket.counter,
        staff=ticket.staff,
        grade=grade,
        reasons=list(reasons),
        note=note,
    )


def _follow_up(session: HallSession, ctx: Context, ticket: Ticket, rating: Rating) -> FollowUp:
    hours = values(session, ctx.hall)
    return FollowUp(
        hall_id=ctx.hall,
        ticket_id=ticket.id,
        day=ticket.day,
        rating=rating.id,
        state=FollowUpState.OPEN,
        opened_at=ctx.now,
        contact_due=ctx.now + timedelta(hours=hours["rating.contact"]),
        answer_due=ctx.now + timedelta(hours=hours["rating.answer"]),
        contacted_at=None,
        answered_at=None,
        seq=0,
    )
