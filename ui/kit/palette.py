"""Ctrl+K: one field that finds commands, parts and tickets, and takes a scanned code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.kit.button import key_text
from ui.kit.chooser import Chooser
from ui.kit.table import Column
from ui.style import tokens
from ui.text import mark

TICKET = re.compile(r"[A-Za-z]{1,2}\d{1,4}")
CODE = re.compile(r"HD1[:：].+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Find:
    """Something that can be found: what it is called, what it is, and what happens when it is taken."""

    title: str
    kind: str
    take: Callable[[], object]
    key: str = ""
    found_by: str = ""


class Palette(QFrame):
    """Lies over its window with what was offered; typing filters, Enter takes, Esc or a click beside it closes.

    `sources(text)` gives finds for exactly what is typed (a ticket's number, a code); they come first.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "scrim")
        self._sources: Callable[[str], Iterable[Find]] = lambda _text: ()
        self._fixed: tuple[Find, ...] = ()
        self._before: QWidget | None = None
        self.finds = Chooser(
            (
                Column("", lambda row: row.title, strong=True),
                Column("", lambda row: row.kind, 120, muted=True),
                Column("", lambda row: "", 90, tag=lambda row: (key_text(row.key), "plain") if row.key else None),
            ),
            key=lambda row: (row.title, row.kind),
            found=lambda row: row.found_by,
            name=mark("查找"),
            hint=mark("票号、命令，或直接扫码"),
            empty=mark("没有找到：可以输入票号（如 A023）、命令的几个字，或扫号票上的码"),
        )
        panel = QFrame()
        panel.setProperty("kind", "palette")
        panel.setFixedSize(620, 430)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        inside.addWidget(self.finds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.TOP_HEIGHT + tokens.S2, 0, 0)
        column.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        parent.installEventFilter(self)
        self.finds.field.textChanged.connect(self._typed)
        self.finds.taken.connect(self._take)
        self.hide()

    def ask(self, fixed: Iterable[Find], sources: Callable[[str], Iterable[Find]]) -> None:
        """Shows the palette, empty, over the whole window."""
        self._fixed, self._sources = tuple(fixed), sources
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.finds.field.clear()
        self._typed("")
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        self.finds.field.setFocus()

    def put_away(self) -> None:
        """The palette is closed; the focus is where it was."""
        if self.isVisible():
            self.hide()
            if self._before is not None and isValid(self._before) and self._before.isVisible():
                self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self.window().rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.put_away()

    def _typed(self, text: str) -> None:
        wanted = text.strip()
        exact = [_findable(row, wanted) for row in self._sources(wanted)]
        self.finds.offer([*exact, *(_findable(row, f"{row.title} {row.kind} {row.found_by}") for row in self._fixed)])

    def _take(self, row: Find) -> None:
        self.put_away()
        row.take()


def _findable(row: Find, words: str) -> Find:
    return Find(row.title, row.kind, row.take, row.key, words)


def ticket_number(text: str) -> str | None:
    """A023 if `text` is a ticket's number, however it was typed; None otherwise."""
    return text.upper() if TICKET.fullmatch(text) else None
