"""Tells a scanner's burst of keys from typing, wherever the focus is, with or without an input method."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

_CODE = re.compile(r"HD1[:：]\S{6,}", re.IGNORECASE)
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Scanner(QObject):
    """`scanned(text)` when a code came as a burst ended by Enter. What it left in a field is taken out again."""

    scanned = Signal(str)
    GAP = 0.05  # seconds between two keys of a scanner; nobody types a whole code that fast

    def __init__(self, app: QApplication, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(app)
        self._clock, self._burst, self._last = clock, "", 0.0
        self._app = app
        app.installEventFilter(self)

    def stop(self) -> None:
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return watched is (QApplication.focusWidget() or QApplication.activeWindow()) and self._key(event)
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent) and event.commitString():
            self._add(event.commitString())
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            code, self._burst = _CODE.search(self._burst), ""
            if code and self._clock() - self._last < self.GAP:
                self._take_out(code.group())
                self.scanned.emit(code.group())
                return True
        elif event.text():
            self._add(event.text())
        return False

    def _add(self, text: str) -> None:
        now = self._clock()
        self._burst = self._burst + text if now - self._last < self.GAP else text
        self._last = now

    @staticmethod
    def _take_out(code: str) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and code in field.text():
            field.setText(field.text().replace(code, ""))
