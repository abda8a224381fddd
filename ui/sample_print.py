"""Sends a sample slip straight to a printer, to see whether it works; no job and no ticket comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.prints import PrinterRow


def print_sample(row: PrinterRow) -> None:
    """A slip marked 演示 was taken by the printer of `row`. Raises the DeskError of the printer."""
    from printing.papers import paper
    from printing.printers import open_printer
    from printing.samples import SAMPLES

    slip, printer = paper("slip"), open_printer(row)
    build = slip.build if printer.accepts == "pdf" else slip.escpos
    printer.send(build(SAMPLES["slip"]["demo"], width_mm=row.width_mm), "test")
