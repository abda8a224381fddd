"""`desk do --lines`, killed at any instruction: what it acknowledged is there, once, without a gap.

Two writers work on one hall and are both ended by kill -9, fifty times; after each time the file is opened again,
compared with the answers, and the same jobs are sent once more under the same keys.
"""

import itertools
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import open_office
from models import Ticket
from tests.fault.running import Command, Nursery, as_they_come

KILLS = 50
PARTS = 2  # so that two test processes share the work
JOBS = 16

Issued = tuple[str, str]  # day and number


class Hall:
    """A hall's file, its writers, and all that was ever acknowledged: key → ticket."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.folder = folder
        self.nursery = nursery
        self.acknowledged: dict[str, Issued] = {}

    def writer(self, name: str, jobs: list[dict[str, Any]]) -> Command:
        command = self.nursery.start("--data", self.folder, "--workstation", name, "do", "--lines")
        command.send(jobs)
        return command

    def note(self, jobs: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
        """These answers to these jobs are acknowledged; a key that was before must have got the same ticket."""
        for job, answer in zip(jobs, answers, strict=False):
            ticket = answer["ok"]["day"], answer["ok"]["number"]
            assert self.acknowledged.setdefault(job["key"], ticket) == ticket

    def tickets(self) -> Counter[Issued]:
        """Every ticket in the reopened file, after the file was found whole and its numbers without a gap."""
        office = open_office(data=self.folder, workstation="reader")
        try:
            assert list(checkup.problems(office.store, office.info)) == []
            with office.store.read() as session:
                rows = session.execute(select(Ticket.day, Ticket.number)).all()
            return Counter((row.day.isoformat(), row.number) for row in rows)
        finally:
            office.close()


def jobs(round_: int, writer: str) -> list[dict[str, Any]]:
    """Tickets of two queues, each with its key."""
    return [
        {"do": "tickets.issue", "args": {"queue": "AB"[n % 2]}, "actor": "kiosk", "key": f"{round_}-{writer}-{n}"}
        for n in range(JOBS)
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_acknowledged_before_a_kill_is_there_once(folder: Path, nursery: Nursery, part: int) -> None:
    hall = Hall(folder, nursery)
    chance = random.Random(part)
    for round_ in range(KILLS // PARTS):
        work = {name: jobs(round_, name) for name in ("left", "right")}
        writers = {name: hall.writer(name, work[name]) for name in work}
        list(itertools.islice(as_they_come(list(writers.values())), chance.randrange(JOBS)))
        for name in chance.sample(list(writers), 2):
            writers[name].kill()
        for name, sent in work.items():
            hall.note(sent, writers[name].finish())
        there = hall.tickets()
        assert set(there.values()) <= {1}
        assert set(hall.acknowledged.values()) <= there.keys()
        assert len(set(hall.acknowledged.values())) == len(hall.acknowledged)
        again = work["left"] + work["right"]
        hall.note(again, hall.writer("again", again).finish())
    assert hall.tickets() == Counter(hall.acknowledged.values())
