"""Read models as JSON: what the command line prints, the idempotency keys keep and the audit chains."""

import dataclasses
import json
from datetime import date, datetime, time
from typing import Any, cast


def plain(value: Any) -> Any:
    """`value` with dataclasses as objects, instants, days and times as ISO text, sets sorted, tuples as lists."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in cast("dict[Any, Any]", value).items()}
        case set() | frozenset():
            return sorted(plain(item) for item in cast("set[Any]", value))
        case list() | tuple():
            return [plain(item) for item in cast("list[Any]", value)]
        case _ if dataclasses.is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def canonical(value: Any) -> str:
    """The one JSON text of `value`: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, default=plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
