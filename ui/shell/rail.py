"""The rail: one item for each part."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from ui.kit.button import key_text
from ui.registry import Part
from ui.style import tokens
from ui.style.icons import icon
from ui.text import tr


class RailItem(QToolButton):
    """A part's icon and title; the part shown has the marker."""

    def __init__(self, part: Part, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part, self._shortcut = part, shortcut
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setIcon(icon(part.icon, tokens.RAIL_INK, tokens.ON_PRIMARY))
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFixedSize(tokens.RAIL_WIDTH, tokens.RAIL_ITEM)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.RAIL_MARK))
            painter.drawRoundedRect(0, 8, 3, self.height() - 16, 1.5, 1.5)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setText(tr(self.part.title))
        self.setToolTip(f"{tr(self.part.title)}  {key_text(self._shortcut)}")
        self.setAccessibleName(tr(self.part.title))


class Rail(QFrame):
    """The column of parts."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setFixedWidth(tokens.RAIL_WIDTH)
        self._items: dict[str, RailItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, tokens.S2, 0, tokens.S2)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def show_parts(self, parts: tuple[Part, ...], shortcut: dict[str, str]) -> None:
        """The rail has these parts and no others."""
        for item in self._items.values():
            self._column.removeWidget(item)
            item.deleteLater()
        self._items = {part.id: RailItem(part, shortcut[part.id], self) for part in parts}
        for place, item in enumerate(self._items.values()):
            self._column.insertWidget(place, item)
            item.clicked.connect(lambda _=False, part=item.part.id: self.chosen.emit(part))

    def mark(self, part: str) -> None:
        """This part is the one shown."""
        if part in self._items:
            self._items[part].setChecked(True)
