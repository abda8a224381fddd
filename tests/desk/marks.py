"""Use cases of the tests' own, carried out under the right of a real one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk.catalogue import Mark, Marked


@dataclass(frozen=True, slots=True)
class Said:
    """What a use case of a test answers."""

    word: str


def under(name: str, work: Callable[..., str], *, changes: bool = True, personal: bool = False) -> Marked:
    """`work(session, ctx)` as a use case or view with the name and rights of `name`; it answers `Said(word)`."""

    def use_case(session: Any, ctx: Any) -> Said:
        return Said(work(session, ctx))

    use_case.desk_mark = Mark(name, changes=changes, personal=personal)
    return use_case
