"""Many at once: four processes on SQLite, sixteen connections on PostgreSQL; no repeat, no gap."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from desk.checkup import problems
from desk.office import system_clock
from tests.bench.bare import Bare
from tests.bench.measure import Figure
from tests.conftest import Database
from tests.factories import make_hall, open_hall
from tests.postgres import DURABLE, Server

EACH = 150


def issue_many(place: Database, me: int) -> tuple[float, float, list[str]]:
    """(begin, end, numbers) of `EACH` issues by one process."""
    office = open_hall(place, system_clock, workstation=f"kiosk-{me}")
    try:
        office.do("tickets.issue", actor="kiosk", queue="B")
        begin = time.monotonic()
        numbers = [office.do("tickets.issue", actor="kiosk", queue="A").number for _ in range(EACH)]
        return begin, time.monotonic(), numbers
    finally:
        office.close()


def bare_many(place: Database, me: int) -> tuple[float, float, list[str]]:
    """The same by bare statements, in queue C."""
    office = open_hall(place, system_clock, workstation=f"bare-{me}")
    bare = Bare(office.store, office.info, f"bare-{me}")
    day = office.now().date().isoformat()
    try:
        bare.issue(day, "D")
        begin = time.monotonic()
        numbers = [f"C{bare.issue(day, 'C'):03}" for _ in range(EACH)]
        return begin, time.monotonic(), numbers
    finally:
        bare.close()
        office.close()


def threads(work: partial[tuple[float, float, list[str]]], me: int) -> list[tuple[float, float, list[str]]]:
    """Eight connections of one process."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(work, range(me * 8, me * 8 + 8)))


def rate(answers: list[tuple[float, float, list[str]]]) -> float:
    """Tickets a second, from the first beginning to the last end."""
    count = sum(len(numbers) for _, _, numbers in answers)
    return count / (max(end for _, end, _ in answers) - min(begin for begin, _, _ in answers))


def whole(answers: list[tuple[float, float, list[str]]], prefix: str) -> bool:
    given = sorted(number for _, _, numbers in answers for number in numbers)
    return given == sorted(f"{prefix}{no:03}" for no in range(1, len(given) + 1))


def test_four_processes_on_sqlite(tmp_path: Path, figures: list[Figure]) -> None:
    place = Database(tmp_path, None)
    make_hall(tmp_path)
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        bare = list(pool.map(partial(bare_many, place), range(4)))
        ours = list(pool.map(partial(issue_many, place), range(4)))

    assert whole(ours, "A")
    share = 500 / 1850  # the 500 a second asked for, of what bare statements reach on a quiet disk
    figures.append(Figure("SQLite, 4 processes, bare statements", rate(ours), rate(bare), share, "/s", least=True))


def test_sixteen_connections_on_postgresql(tmp_path: Path, figures: list[Figure]) -> None:
    with Server(DURABLE) as server, ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        place = Database(tmp_path, server.create("many"))
        make_hall(tmp_path, place.url)
        answers: dict[str, list[tuple[float, float, list[str]]]] = {}
        for name, work in (("bare", bare_many), ("ours", issue_many)):
            answers[name] = [one for half in pool.map(partial(threads, partial(work, place)), range(2)) for one in half]
        office = open_hall(place, system_clock)
        wrong = list(problems(office.store, office.info))
        office.close()

    assert whole(answers["ours"], "A")
    assert [problem for problem in wrong if problem.part == "numbers"] == []
    ours, bare = rate(answers["ours"]), rate(answers["bare"])
    figures.append(Figure("PostgreSQL, 16 connections, against raw psycopg", ours, bare, 0.5, "/s", least=True))
