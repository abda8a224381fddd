"""Gap-free numbers: one row per hall, series and period, locked until the transaction that took a number ends."""

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from desk.changes import HallSession
from models import NumberSeries

_TABLE = NumberSeries.__table__


def _next(dialect: str) -> Insert:
    insert = postgresql.insert(_TABLE) if dialect == "postgresql" else sqlite.insert(_TABLE)
    return insert.on_conflict_do_update(
        index_elements=["hall_id", "series", "period"], set_={"last": _TABLE.c.last + 1}
    ).returning(_TABLE.c.last)


_NEXT = {dialect: _next(dialect) for dialect in ("sqlite", "postgresql")}


def take(session: HallSession, hall: str, series: str, period: str) -> int:
    """The next number of the series, starting with 1. It is given back when the transaction is rolled back."""
    row = {"hall_id": hall, "series": series, "period": period, "last": 1}
    return session.connection().execute(_NEXT[session.get_bind().dialect.name], row).scalar_one()
