"""Who acts, where and when: the second argument of every use case and view."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class HallInfo:
    """What never changes while a hall is open: its code, name, zone, whether it is the demonstration, its secret."""

    code: str
    name: str
    zone: ZoneInfo
    demo: bool
    secret: bytes


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name it signs in with, the name shown, its roles."""

    name: str
    display: str
    roles: frozenset[str]


NOBODY = Actor("-", "", frozenset({"workstation"}))


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is aware and in the hall's zone; `today` is the hall's calendar day."""

    info: HallInfo
    actor: Actor
    workstation: str
    now: datetime

    @property
    def hall(self) -> str:
        return self.info.code

    @property
    def today(self) -> date:
        return self.now.date()

    def local(self, moment: datetime) -> datetime:
        """`moment` in the hall's zone."""
        return moment.astimezone(self.info.zone)
