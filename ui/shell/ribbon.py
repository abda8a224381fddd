"""The ribbon of the demonstration hall: a corner that every window carries, and that takes no mouse."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.style import tokens
from ui.style.theme import font
from ui.text import mark, tr

_WORD = mark("演示")


class Ribbon(QWidget):
    """A diagonal band in the lower left corner of `window`, `lift` above its edge; `size` is its side."""

    def __init__(self, window: QWidget, *, size: int = 76, lift: int = 0) -> None:
        super().__init__(window)
        self._size, self._lift = size, lift
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(size, size)
        window.installEventFilter(self)
        self._place()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._size
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.rotate(45)
        painter.fillRect(-side, int(side * 0.06), side * 2, int(side * 0.28), QColor(tokens.PARTY))
        painter.setPen(QColor(tokens.ON_PRIMARY))
        painter.setFont(font(int(side * 0.17), bold=True))
        painter.drawText(-side, int(side * 0.06), side * 2, int(side * 0.28), Qt.AlignmentFlag.AlignCenter, tr(_WORD))

    def _place(self) -> None:
        below = self.parentWidget().height() - self._size - self._lift
        self.move(QPoint(0, below))
        self.raise_()
