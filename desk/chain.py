"""The audit's chain: a lane per workstation, each entry keyed to the one before; a seal over all lanes at day close."""

import hmac
import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnClause, Connection, Table, bindparam, column, func, insert, select, update

from desk.changes import HallSession
from desk.context import Context, HallInfo
from desk.jsonable import canonical, plain
from models import AuditEntry, AuditLane, AuditSeal, Hall
from models.base import Json

_ENTRY, _LANE, _SEAL = AuditEntry.__table__, AuditLane.__table__, AuditSeal.__table__
START = "0" * 64
CLOSING = "day.close"

Raw = Mapping[str, Any]
_TEXT = json.JSONEncoder(ensure_ascii=False).encode

_HERE = (_LANE.c.hall_id == bindparam("hall"), _LANE.c.lane == bindparam("workstation"))
_HEAD = select(_LANE.c.seq, _LANE.c.at, _LANE.c.mac).where(*_HERE).with_for_update()
_APPEND, _BEGIN, _MOVE = insert(_ENTRY), insert(_LANE), update(_LANE).where(*_HERE)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a lane; `seq` 0 and `at` None before the first."""

    seq: int
    at: datetime | None
    mac: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: entries `seq` to `to` of a lane, or of "seal", were edited, deleted, inserted or cut_off."""

    kind: str
    lane: str
    seq: int
    to: int


class Lane(NamedTuple):
    """A lane's name and head, and the macs that seals hold fast, by entry."""

    name: str
    seq: int
    mac: str
    sealed: dict[int, str]


def head(session: HallSession, hall: str, lane: str) -> Head:
    """The lane's head, locked until the transaction ends."""
    connection, where = session.connection(), {"hall": hall, "workstation": lane}
    row = connection.execute(_HEAD, where).first()
    if row is None and connection.dialect.name == "postgresql":  # no row to lock yet: the first two wait for a name
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{hall}/{lane}", 0))))
        row = connection.execute(_HEAD, where).first()
    return Head(0, None, START) if row is None else Head(row.seq, row.at, row.mac)


def append(session: HallSession, ctx: Context, last: Head, what: str, args: Any, rows: Any) -> None:
    """One more entry on this workstation's lane, after `last`."""
    entry = {
        "hall_id": ctx.hall,
        "lane": ctx.workstation,
        "seq": last.seq + 1,
        "at": ctx.now,
        "actor": ctx.actor.name,
        "what": what,
        "args": plain(args),
        "rows": plain(rows),
    }
    mac = _signed(ctx.info, last.mac, entry)
    connection = session.connection()
    connection.execute(_APPEND, {**entry, "mac": mac})
    lane = {"seq": entry["seq"], "at": ctx.now, "mac": mac}
    if last.seq == 0:
        connection.execute(_BEGIN, {"hall_id": ctx.hall, "lane": ctx.workstation, **lane})
    else:
        connection.execute(_MOVE, {"hall": ctx.hall, "workstation": ctx.workstation, **lane})


def seal(session: HallSession, ctx: Context, day: date) -> str:
    """All lane heads under one keyed hash; returns it as text of 64 hex digits."""
    connection = session.connection()
    hall = select(Hall.hall_id).where(Hall.hall_id == ctx.hall)
    connection.execute(hall.with_for_update(key_share=True))  # one seal after the other
    lanes = connection.execute(select(_LANE.c.lane, _LANE.c.seq, _LANE.c.mac).where(_LANE.c.hall_id == ctx.hall))
    heads = {row.lane: [row.seq, row.mac] for row in lanes}
    last = connection.execute(select(func.max(_SEAL.c.seq)).where(_SEAL.c.hall_id == ctx.hall)).scalar() or 0
    row = {"hall_id": ctx.hall, "seq": last + 1, "day": day, "at": ctx.now, "heads": heads}
    mac = _signed(ctx.info, START, row)
    connection.execute(insert(_SEAL), {**row, "mac": mac})
    return mac


def faults(session: HallSession, hall: HallInfo) -> tuple[Fault, ...]:
    """Everything that shows the audit was touched from outside; nothing when it is whole."""
    return tuple(dict.fromkeys(_faults(session.connection(), hall)))


