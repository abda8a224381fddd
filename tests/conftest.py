"""The strict run: what a test leaves behind, or says to the log, fails the test that did it.

Fixtures for everybody: `database` (fresh and empty, SQLite and PostgreSQL in turn), `postgres` (the server),
`xvfb` (a real X server), `own_folders` (used by every test).
Marker `logs("pattern")` names log records at warning level or above that a test expects.
"""

import gc
import itertools
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool
from PySide6.QtWidgets import QApplication
from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.postgres import TEMP, Server, memory

__all__ = ["TEMP", "Database"]

# Read when the first window is made and when the program starts: no screen, and nothing of the user's own settings.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for variable in ("DESK_DATABASE", "DESK_HALL", "DESK_ACTOR", "DESK_PIN", "DESK_WORKSTATION", "LANGUAGE"):
    os.environ.pop(variable, None)


# --- places --------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Data, settings and temporary files of this test and its children lie in a folder of its own.

    Nothing may be left in the temporary one. Returns the data folder (`DESK_DATA`), which does not exist yet.
    """
    home = tmp_path_factory.mktemp("home")
    temp = home / "temp"
    temp.mkdir()
    monkeypatch.setenv("DESK_DATA", str(home / "data"))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable))
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    yield home / "data"
    left = [str(path.relative_to(temp)) for path in temp.rglob("*")]
    assert not left, f"temporary files left behind: {left}"


# --- what must not be left -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails on log records at warning level or above that no `logs` marker names."""
    yield
    expected = [mark.args[0] for mark in request.node.iter_markers("logs")]
    records = [record for when in ("setup", "call", "teardown") for record in caplog.get_records(when)]
    loud = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= 30]
    unexpected = [text for text in loud if not any(re.search(pattern, text) for pattern in expected)]
    assert not unexpected, f"unexpected words in the log: {unexpected}"


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Fails on threads that the test started and did not end."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    left = [thread for thread in left if not isinstance(thread, threading._DummyThread)]  # Qt's, seen from Python
    for thread in left:
        thread.join(timeout=2)
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"threads left running: {running}"


@pytest.fixture(autouse=True)
def no_transaction_left() -> Iterator[None]:
    """Fails on database connections that were taken from a pool and not given back."""
    out: dict[int, str] = {}

    def taken(connection: object, record: object, _proxy: object) -> None:
        out[id(record)] = repr(connection)

    def given_back(_connection: object, record: object) -> None:
        out.pop(id(record), None)

    event.listen(Pool, "checkout", taken)
    event.listen(Pool, "checkin", given_back)
    yield
    event.remove(Pool, "checkout", taken)
    event.remove(Pool, "checkin", given_back)
    assert not out, f"connections not given back: {list(out.values())}"


@pytest.fixture(autouse=True)
def no_windows_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails on windows that still exist and on Qt threads that still run (pytest-qt has closed its own by then)."""
    started: list[QThread] = []
    start = QThread.start

    def remembered(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", remembered)
    before = windows()
    yield
    if windows().keys() - before.keys():
        gc.collect()
    left = [name for address, name in windows().items() if address not in before]
    assert not left, f"windows left: {left}"
    running = [repr(thread) for thread in started if shiboken6.isValid(thread) and thread.isRunning()]
    assert not running, f"Qt threads left running: {running}"
    assert QThreadPool.globalInstance().waitForDone(2000), "work left in Qt's thread pool"


def windows() -> dict[int, str]:
    """Address and name of every window there is, after those that were to be deleted are."""
    if QCoreApplication.instance() is None:
        return {}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    widgets = QApplication.topLevelWidgets()
    return {shiboken6.getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()}" for widget in widgets}


# --- databases -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Database:
    """Where a hall of this test may be: `open_office(data=database.data, database=database.url)`."""

    data: Path
    """An empty folder."""
    url: str | None
    """Of a fresh, empty PostgreSQL database; None: a SQLite file in `data`."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this worker's own, started when the first test asks for it."""
    with Server() as server:
        yield server


names = (f"test_{number}" for number in itertools.count(1))


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """What a fresh PostgreSQL database is a copy of; a folder of tests may name another one in its conftest.py."""
    return "template0"


@pytest.fixture
def postgres_url(postgres: Server, postgres_template: str) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database; fails when the test leaves a connection open."""
    name = next(names)
    yield postgres.create(name, postgres_template)
    left = postgres.sessions(name)
    postgres.drop(name)
    assert not left, f"connections left open: {left}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A place for a hall, on each of the two databases in turn; fails when the test leaves a connection open."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with tempfile.TemporaryDirectory(prefix="desk-", dir=memory()) as folder:
        yield Database(Path(folder), url)
        left = open_files(Path(folder))
    assert not left, f"files left open: {left}"


def open_files(folder: Path) -> list[str]:
    """Names of the files in `folder` that this process has open, as far as the system can tell."""
    links = Path("/proc/self/fd")
    targets = [target for link in links.iterdir() if (target := read_link(link))] if links.exists() else []
    return [target for target in targets if target.startswith(f"{folder}{os.sep}")]


def read_link(link: Path) -> str:
    """Where the link leads; empty when it went away meanwhile."""
    try:
        return str(link.readlink())
    except OSError:
        return ""


# --- a real X server -----------------------------------------------------------------------------------------------


@pytest.fixture
def xvfb(own_folders: Path) -> Iterator[dict[str, str]]:
    """The environment for a child that shows its windows on a virtual screen of 1366×768."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        display = answer.readline().strip()
    try:
        assert display, "Xvfb did not start"
        yield {**os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(timeout=10)
