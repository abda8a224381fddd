"""A table over frozen rows, with its columns as data: one model and one view for every list of the program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.style import tokens
from ui.style.theme import font
from ui.text import tr

Index = QModelIndex | QPersistentModelIndex
TAG = Qt.ItemDataRole.UserRole + 1
STRONG = Qt.ItemDataRole.UserRole + 2
CHECK = Qt.ItemDataRole.UserRole + 3
TONES = {
    "plain": (tokens.INK_2, tokens.LINE_2),
    "blue": (tokens.PRIMARY_D, tokens.PRIMARY_SOFT),
    "red": (tokens.PARTY, tokens.PARTY_SOFT),
    "green": (tokens.OK, tokens.OK_SOFT),
    "amber": (tokens.WARN, tokens.WARN_SOFT),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (marked), what it shows of a row, and how. `tag` gives (word, tone) or None."""

    title: str
    text: Callable[[Any], str]
    width: int = 0  # 0: takes what is left
    right: bool = False
    strong: bool = False
    tag: Callable[[Any], tuple[str, str] | None] | None = None
    muted: bool = False
    check: Callable[[Any], bool] | None = None


class RowsModel(QAbstractTableModel):
    """Frozen rows, read only. `key` tells which row is the same one after a reload."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns, self.key = tuple(columns), key
        self.rows: tuple[Any, ...] = ()

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def refresh(self) -> None:
        """The same rows are told anew: the clock went on, or the language changed."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.text(row) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.muted:
            return QColor(tokens.INK_3)
        return self._own(column, row, role)

    @staticmethod
    def _own(column: Column, row: Any, role: int) -> Any:
        if role == TAG and column.tag:
            return column.tag(row)
        if role == CHECK and column.check:
            return column.check(row)
        return column.strong if role == STRONG else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(self.columns[section].title) if self.columns[section].title else ""
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(self.columns[section])
        return None


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Cells(QStyledItemDelegate):
    """Paints a cell: its text, bold where the column is strong, and its tag beside it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            leads = self._leads(option.widget)
            painter.fillRect(option.rect, QColor(tokens.PRIMARY_SOFT if leads else tokens.LINE_2))
            if index.column() == 0 and leads:
                painter.fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(), QColor(tokens.FOCUS))
        painter.setPen(QColor(tokens.LINE_2))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        room = option.rect.adjusted(10, 0, -10, -1)
        if index.data(CHECK) is None:
            self._text(painter, room, index, option)
        else:
            self._check(painter, QRect(room.left(), room.center().y() - 8, 16, 16), index.data(CHECK))
        painter.restore()

    @staticmethod
    def _leads(table: QWidget | None) -> bool:
        """Whether the keys go to this table: it has the focus, or the field that moves in it."""
        return table is not None and (table.hasFocus() or table.focusPolicy() == Qt.FocusPolicy.NoFocus)

    @staticmethod
    def _check(painter: QPainter, place: QRect, checked: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.OK if checked else tokens.INK_3))
        painter.setBrush(QColor(tokens.OK if checked else tokens.CARD))
        painter.drawRoundedRect(place, 4, 4)
        if checked:
            painter.setPen(QPen(QColor(tokens.ON_PRIMARY), 1.8))
            left, middle = place.left(), place.center().y()
            painter.drawPolyline(
                [QPointF(left + 4, middle + 0.5), QPointF(left + 7, middle + 3.5), QPointF(left + 12, middle - 3)]
            )

    def _text(self, painter: QPainter, room: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        painter.setFont(font(tokens.TEXT, bold=bool(index.data(STRONG))))
        colour = index.data(Qt.ItemDataRole.ForegroundRole) or QColor(tokens.INK)
        loading = option.widget is not None and option.widget.property("loading")
        painter.setPen(QColor(tokens.INK_3) if loading else colour)
        tag, text = index.data(TAG), str(index.data() or "")
        beside = self._tag_width(tag) + 4 if tag else 0
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width() - beside))
        painter.drawText(room, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        if tag:
            left = room.left() + (painter.fontMetrics().horizontalAdvance(shown) + 6 if shown else 0)
            place = QRect(left, room.center().y() - 10, self._tag_width(tag), 20)
            self._tag(painter, place, tag, on_card=bool(option.state & QStyle.StateFlag.State_Selected))

    def _tag(self, painter: QPainter, place: QRect, tag: tuple[str, str], *, on_card: bool) -> None:
        """A tag on a selected row stands on white, or its ground would melt into the row's."""
        ink, ground = TONES[tag[1]][0], tokens.CARD if on_card else TONES[tag[1]][1]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, tokens.R_TAG, tokens.R_TAG)
        painter.setFont(font(tokens.TEXT_SMALL))
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tag[0])

    @staticmethod
    def _tag_width(tag: tuple[str, str]) -> int:
        return QFontMetrics(font(tokens.TEXT_SMALL)).horizontalAdvance(tag[0]) + 14

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tag = index.data(TAG)
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + (self._tag_width(tag) + 10 if tag else 0), hint.height())


