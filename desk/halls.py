"""A new hall with its presets: one main site, the queues and matters of the reference data, counters, opening hours."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import insert, select

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from models import Base, Hall, Matter, Opening, Queue, Site, Staff, StaffRole
from resources import rows

ZONE = "Asia/Shanghai"
WEEK = {0: ((9, 12), (13, 17)), 1: ((9, 12), (13, 17)), 2: ((9, 12), (13, 17)), 3: ((9, 12), (13, 17)),
        4: ((9, 12), (13, 17)), 5: ((9, 16),), 6: ((9, 16),)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A stretch of a weekday (0 = Monday) in which a site is open."""

    site: str
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class HallShown:
    """The hall as it introduces itself."""

    hall: str
    name: str
    zone: str
    demo: bool
    sites: tuple[str, ...]
    opening: tuple[OpeningRow, ...]


@view
def show(session: HallSession, ctx: Context) -> HallShown:
    """The hall with its sites and its opening plan."""
    sites = session.scalars(select(Site.name).where(Site.hall_id == ctx.hall).order_by(Site.position))
    plan = session.scalars(
        select(Opening).where(Opening.hall_id == ctx.hall).order_by(Opening.site, Opening.weekday, Opening.opens)
    )
    return HallShown(
        ctx.hall,
        ctx.info.name,
        ctx.info.zone.key,
        ctx.info.demo,
        tuple(sites),
        tuple(OpeningRow(o.site, o.weekday, _clock(o.opens), _clock(o.closes)) for o in plan),
    )


def site(session: HallSession, ctx: Context, code: str | None) -> Site:
    """The site with this code, the main hall when None. Raises bad_argument."""
    query = select(Site).where(Site.hall_id == ctx.hall).order_by(Site.position)
    row = session.scalars(query if code is None else query.where(Site.code == code)).first()
    if row is None:
        raise DeskError("bad_argument", problem=f"site: {code}")
    return row


def found(session: HallSession, *, name: str, code: str, administrator: str, zone: str, demo: bool) -> str:
    """The hall exists, with one administrator, the actor of its kiosks and the presets; returns its code.

    Raises bad_argument; hall_exists, also when a demonstration would stand beside real data or the other way round.
    """
    hall = code.strip().upper()
    if administrator == "kiosk":
        raise DeskError("bad_argument", problem=f"administrator: {administrator}")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,7}", hall) or not name.strip():
        raise DeskError("bad_argument", problem=f"code: {code}, name: {name}")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise DeskError("bad_argument", problem=f"zone: {zone}") from None
    _refuse_mixing(session, hall, demo=demo)
    head = {"hall_id": hall, "name": name.strip(), "zone": zone, "demo": demo, "secret": secrets.token_hex(32)}
    session.execute(insert(Hall), {**head, "created_at": datetime.now(UTC)})
    for entity, values in _presets(hall, administrator):
        session.execute(insert(entity), values)
    return hall


def _refuse_mixing(session: HallSession, code: str, *, demo: bool) -> None:
    for row in session.execute(select(Hall.hall_id, Hall.demo)):
        if row.hall_id == code or row.demo != demo:
            raise DeskError("hall_exists", code=row.hall_id)


def _presets(hall: str, administrator: str) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    here = {"hall_id": hall}
    yield Site, [here | {"code": "main", "name": "主大厅", "position": 0}]
    yield (
        Opening,
        [
            here | {"site": "main", "weekday": day, "opens": opens * 60, "closes": closes * 60}
            for day, stretches in WEEK.items()
            for opens, closes in stretches
        ],
    )
    yield Queue, [here | row for row in _queues()]
    yield Matter, [here | row for row in _matters()]
    people = {administrator: ("管理员", "administrator"), "kiosk": ("取号机", "kiosk")}
    yield Staff, [here | {"name": name, "display": display, "active": True} for name, (display, _) in people.items()]
    yield StaffRole, [here | {"staff": name, "role": role} for name, (_, role) in people.items()]


def _queues() -> Iterator[dict[str, Any]]:
    hints = {row["prefix"]: row for row in rows("reference/queue_hints.csv")}
    for position, row in enumerate(rows("reference/queues.csv")):
        hint = hints[row["prefix"]]
        yield {
            "prefix": row["prefix"],
            "site": "main",
            "name": row["name_zh"],
            "name_en": row["name_en"],
            "hint": hint["hint_zh"],
            "hint_en": hint["hint_en"],
            "area": hint["area_zh"],
            "usual_minutes": int(row["usual_minutes"]),
            "position": position,
            "open": True,
        }


def _matters() -> Iterator[dict[str, Any]]:
    for row in rows("reference/transfer_types.csv"):
        names = {"code": row["code"], "name": row["name_zh"], "name_en": row["name_en"]}
        yield names | {"queue": "A", "frequent": row["family"] == "move_in", "example": False}
    for row in rows("reference/matters_other.csv"):
        names = {"code": row["code"], "name": row["name_zh"], "name_en": row["name_en"]}
        yield names | {"queue": row["queue"], "frequent": row["frequent"] == "Y", "example": row["example"] == "yes"}


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
