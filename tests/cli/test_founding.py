"""`desk init` and `desk demo`: new halls from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, of
from tests.conftest import Database


@pytest.fixture
def fresh(anywhere: Command, database: Database) -> Command:
    """The command where there is no hall yet, on each of the two databases in turn."""
    return lambda *words: anywhere(*of(database), *words)


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """Here PostgreSQL databases begin empty."""
    return "template0"


def test_a_new_hall_can_be_asked_at_once(fresh: Command) -> None:
    assert fresh("init", "--name", "东苑社区服务大厅", "--code", "DY").ok == {"hall": "DY"}
    assert fresh("see", "halls.show").ok["name"] == "东苑社区服务大厅"


def test_the_first_administrator_is_named(fresh: Command) -> None:
    fresh("init", "--name", "东苑", "--code", "DY", "--administrator", "lina")
    words = ("staff=wangwu", "display=王五", 'roles=["clerk"]', "--actor", "lina")
    assert fresh("do", "staff.add", *words).ok["roles"] == ["clerk"]


def test_a_hall_is_made_once(fresh: Command) -> None:
    fresh("init", "--name", "东苑", "--code", "DY")
    error = fresh("init", "--name", "东苑", "--code", "DY").error
    assert (error["code"], error["facts"]) == ("hall_exists", {"code": "DY"})


@pytest.mark.parametrize("words", [("--name", "东苑", "--code", "1"), ("--name", " ", "--code", "DY")], ids=" ".join)
def test_a_hall_that_cannot_be_is_refused(fresh: Command, words: tuple[str, ...]) -> None:
    assert fresh("init", *words).error["code"] == "bad_argument"


def test_a_demonstration_is_filled_and_can_be_asked(fresh: Command) -> None:
    assert fresh("demo", "--households", "200").ok["counters"] == 9
    assert fresh("see", "tickets.board", "--demo").ok["demo"] is True


def test_a_demonstration_has_its_actors(fresh: Command) -> None:
    fresh("demo", "--households", "200")
    assert fresh("do", "tickets.issue", "queue=A", "--actor", "kiosk", "--demo").ok["number"] == "A001"


def test_a_demonstration_is_whole(fresh: Command) -> None:
    fresh("demo", "--households", "200")
    assert fresh("check", "--demo").ok["problems"] == []


def test_a_demonstration_is_filled_once(fresh: Command) -> None:
    fresh("demo", "--households", "200")
    assert fresh("demo").error["code"] == "hall_exists"


def test_a_demonstration_lies_in_a_file_of_its_own(anywhere: Command, tmp_path: Path) -> None:
    words = ("--data", str(tmp_path))
    anywhere(*words, "init", "--name", "东苑", "--code", "DY")
    anywhere(*words, "demo", "--households", "200")
    halls = [anywhere(*words, "see", "halls.show", *more).ok["demo"] for more in ((), ("--demo",))]
    assert halls == [False, True]


def test_without_real_data_the_demonstration_is_found_without_being_named(anywhere: Command, tmp_path: Path) -> None:
    words = ("--data", str(tmp_path))
    anywhere(*words, "demo", "--households", "200")
    assert anywhere(*words, "see", "halls.show").ok["demo"] is True
