"""Nothing personal and no secret in what a fault leaves behind: standard error, logs, temporary files, answers."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desk.errors import DeskError
from desk.office import open_office
from models import Hall
from tests.factories import DISPLAY
from tests.fault.running import Nursery
from ui import log as log_module

NAME = "李娜"
ADD = {"do": "staff.add", "args": {"staff": "lina", "display": NAME, "roles": ["clerk"]}, "actor": "administrator"}
DAY = [
    {"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk"},
    {"do": "tickets.call_next", "args": {"counter": 2}, "actor": "clerk"},
    {"do": "tickets.call_next", "args": {"counter": 2}, "actor": "clerk"},
    {"do": "tickets.start", "args": {"number": "A001"}, "actor": "clerk"},
    {"do": "tickets.finish", "args": {"number": "A001", "matters": ["nothing"]}, "actor": "clerk"},
    {"do": "nothing.known", "actor": NAME},
    {"do": "day.close", "actor": "supervisor"},
    {"see": "audit.seals", "actor": "auditor"},
]


def secret(folder: Path) -> str:
    with closing(open_office(data=folder)) as office, office.store.read() as session:
        return session.execute(select(Hall.secret)).scalar_one()


def holding(words: list[str], *folders: Path) -> list[str]:
    """The files in the folders, databases left out, that hold one of the words, and which."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and ".db" not in path.name]
    return [f"{path.name}: {word}" for path in files for word in words if word.encode() in path.read_bytes()]


@pytest.fixture
def broken(folder: Path) -> Path:
    """A hall in which adding somebody fails in a way that nobody foresaw."""
    with closing(sqlite3.connect(folder / "desk.db")) as database:
        database.execute("CREATE TRIGGER broken BEFORE INSERT ON staff BEGIN SELECT RAISE(ABORT, 'broken'); END")
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The folder into which a window of the program logs."""
    root = logging.getLogger()
    before = list(root.handlers)
    log_module.to_file(tmp_path / "log")
    yield tmp_path / "log"
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()


def test_a_day_s_work_leaves_no_name_and_no_secret_beside_the_database(nursery: Nursery, folder: Path) -> None:
    command = nursery.start("--data", folder, "do", "--lines")
    command.send(DAY)
    answers = repr(command.finish())
    assert secret(folder) not in answers
    assert holding([*DISPLAY.values(), secret(folder)], folder, nursery.errors.parent) == []


def test_a_bug_is_told_to_standard_error_by_its_place_and_not_by_its_values(nursery: Nursery, broken: Path) -> None:
    before = nursery.errors.stat().st_size
    command = nursery.start("--data", broken, "do", "--lines")
    command.send([ADD])
    (answer,) = command.finish()
    assert answer["error"]["code"] == "internal"
    told = nursery.errors.read_text()[before:]
    assert "staff.py" in told
    assert NAME not in told + repr(answer)


@pytest.mark.logs("a subscriber failed")
def test_a_bug_is_logged_by_its_place_and_not_by_its_values(folder: Path, log: Path) -> None:
    def fail(_topics: object) -> None:
        raise ValueError(NAME)

    with closing(open_office(data=folder)) as office:
        office.subscribe(fail)
        office.do("tickets.issue", actor="kiosk", queue="A")
    written = (log / "desk.log").read_text()
    assert "test_secrets.py" in written
    assert NAME not in written


def test_a_refusal_does_not_repeat_the_secret_of_a_code(folder: Path) -> None:
    with closing(open_office(data=folder)) as office, pytest.raises(DeskError) as caught:
        office.see("codes.scan", actor=None, text="HD1:CH:T:20261123-A001:AAAAAAAA")
    assert caught.value.code == "code_forged"
    assert secret(folder) not in repr(caught.value)
