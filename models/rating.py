"""Ratings of service (好差评), kept apart from whose they are, and the follow-ups of the low grades.

That a ticket was rated and what a rating says are two tables without a link between them, and neither knows the time:
nobody can learn from the database who was content. Only a follow-up names the ticket, because somebody must be called
back.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyNumber, KeyText, ref, table
from models.topics import Topic


class FollowUpState(StrEnum):
    """How far a follow-up has come; the steps between are in desk/workflow.py."""

    OPEN = "open"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    CLOSED = "closed"


_STATES = ", ".join(f"'{state}'" for state in FollowUpState)


class RatedTicket(Base):
    """A ticket that has been rated: a second rating finds this row."""

    __tablename__ = "rated_ticket"
    __table_args__ = table(Topic.RATINGS, ref("ticket.id", "ticket_id"))
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    way: Mapped[str]


class Rating(Base):
    """What was said of a visit on `day`. Its id tells nothing of when it was given; `reasons` are codes."""

    __tablename__ = "rating"
    __table_args__ = table(
        Topic.RATINGS,
        ref("queue.prefix", "queue"),
        ref("counter.number", "counter"),
        ref("staff.name", "staff"),
        CheckConstraint("grade BETWEEN 1 AND 5", "grade"),
        Index(None, "hall_id", "day"),
        audited=False,
    )
    hall_id: Mapped[HallId]
    id: Mapped[KeyText]
    day: Mapped[date]
    queue: Mapped[str]
    counter: Mapped[int | None]
    staff: Mapped[str | None]
    grade: Mapped[int]
    reasons: Mapped[Any] = mapped_column(Json)
    note: Mapped[str]


class FollowUp(Base):
    """A low grade that must be called back; the clocks are those of the moment it was given."""

    __tablename__ = "follow_up"
    __table_args__ = table(
        Topic.RATINGS,
        ref("ticket.id", "ticket_id"),
        ref("rating.id", "rating"),
        CheckConstraint(f"state IN ({_STATES})", "state"),
        Index(None, "hall_id", "state", "opened_at"),
        Index(None, "hall_id", "day"),
    )
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    day: Mapped[date]
    rating: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    contact_due: Mapped[datetime]
    answer_due: Mapped[datetime]
    contacted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    seq: Mapped[int]


class FollowUpStep(Base):
    """What was done about a follow-up, in order."""

    __tablename__ = "follow_up_step"
    __table_args__ = table(Topic.RATINGS, ref("follow_up.ticket_id", "ticket_id"), audited=False)
    hall_id: Mapped[HallId]
    ticket_id: Mapped[KeyText]
    seq: Mapped[KeyNumber]
    action: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    note: Mapped[str]
