"""What tests of the office share."""

from tests.halls import clock, crew, hall_file, hall_on_postgresql, hall_on_sqlite, office, place, postgres_template

__all__ = ["clock", "crew", "hall_file", "hall_on_postgresql", "hall_on_sqlite", "office", "place", "postgres_template"]
