"""Tickets with their append-only periods and events."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyNumber, KeyText, ref, table
from models.topics import Topic


class TicketState(StrEnum):
    """Where a ticket stands; the steps between are in desk/workflow.py."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"


LIVE = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD, TicketState.NO_SHOW)
_STATES = ", ".join(f"'{state}'" for state in TicketState)
_PRIVILEGED = text("priority IS NOT NULL OR appointment_at IS NOT NULL")
_AT_COUNTER = text("state IN ('called', 'serving')")
_OPEN = text("ended_at IS NULL")


class Ticket(Base):
    """A numbered place in the queue of one day.

    `rank` is the simulated time by which tickets are called (queue rule §3); `why` the rule that gave it its rank;
    `waiting_since` when the resident came; `seq` the number of its last event.
    """

    __tablename__ = "ticket"
    __table_args__ = table(
        Topic.TICKETS,
        ref("queue.prefix", "queue"),
        ref("counter.number", "counter"),
        ref("counter.number", "for_counter"),
        UniqueConstraint("hall_id", "day", "prefix", "no"),
        CheckConstraint("no > 0", "no"),
        CheckConstraint(f"state IN ({_STATES})", "state"),
        Index(None, "hall_id", "state", "day", "rank", "queue"),
        Index(
            "ix_ticket_privileged",
            "hall_id",
            "state",
            "day",
            "rank",
            sqlite_where=_PRIVILEGED,
            postgresql_where=_PRIVILEGED,
        ),
        Index(
            "uq_ticket_at_counter",
            "hall_id",
            "counter",
            unique=True,
            sqlite_where=_AT_COUNTER,
            postgresql_where=_AT_COUNTER,
        ),
    )
    hall_id: Mapped[HallId]
    id: Mapped[KeyText]
    day: Mapped[date]
    prefix: Mapped[str]
    no: Mapped[int]
    number: Mapped[str]
    queue: Mapped[str]
    state: Mapped[str]
    state_since: Mapped[datetime]
    priority: Mapped[str | None]
    channel: Mapped[str]
    waiting_since: Mapped[datetime]
    rank: Mapped[datetime]
    why: Mapped[str]
    appointment_at: Mapped[datetime | None]
    for_counter: Mapped[int | None]
    counter: Mapped[int | None]
    staff: Mapped[str | None]
    recalls: Mapped[int]
    called_at: Mapped[datetime | None]
    requeues: Mapped[int]
    seq: Mapped[int]


class TicketPeriod(Base):
    """A stretch of time in one state; exactly one is open while the ticket is live. Statistics come from these only."""

    __tablename__ = "ticket_period"
    __table_args__ = table(
        Topic.TICKETS,
        ref("ticket.id", "ticket_id"),
        Index("uq_ticket_period_open", "hall_id", "ticket_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        audited=False,
    )
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    seq: Mapped[KeyNumber]
    state: Mapped[str]
    queue: Mapped[str]
    counter: Mapped[int | None]
    staff: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    inaccurate: Mapped[bool]


class TicketEvent(Base):
    """What was done to a ticket, in order. `before` holds the ticket's columns that a take back restores."""

    __tablename__ = "ticket_event"
    __table_args__ = table(Topic.TICKETS, ref("ticket.id", "ticket_id"), audited=False)
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    seq: Mapped[KeyNumber]
    action: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    counter: Mapped[int | None]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    why: Mapped[str | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    before: Mapped[Any] = mapped_column(Json)


class TicketMatter(Base):
    """A matter that was done for a ticket, as said when it was finished (event `seq`)."""

    __tablename__ = "ticket_matter"
    __table_args__ = table(
        Topic.TICKETS,
        ref("ticket_event.ticket_id,seq", "ticket_id", "seq"),
        ref("matter.code", "matter"),
        audited=False,
    )
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    seq: Mapped[KeyNumber]
    matter: Mapped[KeyText]
