"""Printers: what is sent arrives whole and unchanged. What goes wrong is in tests/fault/test_printers.py."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desk.errors import DeskError
from desk.prints import PrinterRow
from printing import escpos, fonts, page, qr
from printing.documents import slip
from printing.printers import open_printer, system
from printing.printers.escpos import EscposPrinter, Status
from printing.printers.file import FilePrinter
from printing.printers.recorder import Recorder, Sent
from printing.samples import SAMPLES
from tests.printing.device import Device
from tests.printing.paper import picture, text

VIEW = SAMPLES["slip"]["plain"]

# What python-escpos, the library everybody compares with, sends through each of its printers for the same picture.
REFERENCE = """
import sys
from escpos.printer import Dummy, File, Network
picture, port, file = sys.argv[1:]
dummy = Dummy()
for printer in (dummy, File(file), Network("127.0.0.1", int(port), timeout=10)):
    printer.hw("INIT")
    printer.profile.profile_data["media"]["width"]["pixels"] = 576
    printer.image(picture, impl="bitImageRaster")
    printer.cut()
    printer.close()
open(file + ".dummy", "wb").write(dummy.output)
"""


def row(kind: str, address: str = "", width_mm: int = 80) -> PrinterRow:
    return PrinterRow("号票机", kind, address, width_mm, ("slip",), enabled=True)


@pytest.mark.parametrize("width", page.ROLLS)
@pytest.mark.parametrize("sample", ["plain", "everything"])
def test_bytes_are_those_of_python_escpos_through_dummy_file_and_network(
    tmp_path: Path, width: int, sample: str
) -> None:
    view = SAMPLES["slip"][sample]
    escpos.picture(page.lay_out(slip.rows(view), page.ROLLS[width])).save(tmp_path / "slip.png")
    job = slip.escpos(view, width_mm=width)
    with Device(answers=False) as device:
        port = device.address.partition(":")[2]
        arguments = [str(tmp_path / "slip.png"), port, str(tmp_path / "bytes")]
        own = os.environ | {"TMPDIR": str(tmp_path)}  # the library leaves a folder behind
        subprocess.run([sys.executable, "-c", REFERENCE, *arguments], env=own, check=True)
    assert device.job == job
    assert (tmp_path / "bytes").read_bytes() == job
    assert (tmp_path / "bytes.dummy").read_bytes() == job


@pytest.mark.parametrize("answers", [True, False])
def test_network_recorder_and_file_get_identical_bytes(tmp_path: Path, answers: bool) -> None:
    job = slip.escpos(VIEW)
    recorder = Recorder("escpos")
    with Device(answers=answers) as device:
        for printer in (open_printer(row("escpos_network", device.address)), recorder):
            printer.send(job, "号票-A023")
        FilePrinter("夹", tmp_path, "escpos").send(job, "号票-A023")
    assert device.job == job
    assert device.cuts == 1
    assert recorder.sent == [Sent("号票-A023", job)]
    assert (tmp_path / "号票-A023.escpos").read_bytes() == job


def test_one_connection_for_each_job() -> None:
    job = slip.escpos(VIEW)
    with Device() as device:
        printer = open_printer(row("escpos_network", device.address))
        for _ in range(3):
            printer.send(job, "号票")
    assert device.cuts == 3
    assert device.job == 3 * job


def test_printer_tells_that_its_paper_is_near_the_end() -> None:
    with Device(near_end=True) as device:
        printer = open_printer(row("escpos_network", device.address))
        assert isinstance(printer, EscposPrinter)
        printer.send(slip.escpos(VIEW), "号票")
        assert printer.status is not None
        assert printer.status.paper_near_end
        assert device.cuts == 1


def test_answers_to_questions_nobody_asked_mislead_nobody() -> None:
    with Device(chatty=True) as device:
        printer = open_printer(row("escpos_network", device.address))
        assert isinstance(printer, EscposPrinter)
        for _ in range(2):
            printer.send(slip.escpos(VIEW), "号票")
        assert printer.status == Status(
            offline=False, cover_open=False, paper_out=False, paper_near_end=False, error=False
        )
    assert device.cuts == 2


def test_folder_keeps_every_paper_whole_under_its_title(tmp_path: Path) -> None:
    printer = open_printer(row("file", str(tmp_path)))
    pdf = slip.build(VIEW)
    for _ in range(3):
        printer.send(pdf, "号票 A023/1")
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["号票-A023-1-2.pdf", "号票-A023-1-3.pdf", "号票-A023-1.pdf"]
    assert all(file.read_bytes() == pdf for file in tmp_path.iterdir())


def test_two_windows_writing_the_same_title_lose_nothing(tmp_path: Path) -> None:
    printers = [FilePrinter("夹", tmp_path) for _ in range(4)]
    threads = [threading.Thread(target=printer.send, args=(b"%PDF", "号票")) for printer in printers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(tmp_path.iterdir())) == 4


def test_recorder_takes_what_its_address_says() -> None:
    assert open_printer(row("recorder")).accepts == "pdf"
    assert open_printer(row("recorder", "escpos")).accepts == "escpos"


def test_unknown_kind_of_printer_is_named() -> None:
    with pytest.raises(DeskError) as caught:
        open_printer(row("fax"))
    assert (caught.value.code, caught.value.facts) == ("printer_failed", {"printer": "号票机", "problem": "fax"})


# --- the operating system's printers -------------------------------------------------------------------------------


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that `lp` writes its arguments and its input to, in the place of CUPS."""
    command = tmp_path / "bin" / "lp"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/arguments\ncat > {tmp_path}/input\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent), prepend=os.pathsep)
    return tmp_path


