"""A printer of this workstation: what kind, where, how wide its paper, for which papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from desk.errors import DeskError
from ui import words
from ui.context import Context
from ui.kit.dialog import Dialog
from ui.kit.field import LineEdit
from ui.kit.form import Choice, Form
from ui.text import mark, tr

if TYPE_CHECKING:
    from desk.prints import PrinterRow

_ADDRESS = {
    "system": mark("系统里打印机的名字；空着就用上面的名称"),
    "escpos_network": mark("地址和端口，例如 192.0.2.10:9100"),
    "escpos_usb": mark("厂商和型号的十六进制代码，例如 04b8:0e15"),
    "file": mark("保存文件的文件夹"),
    "recorder": mark("不用填写"),
}
_WIDTHS = ((80, mark("80 毫米")), (58, mark("58 毫米")))


class PrinterDialog(Dialog):
    """Adds a printer, or changes the one of `row`; its name is its key and stays."""

    def __init__(self, ctx: Context, row: PrinterRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(mark("修改打印机") if row else mark("添加打印机"), parent, width=480)
        self._ctx, self._row = ctx, row
        self.form = Form()
        self.name = self.form.add("name", mark("名称"), LineEdit())
        self.kind = self.form.add("kind", mark("方式"), Choice(tuple(words.PRINTER_KIND.items())))
        self.address = self.form.add("address", mark("地址"), LineEdit())
        self.width_mm = self.form.add("width_mm", mark("纸宽"), Choice(_WIDTHS))
        self.enabled = self.form.add("enabled", mark("启用"), QCheckBox(tr(mark("用它打印号票"))))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self._fill(row)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self._kind_chosen()
        self.add_back()
        if row is not None:
            self.remove = self.add_button(mark("删除"), self._remove, role="danger")
        self.add_button(mark("保存"), self._save, key="Enter", role="primary")
        (self.address if row else self.name).setFocus()

    def _fill(self, row: PrinterRow | None) -> None:
        self.enabled.setChecked(row.enabled if row else True)
        if row is not None:
            self.name.setText(row.name)
            self.name.setEnabled(False)
            self.kind.choose(row.kind)
            self.address.setText(row.address)
            self.width_mm.choose(row.width_mm)

    def _kind_chosen(self) -> None:
        kind = str(self.kind.code())
        self.address.set_hint(_ADDRESS[kind])
        self.form.show_only(("name", "kind", "width_mm", "enabled") + (() if kind == "recorder" else ("address",)))

    def _save(self) -> None:
        self.form.clear_errors()
        values = self.form.values()
        if not str(values["name"]).strip():
            self.form.show_error(DeskError("field_empty"), "name")
            return
        papers = self._row.papers if self._row else ("slip",)
        self._ctx.tasks.write(
            "prints.set_printer",
            owner=self,
            done=lambda _row: self.accept(),
            failed=self.show_error,
            papers=papers,
            **values,
        )

    def _remove(self) -> None:
        self._ctx.tasks.write(
            "prints.remove_printer",
            owner=self,
            done=lambda _row: self.accept(),
            failed=self.show_error,
            name=self._row.name,
        )
