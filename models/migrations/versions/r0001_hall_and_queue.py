"""The hall, its queue, its papers and its audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
OPTIONS = {"sqlite_strict": True, "sqlite_with_rowid": False}

APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_no_update BEFORE update ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE delete ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
        "CREATE TRIGGER audit_seal_no_update BEFORE update ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END",
        "CREATE TRIGGER audit_seal_no_delete BEFORE delete ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$",
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_append_only()",
        "CREATE FUNCTION audit_seal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_seal is append-only'; END $$",
        "CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_seal_append_only()",
    ),
}

# As models/sizes.py has it at this revision.
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
    ("request", "request", "10000 10000 1"),
    ("request", "ix_request_hall_id_at", "10000 10000 1"),
)


def upgrade() -> None:
    op.create_table(
        "hall",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("demo", FLAG, nullable=False),
        sa.Column("secret", TEXT, nullable=False),
        sa.Column("created_at", WIDE, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", name="pk_hall"),
        **OPTIONS,
    )
    op.create_table(
        "audit_entry",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("mac", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_audit_entry_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "lane", "seq", name="pk_audit_entry"),
        **OPTIONS,
    )
    op.create_index("ix_audit_entry_hall_id_at", "audit_entry", ["hall_id", "at"], unique=False)
    op.create_table(
        "audit_lane",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("mac", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_audit_lane_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "lane", name="pk_audit_lane"),
        **OPTIONS,
    )
    op.create_table(
        "audit_seal",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("mac", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_audit_seal_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "seq", name="pk_audit_seal"),
        **OPTIONS,
    )
    op.create_table(
        "change",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_change_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "topic", name="pk_change"),
        **OPTIONS,
    )
    op.create_table(
        "day_close",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("closed_at", WIDE, nullable=False),
        sa.Column("closed_by", TEXT, nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_day_close_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "day", name="pk_day_close"),
        **OPTIONS,
    )
    op.create_table(
        "number_series",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("series", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_number_series_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "series", "period", name="pk_number_series"),
        **OPTIONS,
    )
    op.create_table(
        "print_job",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("workstation", TEXT, nullable=False),
        sa.Column("paper", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("printer", TEXT, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("created_at", WIDE, nullable=False),
        sa.Column("done_at", WIDE, nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'printing', 'printed', 'failed', 'shelved', 'cancelled')",
            name=op.f("ck_print_job_state"),
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_print_job_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_print_job"),
        **OPTIONS,
    )
    op.create_index("ix_print_job_hall_id_number_day", "print_job", ["hall_id", "number", "day"], unique=False)
    op.create_index(
        "ix_print_job_hall_id_workstation_state_id",
        "print_job",
        ["hall_id", "workstation", "state", "id"],
        unique=False,
    )
    op.create_index("ix_print_job_hall_id_workstation_id", "print_job", ["hall_id", "workstation", "id"], unique=False)
    op.create_table(
        "printer",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("workstation", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("enabled", FLAG, nullable=False),
        sa.CheckConstraint(
            "kind IN ('system', 'escpos_network', 'escpos_usb', 'file', 'recorder')", name=op.f("ck_printer_kind")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_printer_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "workstation", "name", name="pk_printer"),
        **OPTIONS,
    )
    op.create_table(
        "request",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_request_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "key", name="pk_request"),
        **OPTIONS,
    )
    op.create_index("ix_request_hall_id_at", "request", ["hall_id", "at"], unique=False)
    op.create_table(
        "setting",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_setting_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "key", name="pk_setting"),
        **OPTIONS,
    )
    op.create_table(
        "site",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_site_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "code", name="pk_site"),
        **OPTIONS,
    )
    op.create_table(
        "staff",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("display", TEXT, nullable=False),
        sa.Column("active", FLAG, nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_staff_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "name", name="pk_staff"),
        **OPTIONS,
    )
    op.create_table(
        "counter",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("pause_reason", TEXT, nullable=True),
        sa.Column("staff", TEXT, nullable=True),
        sa.Column("state_since", WIDE, nullable=False),
        sa.Column("since_priority", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_counter_state")),
        sa.ForeignKeyConstraint(["hall_id", "site"], ["site.hall_id", "site.code"], name="fk_counter_hall_id_site"),
        sa.ForeignKeyConstraint(["hall_id", "staff"], ["staff.hall_id", "staff.name"], name="fk_counter_hall_id_staff"),
        sa.PrimaryKeyConstraint("hall_id", "number", name="pk_counter"),
        **OPTIONS,
    )
    op.create_table(
        "opening",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens < closes AND opens >= 0 AND closes <= 1440", name=op.f("ck_opening_span")),
        sa.ForeignKeyConstraint(["hall_id", "site"], ["site.hall_id", "site.code"], name="fk_opening_hall_id_site"),
        sa.PrimaryKeyConstraint("hall_id", "site", "weekday", "opens", name="pk_opening"),
        **OPTIONS,
    )
    op.create_table(
        "queue",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("hint", TEXT, nullable=False),
        sa.Column("hint_en", TEXT, nullable=False),
        sa.Column("area", TEXT, nullable=False),
        sa.Column("usual_minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("open", FLAG, nullable=False),
        sa.ForeignKeyConstraint(["hall_id", "site"], ["site.hall_id", "site.code"], name="fk_queue_hall_id_site"),
        sa.PrimaryKeyConstraint("hall_id", "prefix", name="pk_queue"),
        **OPTIONS,
    )
    op.create_table(
        "staff_role",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("staff", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "staff"], ["staff.hall_id", "staff.name"], name="fk_staff_role_hall_id_staff"
        ),
        sa.PrimaryKeyConstraint("hall_id", "staff", "role", name="pk_staff_role"),
        **OPTIONS,
    )
    op.create_table(
        "counter_period",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("counter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("staff", TEXT, nullable=True),
        sa.Column("started_at", WIDE, nullable=False),
        sa.Column("ended_at", WIDE, nullable=True),
        sa.ForeignKeyConstraint(
            ["hall_id", "counter"], ["counter.hall_id", "counter.number"], name="fk_counter_period_hall_id_counter"
        ),
        sa.PrimaryKeyConstraint("hall_id", "counter", "seq", name="pk_counter_period"),
        **OPTIONS,
    )
    op.create_index(
        "uq_counter_period_open",
        "counter_period",
        ["hall_id", "counter"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "counter_queue",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("counter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "counter"], ["counter.hall_id", "counter.number"], name="fk_counter_queue_hall_id_counter"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_counter_queue_hall_id_queue"
        ),
        sa.PrimaryKeyConstraint("hall_id", "counter", "queue", name="pk_counter_queue"),
        **OPTIONS,
    )
    op.create_table(
        "matter",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_en", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("frequent", FLAG, nullable=False),
        sa.Column("example", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_matter_hall_id_queue"
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.hall_id"], name="fk_matter_hall_id"),
        sa.PrimaryKeyConstraint("hall_id", "code", name="pk_matter"),
        **OPTIONS,
    )
    op.create_index("ix_matter_hall_id_queue", "matter", ["hall_id", "queue"], unique=False)
    op.create_table(
        "staff_queue",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("staff", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_staff_queue_hall_id_queue"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "staff"], ["staff.hall_id", "staff.name"], name="fk_staff_queue_hall_id_staff"
        ),
        sa.PrimaryKeyConstraint("hall_id", "staff", "queue", name="pk_staff_queue"),
        **OPTIONS,
    )
    op.create_table(
        "ticket",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("state_since", WIDE, nullable=False),
        sa.Column("priority", TEXT, nullable=True),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("waiting_since", WIDE, nullable=False),
        sa.Column("rank", WIDE, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("appointment_at", WIDE, nullable=True),
        sa.Column("for_counter", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("staff", TEXT, nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("called_at", WIDE, nullable=True),
        sa.Column("requeues", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'serving', 'on_hold', 'no_show', 'finished', 'abandoned', 'cancelled')",
            name=op.f("ck_ticket_state"),
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_ticket_no")),
        sa.ForeignKeyConstraint(
            ["hall_id", "counter"], ["counter.hall_id", "counter.number"], name="fk_ticket_hall_id_counter"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "for_counter"], ["counter.hall_id", "counter.number"], name="fk_ticket_hall_id_for_counter"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_ticket_hall_id_queue"
        ),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_ticket"),
        sa.UniqueConstraint("hall_id", "day", "prefix", "no", name="uq_ticket_hall_id_day_prefix_no"),
        **OPTIONS,
    )
    op.create_index(
        "ix_ticket_hall_id_state_day_rank_queue", "ticket", ["hall_id", "state", "day", "rank", "queue"], unique=False
    )
    op.create_index(
        "ix_ticket_privileged",
        "ticket",
        ["hall_id", "state", "day", "rank"],
        unique=False,
        sqlite_where=sa.text("priority IS NOT NULL OR appointment_at IS NOT NULL"),
        postgresql_where=sa.text("priority IS NOT NULL OR appointment_at IS NOT NULL"),
    )
    op.create_index(
        "uq_ticket_at_counter",
        "ticket",
        ["hall_id", "counter"],
        unique=True,
        sqlite_where=sa.text("state IN ('called', 'serving')"),
        postgresql_where=sa.text("state IN ('called', 'serving')"),
    )
    op.create_table(
        "ticket_event",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("from_state", TEXT, nullable=True),
        sa.Column("to_state", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id"], ["ticket.hall_id", "ticket.id"], name="fk_ticket_event_hall_id_ticket_id"
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", "seq", name="pk_ticket_event"),
        **OPTIONS,
    )
    op.create_table(
        "ticket_period",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("staff", TEXT, nullable=True),
        sa.Column("started_at", WIDE, nullable=False),
        sa.Column("ended_at", WIDE, nullable=True),
        sa.Column("inaccurate", FLAG, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id"], ["ticket.hall_id", "ticket.id"], name="fk_ticket_period_hall_id_ticket_id"
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", "seq", name="pk_ticket_period"),
        **OPTIONS,
    )
    op.create_index(
        "uq_ticket_period_open",
        "ticket_period",
        ["hall_id", "ticket_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "ticket_matter",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("matter", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "matter"], ["matter.hall_id", "matter.code"], name="fk_ticket_matter_hall_id_matter"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id", "seq"],
            ["ticket_event.hall_id", "ticket_event.ticket_id", "ticket_event.seq"],
            name="fk_ticket_matter_hall_id_ticket_id_seq",
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", "seq", "matter", name="pk_ticket_matter"),
        **OPTIONS,
    )
    # ### end Alembic commands ###
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        rows = ", ".join(f"('{table}', '{index}', '{figures}')" for table, index, figures in SIZES)
        op.execute("ANALYZE sqlite_schema")
        op.execute(f"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES {rows}")  # noqa: S608 # the rows above


def downgrade() -> None:
    for table in (
        "ticket_matter",
        "ticket_period",
        "ticket_event",
        "ticket",
        "staff_queue",
        "matter",
        "counter_queue",
        "counter_period",
        "staff_role",
        "queue",
        "opening",
        "counter",
        "staff",
        "site",
        "setting",
        "request",
        "printer",
        "print_job",
        "number_series",
        "day_close",
        "change",
        "audit_seal",
        "audit_lane",
        "audit_entry",
        "hall",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in ("audit_entry", "audit_seal"):
            op.execute(f"DROP FUNCTION {table}_append_only()")
    else:
        op.execute("DROP TABLE sqlite_stat1")
        op.execute("DROP TABLE IF EXISTS sqlite_stat4")
