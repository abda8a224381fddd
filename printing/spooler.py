"""The spooler: prints what this workstation owes, in a thread of its own, woken when something is owed.

A job is claimed, built, sent and marked; what fails is marked with its code, stays in the list and can be tried again.
The libraries that draw paper are imported in this thread, when the first job comes.
"""

import logging
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.changes import Topic
from desk.errors import DeskError
from printing.lease import Lease
from printing.printers import Printer, open_printer

if TYPE_CHECKING:
    from desk.changes import Watcher
    from desk.office import Office
    from desk.prints import PrinterRow, PrintJob

# A printer that failed in one of these ways is not asked again in the same round: each try may take seconds.
_DOWN = {"printer_off", "printer_out_of_paper", "printer_unplugged", "printer_failed"}
_RETRY_SECONDS = 5.0  # until the database is asked again after it could not be reached

_log = logging.getLogger(__name__)


class Spooler:
    """Prints for one workstation. Of several windows on a workstation one prints; the others take over when it ends.

    `on_change` is called in the spooler's thread after each round in which a job was printed or failed.
    `printers` keeps every printer used so far, by its row.
    """

    def __init__(
        self,
        office: "Office",
        on_change: Callable[[], None] | None = None,
        *,
        open_printer: "Callable[[PrinterRow], Printer]" = open_printer,
    ) -> None:
        self.printers: dict[PrinterRow, Printer] = {}
        self._office = office
        self._on_change = on_change
        self._open_printer = open_printer
        self._lease = Lease(_lock_file(office))
        self._awake = threading.Event()
        self._stopping = False
        self._begun = False
        self._since = office.now()
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)
        self._watcher: Watcher | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def start(self) -> None:
        """What was owed before is shelved; from now on jobs are printed as they fall due."""
        self._since = self._office.now()
        self._watcher = self._office.watch(self._heard)
        self._unsubscribe = self._office.subscribe(self._heard)
        self._thread.start()
        self._watcher.start()

    def stop(self) -> None:
        """The job in hand is finished and the thread has ended."""
        self._unsubscribe()
        if self._watcher is not None:
            self._watcher.stop()
        self._stopping = True
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._lease.give_back()

    def run_once(self) -> int:
        """Everything pending is tried; how many papers came out. A printer that fails holds up no other."""
        printed = tried = 0
        down: dict[str, DeskError] = {}
        while job := self._claim(skip=tuple(down)):
            tried += 1
            printed += self._print(job, down)
        while down and (job := self._claim()):  # what waits for a printer that just failed
            tried += 1
            printed += self._print(job, down)
        if tried and self._on_change is not None:
            self._on_change()
        return printed

    def _heard(self, topics: frozenset[Topic]) -> None:
        if Topic.PRINT_JOBS in topics:
            self._awake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._awake.wait(None if self._round() else _RETRY_SECONDS)
            self._awake.clear()

    def _round(self) -> bool:
        """Prints what is pending if it is this window's turn; False when it must be tried again later."""
        try:
            if not self._lease.held and self._lease.take():
                self._take_over()
            self._begun = True
            if self._lease.held:
                self.run_once()
        except DeskError as error:
            _log.warning("the spooler waits: %s", error.code)
            return False
        return True

    def _take_over(self) -> None:
        try:
            if self._begun:
                self._bury()
            else:
                self._office.do("prints.shelve", actor=None, before=self._since)
        except DeskError:
            self._lease.give_back()
            raise

    def _bury(self) -> None:
        """The window that printed until now has ended: nobody knows whether what it had in hand came out."""
        for job in self._office.see("prints.jobs", actor=None, state="printing"):
            facts = {"printer": job.printer or "", "problem": "interrupted"}
            self._office.do("prints.failed", actor=None, job=job.id, code="printer_failed", facts=facts)

    def _claim(self, skip: tuple[str, ...] = ()) -> "PrintJob | None":
        """Looks first: a change that finds nothing to do would still be a line in the audit."""
        if self._stopping or not self._office.see("prints.jobs", actor=None, state="pending"):
            return None
        return self._office.do("prints.claim", actor=None, skip=skip)

    def _print(self, job: "PrintJob", down: dict[str, DeskError]) -> bool:
        """Whether the job came out. Marks it either way, and its printer as down when that is the reason."""
        try:
            self._send(job, down)
        except DeskError as error:
            if job.printer is not None and error.code in _DOWN:
                down[job.printer.name] = error
            self._failed(job, error.code, error.facts)
            return False
        except Exception as error:  # noqa: BLE001 - a bug in one paper must not end the printing of all others
            _log.exception("job %s could not be printed", job.id)
            facts = {"printer": job.printer.name if job.printer else "", "problem": type(error).__name__}
            self._failed(job, "printer_failed", facts)
            return False
        self._office.do("prints.printed", actor=None, job=job.id)
        return True

    def _send(self, job: "PrintJob", down: dict[str, DeskError]) -> None:
        from printing import papers

        if job.printer is None:
            raise DeskError("no_printer", paper=job.paper)
        if job.printer.name in down:
            raise down[job.printer.name]
        paper = papers.paper(job.paper)
        view = paper.view(job.view)
        printer = self._printer(job.printer)
        draw = paper.escpos if printer.accepts == "escpos" else paper.build
        data = draw(view, width_mm=job.printer.width_mm)
        for _ in range(job.copies):
            printer.send(data, title=f"{paper.title}-{view.number}" if paper.numbered else paper.title)

    def _printer(self, row: "PrinterRow") -> Printer:
        if row not in self.printers:
            self.printers[row] = self._open_printer(row)
        return self.printers[row]

    def _failed(self, job: "PrintJob", code: str, facts: dict[str, Any]) -> None:
        self._office.do("prints.failed", actor=None, job=job.id, code=code, facts=facts)


def _lock_file(office: "Office") -> Path:
    """One file for each hall and workstation: beside the SQLite file, in the user's state folder with PostgreSQL."""
    store = office.store
    if store.path is not None:
        folder, key = store.path.parent, ""
    else:
        from platformdirs import user_state_path

        folder, key = user_state_path("desk"), sha256(str(store.engine.url).encode()).hexdigest()[:16]
    return folder / f"spooler-{office.hall}-{office.workstation}{key}.lock"
