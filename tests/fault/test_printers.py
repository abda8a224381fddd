"""Printers off, out of paper, opened, or unplugged in mid-job: a clear reason, the number stands, nothing twice."""

import errno
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.errors import DeskError
from desk.office import Office
from desk.prints import JobRow, PrinterRow
from printing.documents import slip
from printing.printers import open_printer
from printing.printers.recorder import Recorder
from printing.samples import SAMPLES
from printing.spooler import Spooler
from tests.printing.conftest import data, demo_file, office  # the same hall
from tests.printing.device import Device

__all__ = ["data", "demo_file", "office"]

JOB = slip.escpos(SAMPLES["slip"]["plain"])


def thermal(address: str, kind: str = "escpos_network") -> PrinterRow:
    return PrinterRow("号票机", kind, address, 80, ("slip",), enabled=True)


def failure(row: PrinterRow, data: bytes = JOB) -> DeskError:
    """The error with which the printer refuses the job."""
    with pytest.raises(DeskError) as caught:
        open_printer(row).send(data, "号票-A023")
    assert caught.value.facts["printer"] == "号票机"
    return caught.value


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


# --- one printer ---------------------------------------------------------------------------------------------------


def test_printer_that_is_off_is_off(nobody: str) -> None:
    assert failure(thermal(nobody)).code == "printer_off"


@pytest.mark.parametrize("address", ["printer.invalid", "127.0.0.1:nine", "", "[::1"])
def test_address_that_leads_nowhere_is_off(address: str) -> None:
    assert failure(thermal(address)).code == "printer_off"


@pytest.mark.parametrize("address", ["dead:beef", "", "no:ids", "04b8"])
def test_usb_printer_that_is_not_there_is_off(address: str) -> None:
    assert failure(thermal(address, "escpos_usb")).code == "printer_off"


def test_out_of_paper_before_the_job_sends_nothing() -> None:
    with Device(paper=0) as device:
        assert failure(thermal(device.address)).code == "printer_out_of_paper"
    assert device.job == b""


def test_out_of_paper_in_mid_job_is_not_printed() -> None:
    with Device(paper=len(JOB) // 2) as device:
        assert failure(thermal(device.address)).code == "printer_out_of_paper"
    assert device.cuts == 0


def test_open_cover_is_named() -> None:
    with Device(cover_open=True) as device:
        error = failure(thermal(device.address))
    assert (error.code, error.facts["problem"]) == ("printer_failed", "cover_open")


def test_printer_set_offline_by_its_button_is_off() -> None:
    with Device(offline=True) as device:
        assert failure(thermal(device.address)).code == "printer_off"


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_cable_pulled_in_mid_job_is_not_printed(part: float, answers: bool) -> None:
    with Device(cable=int(len(JOB) * part), answers=answers) as device:
        assert failure(thermal(device.address)).code == "printer_unplugged"
    assert device.cuts == 0


def test_cable_pulled_while_it_is_asked_is_off() -> None:
    with Device(cable=0) as device:
        assert failure(thermal(device.address)).code == "printer_off"


def test_printer_that_hangs_up_politely_in_mid_job_is_not_printed() -> None:
    """No reset comes back, only the end of the other side's stream."""

    def hang_up(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(3)  # the first question
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=hang_up, args=(listener,))
        thread.start()
        error = failure(thermal(f"127.0.0.1:{listener.getsockname()[1]}"))
        thread.join()
    assert error.code == "printer_off"


def test_folder_that_is_gone_is_off(tmp_path: Path) -> None:
    assert failure(thermal(str(tmp_path / "gone"), "file")).code == "printer_off"


def test_full_disk_leaves_no_half_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    error = failure(thermal(str(tmp_path), "file"))
    assert (error.code, error.facts["problem"]) == ("printer_failed", "No space left on device")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("lp: Error - The printer or class does not exist.", "printer_off"),
        ("lp: Error - scheduler is not running?", "printer_off"),
        ("lp: Error - unsupported document-format", "printer_failed"),
    ],
)
def test_what_cups_says_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, code: str) -> None:
    command = tmp_path / "lp"
    command.write_text(f'#!/bin/sh\ncat > /dev/null\necho "{says}" >&2\nexit 1\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    error = failure(thermal("counter-3", "system"), slip.build(SAMPLES["slip"]["plain"]))
    assert error.code == code
    assert code == "printer_off" or error.facts["problem"] == says


def test_printer_the_system_does_not_know_is_off(qapp: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no lp: the way of Windows
    assert failure(thermal("nowhere", "system"), slip.build(SAMPLES["slip"]["plain"])).code == "printer_off"


# --- the spooler and the hall --------------------------------------------------------------------------------------


def owe(office: Office, *addresses: str, kind: str = "escpos_network") -> list[str]:
    """A thermal printer for each address (the first is used), and three slips owed; returns their numbers."""
    for address in addresses:
        office.do("prints.set_printer", actor="clerk", name="号票机", kind=kind, address=address)
    return [office.do("tickets.issue", actor="kiosk", queue="A").number for _ in range(3)]


def jobs(office: Office) -> list[JobRow]:
    return list(reversed(office.see("prints.jobs", actor=None)))


def test_jobs_of_a_dead_printer_are_kept_with_the_reason_and_the_numbers_stand(office: Office, nobody: str) -> None:
    numbers = owe(office, nobody)
    assert Spooler(office).run_once() == 0
    assert [(job.number, job.state, job.error) for job in jobs(office)] == [
        (number, "failed", "printer_off") for number in numbers
    ]
    waiting = office.see("tickets.waiting", actor="clerk", queue="A")
    assert [ticket.number for ticket in waiting] == numbers


def test_kept_jobs_come_out_once_when_the_printer_is_mended(office: Office) -> None:
    spooler = Spooler(office)
    with Device(paper=len(JOB) // 2) as device:
        owe(office, device.address)
        assert spooler.run_once() == 0
        assert {job.error for job in jobs(office)} == {"printer_out_of_paper"}
        device.paper, device.cuts = None, 0
        for job in jobs(office):
            office.do("prints.retry", actor="clerk", job=job.id)
        assert spooler.run_once() == 3
    assert device.cuts == 3
    assert [job.state for job in jobs(office)] == ["printed"] * 3


def test_a_dead_printer_is_asked_once_in_a_round(office: Office) -> None:
    class Dead(Recorder):
        def send(self, data: bytes, title: str) -> None:
            super().send(data, title)
            raise DeskError("printer_off", printer="号票机")

    owe(office, "")
    spooler = Spooler(office, open_printer=lambda _row: Dead())
    spooler.run_once()
    (printer,) = spooler.printers.values()
    assert isinstance(printer, Dead)
    assert len(printer.sent) == 1
    assert [job.state for job in jobs(office)] == ["failed"] * 3


def test_character_without_a_glyph_is_named_and_stops_only_its_own_paper(office: Office) -> None:
    """A name of Extension J, which no font has yet."""
    office.do("prints.set_printer", actor="clerk", name="号票机", kind="recorder")
    owe(office)
    spooler = Spooler(office)
    claim = office.do("prints.claim", actor=None)
    rare = DeskError("glyph_missing", characters="\U000323b0（U+323B0）")
    office.do("prints.failed", actor=None, job=claim.id, code=rare.code, facts=rare.facts)
    assert spooler.run_once() == 2
    assert [job.error for job in jobs(office)] == ["glyph_missing", None, None]
