"""PostgreSQL goes away in mid-run and comes back: the same key returns the same number."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import open_office
from models import Ticket
from tests.conftest import TEMP
from tests.factories import make_hall
from tests.fault.running import Command, Nursery
from tests.postgres import DURABLE, Server

JOBS = [
    {"do": "tickets.issue", "args": {"queue": "AB"[n % 2]}, "actor": "kiosk", "key": f"key-{n}"} for n in range(120)
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of this test's own, whose commits are durable."""
    monkeypatch.setattr(tempfile, "tempdir", TEMP)  # a socket's path must be short
    with Server(DURABLE) as running:
        yield running


def writer(nursery: Nursery, folder: Path, url: str) -> Command:
    command = nursery.start("--data", folder, "--database", url, "--workstation", "desk-1", "do", "--lines")
    command.send(JOBS)
    return command


def tickets(folder: Path, url: str) -> Counter[str]:
    """All numbers there are, after the hall was found whole."""
    with closing(open_office(data=folder, database=url)) as office:
        assert list(checkup.problems(office.store, office.info)) == []
        with office.store.read() as session:
            return Counter(session.scalars(select(Ticket.number)))


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_server_that_restarts_in_mid_run_gives_each_key_one_number(
    nursery: Nursery, server: Server, tmp_path: Path, mode: str
) -> None:
    url = server.create("hall")
    make_hall(tmp_path, url)
    command = writer(nursery, tmp_path, url)
    for _ in range(20):
        assert command.hear()
    server.stop(mode)
    server.start()
    first = command.finish()
    assert len(first) == len(JOBS)
    assert any("error" in answer for answer in first)  # it was felt
    assert {answer["error"]["code"] for answer in first if "error" in answer} <= {"database_unavailable"}
    again = writer(nursery, tmp_path, url).finish()
    numbers = [answer["ok"]["number"] for answer in again]
    known = [(answer["ok"]["number"], number) for answer, number in zip(first, numbers, strict=True) if "ok" in answer]
    assert all(before == after for before, after in known)
    assert tickets(tmp_path, url) == Counter(numbers)
    assert sorted(numbers) == sorted(f"{queue}{n:03}" for queue in "AB" for n in range(1, len(JOBS) // 2 + 1))


def test_connection_that_the_server_ended_is_noticed_by_nobody(server: Server, tmp_path: Path) -> None:
    url = server.create("hall")
    make_hall(tmp_path, url)
    with closing(open_office(data=tmp_path, database=url)) as office, closing(office.store.connect_alone()) as other:
        for _ in range(2):
            assert office.see("tickets.board", actor=None).waiting_count == 0
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        assert office.do("tickets.issue", actor="kiosk", queue="A").number == "A001"
