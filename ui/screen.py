"""The base of a part's screen: loads when shown, reloads when what it watches changed, goes stale while hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desk.tickets import TicketCard, WaitingTicket
    from ui.at_counter import AtCounter
    from ui.context import Context


class Screen(QWidget):
    """A screen says what it `watches` and how to `load`; the rest is here.

    `problem(error)` shows in the shell's notices, `done(words)` likewise as a success.
    """

    watches: ClassVar[frozenset[str]] = frozenset()
    problem = Signal(object)
    done = Signal(str)
    asked = Signal(str)  # the id of a command that a button of the screen stands for

    def __init__(self, ctx: Context, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "page")
        self.ctx, self.counter = ctx, counter
        self._stale, self._asked = True, False
        ctx.tasks.changed.connect(self._heard)

    def load(self) -> None:
        """Reads what the screen shows; each screen says how."""

    def first_focus(self) -> QWidget:
        """Where the focus belongs: the first thing to do."""
        return self

    def selected_waiting(self) -> WaitingTicket | None:
        """The ticket that F12 calls, where the screen has one."""
        return None

    def selected_on_hold(self) -> TicketCard | None:
        """The ticket that F6 brings back, where the screen has one selected."""
        return None

    def tick(self) -> None:
        """A second has passed; screens with running times show them."""

    def print_shown(self) -> None:
        """Ctrl+P: prints what is shown, where there is something to print."""

    def retranslate(self) -> None:
        """Words that are not labels are said anew."""

    def reload(self) -> None:
        """Loads now if the screen is seen, otherwise when it is shown. Several wishes of one moment are one load."""
        self._stale = True
        if self.isVisible() and not self._asked:
            self._asked = True
            QTimer.singleShot(0, self, self._load_once)

    def _load_once(self) -> None:
        self._asked = False
        if self._stale and self.isVisible():
            self._stale = False
            self.load()

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & self.watches:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.load()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