def test_cups_gets_the_pdf_with_its_queue_title_and_paper(spool: Path) -> None:
    pdf = slip.build(VIEW)
    open_printer(row("system", "counter-3")).send(pdf, "号票-A023")
    arguments = (spool / "arguments").read_text().splitlines()
    assert arguments == ["-d", "counter-3", "-t", "号票-A023", "-o", f"media={system.media(pdf)}", "-"]
    assert (spool / "input").read_bytes() == pdf


def test_paper_of_a_slip_is_its_own_size_and_sheets_have_names() -> None:
    assert system.media(slip.build(VIEW)).startswith("Custom.80x1")
    assert system.media(b"/MediaBox [ 0 0 595.2756 841.8898 ]") == "A4"
    assert system.media(b"/MediaBox [ 0 0 419.5276 595.2756 ]") == "A5"


def painted(pdf: bytes, target: Path) -> bool:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return system.paint(printer, pdf)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["main thread", "another thread"])
@pytest.mark.parametrize("width", page.ROLLS)
def test_qt_paints_the_page_at_its_size(qtbot: QtBot, tmp_path: Path, width: int, elsewhere: bool) -> None:
    pdf, target = slip.build(VIEW, width_mm=width), tmp_path / "painted.pdf"
    if elsewhere:
        done: list[bool] = []
        thread = threading.Thread(target=lambda: done.append(painted(pdf, target)))
        thread.start()
        thread.join()
        assert done == [True]
    else:
        assert painted(pdf, target)
    ours, theirs = picture(pdf), picture(target.read_bytes())
    assert theirs.size == pytest.approx(ours.size, abs=2)
    assert qr.read_image(theirs) == VIEW.code


def test_fonts_are_on_the_paper_that_windows_use_too() -> None:
    assert fonts.SHIPPED[0] in (file.stem for file in fonts.files())
    assert "A023" in text(slip.build(VIEW))


def test_what_is_no_pdf_is_not_painted(qtbot: QtBot, tmp_path: Path) -> None:
    assert not painted(b"%PDF-1.4 nothing", tmp_path / "painted.pdf")
