"""Looking into the audit: who did or saw what. Looking is itself in the audit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, tuple_

from desk.catalogue import personal_view, view
from desk.changes import HallSession
from desk.context import Context
from models import AuditEntry, AuditSeal

PAGE = 200


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: who, when, where (lane), what with which arguments, and each row before and after."""

    lane: str
    seq: int
    at: datetime
    actor: str
    what: str
    args: Any
    rows: Any


@dataclass(frozen=True, slots=True)
class SealRow:
    """A day's seal as printed on the daily report."""

    seq: int
    day: date
    at: datetime
    mac: str


@personal_view
def entries(
    session: HallSession,
    ctx: Context,
    *,
    day: date | None = None,
    who: str | None = None,
    what: str | None = None,
    before: tuple[datetime, str, int] | None = None,
) -> tuple[EntryRow, ...]:
    """The entries of a day (today when None), newest first, at most 200.

    `before`: at, lane and seq of the last entry of a page, for the next one.
    """
    start = datetime.combine(day or ctx.today, datetime.min.time(), ctx.info.zone)
    query = select(AuditEntry).where(AuditEntry.hall_id == ctx.hall)
    query = query.where(AuditEntry.at >= start, AuditEntry.at < start + timedelta(days=1))
    for column, value in ((AuditEntry.actor, who), (AuditEntry.what, what)):
        query = query if value is None else query.where(column == value)
    place = (AuditEntry.at, AuditEntry.lane, AuditEntry.seq)
    if before is not None:
        query = query.where(tuple_(*place) < before)
    found = session.scalars(query.order_by(*(column.desc() for column in place)).limit(PAGE))
    return tuple(EntryRow(e.lane, e.seq, ctx.local(e.at), e.actor, e.what, e.args, e.rows) for e in found)


@view
def seals(session: HallSession, ctx: Context) -> tuple[SealRow, ...]:
    """The seals of closed days, newest first, at most 200."""
    query = select(AuditSeal).where(AuditSeal.hall_id == ctx.hall).order_by(AuditSeal.seq.desc()).limit(PAGE)
    return tuple(SealRow(s.seq, s.day, ctx.local(s.at), s.mac) for s in session.scalars(query))
