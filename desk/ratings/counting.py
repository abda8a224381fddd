"""How satisfied residents are: always with count and interval, never so few that somebody could be guessed."""

from collections import Counter as Counted
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.ratings.scale import all_grades, low_grades
from desk.settings import values
from desk.shares import Share, share
from models import Counter, FollowUp, FollowUpState, Queue, Rating, Staff, Ticket, TicketState

By = Literal["queue", "counter", "clerk"]
PAGE = 200
FEWEST = 3  # whatever the hall has set


@dataclass(frozen=True, slots=True)
class RatingRow:
    """The ratings of one queue, counter or clerk. `rated` of `finished` visits were rated, `answered` is that share.

    `satisfied` is the share of the three upper grades; it, `grades` (how often each, the best first) and `reasons`
    (code, how often) are withheld (None) below the hall's minimum number.
    """

    key: str
    name: str
    name_en: str
    finished: int
    rated: int
    answered: Share | None
    satisfied: Share | None
    grades: tuple[int, ...] | None
    reasons: tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class FollowUpFigures:
    """What became of the low grades of these days; `contacted` should be all of them (`target` percent)."""

    opened: int
    contacted: int
    contacted_in_time: int
    answered: int
    answered_in_time: int
    closed: int
    overdue: int
    target: int


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """The ratings of the visits of these days. What `rows` withhold is not in the grades of `total` either, unless it
    is enough to hide in. `notes` are what residents wrote, in the order of the alphabet, at most 200.
    """

    day_from: date
    day_to: date
    by: str
    minimum: int
    rows: tuple[RatingRow, ...]
    total: RatingRow
    follow_ups: FollowUpFigures
    notes: tuple[str, ...]


class _Said:
    """Grades and reasons being counted."""

    def __init__(self) -> None:
        self.grades: Counted[int] = Counted()
        self.reasons: Counted[str] = Counted()

    @property
    def count(self) -> int:
        return self.grades.total()

    def add(self, other: "_Said") -> None:
        self.grades.update(other.grades)
        self.reasons.update(other.reasons)


@view
def figures(session: HallSession, ctx: Context, *, day_from: date, day_to: date, by: By = "queue") -> RatingFigures:
    """The ratings of the visits from `day_from` to `day_to`, both included, by queue, counter or clerk.

    Raises bad_argument when the days are the wrong way round.
    """
    if day_from > day_to:
        raise DeskError("bad_argument", problem=f"day_from: {day_from} > day_to: {day_to}")
    minimum = max(FEWEST, values(session, ctx.hall)["rating.min_count"])
    finished = _finished(session, ctx, day_from, day_to, by)
    said = _said(session, ctx, day_from, day_to, by)
    names = _names(session, ctx, by)
    rows = tuple(
        _row(key, *names.get(key, (key, key)), finished[key], said[key], minimum)
        for key in sorted(finished.keys() | said.keys(), key=lambda key: (len(key), key))
    )
    total = _total(finished, said, minimum)
    notes = _notes(session, ctx, day_from, day_to) if total.rated >= minimum else ()
    calls = _follow_ups(session, ctx, day_from, day_to)
    return RatingFigures(day_from, day_to, by, minimum, rows, total, calls, notes)


def _finished(session: HallSession, ctx: Context, start: date, end: date, by: By) -> Counted[str]:
    column = {"queue": Ticket.queue, "counter": Ticket.counter, "clerk": Ticket.staff}[by]
    here = (Ticket.hall_id == ctx.hall, Ticket.state == TicketState.FINISHED, Ticket.day >= start, Ticket.day <= end)
    rows = session.execute(select(column, func.count()).where(*here).group_by(column))
    return Counted({_key(key): count for key, count in rows})


