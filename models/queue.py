"""Queues and the matters residents come for."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.base import Base, HallId, KeyText, in_hall, ref, table
from models.topics import Topic


class Queue(Base):
    """A line of tickets with one prefix. `area` is where its residents wait; `usual_minutes` is the preset duration."""

    __tablename__ = "queue"
    __table_args__ = table(Topic.QUEUES, ref("site.code", "site"))
    hall_id: Mapped[HallId]
    prefix: Mapped[KeyText]
    site: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    hint: Mapped[str]
    hint_en: Mapped[str]
    area: Mapped[str]
    usual_minutes: Mapped[int]
    position: Mapped[int]
    open: Mapped[bool]


class Matter(Base):
    """Something a resident can have done, as far as the queue needs it; `example` rows await the hall's review."""

    __tablename__ = "matter"
    __table_args__ = table(Topic.MATTERS, in_hall(), ref("queue.prefix", "queue"), Index(None, "hall_id", "queue"))
    hall_id: Mapped[HallId]
    code: Mapped[KeyText]
    name: Mapped[str]
    name_en: Mapped[str]
    queue: Mapped[str]
    frequent: Mapped[bool]
    example: Mapped[bool]
