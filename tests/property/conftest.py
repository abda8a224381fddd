"""What the property tests share."""

from tests.halls import hall_file, place, postgres_template, processes

__all__ = ["hall_file", "place", "postgres_template", "processes"]
