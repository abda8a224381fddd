"""Halls for tests that share one: made once for each kind of database and copied when asked for."""

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

names = (f"copy_{number}" for number in itertools.count(1))


class Copies:
    """Makes copies of the small hall, as it opens or in the middle of its morning with something in every state."""

    def __init__(self, folder: Path, request: pytest.FixtureRequest) -> None:
        self._folder = folder
        self._request = request

    @contextmanager
    def opened(self, kind: str, clock: Clock) -> Iterator[Office]:
        """The door of a fresh copy of the hall as it opens; `kind` is sqlite or postgresql."""
        if kind == "postgresql":
            template = self._request.getfixturevalue("postgres_template")
        else:
            template = self._request.getfixturevalue("hall_file")
        with self._copied(template, clock) as office:
            yield office

    @contextmanager
    def arranged(self, kind: str, clock: Clock) -> Iterator[tuple[Office, dict[str, Example]]]:
        """The door of a fresh copy in mid-morning, and how to carry out everything there."""
        examples = self._arranged(kind)
        with self._copied("arranged" if kind == "postgresql" else self._folder / "desk.db", clock) as office:
            yield office, examples

    @contextmanager
    def _copied(self, template: str | Path, clock: Clock) -> Iterator[Office]:
        data = self._folder / next(names)
        data.mkdir()
        url = None
        if isinstance(template, Path):
            shutil.copyfile(template, data / "desk.db")
        else:
            url = self._server.create(data.name, template)
        office = open_hall(Database(data, url), clock)
        try:
            yield office
        finally:
            office.close()
            if url is not None:
                self._server.drop(data.name)

    @property
    def _server(self) -> Server:
        return self._request.getfixturevalue("postgres")

    def _arranged(self, kind: str) -> dict[str, Example]:
        notes = self._folder / kind
        if not notes.exists():
            url = self._server.create("arranged") if kind == "postgresql" else None
            make_hall(self._folder, url)
            office = open_hall(Database(self._folder, url), Clock())
            notes.write_bytes(pickle.dumps(arrange(office)))
            office.close()
        return pickle.loads(notes.read_bytes())