def _faults(connection: Connection, hall: HallInfo) -> Iterator[Fault]:
    seals = list(_raw(connection, hall, _SEAL, "seq"))
    sealed = _sealed(hall, seals)
    lanes = connection.execute(select(_LANE.c.lane, _LANE.c.seq, _LANE.c.mac).where(_LANE.c.hall_id == hall.code))
    heads = {row.lane: (row.seq, row.mac) for row in lanes}
    closings = 0
    for lane, rows in groupby(_raw(connection, hall, _ENTRY, "lane", "seq"), key=lambda row: row["lane"]):
        closings += yield from _lane_faults(hall, rows, Lane(lane, *heads.pop(lane, (0, START)), sealed.pop(lane, {})))
    for lane in sorted(heads.keys() | sealed.keys()):
        yield from _lane_faults(hall, (), Lane(lane, *heads.get(lane, (0, START)), sealed.get(lane, {})))
    yield from _seal_faults(hall, seals, closings)


def _lane_faults(hall: HallInfo, rows: Iterable[Raw], lane: Lane) -> Generator[Fault, None, int]:
    """What is wrong with a lane's entries; returns how many days they closed."""
    last, previous, closings = 0, START, 0
    for row in rows:
        seq = row["seq"]
        if seq < 1 or seq > lane.seq:
            yield Fault("inserted", lane.name, seq, seq)
        elif seq > last + 1:
            yield Fault("deleted", lane.name, last + 1, seq - 1)
        elif row["mac"] != _mac(hall, previous, _ENTRY, row) or row["mac"] != lane.sealed.get(seq, row["mac"]):
            yield Fault("edited", lane.name, seq, seq)
        if seq > 0:
            last, previous = seq, row["mac"]
        closings += row["what"] == CLOSING
    end = max(lane.seq, *lane.sealed, 0)
    if last < end:
        yield Fault("cut_off", lane.name, last + 1, end)
    elif last == lane.seq and previous != lane.mac:
        yield Fault("edited", lane.name, last, last)
    return closings


def _sealed(hall: HallInfo, seals: list[Raw]) -> dict[str, dict[int, str]]:
    """By lane the macs of the entries that genuine seals hold fast."""
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for row in seals:
        if row["mac"] == _mac(hall, START, _SEAL, row):
            for lane, (seq, mac) in json.loads(row["heads"]).items():
                found[lane][seq] = mac
    return found


def _seal_faults(hall: HallInfo, seals: list[Raw], closings: int) -> Iterator[Fault]:
    """What is wrong with the seals, of which every closing in the audit has made one."""
    last = 0
    for row in seals:
        if row["seq"] > last + 1:
            yield Fault("deleted", "seal", last + 1, row["seq"] - 1)
        if row["mac"] != _mac(hall, START, _SEAL, row):
            yield Fault("edited", "seal", row["seq"], row["seq"])
        last = row["seq"]
    if last < closings:
        yield Fault("deleted", "seal", last + 1, closings)


def _raw(connection: Connection, hall: HallInfo, table: Table, *order: str) -> Iterator[Raw]:
    """The hall's rows as the database has them, so that what is no JSON any more can be named too."""
    names: list[ColumnClause[Any]] = [column(c.name) for c in table.c]
    query = select(*names).select_from(table).where(table.c.hall_id == hall.code).order_by(*(table.c[o] for o in order))
    for row in connection.execution_options(yield_per=1000).execute(query).mappings():
        yield cast("Raw", row)


def _mac(hall: HallInfo, previous: str, table: Table, row: Raw) -> str:
    """The mac that a raw row must have. Its JSON is in the database word for word as it was when it was signed."""
    facts = (f'"{name}":{_fact(table, name, row[name])}' for name in sorted(row) if name != "mac")
    return _keyed(hall, previous, "{" + ",".join(facts) + "}")


def _fact(table: Table, name: str, raw: Any) -> str:
    if isinstance(table.c[name].type, Json):
        return raw
    return _TEXT(raw / 1_000_000 if name == "at" else raw)


def _signed(hall: HallInfo, previous: str, entry: Mapping[str, Any]) -> str:
    return _keyed(hall, previous, canonical({**entry, "at": entry["at"].timestamp()}))


def _keyed(hall: HallInfo, previous: str, text: str) -> str:
    return hmac.digest(hall.secret, (previous + text).encode(), "sha256").hex()
