"""Owing a paper: the print job that a use case writes in its own transaction."""

from datetime import date
from typing import Any

from uuid_utils import uuid7

from desk.changes import HallSession
from desk.context import Context
from desk.jsonable import plain
from models import PrintJob


def owe(
    session: HallSession,
    ctx: Context,
    paper: str,
    number: str,
    day: date,
    view: Any,
    *,
    copies: int = 1,
    reprint: int = 0,
    reason: str | None = None,
) -> PrintJob:
    """This workstation owes the paper, built from `view` as it is now."""
    job = PrintJob(
        hall_id=ctx.hall,
        id=str(uuid7()),
        workstation=ctx.workstation,
        paper=paper,
        number=number,
        day=day,
        view=plain(view),
        copies=copies,
        reprint=reprint,
        reason=reason,
        state="pending",
        printer=None,
        error=None,
        facts=None,
        created_at=ctx.now,
        done_at=None,
    )
    session.put(job)
    return job
