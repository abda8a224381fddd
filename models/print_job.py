"""Printers of a workstation and the papers it owes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyText, in_hall, table
from models.topics import Topic


class Printer(Base):
    """A printer that one workstation can reach, and the papers that go to it."""

    __tablename__ = "printer"
    __table_args__ = table(
        Topic.PRINTERS,
        in_hall(),
        CheckConstraint("kind IN ('system', 'escpos_network', 'escpos_usb', 'file', 'recorder')", "kind"),
    )
    hall_id: Mapped[HallId]
    workstation: Mapped[KeyText]
    name: Mapped[KeyText]
    kind: Mapped[str]
    address: Mapped[str]
    width_mm: Mapped[int]
    papers: Mapped[Any] = mapped_column(Json)
    enabled: Mapped[bool]


class PrintJob(Base):
    """A paper that is owed. `view` is the read model it is built from, as it was when the paper fell due."""

    __tablename__ = "print_job"
    __table_args__ = table(
        Topic.PRINT_JOBS,
        in_hall(),
        CheckConstraint("state IN ('pending', 'printing', 'printed', 'failed', 'shelved', 'cancelled')", "state"),
        Index(None, "hall_id", "workstation", "state", "id"),
        Index(None, "hall_id", "workstation", "id"),
        Index(None, "hall_id", "number", "day"),
    )
    hall_id: Mapped[HallId]
    id: Mapped[KeyText]
    workstation: Mapped[str]
    paper: Mapped[str]
    number: Mapped[str]
    day: Mapped[date]
    view: Mapped[Any] = mapped_column(Json, info={"audited": False})
    copies: Mapped[int]
    reprint: Mapped[int]
    reason: Mapped[str | None]
    state: Mapped[str]
    printer: Mapped[str | None]
    error: Mapped[str | None]
    facts: Mapped[Any] = mapped_column(Json, nullable=True)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
