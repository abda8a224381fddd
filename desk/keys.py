"""Idempotency keys: the first result of each is kept seven days and answers every repetition."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.jsonable import plain
from models import Request

KEPT = timedelta(days=7)
_TABLE = Request.__table__
_FIND = select(_TABLE.c.digest, _TABLE.c.result).where(
    _TABLE.c.hall_id == bindparam("hall"), _TABLE.c.key == bindparam("key")
)
_KEEP = insert(_TABLE)


def first_result(session: HallSession, hall: str, key: str, digest: str) -> tuple[Any] | None:
    """(the JSON of the first result,) of a key that was used; None for a new one. Raises key_reused."""
    row = session.connection().execute(_FIND, {"hall": hall, "key": key}).first()
    if row is not None and row.digest != digest:
        raise DeskError("key_reused", key=key)
    return None if row is None else (row.result["is"],)


def keep(session: HallSession, ctx: Context, key: str, digest: str, result: Any) -> None:
    """The result answers this key from now on. Fails with an IntegrityError when another transaction was first."""
    row = {"hall_id": ctx.hall, "key": key, "at": ctx.now, "digest": digest, "result": {"is": plain(result)}}
    session.connection().execute(_KEEP, row)


def forget_old(session: HallSession, ctx: Context) -> None:
    """Keys older than seven days are gone."""
    session.connection().execute(delete(_TABLE).where(_TABLE.c.hall_id == ctx.hall, _TABLE.c.at < ctx.now - KEPT))
