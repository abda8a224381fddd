"""Who works here, and the picker with which a window opens until sign-in exists."""

import re
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from desk import counters, permissions
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from models import Queue, Staff, StaffQueue, StaffRole

_SIGN_IN = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A staff member: sign-in name, shown name, roles in alphabetical order."""

    name: str
    display: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffQueues:
    """The queues a staff member may serve."""

    staff: str
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """What the picker offers."""

    hall_name: str
    demo: bool
    staff: tuple[StaffRow, ...]
    counters: tuple[counters.CounterRow, ...]


@use_case
def add(
    session: HallSession,
    ctx: Context,
    *,
    staff: str,
    display: str,
    roles: tuple[str, ...],
    queues: tuple[str, ...] = (),
) -> StaffRow:
    """The hall has one more staff member, who may act in these roles and serve these queues.

    `staff` is the sign-in name: letters, digits, dots and hyphens. Raises bad_argument (name taken or not allowed,
    nothing to show, unknown role), unknown_queue.
    """
    if not _SIGN_IN.fullmatch(staff) or not display.strip() or session.get(Staff, (ctx.hall, staff)) is not None:
        raise DeskError("bad_argument", problem=f"staff: {staff}, display: {display}")
    session.add(Staff(hall_id=ctx.hall, name=staff, display=display.strip(), active=True))
    session.flush()
    set_queues(session, ctx, staff=staff, queues=queues)
    return set_roles(session, ctx, staff=staff, roles=roles)


@use_case
def set_roles(session: HallSession, ctx: Context, *, staff: str, roles: tuple[str, ...]) -> StaffRow:
    """The staff member has these roles and no other.

    Raises unknown_staff, bad_argument (an unknown role; or nobody would be left as administrator).
    """
    found = _known(session, ctx, staff)
    for role in roles:
        if role not in permissions.ROLES or role == "workstation":
            raise DeskError("bad_argument", problem=f"roles: {role}")
    _replace(session, StaffRole, ctx.hall, staff, "role", set(roles))
    _keep_an_administrator(session, ctx)
    return StaffRow(staff, found.display, tuple(sorted(set(roles))))


@use_case
def set_queues(session: HallSession, ctx: Context, *, staff: str, queues: tuple[str, ...]) -> StaffQueues:
    """The staff member may serve these queues (prefixes) and no other. Raises unknown_staff, unknown_queue."""
    _known(session, ctx, staff)
    known = set(session.scalars(select(Queue.prefix).where(Queue.hall_id == ctx.hall)))
    for queue in queues:
        if queue not in known:
            raise DeskError("unknown_queue", queue=queue)
    _replace(session, StaffQueue, ctx.hall, staff, "queue", set(queues))
    return StaffQueues(staff, tuple(sorted(set(queues))))


@use_case
def leave(session: HallSession, ctx: Context, *, staff: str) -> StaffRow:
    """The staff member no longer acts here; what they did stays under their name.

    Raises unknown_staff, bad_argument (nobody would be left as administrator).
    """
    found = _known(session, ctx, staff)
    found.active = False
    _keep_an_administrator(session, ctx)
    return StaffRow(staff, found.display, ())


@view
def picker(session: HallSession, ctx: Context) -> Picker:
    """The active staff in order of their names as shown, and all counters."""
    return Picker(ctx.info.name, ctx.info.demo, _active(session, ctx.hall), counters.rows(session, ctx.hall))


def _known(session: HallSession, ctx: Context, staff: str) -> Staff:
    found = session.get(Staff, (ctx.hall, staff), with_for_update=True)
    if found is None:
        raise DeskError("unknown_staff", staff=staff)
    return found


def _replace(
    session: HallSession,
    entity: type[StaffRole] | type[StaffQueue],
    hall: str,
    staff: str,
    column: str,
    wanted: set[str],
) -> None:
    rows = session.scalars(select(entity).where(entity.hall_id == hall, entity.staff == staff))
    present = {str(getattr(row, column)): row for row in rows}
    for value in present.keys() - wanted:
        session.delete(present[value])
    session.add_all(entity(hall_id=hall, staff=staff, **{column: value}) for value in sorted(wanted - present.keys()))


def _keep_an_administrator(session: HallSession, ctx: Context) -> None:
    session.flush()
    query = (
        select(Staff.name)
        .join(StaffRole, (StaffRole.hall_id == Staff.hall_id) & (StaffRole.staff == Staff.name))
        .where(Staff.hall_id == ctx.hall, Staff.active, StaffRole.role == "administrator")
    )
    if session.execute(query).first() is None:
        raise DeskError("bad_argument", problem="administrator")


def _active(session: HallSession, hall: str) -> tuple[StaffRow, ...]:
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for row in session.execute(select(StaffRole.staff, StaffRole.role).where(StaffRole.hall_id == hall)):
        roles[row.staff].append(row.role)
    query = (
        select(Staff.name, Staff.display).where(Staff.hall_id == hall, Staff.active).order_by(Staff.display, Staff.name)
    )
    return tuple(StaffRow(row.name, row.display, tuple(sorted(roles[row.name]))) for row in session.execute(query))
