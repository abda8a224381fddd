"""A hall that prints: the demonstration hall of this test, seen from the workstation `kiosk-1`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import halls
from desk.office import Office, open_office
from desk.store import create_store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a demonstration hall."""
    store = create_store(tmp_path / "data", demo=True)
    with store.write() as session:
        halls.found(
            session,
            name="春晖社区一站式服务大厅",
            code="CH",
            administrator="administrator",
            zone="Asia/Shanghai",
            demo=True,
        )
        session.commit()
    store.close()
    office = open_office(data=tmp_path / "data", workstation="kiosk-1")
    office.do("demo.fill", actor="administrator", households=1)
    office.close()
    return tmp_path / "data"


@pytest.fixture
def office(data: Path) -> Iterator[Office]:
    """The hall's door at the workstation that prints."""
    office = open_office(data=data, workstation="kiosk-1")
    yield office
    office.close()
