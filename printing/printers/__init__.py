"""Printers: each takes bytes of one kind and comes back only when they are out of our hands, or raises why not."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from desk.errors import DeskError

if TYPE_CHECKING:
    from desk.prints import PrinterRow

Kind = Literal["pdf", "escpos"]


class Printer(Protocol):
    """Something that takes a whole paper."""

    @property
    def accepts(self) -> Kind:
        """What `send` wants: a PDF, or the bytes of a thermal printer."""
        ...

    def send(self, data: bytes, title: str) -> None:
        """The paper was taken whole.

        DeskError: printer_off, printer_out_of_paper, printer_unplugged (lost in mid-job), printer_failed(problem).
        """
        ...


def open_printer(row: "PrinterRow") -> Printer:
    """The printer that a row describes; nothing is connected before `send`. DeskError: printer_failed(problem)."""
    match row.kind:
        case "system":
            from printing.printers.system import SystemPrinter

            return SystemPrinter(row.name, row.address or row.name)
        case "escpos_network":
            from printing.printers.escpos import EscposPrinter
            from printing.printers.links import NetworkLink

            return EscposPrinter(row.name, lambda: NetworkLink(row.address))
        case "escpos_usb":
            from printing.printers.escpos import EscposPrinter
            from printing.printers.links import UsbLink

            return EscposPrinter(row.name, lambda: UsbLink(row.address))
        case "file":
            from printing.printers.file import FilePrinter

            return FilePrinter(row.name, Path(row.address))
        case "recorder":
            from printing.printers.recorder import Recorder

            return Recorder("escpos" if row.address == "escpos" else "pdf")
        case _:
            raise DeskError("printer_failed", printer=row.name, problem=row.kind)
