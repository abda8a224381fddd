"""The five grades, from satisfaction_grades.csv, and the list of reasons that goes with each."""

from dataclasses import dataclass
from functools import cache

from desk import reasons
from desk.catalogue import view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from desk.reasons import Reason
from resources import rows

LOW, HIGH = "rating_low_reason", "rating_high_tag"
_HIGH_FROM = 4  # what was good is asked from here on; below, what could be better
_TO_BE_WRITTEN = "rl_other"


@dataclass(frozen=True, slots=True)
class Grade:
    """One of the five grades, the best first; a low one opens a follow-up. `reasons` may be given with it."""

    grade: int
    zh: str
    en: str
    low: bool
    reasons: tuple[Reason, ...]


@cache
def all_grades() -> tuple[Grade, ...]:
    """The five grades, the best first."""
    return tuple(
        Grade(int(row["code"]), row["name_zh"], row["name_en"], row["is_bad"] == "Y", reasons.listed(_list(row)))
        for row in rows("reference/satisfaction_grades.csv")
    )


@cache
def low_grades() -> tuple[int, ...]:
    """The grades that open a follow-up."""
    return tuple(each.grade for each in all_grades() if each.low)


def _list(row: dict[str, str]) -> str:
    return HIGH if int(row["stars"]) >= _HIGH_FROM else LOW


def checked(grade: int, given: tuple[str, ...], note: str) -> tuple[str, ...]:
    """The codes of the reasons, each once. Raises bad_argument (no such grade), unknown_reason, note_missing."""
    found = next((each for each in all_grades() if each.grade == grade), None)
    if found is None:
        raise DeskError("bad_argument", problem=f"grade: {grade}")
    list_ = HIGH if found.grade >= _HIGH_FROM else LOW
    codes = tuple(dict.fromkeys(reasons.code(list_, each) for each in given))
    if _TO_BE_WRITTEN in codes and not note:
        raise DeskError("note_missing")
    return codes


@view
def grades(_session: HallSession, _ctx: Context) -> tuple[Grade, ...]:
    """The five grades, the best first, each with the reasons that may be given with it."""
    return all_grades()
