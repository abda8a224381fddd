"""Who works here, and the picker with which a window opens until sign-in exists."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from desk import counters
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from models import Staff, StaffRole


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A staff member: sign-in name, shown name, roles in alphabetical order."""

    name: str
    display: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """What the picker offers."""

    hall_name: str
    demo: bool
    staff: tuple[StaffRow, ...]
    counters: tuple[counters.CounterRow, ...]


@view
def picker(session: HallSession, ctx: Context) -> Picker:
    """The active staff in order of their names as shown, and all counters."""
    return Picker(ctx.info.name, ctx.info.demo, _active(session, ctx.hall), counters.rows(session, ctx.hall))


def _active(session: HallSession, hall: str) -> tuple[StaffRow, ...]:
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for row in session.execute(select(StaffRole.staff, StaffRole.role).where(StaffRole.hall_id == hall)):
        roles[row.staff].append(row.role)
    query = (
        select(Staff.name, Staff.display).where(Staff.hall_id == hall, Staff.active).order_by(Staff.display, Staff.name)
    )
    return tuple(StaffRow(row.name, row.display, tuple(sorted(roles[row.name]))) for row in session.execute(query))
