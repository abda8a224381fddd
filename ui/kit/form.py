"""A form: labelled fields in reading order, errors at the field they belong to, nothing typed is ever thrown away."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from desk.errors import DeskError
from ui.kit.label import Label
from ui.messages import message
from ui.style import tokens
from ui.style.theme import restyle
from ui.text import tr

Field = QLineEdit | QComboBox | QSpinBox | QCheckBox
F = TypeVar("F", bound=Field)


class Choice(QComboBox):
    """A list to choose from: (code, marked words) pairs, told in the language of the window."""

    def __init__(self, options: Sequence[tuple[object, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer(options)

    def offer(self, options: Sequence[tuple[object, str]]) -> None:
        """The options are these; the one chosen stays chosen if it is still there."""
        held = self.currentData()
        self.clear()
        for code, words in options:
            self.addItem(tr(words), (code, words))
        self.choose(held[0] if held else None)

    def choose(self, code: object) -> None:
        for number in range(self.count()):
            if self.itemData(number)[0] == code:
                self.setCurrentIndex(number)

    def code(self) -> object:
        data = self.currentData()
        return data[0] if data else None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for number in range(self.count()):
                self.setItemText(number, tr(self.itemData(number)[1]))
        super().changeEvent(event)


class Form(QWidget):
    """Fields by name. `add` puts one below the other, `columns` beside each other."""

    def __init__(self, *, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._titles: dict[str, Label] = {}
        self._errors: dict[str, Label] = {}
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.S4)
        self._grid.setVerticalSpacing(3)

    def add(self, name: str, title: str, field: F) -> F:
        """Adds a field under its title; the title is also its name for a screen reader."""
        row, column = divmod(len(self._fields), self._columns)
        label, error = Label(title, role="small"), Label(role="error")
        label.setBuddy(field)
        error.setWordWrap(True)
        error.hide()
        for line, widget in enumerate((label, field, error)):
            self._grid.addWidget(widget, row * 4 + line, column)
        self._grid.setRowMinimumHeight(row * 4 + 3, tokens.S2)
        self._fields[name], self._titles[name], self._errors[name] = field, label, error
        field.setAccessibleName(tr(title))
        return field

    def field(self, name: str) -> Field:
        return self._fields[name]

    def values(self) -> dict[str, object]:
        """What the fields hold: text, number, yes or no, code of the choice."""
        return {name: _value(field) for name, field in self._fields.items()}

    def show_only(self, names: Sequence[str]) -> None:
        """Only these fields are shown; the others keep what was typed."""
        for name in self._fields:
            for widget in (self._fields[name], self._titles[name]):
                widget.setVisible(name in names)
            self._errors[name].setVisible(name in names and bool(self._errors[name].text()))

    def show_error(self, error: DeskError, name: str) -> None:
        """Says what is wrong at the field, and puts the focus there."""
        self._errors[name].show_text(message(error))
        self._errors[name].show()
        restyle(self._fields[name], wrong="true")
        self._fields[name].setFocus()

    def error(self, name: str) -> str:
        """What is said to be wrong at the field, or nothing."""
        return self._errors[name].text() if not self._errors[name].isHidden() else ""

    def clear_errors(self) -> None:
        for name, label in self._errors.items():
            label.hide()
            restyle(self._fields[name], wrong="false")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for name, field in self._fields.items():
                field.setAccessibleName(self._titles[name].text())


def _value(field: Field) -> object:
    if isinstance(field, Choice):
        return field.code()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QSpinBox):
        return field.value()
    return field.text() if isinstance(field, QLineEdit) else field.currentText()
