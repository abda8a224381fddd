"""Codes printed on papers: HD1:<hall>:<kind>:<number>:<check>, genuine or not without a network.

The check is a truncated keyed hash with the hall's secret (architecture §6).
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context, HallInfo
from desk.errors import DeskError
from models import Ticket

TICKET = "T"
_FORM = re.compile(r"HD1:([A-Z0-9]{2,8}):([A-Z]):([A-Z0-9-]+):([A-Z2-7]{8})")
# what a scanner behind a Chinese input method may type instead
_TYPED = str.maketrans(
    {"：": ":", "－": "-", "—": "-"} | {chr(ord(c) + 0xFEE0): c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
)


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """What a genuine code of this hall names; `state` is the present state of what it names."""

    kind: str
    number: str
    day: date
    state: str


def make(hall: HallInfo, kind: str, number: str) -> str:
    """The text of a code."""
    return f"HD1:{hall.code}:{kind}:{number}:{_check(hall, kind, number)}"


def ticket_code(hall: HallInfo, day: date, number: str) -> str:
    """The code of a ticket, whose number is printed with its day: 20261122-A023."""
    return make(hall, TICKET, f"{day:%Y%m%d}-{number}")


@view
def scan(session: HallSession, ctx: Context, *, text: str) -> ScannedCode:
    """What the code names. Raises code_unreadable, code_foreign, code_forged, code_over (its day has passed)."""
    return _ticket(session, ctx, *genuine_ticket(ctx, text))


def genuine_ticket(ctx: Context, text: str) -> tuple[date, str]:
    """Day and number of the ticket that a genuine code of this hall names, whether its day has passed or not.

    Raises code_unreadable, code_foreign, code_forged.
    """
    form = _FORM.fullmatch(text.strip().upper().translate(_TYPED))
    if form is None:
        raise DeskError("code_unreadable", text=text[:60])
    hall, kind, number, check = form.groups()
    if hall != ctx.hall:
        raise DeskError("code_foreign", hall=hall)
    if not hmac.compare_digest(check, _check(ctx.info, kind, number)) or kind != TICKET:
        raise DeskError("code_forged", text=text[:60])
    stamp, _, ticket = number.partition("-")
    return datetime.strptime(stamp, "%Y%m%d").date(), ticket  # noqa: DTZ007 # a day of the hall's calendar has no zone


def _ticket(session: HallSession, ctx: Context, day: date, number: str) -> ScannedCode:
    query = select(Ticket.state).where(Ticket.hall_id == ctx.hall, Ticket.day == day, Ticket.number == number)
    query = query.where(Ticket.prefix == number.rstrip("0123456789"))
    state = session.execute(query).scalar()
    if state is None:
        raise DeskError("unknown_ticket", number=number, day=day.isoformat())
    if day != ctx.today:
        raise DeskError("code_over", number=number, day=day.isoformat())
    return ScannedCode(TICKET, number, day, state)


def _check(hall: HallInfo, kind: str, number: str) -> str:
    digest = hmac.digest(hall.secret, f"HD1:{hall.code}:{kind}:{number}".encode(), "sha256")
    return base64.b32encode(digest[:5]).decode()
