"""The hall itself, its sites, opening hours, settings and closed days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HallId, Json, KeyNumber, KeyText, in_hall, ref, table
from models.topics import Topic


class Hall(Base):
    """One service centre. `hall_id` is its code as printed in numbers (CH); `secret` keys its codes and its audit."""

    __tablename__ = "hall"
    __table_args__ = table(Topic.HALL)
    hall_id: Mapped[HallId]
    name: Mapped[str]
    zone: Mapped[str]
    demo: Mapped[bool]
    secret: Mapped[str] = mapped_column(info={"audited": False})
    created_at: Mapped[datetime]


class Site(Base):
    """The main hall or an outpost; `position` 0 is the main hall."""

    __tablename__ = "site"
    __table_args__ = table(Topic.HALL, in_hall())
    hall_id: Mapped[HallId]
    code: Mapped[KeyText]
    name: Mapped[str]
    position: Mapped[int]


class Opening(Base):
    """When a site is open on a weekday (0 = Monday). Minutes since local midnight; a day may have several stretches."""

    __tablename__ = "opening"
    __table_args__ = table(
        Topic.HALL,
        ref("site.code", "site"),
        CheckConstraint("opens < closes AND opens >= 0 AND closes <= 1440", "span"),
    )
    hall_id: Mapped[HallId]
    site: Mapped[KeyText]
    weekday: Mapped[KeyNumber]
    opens: Mapped[KeyNumber]
    closes: Mapped[int]


class Setting(Base):
    """A value that differs from the preset of desk/settings.py."""

    __tablename__ = "setting"
    __table_args__ = table(Topic.SETTINGS, in_hall())
    hall_id: Mapped[HallId]
    key: Mapped[KeyText]
    value: Mapped[Any] = mapped_column(Json)


class DayClose(Base):
    """A day that was closed; a later close of the same day replaces its figures, the audit keeps both."""

    __tablename__ = "day_close"
    __table_args__ = table(Topic.HALL, in_hall())
    hall_id: Mapped[HallId]
    day: Mapped[date] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    figures: Mapped[Any] = mapped_column(Json)
