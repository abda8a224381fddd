"""Print jobs and printers of a workstation: claimed by its spooler, printed, failed, tried again, printed once more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from desk import jobs as owed
from desk import reasons
from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.tickets import issuing, moves
from models import Printer
from models import PrintJob as Job

PAGE = 200
KINDS = ("system", "escpos_network", "escpos_usb", "file", "recorder")


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer of this workstation; `papers` are ids of printing/papers.py, `width_mm` the width of its roll."""

    name: str
    kind: str
    address: str
    width_mm: int
    papers: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A claimed job. `view` is the JSON of the paper's read model; no `printer`: none is set up for it."""

    id: str
    paper: str
    view: Any
    copies: int
    reprint: int
    printer: PrinterRow | None


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job's state after a change."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """How many jobs were laid aside."""

    jobs: int


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as lists show it. `reprint` 0 is the first print; `error` and `facts` are of the last failure."""

    id: str
    paper: str
    number: str
    day: date
    state: str
    printer: str | None
    error: str | None
    facts: Any
    created_at: datetime
    done_at: datetime | None
    reprint: int
    reason: str | None


@use_case
def claim(session: HallSession, ctx: Context, *, skip: tuple[str, ...] = ()) -> PrintJob | None:
    """The oldest pending job of this workstation is being printed by the caller; None when there is none.

    Jobs whose printer is named in `skip` stay where they are.
    """
    printers = _printers(session, ctx)
    pending = select(Job).where(*_here(ctx), Job.state == "pending").order_by(Job.id).limit(PAGE)
    for job in session.scalars(pending.with_for_update(skip_locked=True)):
        printer = next((p for p in printers if p.enabled and job.paper in p.papers), None)
        if printer is None or printer.name not in skip:
            job.state = "printing"
            job.printer = printer.name if printer else None
            return PrintJob(job.id, job.paper, job.view, job.copies, job.reprint, printer)
    return None


@use_case
def printed(session: HallSession, ctx: Context, *, job: str) -> JobNow:
    """The paper came out. Raises unknown_job, job_not_waiting."""
    return _become(session, ctx, job, "printed", ("printing",))


@use_case
def failed(session: HallSession, ctx: Context, *, job: str, code: str, facts: dict[str, Any] | None = None) -> JobNow:
    """The paper did not come out whole; the number it belongs to stands. Raises unknown_job, job_not_waiting."""
    now = _become(session, ctx, job, "failed", ("printing",))
    row = session.get_one(Job, (ctx.hall, job))
    row.error, row.facts = code, facts
    return now


@use_case
def retry(session: HallSession, ctx: Context, *, job: str) -> JobNow:
    """The job is pending again. Raises unknown_job, job_not_waiting (it is neither failed nor laid aside)."""
    return _become(session, ctx, job, "pending", ("failed", "shelved"))


@use_case
def cancel(session: HallSession, ctx: Context, *, job: str) -> JobNow:
    """The job will not be printed. Raises unknown_job, job_not_waiting (it is printed or being printed)."""
    return _become(session, ctx, job, "cancelled", ("pending", "failed", "shelved"))


@use_case
def shelve(session: HallSession, ctx: Context, *, before: datetime | None = None) -> Shelved:
    """What this workstation still owed when its spooler started is laid aside: listed, not printed unasked.

    `before` is that instant, now if not given.
    """
    owing = select(Job).where(*_here(ctx), Job.state.in_(("pending", "printing")), Job.created_at < (before or ctx.now))
    left = session.scalars(owing.with_for_update()).all()
    for job in left:
        job.state = "shelved"
    return Shelved(len(left))


@use_case
def reprint(
    session: HallSession, ctx: Context, *, number: str, reason: str, paper: str = "slip", day: date | None = None
) -> JobNow:
    """One more print of the paper is owed, marked and counted as a reprint. `reason`: a code of `reprint`, or in words.

    Raises unknown_paper, unknown_ticket, unknown_reason.
    """
    again = _AGAIN.get(paper)
    if again is None:
        raise DeskError("unknown_paper", paper=paper)
    code, words = reasons.code_or_note("reprint", reason)
    when = day or ctx.today
    view = again(session, ctx, number, when)
    query = select(func.count()).select_from(Job).where(Job.hall_id == ctx.hall, Job.number == view.number)
    times = session.execute(query.where(Job.day == when, Job.paper == paper, Job.reprint > 0)).scalar_one() + 1
    view = replace(view, reprint=times)
    job = owed.owe(session, ctx, paper, view.number, when, view, reprint=times, reason=words or code)
    return JobNow(job.id, job.state)


@view
def jobs(session: HallSession, ctx: Context, *, state: str | None = None) -> tuple[JobRow, ...]:
    """The jobs of this workstation, newest first, at most 200."""
    query = select(Job).where(*_here(ctx))
    return _rows(session, ctx, query if state is None else query.where(Job.state == state))


@view
def history(session: HallSession, ctx: Context, *, number: str, day: date | None = None) -> tuple[JobRow, ...]:
    """Every print of a number's papers, on any workstation, newest first."""
    when = day or ctx.today
    printed_as = moves.as_issued(session, ctx, number, when)
    query = select(Job).where(Job.hall_id == ctx.hall, Job.number == printed_as, Job.day == when)
    return _rows(session, ctx, query)


