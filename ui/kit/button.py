"""A button that shows its key, so that the keyboard is learnt by looking."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui.style import tokens
from ui.text import tr


def key_text(shortcut: str) -> str:
    """Ctrl+K as it stands on a key chip: Ctrl K."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText).replace("+", " ")


class Key(QLabel):
    """The picture of a key."""

    def __init__(self, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(key_text(shortcut), parent)
        self.setProperty("kind", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


class Button(QPushButton):
    """`Button("叫下一位", key="F2", role="primary")`; roles: "", primary, ghost, danger. The key is shown, not bound:
    shortcuts live in `ui.commands` alone. Its words are also its name for a screen reader.
    """

    def __init__(self, zh: str, *, key: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S3 + 2, 0, tokens.S3 + 2, 0)
        row.setSpacing(tokens.S2)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignCenter)
        if key:
            row.addWidget(Key(key), 0, Qt.AlignmentFlag.AlignCenter)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key = key
        self.say(zh)

    def say(self, zh: str, **facts: object) -> None:
        self._zh, self._facts = zh, facts
        self._retranslate()

    def words(self) -> str:
        """What stands on the button now."""
        return self._words.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.isEnabled():
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        hint = self.layout().sizeHint()
        return QSize(hint.width(), max(tokens.CONTROL_HEIGHT, hint.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        words = tr(self._zh, **self._facts)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(key_text(self._key) if self._key else "")
        self.updateGeometry()
