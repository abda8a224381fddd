"""The machine fails: a typed error, nothing half-written, and the work goes on when it is well again."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from desk import checkup
from desk.errors import DeskError
from desk.office import Office
from tests.conftest import TEMP, Database
from tests.desk.marks import under
from tests.factories import impatient, issued, open_hall, refused, serving, unseen
from tests.models.rows import contents
from tests.postgres import Server


def whole(office: Office) -> bool:
    return not list(checkup.problems(office.store, office.info))


# --- somebody else holds the database ------------------------------------------------------------------------------


@contextmanager
def held(office: Office) -> Iterator[None]:
    """Another connection keeps everybody from writing."""
    with office.store.write() as somebody:
        if office.store.is_postgresql:
            somebody.execute(text("LOCK TABLE audit_lane IN EXCLUSIVE MODE"))
        else:
            somebody.execute(text("SELECT 1 FROM hall"))
        yield


def test_a_locked_database_is_told(office: Office) -> None:
    impatient(office)
    with held(office):
        assert refused(office, "tickets.issue", actor="kiosk", queue="A").code == "database_locked"


def test_a_locked_database_leaves_nothing_half_written(office: Office) -> None:
    issued(office)
    before = contents(office.store.engine)
    impatient(office)
    with held(office):
        refused(office, "tickets.issue", actor="kiosk", queue="A")
    assert contents(office.store.engine) == before


def test_a_locked_database_can_still_be_read(office: Office) -> None:
    issued(office)
    impatient(office)
    with held(office):
        assert office.see("tickets.board", actor=None).waiting_count == 1


def test_after_the_lock_the_same_press_gives_the_next_number(office: Office) -> None:
    issued(office)
    impatient(office)
    with held(office):
        refused(office, "tickets.issue", actor="kiosk", queue="A", slip=False, key="k")
    assert issued(office, key="k") == "A002"


# --- the disk is full ----------------------------------------------------------------------------------------------


def fill_the_disk(office: Office) -> Callable[[], None]:
    """There is room for a few more pages; returns how to make room again."""
    limit = [0]

    def limited(connection: Any, _record: object, _proxy: object) -> None:
        if not limit[0]:
            limit[0] = connection.execute("PRAGMA page_count").fetchone()[0] + 6
        connection.execute(f"PRAGMA max_page_count={limit[0]}")

    event.listen(office.store.engine, "checkout", limited)

    def more_room() -> None:
        limit[0] = 1_000_000

    return more_room


def until_full(office: Office) -> tuple[list[str], DeskError]:
    """Numbers issued until the disk was full, and the error that said so."""
    numbers: list[str] = []
    try:
        while len(numbers) < 500:
            numbers.append(issued(office, slip=True))
    except DeskError as error:
        return numbers, error
    raise AssertionError("the disk has no end")


def test_a_full_disk_is_told(hall_on_sqlite: Office) -> None:
    fill_the_disk(hall_on_sqlite)
    _, error = until_full(hall_on_sqlite)
    assert error.code == "disk_full"


def test_a_full_disk_leaves_nothing_half_written(hall_on_sqlite: Office) -> None:
    fill_the_disk(hall_on_sqlite)
    numbers, _ = until_full(hall_on_sqlite)
    assert [t.number for t in hall_on_sqlite.see("tickets.waiting", actor="clerk")] == numbers
    assert whole(hall_on_sqlite)


def test_after_making_room_the_numbers_go_on_without_a_gap(hall_on_sqlite: Office) -> None:
    more_room = fill_the_disk(hall_on_sqlite)
    numbers, _ = until_full(hall_on_sqlite)
    more_room()
    assert issued(hall_on_sqlite) == f"A{len(numbers) + 1:03}"


def test_a_server_whose_disk_is_full_is_told(hall_on_postgresql: Office) -> None:
    full = "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
    use_case = under("clock.confirm", lambda session, _: session.execute(text(full)))
    assert refused(hall_on_postgresql, use_case, actor="supervisor").code == "disk_full"


# --- the file cannot be used ---------------------------------------------------------------------------------------


@pytest.fixture
def read_only_folder(hall_file: Path) -> Iterator[Path]:
    """A folder with a hall that nobody here may write to; root becomes somebody else for the time being."""
    with tempfile.TemporaryDirectory(dir=TEMP) as name:
        folder = Path(name)
        (folder / "desk.db").write_bytes(hall_file.read_bytes())
        (folder / "desk.db").chmod(0o444)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_folder_that_cannot_be_written_to_is_told(read_only_folder: Path) -> None:
    with pytest.raises(DeskError) as caught:
        open_hall(Database(read_only_folder, None))
    path = str(read_only_folder / "desk.db")
    assert (caught.value.code, caught.value.facts) == ("database_readonly", {"path": path})


def test_a_file_that_became_read_only_is_told(hall_on_sqlite: Office) -> None:
    @event.listens_for(hall_on_sqlite.store.engine, "checkout")
    def sealed(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    assert refused(hall_on_sqlite, "tickets.issue", actor="kiosk", queue="A").code == "database_readonly"


def test_a_file_damaged_while_in_use_is_told_with_its_name(hall_on_sqlite: Office) -> None:
    for _ in range(40):
        issued(hall_on_sqlite, slip=True)
    path = hall_on_sqlite.store.path
    assert path is not None
    hall_on_sqlite.close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\x5a" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    error = refused(hall_on_sqlite, "tickets.issue", actor="kiosk", queue="A")
    assert (error.code, error.facts) == ("database_damaged", {"path": str(path)})


# --- the server goes away ------------------------------------------------------------------------------------------


def test_a_server_that_is_down_is_told(hall_on_postgresql: Office, postgres: Server) -> None:
    postgres.stop()
    try:
        codes = (
            refused(hall_on_postgresql, "tickets.issue", actor="kiosk", queue="A").code,
            unseen(hall_on_postgresql, "tickets.board", actor=None).code,
        )
    finally:
        postgres.start()
    assert codes == ("database_unavailable", "database_unavailable")


def test_after_a_restart_of_the_server_the_work_goes_on_by_itself(hall_on_postgresql: Office, postgres: Server) -> None:
    number = serving(hall_on_postgresql)
    postgres.stop()
    postgres.start()
    hall_on_postgresql.do("tickets.finish", actor="clerk", number=number)
    assert issued(hall_on_postgresql) == "A002"
