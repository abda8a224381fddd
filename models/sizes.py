"""What SQLite is told about the sizes of tables.

Left alone it takes `hall_id = ?` for a rare value and reads all of a hall's rows by the primary key, because it cannot
know that a file holds one hall. These figures, of a hall with a million old tickets, say what is rare: a day, a state
in which a ticket or a job is still looked for, one ticket's own rows. Each table that grows has a row for its primary
key (named as the table) and for each index: all rows, then how many share the first column, the first two, and so on.
PostgreSQL counts by itself.
"""

from sqlalchemy import DDL, event

from models.base import Base

SIZES = (
    ("ticket", "ticket", "1000000 1000000 1"),
    ("ticket", "sqlite_autoindex_ticket_2", "1000000 1000000 500 100 1"),
    ("ticket", "ix_ticket_hall_id_state_day_rank_queue", "1000000 1000000 100 100 1 1"),
    ("ticket", "ix_ticket_privileged", "100000 100000 10 10 1"),
    ("ticket_period", "ticket_period", "4000000 4000000 4 1"),
    ("ticket_period", "uq_ticket_period_open", "100 100 1"),
    ("ticket_event", "ticket_event", "5000000 5000000 5 1"),
    ("print_job", "print_job", "1000000 1000000 1"),
    ("print_job", "ix_print_job_hall_id_workstation_state_id", "1000000 1000000 200000 100 1"),
    ("print_job", "ix_print_job_hall_id_workstation_id", "1000000 1000000 200000 1"),
    ("print_job", "ix_print_job_hall_id_number_day", "1000000 1000000 1000 1"),
    ("audit_entry", "audit_entry", "5000000 5000000 500000 1"),
    ("audit_entry", "ix_audit_entry_hall_id_at", "5000000 5000000 1"),
    ("rated_ticket", "rated_ticket", "500000 500000 1"),
    ("rating", "rating", "500000 500000 1"),
    ("rating", "ix_rating_hall_id_day", "500000 500000 300"),
    ("follow_up", "follow_up", "20000 20000 1"),
    ("follow_up", "ix_follow_up_hall_id_state_opened_at", "20000 20000 5000 1"),
    ("follow_up", "ix_follow_up_hall_id_day", "20000 20000 10"),
    ("follow_up_step", "follow_up_step", "60000 60000 3 1"),
    ("request", "request", "10000 10000 1"),
    ("request", "ix_request_hall_id_at", "10000 10000 1"),
)


def statements() -> tuple[str, ...]:
    """After these SQLite knows."""
    rows = ", ".join(f"('{table}', '{index}', '{figures}')" for table, index, figures in SIZES)
    told = f"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES {rows}"  # noqa: S608 # the rows above, nothing from outside
    return "ANALYZE sqlite_schema", told


for _statement in statements():
    event.listen(Base.metadata, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
