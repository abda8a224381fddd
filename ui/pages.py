"""Why the hall could not be opened, in the place of the parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui.kit.button import Button
from ui.kit.label import Label
from ui.messages import message
from ui.style import tokens
from ui.text import mark


class TroublePage(QWidget):
    """Why the hall could not be opened, in words, and the ways on."""

    def __init__(
        self, error: DeskError, again: Callable[[], object], leave: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._error = error
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(620)
        column = QVBoxLayout(card)
        column.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S5)
        column.setSpacing(tokens.S4)
        self.words = Label()
        self.words.setWordWrap(True)
        column.addWidget(Label(mark("大厅没有打开"), role="title"))
        column.addWidget(self.words)
        column.addWidget(Label(mark("没有任何数据被改动。"), role="small"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.leave, self.again = Button(mark("退出")), Button(mark("重试"), role="primary")
        for button, act in ((self.leave, leave), (self.again, again)):
            button.clicked.connect(lambda _=False, act=act: act())
            foot.addWidget(button)
        column.addLayout(foot)
        QVBoxLayout(self).addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.retranslate()
        self.again.setFocus()

    def retranslate(self) -> None:
        self.words.show_text(message(self._error))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
