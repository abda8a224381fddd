"""What tests of the office share."""

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
