"""Watches what becomes of the slip of the number just taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from desk.prints import JobRow
    from desk.tickets import IssuedTicket
    from ui.context import Context

_UNDER_WAY = {"pending", "printing"}


class SlipWatch(QObject):
    """`state` is printing, printed or failed; `became(state)` when it changed. A slip that takes too long has failed
    until it comes out after all.
    """

    became = Signal(str)
    PATIENCE: int = 4000  # milliseconds

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._ticket, self.state = ctx, None, ""
        self._patience = QTimer(self, singleShot=True, timeout=lambda: self._become("failed"))
        ctx.tasks.changed.connect(self._heard)

    def watch(self, ticket: IssuedTicket) -> None:
        self._ticket, self.state = ticket, "printing"
        self._patience.start(self.PATIENCE)
        self._ask()

    def stop(self) -> None:
        self._ticket = None
        self._patience.stop()

    def _heard(self, topics: frozenset[str]) -> None:
        if "print_jobs" in topics:
            self._ask()

    def _ask(self) -> None:
        ticket = self._ticket
        if ticket is not None and self.state != "printed":
            read = self._ctx.tasks.read
            read("prints.jobs", owner=self, done=lambda jobs: self._answered(ticket, jobs), failed=lambda _error: None)

    def _answered(self, ticket: IssuedTicket, jobs: tuple[JobRow, ...]) -> None:
        mine = [job.state for job in jobs if (job.number, job.day) == (ticket.number, ticket.day)]
        if ticket is self._ticket and mine and mine[0] not in _UNDER_WAY:
            self._become("printed" if mine[0] == "printed" else "failed")

    def _become(self, state: str) -> None:
        self._patience.stop()
        if state != self.state:
            self.state = state
            self.became.emit(state)
