"""The audit: who did or saw what, chained per workstation and sealed at day close. Rows are never changed or removed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyNumber, KeyText, in_hall, table
from models.topics import Topic


class AuditEntry(Base):
    """One change or one look at personal data. `mac` = HMAC-SHA256(hall secret, previous mac + the entry's canonical JSON)."""

    __tablename__ = "audit_entry"
    __table_args__ = table(Topic.AUDIT, in_hall(), audited=False)
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
    """All lane heads at a day close, under one hash (printed on the daily report): a cut-off tail is seen against it."""

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
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for verb in ("update", "delete")
        ),
        "postgresql": (
            f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$",
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()",
        ),
    }


def _guard(entity: type[Base]) -> None:
    target = entity.__table__
    assert isinstance(target, Table)
    for dialect, statements in append_only(target.name).items():
        for statement in statements:
            event.listen(target, "after_create", DDL(statement).execute_if(dialect=dialect))


_guard(AuditEntry)
_guard(AuditSeal)
