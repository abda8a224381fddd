"""What tests of the office share."""

import pytest

from tests.desk.copies import Copies
from tests.halls import (
    clock,
    hall_file,
    hall_on_postgresql,
    hall_on_sqlite,
    office,
    place,
    postgres_template,
    processes,
)

__all__ = [
    "clock",
    "hall_file",
    "hall_on_postgresql",
    "hall_on_sqlite",
    "office",
    "place",
    "postgres_template",
    "processes",
]


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Copies of the hall, for tests that share one."""
    return Copies(tmp_path_factory.mktemp("copies"), request)
