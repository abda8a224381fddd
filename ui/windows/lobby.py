"""The lobby display: whose number is called where, who waits, who did not come. Numbers only, never names.

It is shown before the hall is open, needs no hand, and keeps its last picture while the hall is out of reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui import language
from ui.shell.ribbon import Ribbon
from ui.style import tokens
from ui.text import clock_text, day_text, tr
from ui.windows.big import RIGHT, BigText, Look, opening_size
from ui.windows.live import Live
from ui.windows.lobby_parts import Counters, NewestCall, Ticker, Waiting

if TYPE_CHECKING:
    from desk.tickets.views import Board, BoardCall
    from ui.context import Context

DESIGN = QSize(1920, 1080)
LARGE = 1.2  # how much larger letters are in the large-type mode
WATCHES = {"tickets", "counters", "queues", "settings", "hall"}


class LobbyWindow(QWidget):
    """The display of a site. `memory` keeps whether letters are large (the keys to zoom in and out change that)."""

    def __init__(self, ctx: Context, *, site: str = "main", memory: QSettings | None = None) -> None:
        super().__init__()
        self.ctx, self._site, self._memory = ctx, site, memory
        self.board: Board | None = None
        self._large = memory is not None and memory.value("lobby/large") == "true"
        self._ribbon: Ribbon | None = None
        self.live = Live(ctx, "tickets.board", WATCHES, self, site=site)
        self._seconds = QTimer(self, interval=1000, timeout=self._tick)
        self._column = QVBoxLayout(self, spacing=0)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.resize(opening_size(self, DESIGN))
        self._build()
        self.live.came.connect(self.show_board)
        self.live.lost.connect(self._lost)

    def show_board(self, board: Board) -> None:
        """The display shows `board`; a call newer than the one shown before makes it flash."""
        before, self.board = self.board, board
        flash = before is not None and _is_new(board.newest, before.newest)
        self._say(flash=flash)

    def set_large(self, large: bool) -> None:
        """Letters are larger, and fewer of those who wait are named; kept for the next start."""
        self._large = large
        if self._memory is not None:
            self._memory.setValue("lobby/large", "true" if large else "false")
        self._build()

    def reconnecting(self) -> bool:
        """Whether the picture may be out of date because the hall is out of reach."""
        return not self.mark.isHidden()

    # inside

    def _lost(self, _error: DeskError) -> None:
        self._say_mark()

    def _say_mark(self) -> None:
        opening = self.board is None and self.live.failures < 2
        self.mark.setVisible(self.live.error is not None and not opening)

    def _tick(self) -> None:
        now = self.ctx.clock()
        text = f"{day_text(now.date())}　{clock_text(now)}"
        if text != self.clock.text():
            self.clock.show_text(text)

    def _say(self, *, flash: bool = False) -> None:
        board = self.board
        self._tick()
        self._say_mark()
        if board is None:
            self.newest.show_call(None, tr("正在打开大厅…"), flash=False)
            return
        self.title.show_text(board.hall_name if self._site == "main" else f"{board.hall_name}　{board.site_name}")
        shown = board.newest.counter if board.newest else None
        self.newest.show_call(board.newest, tr("请稍候，等待叫号"), flash=flash)
        self.counters.show_counters(tuple(each for each in board.counters if each.counter != shown))
        self.waiting.show_board(board)
        if board.demo and self._ribbon is None:
            self._ribbon = Ribbon(self, size=self.look.px(150))
        self.ticker.show_text(board.ticker, side=130 if board.demo else 48)

    def _look(self) -> Look:
        scale = min(self.width() / DESIGN.width(), self.height() / DESIGN.height())
        return Look(scale, wide=True, letters=LARGE if self._large else 1.0)

    def _build(self) -> None:
        """Makes all parts anew in the present size, language and letters."""
        look = self.look = self._look()
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            old.setParent(None)
            old.deleteLater()
        if self._ribbon is not None:
            self._ribbon.hide()
            self._ribbon.deleteLater()
            self._ribbon = None
        self.newest, self.counters, self.waiting, self.ticker = (
            NewestCall(look), Counters(look), Waiting(look), Ticker(look)
        )  # fmt: skip
        for part, stretch in ((self._head(look), 0), (self._middle(look), 1), (self.ticker, 0)):
            self._column.addWidget(part, stretch)
            part.show()
        self._column.activate()
        self.setWindowTitle(tr("大屏"))
        self._say()

    def _head(self, look: Look) -> QWidget:
        head = QWidget()
        head.setFixedHeight(look.px(96))
        row = QHBoxLayout(head)
        row.setContentsMargins(look.px(48), 0, look.px(48), 0)
        row.setSpacing(look.px(40))
        self.title = BigText(look, 38, tokens.ON_PRIMARY, bold=True, wrap=False)
        self.mark = BigText(look, 30, tokens.LOBBY_DIM, align=RIGHT, wrap=False, text=tr("正在重新连接…"))
        self.clock = BigText(look, 34, tokens.RAIL_INK, align=RIGHT, wrap=False)
        for text, stretch in ((self.title, 5), (self.mark, 2), (self.clock, 4)):
            row.addWidget(text, stretch)
        return head

    def _middle(self, look: Look) -> QWidget:
        middle, left = QWidget(), QVBoxLayout()
        self.newest.setFixedHeight(look.px(276))
        left.setSpacing(look.px(20))
        left.addWidget(self.newest)
        left.addWidget(self.counters, 1)
        row = QHBoxLayout(middle)
        row.setContentsMargins(look.px(48), look.px(36), look.px(48), look.px(36))
        row.setSpacing(look.px(48))
        row.addLayout(left, 1132)
        row.addWidget(self.waiting, 644)
        return middle

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, thin = QPainter(self), self.look.px(1)
        painter.fillRect(self.rect(), QColor(tokens.LOBBY))
        painter.fillRect(0, self.look.px(96) - thin, self.width(), thin, QColor(tokens.LOBBY_LINE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._seconds.start()
        QTimer.singleShot(0, self, self.live.load)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "look") and self._look() != self.look:
            self._build()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._build()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.set_large(True)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.set_large(False)
        else:
            super().keyPressEvent(event)


def _is_new(now: BoardCall | None, before: BoardCall | None) -> bool:
    """Whether `now` was called after `before`: the older call that remains when a ticket is finished is not new."""
    if now is None or before is None:
        return now is not None
    return now.at > before.at or (now.number == before.number and now.times > before.times)


def pictures(ctx_factory: Callable[[str | None], Context]) -> Iterator[tuple[str, QWidget]]:
    """Every state of the display as (name, window to grab); each is a moment of one and the same window.

    `ctx_factory(actor)` gives contexts of one filled demonstration hall, whose tasks answer at once.
    """
    app = QApplication.instance()
    window = LobbyWindow(ctx_factory(None))
    window.resize(DESIGN)
    window.live.load()
    yield "lobby-idle", window
    _busy_morning(ctx_factory("supervisor"))
    window.newest.glow_fully()
    yield "lobby-flash", window
    window.newest.rest()
    yield "lobby-calls", window
    board = window.board
    assert board is not None
    assert board.newest is not None
    window.show_board(replace(board, newest=replace(board.newest, times=2)))
    window.newest.glow_fully()
    yield "lobby-recall", window
    window.newest.rest()
    counters = tuple(replace(board.counters[place % 8], counter=place + 1) for place in range(14))
    ticker = " · ".join([board.ticker] * 3)
    window.show_board(replace(board, counters=counters, no_shows=board.no_shows * 9, ticker=ticker))
    yield "lobby-full", window
    window.show_board(board)
    window.set_large(True)
    yield "lobby-large", window
    window.set_large(False)
    language.switch(app, "en")
    yield "lobby-english", window
    language.switch(app, "zh")
    window.live.lose(DeskError("database_unavailable"))
    yield "lobby-reconnecting", window
    window.deleteLater()


def _busy_morning(supervisor: Context) -> None:
    """Many wait, five counters serve, one is paused, one is not open, and two did not come."""
    write = supervisor.tasks.write
    for queue in "AABBCDEFAABBCDEF":
        write("tickets.issue", owner=supervisor.tasks, queue=queue, slip=False)
    for number, counter in (("A001", 3), ("B001", 6)):
        write("tickets.call", owner=supervisor.tasks, number=number, counter=counter)
        write("tickets.no_show", owner=supervisor.tasks, number=number)
    for counter in (1, 2, 4, 5, 3):
        write("tickets.call_next", owner=supervisor.tasks, counter=counter)
    write("tickets.issue", owner=supervisor.tasks, queue="F", priority="pr_elder", slip=False)
