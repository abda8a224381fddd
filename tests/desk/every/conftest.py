"""The halls of these tests are copies of one in the middle of its morning, with something in every state."""

import itertools
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.office import Office
from tests.conftest import Database
from tests.desk.every.examples import Example, arrange
from tests.factories import Clock, make_hall, open_hall
from tests.postgres import Server


class Copies:
    """Makes copies of a hall that was arranged once for each kind of database."""

    def __init__(self, folder: Path, request: pytest.FixtureRequest) -> None:
        self._folder = folder
        self._request = request
        self._counted = itertools.count(1)

    @contextmanager
    def opened(self, kind: str, clock: Clock) -> Iterator[tuple[Office, dict[str, Example]]]:
        """The door of a fresh copy, and how to carry out everything there."""
        examples, data = self._arranged(kind), self._folder / f"{kind}-{next(self._counted)}"
        data.mkdir()
        url = self._copy(kind, data)
        office = open_hall(Database(data, url), clock)
        try:
            yield office, examples
        finally:
            office.close()
            if url is not None:
                self._server.drop(data.name)

    @property
    def _server(self) -> Server:
        return self._request.getfixturevalue("postgres")

    def _copy(self, kind: str, data: Path) -> str | None:
        if kind == "postgresql":
            return self._server.create(data.name, "arranged")
        shutil.copyfile(self._folder / "desk.db", data / "desk.db")
        return None

    def _arranged(self, kind: str) -> dict[str, Example]:
        notes = self._folder / kind
        if not notes.exists():
            url = self._server.create("arranged") if kind == "postgresql" else None
            make_hall(self._folder, url)
            office = open_hall(Database(self._folder, url), Clock())
            notes.write_bytes(pickle.dumps(arrange(office)))
            office.close()
        return pickle.loads(notes.read_bytes())


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("copies"), request)
