"""A card: a white ground with a line around it, a head, and a body."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.label import Label
from ui.style import tokens


class Card(QFrame):
    """`body` takes the content; `head` has the title on the left and room for a tag or a button on the right."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.title = Label(title, role="head")
        self.head = QHBoxLayout()
        if title:
            self.column.addLayout(self._head())
            self.column.addWidget(rule())
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        self.column.addLayout(self.body, 1)

    def section(self, title: str) -> QHBoxLayout:
        """Starts a further part of the body with a head of its own; returns the head."""
        self.body.addWidget(rule())
        line = QHBoxLayout()
        line.setContentsMargins(14, 9, 14, 9)
        line.addWidget(Label(title, role="head"))
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(rule())
        return line

    def _head(self) -> QHBoxLayout:
        self.head.setContentsMargins(14, 9, 14, 9)
        self.head.setSpacing(tokens.S2)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        return self.head


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line
