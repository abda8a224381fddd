"""The audit: who did or saw what, chained per workstation and sealed at day close. Rows stay as they are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyNumber, KeyText, in_hall, table
from models.topics import Topic


class AuditEntry(Base):
    """A change or a look at personal data. `mac` = HMAC-SHA256(hall secret, previous mac + the entry as JSON)."""

    __tablename__ = "audit_entry"
    __table_args__ = table(Topic.AUDIT, in_hall(), Index(None, "hall_id", "at"), audited=False)
    hall_id: Mapped[HallId]
    lane: Mapped[KeyText]
    seq: Mapped[KeyNumber]
    at: Mapped[datetime]
    actor: Mapped[str]
    what: Mapped[str]
    args: Mapped[Any] = mapped_column(Json)
    rows: Mapped[Any] = mapped_column(Json)
    mac: Mapped[str]


class AuditLane(Base):
    """The head of one workstation's chain."""

    __tablename__ = "audit_lane"
    __table_args__ = table(Topic.AUDIT, in_hall(), audited=False)
    hall_id: Mapped[HallId]
    lane: Mapped[KeyText]
    seq: Mapped[int]
    at: Mapped[datetime]
    mac: Mapped[str]


class AuditSeal(Base):
    """All lane heads at a day close under one hash, for the daily report: a cut-off tail is seen against it."""

    __tablename__ = "audit_seal"
    __table_args__ = table(Topic.AUDIT, in_hall(), audited=False)
    hall_id: Mapped[HallId]
    seq: Mapped[KeyNumber]
    day: Mapped[date]
    at: Mapped[datetime]
    heads: Mapped[Any] = mapped_column(Json)
    mac: Mapped[str]


def append_only(name: str) -> dict[str, tuple[str, ...]]:
    """The statements, by dialect, after which rows of table `name` can be neither changed nor removed."""
    why, refuse, each = f"{name} is append-only", f"{name}_append_only()", "FOR EACH STATEMENT EXECUTE FUNCTION"
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb} ON {name} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            for verb in ("update", "delete")
        ),
        "postgresql": (
            f"CREATE FUNCTION {refuse} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{why}'; END $$",
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} {each} {refuse}",
        ),
    }


def _guard(entity: type[Base]) -> None:
    for dialect, statements in append_only(entity.__tablename__).items():
        for statement in statements:
            event.listen(entity.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))


_guard(AuditEntry)
_guard(AuditSeal)
