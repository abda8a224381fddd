"""Who works here: names, roles, and the queues each may serve."""

from sqlalchemy.orm import Mapped

from models.base import Base, HallId, KeyText, in_hall, ref, table
from models.topics import Topic


class Staff(Base):
    """A person or device that acts. `name` is what it signs in with and what the audit keeps; `display` is shown."""

    __tablename__ = "staff"
    __table_args__ = table(Topic.STAFF, in_hall())
    hall_id: Mapped[HallId]
    name: Mapped[KeyText]
    display: Mapped[str]
    active: Mapped[bool]


class StaffRole(Base):
    """A role a staff member holds; what a role may do is the table in desk/permissions.py."""

    __tablename__ = "staff_role"
    __table_args__ = table(Topic.STAFF, ref("staff.name", "staff"))
    hall_id: Mapped[HallId]
    staff: Mapped[KeyText]
    role: Mapped[KeyText]


class StaffQueue(Base):
    """A queue a clerk has the skill to serve."""

    __tablename__ = "staff_queue"
    __table_args__ = table(Topic.STAFF, ref("staff.name", "staff"), ref("queue.prefix", "queue"))
    hall_id: Mapped[HallId]
    staff: Mapped[KeyText]
    queue: Mapped[KeyText]
