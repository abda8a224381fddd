"""What tests of the office share."""

from tests.halls import clock, hall_file, office, place, postgres_template

__all__ = ["clock", "hall_file", "office", "place", "postgres_template"]
