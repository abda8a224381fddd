"""The way back when this machine's clock was wrong."""

from dataclasses import dataclass
from datetime import datetime

from desk.catalogue import use_case_at_any_clock
from desk.changes import HallSession
from desk.context import Context


@dataclass(frozen=True, slots=True)
class ConfirmedClock:
    """The time that counts from now on."""

    now: datetime


@use_case_at_any_clock
def confirm(_session: HallSession, ctx: Context) -> ConfirmedClock:
    """This machine's present time is right, although earlier entries of this workstation are later; work can go on."""
    return ConfirmedClock(ctx.now)
