"""The spooler: what falls due is printed once, by one window, on the printer set up for it."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.office import Office, open_office
from desk.prints import JobRow
from printing.lease import Lease
from printing.printers.recorder import Recorder
from printing.samples import SAMPLES
from printing.spooler import Spooler
from tests.conftest import Database
from tests.printing.conftest import fill
from tests.printing.paper import dots, text

SECONDS = 20


def set_up(office: Office, name: str = "号票机", kind: str = "recorder", **options: object) -> None:
    office.do("prints.set_printer", actor="clerk", name=name, kind=kind, **options)


def issue(office: Office, queue: str = "A") -> str:
    return office.do("tickets.issue", actor="kiosk", queue=queue).number


def jobs(office: Office) -> list[JobRow]:
    """Oldest first."""
    return list(reversed(office.see("prints.jobs", actor=None)))


def recorder(spooler: Spooler) -> Recorder:
    (printer,) = spooler.printers.values()
    assert isinstance(printer, Recorder)
    return printer


class Signal:
    """Called by a spooler after each round; `wait_for` returns when the condition holds after one of them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, timeout=SECONDS)


# --- one round -----------------------------------------------------------------------------------------------------


def test_slip_of_an_issued_ticket_is_printed_and_marked(office: Office) -> None:
    set_up(office)
    number = issue(office)
    spooler = Spooler(office)
    assert spooler.run_once() == 1
    (sent,) = recorder(spooler).sent
    assert sent.title == f"号票-{number}"
    assert number in text(sent.data)
    (job,) = jobs(office)
    assert (job.state, job.printer, job.error) == ("printed", "号票机", None)
    assert job.done_at is not None


def test_nothing_owed_prints_nothing_and_leaves_no_trace(office: Office) -> None:
    assert Spooler(office).run_once() == 0
    assert not [entry for entry in office.see("audit.entries", actor="auditor") if entry.what.startswith("prints")]


def test_jobs_are_printed_in_order(office: Office) -> None:
    set_up(office)
    numbers = [issue(office, queue) for queue in "ABA"]
    spooler = Spooler(office)
    assert spooler.run_once() == 3
    assert [sent.title for sent in recorder(spooler).sent] == [f"号票-{number}" for number in numbers]


@pytest.mark.parametrize("width", [80, 58])
def test_thermal_printer_gets_dots_of_its_width(office: Office, width: int) -> None:
    set_up(office, address="escpos", width_mm=width)
    issue(office)
    spooler = Spooler(office)
    spooler.run_once()
    assert dots(recorder(spooler).sent[0].data).width == {80: 576, 58: 384}[width]


def test_slip_of_the_demonstration_hall_is_marked(office: Office) -> None:
    set_up(office)
    issue(office)
    spooler = Spooler(office)
    spooler.run_once()
    assert "演示" in text(recorder(spooler).sent[0].data)


def test_reprint_is_marked_with_its_count(office: Office) -> None:
    set_up(office)
    number = issue(office)
    spooler = Spooler(office)
    spooler.run_once()
    for _ in range(2):
        office.do("prints.reprint", actor="clerk", number=number, reason="rp_lost")
        spooler.run_once()
    printed = [text(sent.data) for sent in recorder(spooler).sent]
    assert "补打" not in printed[0]
    assert "补打 第 1 次" in printed[1]
    assert "补打 第 2 次" in printed[2]


def test_without_a_printer_the_job_fails_and_says_so(office: Office) -> None:
    issue(office)
    assert Spooler(office).run_once() == 0
    (job,) = jobs(office)
    assert (job.state, job.error, job.facts) == ("failed", "no_printer", {"paper": "slip"})


def test_switched_off_printer_is_not_used(office: Office) -> None:
    set_up(office, enabled=False)
    issue(office)
    assert Spooler(office).run_once() == 0
    assert jobs(office)[0].error == "no_printer"


def test_failed_job_is_printed_when_it_is_tried_again(office: Office) -> None:
    issue(office)
    spooler = Spooler(office)
    spooler.run_once()
    set_up(office)
    office.do("prints.retry", actor="clerk", job=jobs(office)[0].id)
    assert spooler.run_once() == 1
    assert jobs(office)[0].state == "printed"


def test_change_is_told_after_a_round_that_did_something(office: Office) -> None:
    set_up(office)
    rounds: list[str] = []
    spooler = Spooler(office, lambda: rounds.append("told"))
    spooler.run_once()
    assert not rounds
    issue(office)
    spooler.run_once()
    assert rounds == ["told"]


@pytest.mark.logs("could not be printed")
def test_a_bug_in_one_paper_does_not_end_printing(office: Office) -> None:
    class Broken(Recorder):
        def send(self, data: bytes, title: str) -> None:
            if not self.sent:
                self.sent = []
                self.send = super().send
                raise ZeroDivisionError
            super().send(data, title)

    set_up(office)
    for _ in range(2):
        issue(office)
    spooler = Spooler(office, open_printer=lambda _row: Broken())
    assert spooler.run_once() == 1
    first, second = jobs(office)
    assert (first.state, first.error, second.state) == ("failed", "printer_failed", "printed")


def test_another_workstation_leaves_the_jobs_alone(office: Office, data: Path) -> None:
    set_up(office)
    issue(office)
    other = open_office(data=data, workstation="counter-3")
    assert Spooler(other).run_once() == 0
    other.close()
    assert jobs(office)[0].state == "pending"


# --- its thread ----------------------------------------------------------------------------------------------------