class Table(QTableView):
    """Shows rows; Enter or a double click is `chosen`. Loading greys the old rows; no rows show what would be here.

    A reload keeps the selected row and the place scrolled to, as long as the row is still there.
    """

    chosen = Signal(object)
    moved = Signal(object)  # the row that is selected now, or None

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], object],
        name: str,
        empty: str,
        row_height: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._empty = name, empty
        self._rows = RowsModel(columns, key, self)
        self.setModel(self._rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self._lay_out(columns)
        self.doubleClicked.connect(lambda index: self.chosen.emit(self.row_at_line(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_: self.moved.emit(self.selected()))
        self._retranslate()

    def rows(self) -> tuple[Any, ...]:
        return self._rows.rows

    def rows_model(self) -> RowsModel:
        return self._rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """`rows` are shown; the selection and the scroll stay with the rows they were at."""
        self._set_loading(loading=False)
        if tuple(rows) == self._rows.rows:
            self._rows.refresh()
            return
        held, top = self.selected(), self.verticalScrollBar().value()
        line = self.currentIndex().row()
        self._rows.set_rows(rows)
        self._select_again(held, line)
        if self.hasFocus():
            self._select_first()
        self.verticalScrollBar().setValue(top)

    def show_loading(self) -> None:
        """The rows stay, greyed, until the new ones come; the focus stays as well."""
        self._set_loading(loading=True)

    def _set_loading(self, *, loading: bool) -> None:
        if self.property("loading") != loading:
            self.setProperty("loading", loading)
            self.viewport().update()

    def selected(self) -> Any | None:
        """The selected row; Qt also has a current one, which nobody sees."""
        chosen = self.selectionModel().selectedRows()
        return self._rows.rows[chosen[0].row()] if chosen else None

    def select(self, key: object) -> None:
        """The row with this key is selected, if it is there."""
        for number, row in enumerate(self._rows.rows):
            if self._rows.key(row) == key:
                self.selectRow(number)

    def refresh(self) -> None:
        self._rows.refresh()

    def _select_again(self, held: Any | None, line: int) -> None:
        if held is None or not self._rows.rows:
            return
        self.select(self._rows.key(held))
        if self.selected() is None:
            self.selectRow(min(max(line, 0), len(self._rows.rows) - 1))

    def _lay_out(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionsClickable(False)
        for number, column in enumerate(columns):
            stretch = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, stretch)
            if column.width:
                self.setColumnWidth(number, column.width)
        if not any(column.title for column in columns):
            header.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.selected() is not None:
            self.chosen.emit(self.selected())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._select_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _select_first(self) -> None:
        if self.selected() is None and self._rows.rows:
            self.selectRow(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(tr(self._name))
        self.horizontalHeader().setAccessibleName(tr(self._name))
        self._rows.refresh()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows.rows:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(tokens.INK_3))
            room = self.viewport().rect().marginsRemoved(self.viewport().contentsMargins()).adjusted(14, 10, -14, -10)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), tr(self._empty))
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens.FOCUS), 2))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))

    def row_at_line(self, line: int) -> Any:
        """The row shown on this line, from 0."""
        return self._rows.rows[line]
