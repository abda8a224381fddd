"""Printers of the operating system: through `lp` where there is one, through Qt elsewhere (Windows).

The only file of printing/ that knows Qt, and only when it prints. Painting on a printer is allowed off the main thread.
"""

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from desk.errors import DeskError
from printing.printers import Kind

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 300
LP_SECONDS = 30
_SIZE = re.compile(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]")
_NOT_THERE = re.compile("does not exist|not running|unable to connect|not accepting", re.IGNORECASE)
_KNOWN = {(595, 842): "A4", (420, 595): "A5"}


class SystemPrinter:
    """A queue of CUPS or a printer of Windows."""

    def __init__(self, name: str, queue: str) -> None:
        self.accepts: Kind = "pdf"
        self._name = name
        self._queue = queue

    def send(self, data: bytes, title: str) -> None:
        """The system's queue has the whole paper. DeskError: printer_off, printer_failed(problem)."""
        lp = shutil.which("lp")
        if lp:
            self._hand_over([lp, "-d", self._queue, "-t", title, "-o", f"media={media(data)}", "-"], data)
        else:
            self._paint(data, title)

    def _hand_over(self, command: list[str], data: bytes) -> None:
        english = os.environ | {"LC_ALL": "C"}
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=LP_SECONDS, env=english, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DeskError("printer_failed", printer=self._name, problem=type(error).__name__) from error
        problem = done.stderr.decode(errors="replace").strip()
        if done.returncode and _NOT_THERE.search(problem):
            raise DeskError("printer_off", printer=self._name)
        if done.returncode:
            raise DeskError("printer_failed", printer=self._name, problem=problem)

    def _paint(self, data: bytes, title: str) -> None:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(self._queue)
        if info.isNull():
            raise DeskError("printer_off", printer=self._name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        if not paint(printer, data):
            raise DeskError("printer_failed", printer=self._name, problem="paint")


def size(data: bytes) -> tuple[float, float]:
    """Width and height in points of the first page of one of our PDFs."""
    found = _SIZE.search(data)
    if found is None:
        raise DeskError("bad_argument", problem="not a PDF of ours")
    return float(found[1]), float(found[2])


def media(data: bytes) -> str:
    """The paper for `lp -o media=`: a sheet's name, or the size of a slip."""
    width, height = size(data)
    sheet = _KNOWN.get((round(width), round(height)))
    return sheet or f"Custom.{width / 72 * 25.4:.0f}x{height / 72 * 25.4:.0f}mm"


def paint(printer: "QPrinter", data: bytes) -> bool:
    """Every page of the PDF is painted at 300 dpi on paper of its own size; whether that went well."""
    from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QObject, QRectF, QSize, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter
    from PySide6.QtPdf import QPdfDocument

    bytes_kept = QByteArray(data)
    buffer = QBuffer(bytes_kept)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    owner = QObject()
    document = QPdfDocument(owner)
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        return False
    page = QPageSize(QSizeF(*size(data)), QPageSize.Unit.Point)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number in range(document.pageCount()):
        if number:
            printer.newPage()
        points = document.pagePointSize(number)
        picture = document.render(number, QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI)))
        painter.drawImage(QRectF(printer.pageLayout().fullRectPixels(printer.resolution())), picture)
    return painter.end()
