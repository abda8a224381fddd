"""One rule of the hall gets another value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from desk.errors import DeskError
from ui.context import Context
from ui.kit.dialog import Dialog
from ui.kit.field import LineEdit
from ui.kit.form import Field, Form
from ui.text import mark, named

if TYPE_CHECKING:
    from desk.settings import SettingRow

MOST = 100_000


class RuleDialog(Dialog):
    """A field of the value's kind: yes or no, a number, a text."""

    def __init__(self, ctx: Context, row: SettingRow, parent: QWidget | None = None) -> None:
        super().__init__(mark("修改规则"), parent, width=460)
        self._ctx, self._row = ctx, row
        self.form = Form()
        self.form.add("value", named(row), _field(row))
        self.body.addWidget(self.form)
        self.add_back()
        self.add_button(mark("保存"), self._save, key="Enter", role="primary")
        self.form.field("value").setFocus()

    def _save(self) -> None:
        value = self.form.values()["value"]
        self._ctx.tasks.write(
            "settings.set",
            owner=self,
            done=lambda _row: self.accept(),
            failed=self._refused,
            name=self._row.key,
            value=value,
        )

    def _refused(self, error: DeskError) -> None:
        self.form.show_error(error, "value")


def _field(row: SettingRow) -> Field:
    if isinstance(row.value, bool):
        box = QCheckBox()
        box.setChecked(row.value)
        return box
    if isinstance(row.value, int):
        spin = QSpinBox()
        spin.setRange(0, MOST)
        spin.setValue(row.value)
        return spin
    line = LineEdit()
    line.setText(row.value)
    return line
