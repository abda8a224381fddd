"""What the property tests share."""

from tests.halls import hall_file, postgres_template

__all__ = ["hall_file", "postgres_template"]
