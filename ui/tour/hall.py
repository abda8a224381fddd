"""A demonstration hall of its own for pictures and tests, with a clock that stands until it is told to go on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk import demo
from desk.office import Office, found_hall, open_office
from desk.store import create_store

MORNING = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Clock:
    """The hall's time in pictures: always the same, so that two runs can be compared."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@contextmanager
def demonstration(data: Path, clock: Clock, *, households: int = 400) -> Iterator[Office]:
    """A filled demonstration hall in `data`, open, and closed afterwards."""
    with closing(create_store(data, demo=True)) as store:
        found_hall(store, name=demo.NAME, code=demo.CODE, administrator="administrator", demo=True)
    with closing(open_office(data=data, demo=True, workstation="tour", clock=clock)) as office:
        office.do(demo.fill, actor="administrator", households=households)
        yield office
