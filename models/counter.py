"""Counters, the queues they are set up for, and when they were open, paused or closed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from models.base import Base, HallId, KeyNumber, KeyText, ref, table
from models.topics import Topic


class CounterState(StrEnum):
    """Whether a counter calls tickets."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Counter(Base):
    """A numbered desk. `since_priority` counts its calls since its last priority call (queue rule §3.1)."""

    __tablename__ = "counter"
    __table_args__ = table(
        Topic.COUNTERS,
        ref("site.code", "site"),
        ref("staff.name", "staff"),
        CheckConstraint("state IN ('open', 'paused', 'closed')", "state"),
    )
    hall_id: Mapped[HallId]
    number: Mapped[KeyNumber]
    site: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    pause_reason: Mapped[str | None]
    staff: Mapped[str | None]
    state_since: Mapped[datetime]
    since_priority: Mapped[int]
    seq: Mapped[int]


class CounterQueue(Base):
    """A queue a counter is set up for."""

    __tablename__ = "counter_queue"
    __table_args__ = table(Topic.COUNTERS, ref("counter.number", "counter"), ref("queue.prefix", "queue"))
    hall_id: Mapped[HallId]
    counter: Mapped[KeyNumber]
    queue: Mapped[KeyText]


class CounterPeriod(Base):
    """A stretch of time in one state; the last one of a counter is open-ended."""

    __tablename__ = "counter_period"
    __table_args__ = table(
        Topic.COUNTERS,
        ref("counter.number", "counter"),
        Index(
            "uq_counter_period_open",
            "hall_id",
            "counter",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        audited=False,
    )
    hall_id: Mapped[HallId]
    counter: Mapped[KeyNumber]
    seq: Mapped[KeyNumber]
    state: Mapped[str]
    reason: Mapped[str | None]
    staff: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