@view
def printers(session: HallSession, ctx: Context) -> tuple[PrinterRow, ...]:
    """The printers of this workstation by name."""
    return _printers(session, ctx)


@use_case
def set_printer(
    session: HallSession,
    ctx: Context,
    *,
    name: str,
    kind: str,
    address: str = "",
    width_mm: int = 80,
    papers: tuple[str, ...] = ("slip",),
    enabled: bool = True,
) -> PrinterRow:
    """This workstation has the printer, set up so. Raises bad_argument for an unknown kind or width, or no name."""
    if kind not in KINDS:
        raise DeskError("bad_argument", problem=f"kind: {kind}")
    if not name.strip():
        raise DeskError("bad_argument", problem="name")
    if width_mm not in (58, 80):
        raise DeskError("bad_argument", problem=f"width_mm: {width_mm}")
    row = PrinterRow(name, kind, address, width_mm, papers, enabled)
    known = session.get(Printer, (ctx.hall, ctx.workstation, name))
    if known is None:
        known = Printer(hall_id=ctx.hall, workstation=ctx.workstation, name=name)
        session.add(known)
    known.kind, known.address, known.width_mm, known.papers, known.enabled = (
        kind,
        address,
        width_mm,
        list(papers),
        enabled,
    )
    return row


@use_case
def remove_printer(session: HallSession, ctx: Context, *, name: str) -> PrinterRow:
    """This workstation no longer has the printer. Raises unknown_printer."""
    known = session.get(Printer, (ctx.hall, ctx.workstation, name))
    if known is None:
        raise DeskError("unknown_printer", printer=name)
    session.delete(known)
    return _printer(known)


def _here(ctx: Context) -> tuple[Any, ...]:
    return Job.hall_id == ctx.hall, Job.workstation == ctx.workstation


def _become(session: HallSession, ctx: Context, job: str, state: str, allowed: tuple[str, ...]) -> JobNow:
    row = session.get(Job, (ctx.hall, job), with_for_update=True)
    if row is None:
        raise DeskError("unknown_job", job=job)
    if row.state not in allowed:
        raise DeskError("job_not_waiting", job=job, state=row.state)
    row.state = state
    row.done_at = ctx.now if state in ("printed", "cancelled") else None
    return JobNow(job, state)


def _rows(session: HallSession, ctx: Context, query: Select[Job]) -> tuple[JobRow, ...]:
    columns = [getattr(Job, name) for name in JobRow.__slots__]
    found = session.execute(query.with_only_columns(*columns).order_by(Job.id.desc()).limit(PAGE))
    return tuple(_row(ctx, dict(zip(JobRow.__slots__, row, strict=True))) for row in found)


def _row(ctx: Context, values: dict[str, Any]) -> JobRow:
    for name in ("created_at", "done_at"):
        values[name] = values[name] and ctx.local(values[name])
    return JobRow(**values)


def _printers(session: HallSession, ctx: Context) -> tuple[PrinterRow, ...]:
    query = select(Printer).where(Printer.hall_id == ctx.hall, Printer.workstation == ctx.workstation)
    return tuple(_printer(row) for row in session.scalars(query.order_by(Printer.name)))


def _printer(row: Printer) -> PrinterRow:
    return PrinterRow(row.name, row.kind, row.address, row.width_mm, tuple(row.papers), row.enabled)


# how a paper's view is made again for a reprint
_AGAIN: dict[str, Callable[..., Any]] = {"slip": issuing.slip_of}
