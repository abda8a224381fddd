"""What the door itself keeps: repeated keys, number series and the change counters of SQLite."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyText, in_hall, table
from models.topics import Topic


class Request(Base):
    """The first result of an idempotency key; kept seven days."""

    __tablename__ = "request"
    __table_args__ = table(Topic.HALL, in_hall(), Index(None, "hall_id", "at"), audited=False)
    hall_id: Mapped[HallId]
    key: Mapped[KeyText]
    at: Mapped[datetime]
    digest: Mapped[str]
    result: Mapped[Any] = mapped_column(Json)


class NumberSeries(Base):
    """The last number given in a series and period; locked by the transaction that takes the next."""

    __tablename__ = "number_series"
    __table_args__ = table(Topic.HALL, in_hall(), audited=False)
    hall_id: Mapped[HallId]
    series: Mapped[KeyText]
    period: Mapped[KeyText]
    last: Mapped[int]


class Change(Base):
    """How often a topic has changed (SQLite only; PostgreSQL notifies). Watchers compare it with what they last saw."""

    __tablename__ = "change"
    __table_args__ = table(Topic.HALL, in_hall(), audited=False)
    hall_id: Mapped[HallId]
    topic: Mapped[KeyText]
    version: Mapped[int]
