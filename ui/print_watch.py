"""Watches this workstation's printing for the shell: what failed, and whether there is a printer for slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.errors import DeskError
from ui.context import Context

if TYPE_CHECKING:
    from desk.prints import JobRow, PrinterRow


class PrintWatch(QObject):
    """`failed` are the jobs that did not come out, `printers` the printers; `updated` when one of them is new."""

    updated = Signal()

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.failed: tuple[JobRow, ...] = ()
        self.printers: tuple[PrinterRow, ...] = ()
        ctx.tasks.changed.connect(self._heard)

    def load(self) -> None:
        self._ctx.tasks.read(
            "prints.jobs", owner=self, done=self._jobs_loaded, failed=lambda _error: None, state="failed"
        )
        self._ctx.tasks.read("prints.printers", owner=self, done=self._printers_loaded, failed=lambda _error: None)

    def problem(self) -> DeskError | None:
        """Why the newest failed job did not come out."""
        if not self.failed:
            return None
        job = self.failed[0]
        return DeskError(job.error or "printer_failed", **(job.facts or {}))

    def print_again(self) -> None:
        """Everything that failed is tried once more."""
        for job in self.failed:
            self._ctx.tasks.write("prints.retry", owner=self, job=job.id)

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & {"print_jobs", "printers"}:
            self.load()

    def _jobs_loaded(self, jobs: tuple[JobRow, ...]) -> None:
        self.failed = tuple(jobs)
        self.updated.emit()

    def _printers_loaded(self, printers: tuple[PrinterRow, ...]) -> None:
        self.printers = tuple(printers)
        self.updated.emit()
