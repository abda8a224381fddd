"""Whether a hall's data is whole: the file, the references, the numbers, the tickets' periods, the audit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text

from desk import chain
from desk.changes import HallSession
from desk.context import HallInfo
from desk.store import Store, translated_errors
from models import LIVE, NumberSeries, Ticket, TicketPeriod


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be; `part` is file, references, numbers, periods or audit."""

    part: str
    what: str
    facts: dict[str, Any]


def problems(store: Store, hall: HallInfo) -> Iterator[Problem]:
    """Everything wrong in the hall's data; nothing when all is well. Raises database_unavailable and its like."""
    with translated_errors(store), store.read() as session:
        if not store.is_postgresql:
            yield from _file(session)
        yield from _numbers(session, hall.code)
        yield from _periods(session, hall.code)
        for fault in chain.faults(session, hall):
            yield Problem("audit", fault.kind, {"lane": fault.lane, "seq": fault.seq, "to": fault.to})


def _file(session: HallSession) -> Iterator[Problem]:
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Problem("file", "damaged", {"line": line})
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Problem("references", "dangling", {"table": row[0], "parent": row[2]})


def _numbers(session: HallSession, hall: str) -> Iterator[Problem]:
    """Ticket numbers of a day and prefix run from 1 to the last one given, without a gap."""
    series = func.concat("ticket:", Ticket.prefix).label("series")
    given = select(series, Ticket.day, func.count().label("count"), func.max(Ticket.no).label("highest"))
    given = given.where(Ticket.hall_id == hall).group_by(Ticket.prefix, Ticket.day)
    found = {(row.series, row.day.isoformat()): (row.count, row.highest) for row in session.execute(given)}
    rows = select(NumberSeries).where(NumberSeries.hall_id == hall, NumberSeries.series.startswith("ticket:"))
    last = {(row.series, row.period): row.last for row in session.scalars(rows)}
    for key in sorted(found.keys() | last.keys()):
        count, highest = found.get(key, (0, 0))
        if not count == highest == last.get(key):
            facts = {"series": key[0], "period": key[1], "tickets": count, "highest": highest, "last": last.get(key)}
            yield Problem("numbers", "gap", facts)


def _periods(session: HallSession, hall: str) -> Iterator[Problem]:
    """A live ticket has exactly one open period, in its state; an ended one has none."""
    open_ = (TicketPeriod.hall_id == Ticket.hall_id) & (TicketPeriod.ticket_id == Ticket.id)
    open_ &= TicketPeriod.ended_at.is_(None)
    wrong = (Ticket.state.in_(LIVE) != TicketPeriod.state.is_not(None)) | (Ticket.state != TicketPeriod.state)
    query = select(Ticket.number, Ticket.day, Ticket.state).outerjoin(TicketPeriod, open_)
    for row in session.execute(query.where(Ticket.hall_id == hall, wrong).limit(200)):
        yield Problem("periods", "mismatch", {"number": row.number, "day": row.day.isoformat(), "state": row.state})
