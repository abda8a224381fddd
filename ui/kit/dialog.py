"""A dialog where something must be decided: a title, its content, the decision on the right. Esc goes back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui.kit.banner import Banners
from ui.kit.button import Button
from ui.kit.label import Label
from ui.style import tokens
from ui.text import mark, tr


class Dialog(QDialog):
    """Opened with `open()`; it stops nothing but its window, and is freed when it closes."""

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 520) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._title, self._head = title, Label(title, role="title")
        self.notices = Banners(self)
        self.body, self._foot = QVBoxLayout(), QHBoxLayout()
        self.body.setSpacing(tokens.S2)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S4)
        column.setSpacing(tokens.S3)
        column.addWidget(self._head)
        column.addWidget(self.notices)
        column.addLayout(self.body, 1)
        column.addLayout(self._foot)
        self._foot.addStretch(1)
        self.setWindowTitle(tr(title))

    def add_button(self, words: str, act: Callable[[], object], *, key: str = "", role: str = "") -> Button:
        """A button of the foot; a primary one is the default action of Enter."""
        button = Button(words, key=key, role=role)
        button.clicked.connect(act)
        button.setAutoDefault(role == "primary")
        button.setDefault(role == "primary")
        self._foot.addWidget(button)
        return button

    def add_back(self, words: str = mark("返回")) -> Button:
        """The button that closes without doing anything."""
        return self.add_button(words, self.reject, key="Esc")

    def say_title(self, zh: str, **facts: object) -> None:
        self._title = zh
        self._head.say(zh, **facts)
        self.setWindowTitle(self._head.text())

    def show_error(self, error: DeskError) -> None:
        self.notices.show_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.parentWidget() is not None:
            window = self.parentWidget().window()
            self.adjustSize()
            self.move(window.geometry().center() - self.rect().center())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setWindowTitle(self._head.text())
