"""A list one chooses from by typing: the field filters, the arrows move, Enter takes."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.field import LineEdit
from ui.kit.table import Column, Table
from ui.style import tokens

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class Chooser(QWidget):
    """Rows that match what is typed. `found(row)` gives the words that a row is found by."""

    taken = Signal(object)
    typed = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], object],
        found: Callable[[Any], str],
        name: str,
        hint: str,
        empty: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._found, self._all = found, ()
        self.field = LineEdit(hint, name=name)
        self.table = Table(columns, key=key, name=name, empty=empty)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S2)
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._filter)
        self.table.clicked.connect(lambda index: self.taken.emit(self.table.row_at_line(index.row())))

    def offer(self, rows: Sequence[Any]) -> None:
        """These rows can be chosen; what is typed keeps filtering them."""
        self._all = tuple(rows)
        self._filter(self.field.text())

    def selected(self) -> Any | None:
        return self.table.selected()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.table.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self.selected() is not None:
                    self.taken.emit(self.selected())
                return True
        return False

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        self.table.show_rows([row for row in self._all if wanted in self._found(row).casefold()])
        if self.table.rows() and self.table.selected() is None:
            self.table.selectRow(0)
        self.typed.emit(text)