def _said(session: HallSession, ctx: Context, start: date, end: date, by: By) -> defaultdict[str, _Said]:
    column = {"queue": Rating.queue, "counter": Rating.counter, "clerk": Rating.staff}[by]
    here = (Rating.hall_id == ctx.hall, Rating.day >= start, Rating.day <= end)
    rows = session.execute(
        select(column, Rating.grade, Rating.reasons, func.count())
        .where(*here)
        .group_by(column, Rating.grade, Rating.reasons)
    )
    found: defaultdict[str, _Said] = defaultdict(_Said)
    for key, grade, reasons, count in rows:
        one = found[_key(key)]
        one.grades[grade] += count
        for reason in reasons:
            one.reasons[reason] += count
    return found


def _notes(session: HallSession, ctx: Context, start: date, end: date) -> tuple[str, ...]:
    here = (Rating.hall_id == ctx.hall, Rating.day >= start, Rating.day <= end, Rating.note != "")
    return tuple(session.scalars(select(Rating.note).where(*here).order_by(Rating.note).limit(PAGE)))


def _key(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _names(session: HallSession, ctx: Context, by: By) -> dict[str, tuple[str, str]]:
    key, name, name_en = {
        "queue": (Queue.prefix, Queue.name, Queue.name_en),
        "counter": (Counter.number, Counter.name, Counter.name),
        "clerk": (Staff.name, Staff.display, Staff.display),
    }[by]
    rows = session.execute(select(key, name, name_en).where(key.class_.hall_id == ctx.hall))
    return {str(row[0]): (row[1], row[2]) for row in rows}


def _row(key: str, name: str, name_en: str, finished: int, said: _Said, minimum: int) -> RatingRow:
    answered = share(said.count, max(finished, said.count))
    if said.count < minimum:
        return RatingRow(key, name, name_en, finished, said.count, answered, None, None, None)
    low = sum(said.grades[grade] for grade in low_grades())
    return RatingRow(
        key=key,
        name=name,
        name_en=name_en,
        finished=finished,
        rated=said.count,
        answered=answered,
        satisfied=share(said.count - low, said.count),
        grades=tuple(said.grades[each.grade] for each in all_grades()),
        reasons=tuple(said.reasons.most_common()),
    )


def _total(finished: Counted[str], said: defaultdict[str, _Said], minimum: int) -> RatingRow:
    """All together; groups withheld above stay out of the grades when they are too few among themselves."""
    shown, withheld = _Said(), _Said()
    for one in said.values():
        (shown if one.count >= minimum else withheld).add(one)
    if withheld.count >= minimum:
        shown.add(withheld)
        withheld = _Said()
    row = _row("", "", "", finished.total(), shown, minimum)
    rated = shown.count + withheld.count
    return RatingRow(
        "", "", "", row.finished, rated, share(rated, max(row.finished, rated)), row.satisfied, row.grades, row.reasons
    )


def _follow_ups(session: HallSession, ctx: Context, start: date, end: date) -> FollowUpFigures:
    here = (FollowUp.hall_id == ctx.hall, FollowUp.day >= start, FollowUp.day <= end)
    columns = (FollowUp.state, FollowUp.contact_due, FollowUp.answer_due, FollowUp.contacted_at, FollowUp.answered_at)
    rows = session.execute(select(*columns).where(*here)).all()
    contacted = [row for row in rows if row.contacted_at is not None]
    answered = [row for row in rows if row.answered_at is not None]
    waiting = [row.contact_due for row in rows if row.contacted_at is None]
    waiting += [row.answer_due for row in contacted if row.answered_at is None]
    return FollowUpFigures(
        opened=len(rows),
        contacted=len(contacted),
        contacted_in_time=sum(row.contacted_at <= row.contact_due for row in contacted),
        answered=len(answered),
        answered_in_time=sum(row.answered_at <= row.answer_due for row in answered),
        closed=sum(row.state == FollowUpState.CLOSED for row in rows),
        overdue=sum(ctx.now > due for due in waiting),
        target=values(session, ctx.hall)["rating.callback_share"],
    )
