"""The parts of the lobby display, each painted as a whole: newest call, counters, who waits, the line at the foot."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QRect, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import tokens
from ui.text import counter_text, mark, named, tr
from ui.windows.big import LEFT, MIDDLE, RIGHT, Look, capital, fitted, lines_of, rounded, width_of, write

if TYPE_CHECKING:
    from desk.tickets.views import Board, BoardCall, BoardCounter, WaitingTicket

_STATE = {"paused": mark("暂停"), "closed": mark("未开")}
NONE = "—"


class Part(QWidget):
    """A painted part; `words()` is what it says, for a screen reader as well."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def words(self) -> str:
        return self.accessibleName()

    def text(
        self, painter: QPainter, where: QRect, text: str, size: float, colour: str, *,
        bold: bool = False, align: Qt.AlignmentFlag = LEFT, wrap: bool = False,
    ) -> None:  # fmt: skip
        """Writes `text` into `where`, in design size `size` or as much smaller as it needs."""
        pixels = fitted(text, where.width(), where.height(), self.look.type(size), bold, wrap)
        painter.setPen(QColor(colour))
        lines = lines_of(text, where.width(), pixels, bold) if wrap else (text,)
        write(painter, where, align, lines, pixels, bold)


class NewestCall(Part):
    """The newest call. A new one, or the same once more, makes it glow softly a few times; then it is still again."""

    PULSES, PULSE = 4, 1000  # a slow pulse each second: seen from afar, and far below what hurts

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._call: BoardCall | None = None
        self._idle = ""
        self._glow = QVariantAnimation(self, startValue=0.0, endValue=0.0, duration=self.PULSE, loopCount=self.PULSES)
        self._glow.setKeyValueAt(0.5, 1.0)
        self._glow.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._glow.valueChanged.connect(self.update)

    def show_call(self, call: BoardCall | None, idle: str, *, flash: bool) -> None:
        """Shows `call`, or the words `idle` when there is none."""
        self._call, self._idle = call, idle
        where = counter_text(call.counter) if call else ""
        said = tr("请 {number} 到 {counter}", number=call.number, counter=where) if call else idle
        self.setAccessibleName(f"{tr('再次呼叫')} {said}" if call and call.times > 1 else said)
        if flash:
            self._glow.stop()
            self._glow.start()
        elif call is None:
            self._glow.stop()
        self.update()

    def flashing(self) -> bool:
        return self._glow.state() == QVariantAnimation.State.Running

    def glow_fully(self) -> None:
        """It stands still at its brightest, for a picture."""
        self._glow.start()
        self._glow.pause()
        self._glow.setCurrentTime(self.PULSE // 2)

    def rest(self) -> None:
        """It does not glow any more."""
        self._glow.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.look.px
        glow = 0.0 if self._glow.state() == QVariantAnimation.State.Stopped else float(self._glow.currentValue())
        ground = _between(tokens.PRIMARY, tokens.KEY_ON_PRIMARY, glow)
        line = _between(tokens.PRIMARY, tokens.LOBBY_MARK, glow)
        rounded(painter, self.rect(), ground, line, px(10), px(20))
        room = self.rect().adjusted(px(48), px(30), -px(48), -px(30))
        if self._call is None:
            self.text(painter, room, self._idle, 64, tokens.ON_PRIMARY_2, align=MIDDLE)
            return
        half, label = (room.width() - px(190)) // 2, px(66)
        left, right = QRect(room.left(), room.top(), half, label), QRect(room.right() - half, room.top(), half, label)
        below = room.height() - label
        please = tr("请") if self._call.times == 1 else tr("再次呼叫")
        self.text(painter, left, please, 40, tokens.ON_PRIMARY_2)
        self.text(painter, right, tr("到"), 40, tokens.ON_PRIMARY_2)
        number = QRect(left.left(), left.bottom(), half, below)
        figures = fitted(self._call.number, half, below, self.look.type(156), True, False)
        painter.setPen(QColor(tokens.ON_PRIMARY))
        write(painter, number, LEFT, (self._call.number,), figures, True)
        arrow = QRect(left.right(), number.top(), px(190), below)
        self.text(painter, arrow, "→", 110, tokens.LOBBY_MARK, align=MIDDLE)
        self._paint_counter(painter, QRect(right.left(), right.bottom(), half, below), self._call.counter, figures)

    def _paint_counter(self, painter: QPainter, where: QRect, counter: int, figures: int) -> None:
        """3号窗口, the figure in the size `figures` of the number, the words smaller."""
        said = [piece for piece in re.split(r"(\d+)", counter_text(counter)) if piece]
        pieces = [(piece, figures if piece.isdecimal() else figures * 64 // 156) for piece in said]
        widths = [width_of(piece, pixels, bold=True) for piece, pixels in pieces]
        shrink = min(1.0, where.width() / max(1, sum(widths)))
        left = where.left()
        painter.setPen(QColor(tokens.ON_PRIMARY))
        for (piece, pixels), width in zip(pieces, widths, strict=True):
            made = int(pixels * shrink)
            lift = int((figures * shrink - made) * 0.36)  # on one line with the large figure
            write(painter, QRect(left, where.top() + lift, width, where.height()), LEFT, (piece,), made, True)
            left += int(width * shrink)


class Counters(Part):
    """The other counters: what they serve, or that they are paused or not open."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._counters: tuple[BoardCounter, ...] = ()

    def show_counters(self, counters: tuple[BoardCounter, ...]) -> None:
        self._counters = counters
        self.setAccessibleName("；".join(f"{where} {what}".strip() for where, what in map(_said, counters)))
        self.update()

    def cells(self) -> list[QRect]:
        """Where each counter stands: two columns, more when a hall has many counters."""
        count = len(self._counters)
        columns = 2 if count <= 8 else 3 if count <= 15 else 4
        gap, rows = self.look.px(20), max(1, ceil(count / columns))
        width = (self.width() - gap * (columns - 1)) // columns
        height = min(self.look.px(140), (self.height() - gap * (rows - 1)) // rows)
        return [
            QRect(place % columns * (width + gap), place // columns * (height + gap), width, height)
            for place in range(count)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        card = QColor(tokens.LOBBY_CARD)
        for counter, cell in zip(self._counters, self.cells(), strict=True):
            rounded(painter, cell, card, card, 0, self.look.px(16))
            self._paint_cell(painter, counter, cell)

    def _paint_cell(self, painter: QPainter, counter: BoardCounter, cell: QRect) -> None:
        where, what = _said(counter)
        resting = counter.state in _STATE and counter.ticket is None
        side = min(self.look.px(36), cell.width() // 14)
        room = cell.adjusted(side, 0, -side, 0)
        number = counter.ticket or NONE
        pixels = fitted(number, room.width() // 2, room.height(), self.look.type(64), True, False)
        painter.setPen(QColor(tokens.LOBBY_DIM if resting else tokens.ON_PRIMARY))
        write(painter, room, LEFT, (number,), pixels, True)
        room.setLeft(room.left() + width_of(number, pixels, bold=True) + side // 2)
        told = where if counter.ticket or not what else f"{where} {what}"
        self.text(painter, room, told, 40, tokens.LOBBY_DIM if resting else tokens.LOBBY_MARK, align=RIGHT)


class Waiting(Part):
    """Who waits, in the order of calling, and who did not come."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._rows: tuple[WaitingTicket, ...] = ()
        self._count = 0
        self._no_shows: tuple[str, ...] = ()

    def show_board(self, board: Board) -> None:
        self._rows, self._count, self._no_shows = board.waiting, board.waiting_count, board.no_shows
        said = [f"{row.number} {self._queue(row)} {_tag(row)}".strip() for row in self._rows]
        missed = [f"{tr('过号可到任一窗口重排')} {' '.join(self._no_shows)}"] if self._no_shows else []
        self.setAccessibleName("；".join([self._head(), *said, *missed]))
        self.update()

    def shown_rows(self) -> int:
        """How many of those who wait have room."""
        return min(len(self._rows), 6 if self.look.letters > 1 else 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.look.px
        self.text(painter, QRect(0, 0, self.width(), px(54)), self._head(), 36, tokens.RAIL_INK)
        places = self.row_places()
        rows = self._rows[: len(places)]
        pixels = min((self._fitting(row, places[0].height()) for row in rows), default=0)
        for row, place in zip(rows, places, strict=True):
            self._paint_row(painter, row, place, pixels)
        if not rows:
            nobody = QRect(0, px(66), self.width(), px(72))
            self.text(painter, nobody, tr("现在没有人等候"), 40, tokens.LOBBY_DIM)
        if self._no_shows:
            head = self.no_shows_place()
            self.text(painter, head, tr("过号可到任一窗口重排"), 36, tokens.RAIL_INK)
            self.text(painter, head.translated(0, head.height()), self._missed(), 42, tokens.ON_PRIMARY)

    def row_places(self) -> list[QRect]:
        """Where each of those who wait and are named stands."""
        top, height = self.look.px(66), self.look.px(72 if self.look.letters == 1 else 92)
        return [QRect(0, top + place * height, self.width(), height) for place in range(self.shown_rows())]

    def no_shows_place(self) -> QRect:
        """Where it stands what those can do who did not come; their numbers stand below it, as high again."""
        height = self.look.px(58)
        return QRect(0, self.height() - 2 * height, self.width(), height)

    def _name_span(self, row: WaitingTicket) -> tuple[int, int]:
        """Where the name of a row's queue begins, and how wide it may be beside the tag."""
        start = self.look.px(22) + self.look.type(128)
        tag = width_of(_tag(row), self.look.type(34)) + self.look.px(22)
        return start, self.width() - start - tag

    def _fitting(self, row: WaitingTicket, height: int) -> int:
        """The size of letters in which the name has room; all rows are written in the smallest."""
        return fitted(self._queue(row), self._name_span(row)[1], height * 17 // 20, self.look.type(40), False, True)

    def _paint_row(self, painter: QPainter, row: WaitingTicket, where: QRect, pixels: int) -> None:
        edge, (start, width) = self.look.px(6), self._name_span(row)
        number = QRect(edge, where.top(), start - edge, where.height())
        self.text(painter, number, row.number, 42, tokens.ON_PRIMARY, bold=True)
        name = QRect(start, where.top(), width, where.height())
        write(painter, name, LEFT, lines_of(self._queue(row), width, pixels, False), pixels, False)
        self.text(painter, where.adjusted(0, 0, -edge, 0), _tag(row), 34, tokens.LOBBY_MARK, align=RIGHT)
        thin = max(1, self.look.px(1))
        painter.fillRect(where.left(), where.bottom(), where.width(), thin, QColor(tokens.LOBBY_LINE))

    def _missed(self) -> str:
        """The numbers that have room in one line, and how many more there are."""
        shown = len(self._no_shows)
        while True:
            more = len(self._no_shows) - shown
            text = "　".join([*self._no_shows[:shown], *([f"+{more}"] if more else [])])
            if shown <= 1 or width_of(text, self.look.type(42)) <= self.width():
                return text
            shown -= 1

    def _head(self) -> str:
        return tr("等候中　{count} 人", count=self._count) if self._count else tr("等候中")

    @staticmethod
    def _queue(row: WaitingTicket) -> str:
        return capital(named(row, "queue_name"))


class Ticker(Part):
    """The line at the foot. It moves only when it is longer than the screen is wide."""

    SPEED = 90  # pixels of the design in a second

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.side = 0
        self.setFixedHeight(look.px(72))
        self._text = ""
        self._since = QElapsedTimer()
        self._frames = QTimer(self, interval=33, timeout=self.update)

    def show_text(self, text: str, *, side: int) -> None:
        """Shows `text`, beginning `side` pixels of the design from the edge."""
        self.side = self.look.px(side)
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._since.start()
            self._start_or_stop()
            self.update()

    def moving(self) -> bool:
        return self._frames.isActive()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.LOBBY_FOOT))
        painter.setPen(QColor(tokens.ON_PRIMARY_2))
        side, pixels = self.side, self.look.type(32)
        if not self.moving():
            write(painter, self.rect().adjusted(side, 0, 0, 0), LEFT, (self._text,), pixels, False)
            return
        turn = self._length() + self.look.px(240)
        gone = int(self._since.elapsed() / 1000 * self.look.px(self.SPEED)) % turn
        for start in (side - gone, side - gone + turn):
            write(painter, QRect(start, 0, self._length(), self.height()), LEFT, (self._text,), pixels, False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._start_or_stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._start_or_stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frames.stop()

    def _start_or_stop(self) -> None:
        if self.isVisible() and self._length() > self.width() - self.side - self.look.px(48):
            self._frames.start()
        else:
            self._frames.stop()

    def _length(self) -> int:
        return width_of(self._text, self.look.type(32))


def _said(counter: BoardCounter) -> tuple[str, str]:
    """Which counter, and its ticket or, without one, its state when it is not open."""
    state = tr(_STATE[counter.state]) if counter.state in _STATE else ""
    return counter_text(counter.counter), counter.ticket or state


def _tag(row: WaitingTicket) -> str:
    if row.priority:
        return tr("优先")
    return tr("预约") if row.appointment_at else ""


def _between(start: str, end: str, part: float) -> QColor:
    first, last = QColor(start), QColor(end)
    pairs = (first.red(), last.red()), (first.green(), last.green()), (first.blue(), last.blue())
    return QColor(*(round(a + (b - a) * part) for a, b in pairs))
