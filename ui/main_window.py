"""The desk's window: rail, top bar, ticket strip, notices, the parts, status bar. It knows no business.

It is shown before anything heavy is imported: a page that says what is being opened, then the picker, then the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desk.errors import DeskError
from ui.opening import OpeningPage
from ui.style import tokens
from ui.text import language as spoken
from ui.text import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShortcut
    from PySide6.QtWidgets import QStackedWidget

    from desk.reasons import Reason
    from desk.staff import Picker
    from ui.at_counter import AtCounter
    from ui.commands import Command
    from ui.context import Context
    from ui.kit.banner import Banners
    from ui.kit.palette import Palette
    from ui.print_watch import PrintWatch
    from ui.registry import Part
    from ui.screen import Screen
    from ui.shell.notices import Notices
    from ui.shell.rail import Rail
    from ui.shell.ribbon import Ribbon
    from ui.shell.status_bar import StatusBar
    from ui.shell.strip import Strip
    from ui.shell.top_bar import TopBar


class MainWindow(QMainWindow):
    """One desk. `picked(staff row, counter)` when somebody chose who and where; `left` when they go."""

    picked = Signal(object, object)
    left = Signal()

    # the shell, once it is furnished
    rail: Rail
    top: TopBar
    strip: Strip
    status: StatusBar
    banners: Banners
    stack: QStackedWidget
    palette_box: Palette
    # while somebody works here
    counter: AtCounter
    prints: PrintWatch
    notices: Notices
    allowed: tuple[Command, ...]
    parts: tuple[Part, ...]

    def __init__(self, memory: QSettings) -> None:
        self.furnished = False  # before Qt's own start, which already tells of changes
        super().__init__()
        self._memory = memory
        self._ctx: Context | None = None
        self.screens: dict[str, Screen] = {}
        self._shortcuts: list[QShortcut] = []
        self.reasons: tuple[Reason, ...] = ()
        self._ribbon: Ribbon | None = None
        self.setMinimumSize(*tokens.SMALLEST)
        self.setCentralWidget(OpeningPage())
        self.retranslate()

    def furnish(self) -> None:
        """The shell is there. Until it is wanted the window is a picture of it, so that the first paint comes early."""
        if self.furnished:
            return
        from PySide6.QtWidgets import QStackedWidget

        from ui.kit.banner import Banners
        from ui.kit.palette import Palette
        from ui.shell.rail import Rail
        from ui.shell.status_bar import StatusBar
        from ui.shell.strip import Strip
        from ui.shell.top_bar import TopBar

        self.furnished = True
        self.rail, self.top, self.strip, self.status = Rail(), TopBar(), Strip(), StatusBar()
        self.banners, self.stack, self.palette_box = Banners(), QStackedWidget(), Palette(self)
        self._lay_out()
        self._connect()
        self._seconds = QTimer(self, interval=1000, timeout=self.tick)
        self._slow = QTimer(self, interval=300, singleShot=True, timeout=lambda: self.status.show_busy(True))

    @property
    def ctx(self) -> Context:
        """What whoever works here was given."""
        assert self._ctx is not None, "somebody works here"
        return self._ctx

    # before somebody works here

    def show_picker(self, picker: Picker) -> None:
        """Asks who works at which counter."""
        from ui.dialogs.picker import PickerPage

        self.furnish()
        page = PickerPage(self._memory)
        page.picked.connect(self.picked)
        self._show_page(page)
        self.show_ribbon(picker.demo)
        page.offer(picker)
        self.status.show_database(mark("数据库 正常"))

    def show_trouble(self, error: DeskError, again: Callable[[], object]) -> None:
        """Says why the hall could not be opened, and offers to try again."""
        from ui.pages import TroublePage

        self.furnish()
        self._show_page(TroublePage(error, again, self.close))
        self.status.show_database(mark("数据库 没有打开"), "bad")

    def tell_crash(self) -> None:
        """Something unexpected happened; it is in the log, and what was typed is still there."""
        self.furnish()
        self.banners.show_error(DeskError("internal"), cause="crash")

    def show_ribbon(self, demo: bool) -> None:
        if demo and self._ribbon is None:
            from ui.shell.ribbon import Ribbon

            self._ribbon = Ribbon(self, lift=tokens.STATUS_HEIGHT)
        if self._ribbon is not None:
            self._ribbon.setVisible(demo)
            self._ribbon.raise_()

    # somebody works here

    def enter(self, ctx: Context) -> None:
        """The parts of `ctx.actor` at `ctx.counter` are there; the first one is shown."""
        from ui import actions, commands
        from ui.at_counter import AtCounter
        from ui.print_watch import PrintWatch
        from ui.registry import parts
        from ui.shell.notices import Notices

        self.furnish()
        self.show_ribbon(ctx.hall.demo)
        self._ctx = ctx
        roles = ctx.actor.roles if ctx.actor else ()
        self.counter, self.prints = AtCounter(ctx, self), PrintWatch(ctx, self)
        self.allowed = commands.allowed(roles)
        may_close = any(row.id == "day_close" for row in self.allowed)
        self.notices = Notices(self.banners, ctx, self.counter, self.prints, may_close)
        self.notices.close_day = lambda: actions.close_day(self)
        self.parts = parts(roles)
        self.rail.show_parts(self.parts, {part.id: commands.key(f"part.{part.id}") for part in self.parts})
        self.top.sign_in(ctx)
        self.strip.watch(self.counter)
        self.status.show_database(mark("数据库 正常"))
        self._bind_keys()
        self._listen(ctx)
        self._seconds.start()
        self.show_part(self.parts[0].id)
        self.counter.load()
        self.prints.load()
        ctx.tasks.read("reasons.of", owner=self, done=self._keep_reasons, list="pause_counter")

    def leave(self) -> None:
        """Nobody works here any more; the picker comes back. What was typed in a screen stays with the open ticket."""
        self._seconds.stop()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        for screen in self.screens.values():
            self.stack.removeWidget(screen)
            screen.deleteLater()
        self.screens = {}
        for gone in (self.counter, self.prints, self.notices):
            gone.deleteLater()
        for cause in ("action", "day", "prints", "crash"):
            self.banners.clear(cause)
        self.rail.show_parts((), {})
        self.strip.hide()
        self.top.sign_out()
        self._ctx = None
        self.left.emit()

    def show_part(self, part: str) -> None:
        """This part is shown; its screen is made when it is wanted for the first time."""
        row = next((each for each in self.parts if each.id == part), None)
        if row is None or self._ctx is None:
            return
        screen = self.screens.get(part) or self._make(row)
        self.stack.setCurrentWidget(screen)
        self._drop_pages()
        self.rail.mark(part)
        self.top.show_title(row.title)
        self._show_strip()
        screen.first_focus().setFocus()

    def part(self) -> str:
        """The id of the part that is shown."""
        if not self.furnished:
            return ""
        return next((name for name, screen in self.screens.items() if screen is self.stack.currentWidget()), "")

    def shown_screen(self) -> Screen:
        return self.screens[self.part()]

    # commands

    def run(self, name: str) -> None:
        """Runs the command `name`, if somebody works here who may, and the screen has it."""
        if self._ctx is None:
            return
        from ui import commands

        row = commands.command(name)
        if row in self.allowed and row.screen in {None, self.part()}:
            self.banners.clear("action")
            row.run(self)

    def scanned(self, code: str) -> None:
        """A code was scanned; it opens what it names, if somebody works here."""
        if self._ctx is not None:
            from ui import actions

            actions.scanned(self, code)

    def print_shown(self) -> None:
        """Prints what is shown, where there is something to print."""
        self.shown_screen().print_shown()

    def switch_language(self) -> None:
        from ui import language

        wanted = "zh" if spoken() == "en" else "en"
        self._memory.setValue("language", wanted)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        language.switch(app, wanted)

    # inside

    def _make(self, row: Part) -> Screen:
        screen = row.factory(self.ctx, self.counter)
        screen.problem.connect(self.notices.error)
        screen.done.connect(self.notices.ok)
        screen.asked.connect(self.run)
        self.screens[row.id] = screen
        self.stack.addWidget(screen)
        return screen

    def _bind_keys(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        for row in self.allowed:
            if row.shortcut:
                shortcut = QShortcut(QKeySequence(row.shortcut), self)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(lambda name=row.id: self.run(name))
                self._shortcuts.append(shortcut)

    def _listen(self, ctx: Context) -> None:
        self.counter.updated.connect(self._counter_updated)
        self.counter.acted.connect(self._acted)
        self.prints.updated.connect(self._prints_updated)
        ctx.tasks.busy.connect(self._busy)

    def _counter_updated(self) -> None:
        from ui import words

        now = self.counter.now
        state = str(now.state) if now else "closed"
        self.top.counter_tag.show_state(self.ctx.counter, state, words.word(words.COUNTER, state))
        self.status.show_day(now.today if now else None)
        self._show_strip()

    def _prints_updated(self) -> None:
        if self.prints.failed:
            self.status.show_printer(mark("{count} 张没有打出"), count=len(self.prints.failed))
        elif any(row.enabled and "slip" in row.papers for row in self.prints.printers):
            self.status.show_printer(mark("小票机 就绪"))
        else:
            self.status.show_printer(mark("小票机 未设置"))

    def _acted(self, _action: str, _result: object) -> None:
        if self.part() == "counter":
            QTimer.singleShot(
                0, self, lambda: self.part() == "counter" and self.shown_screen().first_focus().setFocus()
            )

    def _keep_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons

    def _busy(self, busy: bool) -> None:
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.status.show_busy(False)

    def _show_strip(self) -> None:
        self.strip.setVisible(self.part() == "counter" or self.strip.something_open())

    def tick(self) -> None:
        self.top.tick()
        self.strip.tick()
        for screen in self.screens.values():
            if screen.isVisible():
                screen.tick()
        if self.strip.isVisible() and not self.strip.something_open():
            self._show_strip()

    def _show_page(self, page: QWidget) -> None:
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self._drop_pages()

    def _drop_pages(self) -> None:
        """What is neither shown nor a part's screen is gone."""
        for page in [self.stack.widget(place) for place in range(self.stack.count())]:
            if page and page is not self.stack.currentWidget() and page not in self.screens.values():
                self.stack.removeWidget(page)
                page.deleteLater()

    def _lay_out(self) -> None:
        from PySide6.QtWidgets import QGridLayout, QVBoxLayout

        shell = QWidget()
        shell.setProperty("ground", "page")
        content = QVBoxLayout()
        content.setSpacing(0)
        for widget, stretch in ((self.strip, 0), (self.banners, 0), (self.stack, 1)):
            content.addWidget(widget, stretch)
        grid = QGridLayout(shell)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.top, 0, 0, 1, 2)
        grid.addWidget(self.rail, 1, 0)
        grid.addLayout(content, 1, 1)
        grid.addWidget(self.status, 2, 0, 1, 2)
        self.strip.hide()
        self.setCentralWidget(shell)
        shell.show()  # at once: what is not seen yet cannot have the focus

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_part)
        self.strip.pressed.connect(self.run)
        self.top.search.connect(lambda: self.run("palette"))
        self.top.counter_pressed.connect(lambda: self.run("counter_state"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.furnished and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr(mark("一站式服务大厅")))
        if self._ctx is not None:
            self._counter_updated()
            self.top.tick()
