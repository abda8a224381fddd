"""The first paint: a picture of the shell that costs little, shown while the rest is still being fetched.

It uses none of Qt's constants: the first of them makes Python classes of all the others, which takes longer than all
that is painted here.
"""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.style import tokens
from ui.text import mark, tr


class OpeningPage(QWidget):
    """Rail, top bar and status bar, empty, and a word that the hall is being opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "page")
        rail = QFrame()
        rail.setProperty("kind", "rail")
        rail.setFixedWidth(tokens.RAIL_WIDTH)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(_bar("top", tokens.TOP_HEIGHT, _words(mark("一站式服务大厅"), "brand")), 0, 0, 1, 2)
        grid.addWidget(rail, 1, 0)
        grid.addLayout(_centred(_words(mark("正在打开大厅…"), "muted")), 1, 1)
        grid.addWidget(_bar("status", tokens.STATUS_HEIGHT, _words(mark("正在打开数据库…"), "small")), 2, 0, 1, 2)


def _words(zh: str, role: str) -> QLabel:
    label = QLabel(tr(zh))
    label.setProperty("role", role)
    return label


def _bar(kind: str, height: int, words: QLabel) -> QFrame:
    bar = QFrame()
    bar.setProperty("kind", kind)
    bar.setFixedHeight(height)
    row = QHBoxLayout(bar)
    row.setContentsMargins(tokens.S4, 0, tokens.S4, 0)
    row.addWidget(words)
    return bar


def _centred(words: QLabel) -> QVBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(words)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
    return column