def test_prints_as_soon_as_something_falls_due_here_or_in_another_process(office: Office, data: Path) -> None:
    set_up(office)
    signal = Signal()
    spooler = Spooler(office, signal)
    spooler.start()
    try:
        issue(office)
        signal.wait_for(lambda: [job.state for job in jobs(office)] == ["printed"])
        other = open_office(data=data, workstation="kiosk-1")
        issue(other)
        other.close()
        signal.wait_for(lambda: [job.state for job in jobs(office)] == ["printed", "printed"])
    finally:
        spooler.stop()
    assert len(recorder(spooler).sent) == 2


def test_prints_on_both_databases(database: Database) -> None:
    fill(database.data, database.url)
    office = open_office(data=database.data, database=database.url, workstation="kiosk-1")
    set_up(office)
    signal = Signal()
    spooler = Spooler(office, signal)
    spooler.start()
    try:
        issue(office)
        signal.wait_for(lambda: [job.state for job in jobs(office)] == ["printed"])
    finally:
        spooler.stop()
        office.close()
    assert len(recorder(spooler).sent) == 1


def test_what_was_owed_before_is_listed_and_not_printed_unasked(office: Office) -> None:
    set_up(office)
    issue(office)
    issue(office)
    office.do("prints.claim", actor=None)  # by a window that was killed before it could print
    signal = Signal()
    spooler = Spooler(office, signal)
    spooler.start()
    try:
        number = issue_when(office, lambda: {job.state for job in jobs(office)} == {"shelved"})
        signal.wait_for(lambda: jobs(office)[-1].state == "printed")
        assert [job.state for job in jobs(office)] == ["shelved", "shelved", "printed"]
        office.do("prints.retry", actor="clerk", job=jobs(office)[0].id)
        signal.wait_for(lambda: jobs(office)[0].state == "printed")
    finally:
        spooler.stop()
    assert [sent.title for sent in recorder(spooler).sent] == [f"号票-{number}", "号票-A001"]


def issue_when(office: Office, ready: Callable[[], bool]) -> str:
    """Issues a ticket once `ready`, told by the hall's own changes."""
    signal = Signal()
    stop = office.subscribe(lambda _topics: signal())
    signal.wait_for(ready)
    stop()
    return issue(office)


def test_two_windows_of_a_workstation_print_each_slip_once(office: Office, data: Path) -> None:
    set_up(office)
    offices = [office, open_office(data=data, workstation="kiosk-1")]
    signal = Signal()
    spoolers = [Spooler(each, signal) for each in offices]
    for spooler in spoolers:
        spooler.start()
    try:
        for number in range(20):
            issue(offices[number % 2])
        signal.wait_for(lambda: [job.state for job in jobs(office)] == ["printed"] * 20)
    finally:
        for spooler in spoolers:
            spooler.stop()
        offices[1].close()
    titles = [
        sent.title
        for spooler in spoolers
        for printer in spooler.printers.values()
        if isinstance(printer, Recorder)
        for sent in printer.sent
    ]
    assert len(titles) == len(set(titles)) == 20


def test_rounds_of_two_windows_at_once_print_each_slip_once(office: Office, data: Path) -> None:
    """Even without the lease: a job is claimed by one of them."""
    set_up(office, kind="file", address=str(data))
    numbers = [issue(office) for _ in range(12)]
    offices = [open_office(data=data, workstation="kiosk-1") for _ in range(3)]
    threads = [threading.Thread(target=Spooler(each).run_once) for each in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in offices:
        each.close()
    assert sorted(file.stem for file in data.glob("*.pdf")) == sorted(f"号票-{number}" for number in numbers)


def test_second_window_takes_over_when_the_first_ends(office: Office, data: Path) -> None:
    set_up(office)
    second_office = open_office(data=data, workstation="kiosk-1")
    signal = Signal()
    first, second = Spooler(office, signal), Spooler(second_office, signal)
    first.start()
    try:
        issue(office)
        signal.wait_for(lambda: jobs(office)[0].state == "printed")
        second.start()
        first.stop()
        issue(office)
        signal.wait_for(lambda: jobs(office)[-1].state == "printed")
    finally:
        first.stop()
        second.stop()
        second_office.close()
    assert [sent.title for sent in recorder(second).sent] == ["号票-A002"]


def test_stop_without_start_and_stop_twice_are_harmless(office: Office) -> None:
    spooler = Spooler(office)
    spooler.stop()
    spooler.stop()


def test_lease_is_held_by_one_process_and_freed_by_its_death(tmp_path: Path) -> None:
    path = tmp_path / "spooler.lock"
    program = (
        "import sys\nfrom pathlib import Path\nfrom printing.lease import Lease\n"
        "lease = Lease(Path(sys.argv[1]))\nprint(lease.take(), flush=True)\nsys.stdin.read()"
    )
    mine = Lease(path)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        assert not mine.take()
        other.kill()
        other.wait()
    assert mine.take()
    assert mine.take()
    mine.give_back()


def test_drawing_libraries_are_not_loaded_before_the_first_job() -> None:
    program = (
        "import sys, printing.spooler, printing.papers, printing.printers\n"
        "print([name for name in ('reportlab', 'PIL', 'qrcode', 'PySide6', 'zxingcpp', 'usb') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_sample_makes_the_round_through_a_jobs_json() -> None:
    from desk.jsonable import plain
    from printing.papers import PAPERS, paper

    for row in PAPERS:
        for view in SAMPLES[row.id].values():
            again = paper(row.id).view(plain(view))
            assert plain(again) == plain(view)
            assert row.build(again).startswith(b"%PDF")
