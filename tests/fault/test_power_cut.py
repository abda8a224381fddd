"""A power cut at any moment of `desk do --lines` loses nothing that was acknowledged, and gives no number twice.

The command runs once under strace; two hundred cuts are made in what it wrote. That the test would see a loss is shown
by the same run with synchronous=NORMAL, which is known not to survive.
"""

import json
import os
import random
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import Office, open_office
from models import Ticket
from tests.fault.powercut import Disk, Step, record
from tests.fault.running import ROOT

CUTS = 200
JOBS = [
    {"do": "tickets.issue", "args": {"queue": "AB"[n % 2]}, "actor": "kiosk", "key": f"key-{n}"} for n in range(130)
]
AS_IT_IS = ["-m", "ui.cli"]
CARELESS = ["-c", "import desk.store, ui.cli; desk.store._PRAGMAS += ('synchronous=NORMAL',); ui.cli.main()"]


@dataclass
class Recording:
    """A hall's folder as it was before the run, and the run."""

    before: Path
    steps: list[Step]


@dataclass
class Outcome:
    """How many acknowledged tickets the cuts lost, and how many numbers are there twice."""

    lost: int = 0
    twice: int = 0
    damaged: int = 0


@pytest.fixture(scope="module")
def recordings(hall_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recording]:
    """The same jobs done by the command as it is, and by one whose commits do not reach the disk."""
    runs = {"as it is": AS_IT_IS, "careless": CARELESS}
    places = {name: tmp_path_factory.mktemp("power") for name in runs}
    with ThreadPoolExecutor(len(runs)) as pool:
        return dict(zip(runs, pool.map(recorded, runs.values(), places.values(), [hall_file] * 2), strict=True))


def recorded(program: list[str], place: Path, hall_file: Path) -> Recording:
    for name in ("before", "data"):
        (place / name).mkdir()
        shutil.copyfile(hall_file, place / name / hall_file.name)
    command = [sys.executable, *program, "--data", str(place / "data"), "--workstation", "desk-1", "do", "--lines"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place)}
    lines = "".join(f"{json.dumps(job)}\n" for job in JOBS)
    return Recording(place / "before", record(place / "data", place / "log", command, lines, environment))


def cut_again_and_again(recording: Recording, folder: Path) -> Outcome:
    """What is found after each of two hundred cuts; every tenth time the job that was cut off is done once more."""
    shutil.copytree(recording.before, folder)
    office = open_office(data=folder, workstation="desk-1")
    chance, disk, outcome = random.Random(1), Disk(recording.before), Outcome()
    cuts = Counter(chance.choices(range(len(recording.steps)), k=CUTS))
    try:
        for number, step in enumerate(recording.steps):
            disk.take(step)
            for _ in range(cuts[number]):
                found_after(disk, chance, office, outcome)
    finally:
        office.close()
    return outcome


def found_after(disk: Disk, chance: random.Random, office: Office, outcome: Outcome) -> None:
    assert office.store.path is not None
    folder = office.store.path.parent
    office.close()
    for path in folder.iterdir():
        path.unlink()
    for name, content in disk.cut(chance):
        (folder / name).write_bytes(content)
    acknowledged = {number(answer) for answer in disk.answers}
    there = tickets(office)
    outcome.lost += len(acknowledged - there.keys())
    outcome.twice += sum(there.values()) - len(there)
    outcome.damaged += bool(list(checkup.problems(office.store, office.info)))
    if chance.random() < 0.1 and len(disk.answers) < len(JOBS):
        go_on(office, JOBS[len(disk.answers)], there, acknowledged, outcome)


def go_on(office: Office, job: dict[str, Any], there: Counter[str], acknowledged: set[str], outcome: Outcome) -> None:
    """The job whose answer nobody got is sent again: its ticket is the one that was written, or a new one."""
    again = office.do(job["do"], actor=job["actor"], key=job["key"], **job["args"]).number
    outcome.twice += again in acknowledged or sum(tickets(office).values()) != len(there | {again: 1})


def number(answer: dict[str, Any]) -> str:
    return answer["ok"]["number"]


def tickets(office: Office) -> Counter[str]:
    with office.store.read() as session:
        return Counter(session.scalars(select(Ticket.number)))


def test_the_record_holds_all_that_matters(recordings: dict[str, Recording]) -> None:
    recording = recordings["as it is"]
    disk = Disk(recording.before)
    for step in recording.steps:
        disk.take(step)
    assert len(disk.answers) == len(JOBS)
    assert sum(step.kind == "sync" for step in recording.steps) >= len(JOBS)
    order = [step.file or step.kind for step in recording.steps if step.kind in ("write", "answer")]
    assert "desk.db" in order[: order.index("answer", len(order) // 2)]  # the log went into the file in mid-run, too


def test_no_power_cut_loses_what_was_acknowledged(recordings: dict[str, Recording], tmp_path: Path) -> None:
    assert cut_again_and_again(recordings["as it is"], tmp_path / "cut") == Outcome(lost=0, twice=0, damaged=0)


def test_commits_that_do_not_reach_the_disk_are_seen_as_lost(recordings: dict[str, Recording], tmp_path: Path) -> None:
    assert cut_again_and_again(recordings["careless"], tmp_path / "cut").lost > CUTS
