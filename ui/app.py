"""Puts everything together, and is the only place that does: window first, then the hall, then the watchers.

Nothing heavy is imported before the first paint; what the hall needs is imported in the thread that opens it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk.errors import DeskError
from ui import crash, text
from ui.context import Actor, Context, HallInfo
from ui.lasting import read_no_sources
from ui.style import theme
from ui.tasks import Tasks

LATER = 1000  # milliseconds after the hall is open; what nobody needs in the first second waits for it

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desk.changes import Watcher
    from desk.office import Office
    from desk.staff import Picker, StaffRow
    from printing.spooler import Spooler
    from ui.main_window import MainWindow


class Session(QObject):
    """One window's connection with its hall: opens it, watches it, prints for it, and closes everything in order."""

    def __init__(self, open_hall: Callable[[], Office], actor: str | None) -> None:
        super().__init__()
        self._open_hall = open_hall
        self.office: Office | None = None
        self._made: Office | None = None
        self._trouble = DeskError("database_unavailable")
        self.tasks = Tasks(self._opened, actor, self)
        self._watcher: Watcher | None = None
        self._spooler: Spooler | None = None

    def open(self, ready: Callable[[Office], object], failed: Callable[[DeskError], object]) -> None:
        """Opens the hall in a thread; `ready(office)` or `failed(error)` is called on the main thread."""

        def done(office: Office) -> None:
            self.office = office
            self._watcher = office.watch(self.tasks.announce)
            self._watcher.start()
            ready(office)

        def not_opened(error: DeskError) -> None:
            self._trouble = error
            failed(error)

        self.tasks.slow(self._make, owner=self, done=done, failed=not_opened)

    def now(self) -> datetime:
        """The hall's time; this machine's until the hall is open."""
        return self.office.now() if self.office is not None else datetime.now().astimezone()

    def print_here(self) -> None:
        """From now on this workstation's papers are printed by this process."""
        from printing.spooler import Spooler

        if self._spooler is None:
            self._spooler = Spooler(self._opened())
            self._spooler.start()

    def close(self) -> None:
        """Every thread has ended and the hall's connections are given back."""
        for part in (self._spooler, self._watcher):
            if part is not None:
                part.stop()
        self.tasks.close()
        if self._made is not None:
            self._made.close()
        self._spooler = self._watcher = self.office = self._made = None

    def _make(self) -> Office:
        """Opens the hall in the thread; kept at once, so that it is closed even if nobody waits for it any more."""
        self._made = self._open_hall()
        return self._made

    def _opened(self) -> Office:
        if self.office is None:
            raise self._trouble
        return self.office


