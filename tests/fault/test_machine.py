"""The real command on a machine that fails it: an answer with a code and words, exit status 1, nothing half-written."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk import checkup
from desk.office import open_office
from tests.fault.running import ROOT, Nursery

JOB = {"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk"}


@contextmanager
def held(folder: Path) -> Iterator[sqlite3.Connection]:
    """Another process's lock, as far as SQLite is concerned: a driver of another kind holds the file."""
    with closing(sqlite3.connect(folder / "desk.db", isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        yield somebody


def whole(folder: Path) -> bool:
    with closing(open_office(data=folder, workstation="reader")) as office:
        return not list(checkup.problems(office.store, office.info))


def issue(nursery: Nursery, folder: Path, *more: str, **circumstances: Any) -> dict[str, Any]:
    """The command's answer to one ticket."""
    words = ("--data", folder, "--workstation", "desk-1", "--actor", "kiosk", "do", "tickets.issue", "queue=A", *more)
    return nursery.answer(*words, **circumstances)


def refused(answer: dict[str, Any]) -> str:
    """The code of a refusal that says in both languages what is the matter."""
    assert answer["error"]["text"]
    assert answer["error"]["text_en"]
    assert answer["error"]["text"] != answer["error"]["text_en"]
    return answer["error"]["code"]


def test_database_locked_by_another_program_is_told(nursery: Nursery, folder: Path) -> None:
    with held(folder):
        assert refused(issue(nursery, folder, pragmas=["busy_timeout=200"])) == "database_locked"
    assert issue(nursery, folder)["ok"]["number"] == "A001"


def test_lock_that_passes_is_waited_for(nursery: Nursery, folder: Path) -> None:
    with held(folder) as somebody:
        waiting = nursery.start("--data", folder, "do", "--lines")
        waiting.send([{"see": "tickets.board"}, JOB])
        assert waiting.hear()  # reading waits for nobody; from here on the command wants to write
        somebody.execute("COMMIT")
    board, issued = waiting.finish()
    assert (board["ok"]["waiting_count"], issued["ok"]["number"]) == (0, "A001")


def test_disk_that_fills_up_stops_the_work_and_keeps_what_was_done(nursery: Nursery, folder: Path) -> None:
    keys = [f"key-{n}" for n in range(60)]
    pages = (folder / "desk.db").stat().st_size // 4096
    full = lines(nursery, folder, keys, pragmas=[f"max_page_count={pages + 12}"])
    done = [answer["ok"]["number"] for answer in full if "ok" in answer]
    assert 0 < len(done) < len(keys)
    assert {refused(answer) for answer in full[len(done) :]} == {"disk_full"}
    assert whole(folder)
    again = lines(nursery, folder, keys)
    assert [answer["ok"]["number"] for answer in again] == [f"A{n:03}" for n in range(1, len(keys) + 1)]


def test_write_that_the_system_refuses_leaves_nothing_half_written(nursery: Nursery, folder: Path) -> None:
    keys = [f"key-{n}" for n in range(60)]
    size = (folder / "desk.db").stat().st_size
    full = lines(nursery, folder, keys, file_size=size + 700_000)  # the log is cut in the middle of a transaction
    done = [answer["ok"]["number"] for answer in full if "ok" in answer]
    assert 0 < len(done) < len(keys)
    assert {refused(answer) for answer in full[len(done) :]} == {"disk_full"}
    assert whole(folder)
    assert [answer["ok"]["number"] for answer in lines(nursery, folder, keys)][: len(done)] == done
    assert whole(folder)


def lines(nursery: Nursery, folder: Path, keys: list[str], **circumstances: Any) -> list[dict[str, Any]]:
    command = nursery.start("--data", folder, "--workstation", "desk-1", "do", "--lines", **circumstances)
    command.send([JOB | {"key": key} for key in keys])
    return command.finish()


def test_clock_set_back_is_told_until_somebody_says_it_is_right(nursery: Nursery, folder: Path) -> None:
    wrong = datetime.now(UTC) + timedelta(days=400)
    with closing(open_office(data=folder, workstation="desk-1", clock=lambda: wrong)) as office:
        office.do("tickets.issue", actor="kiosk", queue="A")
    answer = issue(nursery, folder)
    assert refused(answer) == "clock_set_back"
    assert answer["error"]["facts"].keys() == {"last", "now"}
    confirm = ("--data", folder, "--workstation", "desk-1", "--actor", "supervisor", "do", "clock.confirm")
    assert "ok" in nursery.answer(*confirm)
    assert issue(nursery, folder)["ok"]["number"] == "A001"
    assert whole(folder)


def test_clock_put_right_by_a_minute_stops_nobody(nursery: Nursery, folder: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=1)
    with closing(open_office(data=folder, workstation="desk-1", clock=lambda: ahead)) as office:
        office.do("tickets.issue", actor="kiosk", queue="A")
    assert "ok" in issue(nursery, folder)
    assert whole(folder)


def test_file_of_a_newer_program_is_left_alone(nursery: Nursery, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "desk.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    before = (folder / "desk.db").read_bytes()
    answer = issue(nursery, folder)
    assert refused(answer) == "database_newer"
    assert answer["error"]["facts"]["found"] == "9999"
    assert (folder / "desk.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + bytes(5000)])
def test_file_that_is_no_hall_is_named(nursery: Nursery, folder: Path, content: bytes) -> None:
    (folder / "desk.db").write_bytes(content)
    answer = issue(nursery, folder)
    assert refused(answer) in ("not_a_hall", "database_damaged")
    assert str(folder / "desk.db") in answer["error"]["text"]


def test_refusal_ends_the_command_with_status_1(folder: Path) -> None:
    with held(folder) as somebody:
        somebody.execute("UPDATE alembic_version SET version_num = '9999'")
        somebody.execute("COMMIT")
    command = [sys.executable, "-m", "ui.cli", "--data", str(folder), "see", "tickets.board"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith('{"error":')
    assert done.stderr == ""
