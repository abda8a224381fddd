"""The audit's chain: a lane per workstation, each entry keyed to the one before; a seal over all lanes at day close."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from desk.changes import HallSession
from desk.context import Context, HallInfo
from desk.jsonable import canonical, plain
from models import AuditEntry, AuditLane, AuditSeal

_ENTRY, _LANE, _SEAL = AuditEntry.__table__, AuditLane.__table__, AuditSeal.__table__
START = "0" * 64

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
    """What is wrong in the chain: edited, deleted, inserted, cut_off or unsealed, in which lane and at which entry."""

    kind: str
    lane: str
    seq: int


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
    mac = _mac(ctx.info, last.mac, entry)
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
    lanes = connection.execute(select(_LANE.c.lane, _LANE.c.seq, _LANE.c.mac).where(_LANE.c.hall_id == ctx.hall))
    heads = {row.lane: [row.seq, row.mac] for row in lanes}
    last = connection.execute(select(func.max(_SEAL.c.seq)).where(_SEAL.c.hall_id == ctx.hall)).scalar() or 0
    row = {"hall_id": ctx.hall, "seq": last + 1, "day": day, "at": ctx.now, "heads": heads}
    mac = _mac(ctx.info, START, row)
    connection.execute(insert(_SEAL), {**row, "mac": mac})
    return mac


def faults(session: HallSession, hall: HallInfo) -> Iterator[Fault]:
    """Everything that shows the audit was touched from outside; nothing when it is whole."""
    connection = session.connection()
    heads = {row.lane: row for row in connection.execute(select(_LANE).where(_LANE.c.hall_id == hall.code))}
    found: dict[tuple[str, int], str] = {}
    lasts: dict[str, int] = {}
    entries = select(_ENTRY).where(_ENTRY.c.hall_id == hall.code).order_by(_ENTRY.c.lane, _ENTRY.c.seq)
    previous = START
    for row in connection.execution_options(yield_per=1000).execute(entries):
        expected = lasts.get(row.lane, 0) + 1
        if expected == 1:
            previous = START
        if row.seq != expected:
            yield from (Fault("deleted", row.lane, seq) for seq in range(expected, row.seq))
        mac = _mac(hall, previous, _without_mac(row))
        known = heads.get(row.lane)
        if known is None or row.seq > known.seq:
            yield Fault("inserted", row.lane, row.seq)
        elif mac != row.mac and row.seq == expected:
            yield Fault("edited", row.lane, row.seq)
        previous = row.mac
        lasts[row.lane] = row.seq
        found[row.lane, row.seq] = row.mac
    for lane, known in heads.items():
        last = lasts.get(lane, 0)
        yield from (Fault("cut_off", lane, seq) for seq in range(last + 1, known.seq + 1))
        if last == known.seq and found.get((lane, last)) != known.mac:
            yield Fault("edited", lane, last)
    yield from _seal_faults(connection, hall, found, lasts)


def _seal_faults(
    connection: Any, hall: HallInfo, found: dict[tuple[str, int], str], lasts: dict[str, int]
) -> Iterator[Fault]:
    expected = 1
    for row in connection.execute(select(_SEAL).where(_SEAL.c.hall_id == hall.code).order_by(_SEAL.c.seq)):
        if row.seq != expected:
            yield Fault("deleted", "seal", expected)
        expected = row.seq + 1
        if _mac(hall, START, _without_mac(row)) != row.mac:
            yield Fault("edited", "seal", row.seq)
        for lane, (seq, mac) in row.heads.items():
            if lasts.get(lane, 0) < seq:
                yield Fault("cut_off", lane, seq)
            elif found.get((lane, seq)) not in (mac, None):
                yield Fault("edited", lane, seq)


def _without_mac(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "mac"}  # pyright: ignore[reportPrivateUsage] # public by its documentation


def _mac(hall: HallInfo, previous: str, entry: Any) -> str:
    facts = {**entry, "at": entry["at"].timestamp()}
    return hmac.digest(hall.secret, (previous + canonical(facts)).encode(), "sha256").hex()
