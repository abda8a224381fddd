"""Lists of reasons a clerk picks from, loaded as reference data (reasons.csv)."""

from dataclasses import dataclass
from functools import cache

from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from resources import rows


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a list."""

    code: str
    zh: str
    en: str


@view
def of(_session: HallSession, _ctx: Context, *, list: str) -> tuple[Reason, ...]:  # the column's name in reasons.csv
    """The reasons of a list. Raises unknown_reason when there is no such list."""
    found = listed(list)
    if not found:
        raise DeskError("unknown_reason", reason="", list=list)
    return found


@cache
def listed(list_: str) -> tuple[Reason, ...]:
    """The reasons of a list in their order; none when there is no such list."""
    return tuple(
        Reason(row["code"], row["zh"], row["en"]) for row in rows("reference/reasons.csv") if row["list"] == list_
    )


def name(list_: str, code: str) -> str:
    """The Chinese text of a reason; the code itself when the list no longer has it."""
    return next((reason.zh for reason in listed(list_) if reason.code == code), code)


def code(list_: str, given: str) -> str:
    """The code of a reason given in full (pr_elder) or without the list's letters (elder). Raises unknown_reason."""
    for reason in listed(list_):
        if given in (reason.code, reason.code.partition("_")[2]):
            return reason.code
    raise DeskError("unknown_reason", reason=given, list=list_)


def code_or_note(list_: str, given: str | None) -> tuple[str | None, str | None]:
    """(code, note) of a reason that may also be written out: other words are the note of "other", if that is listed."""
    if given is None:
        return None, None
    if given.isascii():
        return code(list_, given), None
    other = (reason.code for reason in listed(list_) if reason.code.endswith("_other"))
    return next(other, None), given
