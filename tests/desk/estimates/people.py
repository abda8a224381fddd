"""Residents who come and are served, and what the hall then knows of service times."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from desk.context import NOBODY, Context
from desk.estimates import times
from desk.estimates.times import Known
from desk.office import Office
from desk.settings import policy
from models import Queue, ServiceTime
from tests.factories import Clock, issued, queue_row

Kept = dict[tuple[date, str], tuple[dict[str, list[int]], dict[str, int]]]


def served(
    office: Office, clock: Clock, queue: str = "A", *, call: int = 30, service: int = 600, counter: int = 2
) -> str:
    """One who comes, is called at once, starts `call` seconds later and is finished after `service` seconds more."""
    number = issued(office, queue)
    office.do("tickets.call", actor="clerk", number=number, counter=counter)
    clock.go(seconds=call)
    office.do("tickets.start", actor="clerk", number=number)
    clock.go(seconds=service)
    office.do("tickets.finish", actor="clerk", number=number)
    return number


def close(office: Office, day: date | None = None) -> None:
    office.do("day.close", actor="supervisor", day=day)


def kept(office: Office) -> Kept:
    """The service times that are kept, by day and queue: seconds and priority tickets, by hour; empty ones left out."""
    with office.store.read() as session:
        rows = session.scalars(select(ServiceTime)).all()
    found = {
        (row.day, row.queue): (
            {hour: seconds for hour, seconds in row.seconds.items() if seconds},
            {hour: count for hour, count in row.priority.items() if count},
        )
        for row in rows
    }
    return {key: value for key, value in found.items() if any(value)}


def remember(
    office: Office, day: date, queue: str, seconds: dict[int, list[int]], priority: dict[int, int] | None = None
) -> None:
    """The day is kept with these services and so many priority tickets, by hour."""
    row = {"hall_id": office.hall, "day": day, "queue": queue, "seconds": texts(seconds)}
    with office.store.write() as session:
        session.execute(insert(ServiceTime), [row | {"priority": texts(priority or {})}])
        session.commit()


def texts(by_hour: dict[int, Any]) -> dict[str, Any]:
    return {str(hour): value for hour, value in by_hour.items()}


def days_before(office: Office, count: int, *, each: timedelta) -> list[date]:
    """So many days before today, `each` apart, the newest first."""
    return [office.now().date() - each * (one + 1) for one in range(count)]


def known(office: Office) -> Known:
    """What the database says of service times now."""
    ctx = Context(office.info, NOBODY, office.workstation, office.now())
    with office.store.read() as session:
        return times.read(session, ctx, policy(session, office.hall).estimate_min_services)


def queues(office: Office) -> dict[str, Any]:
    """What the kiosk offers, by prefix."""
    return {queue.prefix: queue for queue in office.see("queues.offered", actor="kiosk")}


def add_queue(office: Office, prefix: str, **columns: Any) -> None:
    with office.store.write() as session:
        session.execute(insert(Queue), [{"hall_id": office.hall} | queue_row(prefix, **columns)])
        session.commit()