class FirstPaint(QWidget):
    """Calls `then` once, as soon as the window has been painted; soon anyway, for a minimized one is not.

    It is a point in the window's corner that paints nothing: to filter the window's events would take one of Qt's
    constants, see ui/opening.py.
    """

    SOON = 500  # milliseconds

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._then: Callable[[], object] | None = then
        self.setFixedSize(1, 1)
        self.show()
        QTimer.singleShot(self.SOON, self, self._come)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QTimer.singleShot(0, self, self._come)

    def _come(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self.hide()
            self.deleteLater()
            then()


class Desk(QObject):
    """The desk's window with its hall: picker first, unless the command line says who and where."""

    def __init__(self, window: MainWindow, session: Session, actor: str | None, counter: int | None) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._wanted = (actor, counter)
        window.picked.connect(self._enter)
        window.left.connect(self._ask)

    def open(self) -> None:
        self._session.open(lambda _office: self._opened(), lambda error: self._window.show_trouble(error, self.open))

    def _opened(self) -> None:
        self._ask()
        QTimer.singleShot(LATER, self, self._session.print_here)
        QTimer.singleShot(LATER, self, self._listen_to_scanner)
        QTimer.singleShot(2 * LATER, self, theme.load_rare_fonts)

    def _listen_to_scanner(self) -> None:
        from ui.scanner import Scanner

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        Scanner(app).scanned.connect(self._window.scanned)

    def _ask(self) -> None:
        self._session.tasks.actor = None
        self._session.tasks.read("staff.picker", owner=self, done=self._offer, failed=self._not_read)

    def _not_read(self, error: DeskError) -> None:
        self._window.show_trouble(error, self._ask)

    def _offer(self, picker: Picker) -> None:
        self._picker = picker
        actor, counter = self._wanted
        self._wanted = (None, None)
        row = next((each for each in picker.staff if each.name == actor), None)
        if row is not None:
            self._enter(row, counter)
        else:
            self._window.show_picker(picker)

    def _enter(self, row: StaffRow, counter: int | None) -> None:
        self._session.tasks.actor = row.name
        actor = Actor(row.name, row.display, row.roles)
        self._window.enter(context(self._session, actor, counter))


class ForResidents(QObject):
    """A kiosk or a lobby display with its hall: shown at once, it tries on until the hall is there."""

    TRY_AGAIN = 5000  # milliseconds

    def __init__(self, window: QWidget, session: Session, role: str | None) -> None:
        super().__init__(window)
        self._session, self._role = session, role

    def open(self) -> None:
        self._session.open(lambda _office: self._opened(), self._not_opened)

    def _not_opened(self, _error: DeskError) -> None:
        QTimer.singleShot(self.TRY_AGAIN, self, self.open)

    def _opened(self) -> None:
        if self._role is not None and self._session.tasks.actor is None:
            self._session.tasks.read("staff.picker", owner=self, done=self._act, failed=self._not_opened)
        self._session.tasks.announce(frozenset({"hall", "queues", "tickets", "counters"}))
        QTimer.singleShot(0, self, self._session.print_here)
        QTimer.singleShot(2 * LATER, self, theme.load_rare_fonts)

    def _act(self, picker: Picker) -> None:
        """The window acts as the first of the staff with its role."""
        row = next((each for each in picker.staff if self._role in each.roles), None)
        self._session.tasks.actor = row.name if row is not None else None
        self._session.tasks.announce(frozenset({"queues", "tickets"}))


def context(session: Session, actor: Actor | None, counter: int | None) -> Context:
    """What the screens of an open hall are given."""
    office = session.office
    assert office is not None, "the hall is open"
    hall = HallInfo(office.hall, office.info.name, office.info.demo)
    return Context(session.tasks, actor, counter, hall, session.now, office.workstation)


def run(
    *,
    window: str = "desk",
    data: Path,
    database: str | None = None,
    hall: str | None = None,
    counter: int | None = None,
    actor: str | None = None,
    demo: bool = False,
    workstation: str | None = None,
    prepare: Callable[[], object] | None = None,
) -> int:
    """Opens a window (desk, kiosk, lobby) and returns its exit code when it is closed.

    `prepare` is called in the opening thread before the hall is opened; what it refuses is said in the window.
    """
    gc.disable()  # what is made at the start is kept; looking through it again and again takes a tenth of the time
    app = _application()
    memory = QSettings(str(data / "window.ini"), QSettings.Format.IniFormat)
    text.set_language("en" if memory.value("language", "zh") == "en" else "zh")

    def open_hall() -> Office:
        from desk.office import open_office

        if prepare is not None:
            prepare()
        return open_office(data=data, database=database, hall=hall, demo=demo, workstation=workstation)

    session = Session(open_hall, actor)
    shown, open_ = _open_window(app, window, session, memory, actor, counter, demo)
    FirstPaint(shown, lambda: (open_(), _after_paint(app, data)))
    QTimer.singleShot(3 * LATER, shown, _started)
    try:
        return app.exec()
    finally:
        session.close()
        shown.close()
        gc.unfreeze()
        gc.enable()


def _open_window(
    app: QApplication,
    window: str,
    session: Session,
    memory: QSettings,
    actor: str | None,
    counter: int | None,
    demo: bool,
) -> tuple[QWidget, Callable[[], None]]:
    """The window, and how to open its hall."""
    if window == "desk":
        return _open_desk(app, session, memory, actor, counter)
    return _open_for_residents(app, window, session, memory, demo=demo)


def _open_desk(
    app: QApplication, session: Session, memory: QSettings, actor: str | None, counter: int | None
) -> tuple[QWidget, Callable[[], None]]:
    from ui.main_window import MainWindow

    shown = MainWindow(memory)
    desk = Desk(shown, session, actor, counter)
    _guard(app, "desk", session, shown.tell_crash)
    shown.resize(1366, 768)
    shown.showMaximized() if _small_screen(shown) else shown.show()
    return shown, desk.open


def _open_for_residents(
    app: QApplication, window: str, session: Session, memory: QSettings, *, demo: bool
) -> tuple[QWidget, Callable[[], None]]:
    """Full screen, except in the demonstration, where other windows want to be seen as well."""
    ctx = Context(session.tasks, None, None, HallInfo("", "", demo), session.now)
    if window == "kiosk":
        from ui.windows.kiosk import KioskWindow

        shown: QWidget = KioskWindow(ctx)
    else:
        from ui.windows.lobby import LobbyWindow

        shown = LobbyWindow(ctx, memory=memory)
    _guard(app, window, session, lambda: None)
    shown.show() if demo else shown.showFullScreen()
    return shown, ForResidents(shown, session, "kiosk" if window == "kiosk" else None).open


def _started() -> None:
    """The garbage collector works, and leaves alone what the start has made."""
    gc.freeze()
    gc.enable()


def _after_paint(app: QApplication, data: Path) -> None:
    """What is wanted at work, but not for the first paint."""
    from ui import language, log

    log.to_file(data / "log")
    language.load_qt_words(app)


def _guard(app: QApplication, place: str, session: Session, notice: Callable[[], None]) -> None:
    guard = crash.Guard(lambda: place, notice)
    guard.install()
    app.aboutToQuit.connect(guard.uninstall)
    session.tasks.broken.connect(guard.report)


def _application() -> QApplication:
    read_no_sources()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("desk")
    theme.apply(app)
    return app


def _small_screen(window: QWidget) -> bool:
    screen = window.screen().availableGeometry()
    return screen.width() <= 1400 or screen.height() <= 800
