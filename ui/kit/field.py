"""A line to type in that leaves Ctrl+Z to the desk when there is no typing to undo."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.text import tr


class LineEdit(QLineEdit):
    """`hint` stands in the empty field, `name` is for a screen reader (the hint, if not given)."""

    def __init__(self, hint: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint, self._name = hint, name
        self.setClearButtonEnabled(False)
        self._retranslate()

    def set_hint(self, hint: str) -> None:
        """Another hint (marked) stands in the empty field."""
        self._hint = hint
        self._retranslate()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        if isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return False
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        undo = event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo)
        return undo and not self.isUndoAvailable()

    def _retranslate(self) -> None:
        if self._hint:
            self.setPlaceholderText(tr(self._hint))
        if self._name or self._hint:
            self.setAccessibleName(tr(self._name or self._hint))
