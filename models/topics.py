"""The kinds of thing that can change. Every table carries one; screens watch them."""

from enum import StrEnum


class Topic(StrEnum):
    """One kind of thing."""

    HALL = "hall"
    STAFF = "staff"
    COUNTERS = "counters"
    QUEUES = "queues"
    MATTERS = "matters"
    TICKETS = "tickets"
    RATINGS = "ratings"
    PRINT_JOBS = "print_jobs"
    PRINTERS = "printers"
    SETTINGS = "settings"
    AUDIT = "audit"
