"""How long services took, kept small: what a waiting time is estimated from. Made from the periods, day by day."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyText, ref, table
from models.topics import Topic


class ServiceTime(Base):
    """The services of one queue on one closed day. Keys of both are hours of the local day, written "9".

    `seconds` lists for how long each ticket kept a counter, by the hour of its call; `priority` counts the priority
    tickets by the hour they came.
    """

    __tablename__ = "service_time"
    __table_args__ = table(Topic.TICKETS, ref("queue.prefix", "queue"), audited=False)
    hall_id: Mapped[HallId]
    day: Mapped[date] = mapped_column(primary_key=True)
    queue: Mapped[KeyText]
    seconds: Mapped[Any] = mapped_column(Json)
    priority: Mapped[Any] = mapped_column(Json)
