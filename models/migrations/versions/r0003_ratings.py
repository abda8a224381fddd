"""Ratings and the follow-ups of low grades."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPTIONS = {"sqlite_strict": True, "sqlite_with_rowid": False}

# As models/sizes.py has it at this revision.
SIZES = (
    ("rated_ticket", "rated_ticket", "500000 500000 1"),
    ("rating", "rating", "500000 500000 1"),
    ("rating", "ix_rating_hall_id_day", "500000 500000 300"),
    ("follow_up", "follow_up", "20000 20000 1"),
    ("follow_up", "ix_follow_up_hall_id_state_opened_at", "20000 20000 5000 1"),
    ("follow_up", "ix_follow_up_hall_id_day", "20000 20000 10"),
    ("follow_up_step", "follow_up_step", "60000 60000 3 1"),
)
TABLES = ("follow_up_step", "follow_up", "rating", "rated_ticket")


def upgrade() -> None:
    op.create_table(
        "rated_ticket",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("way", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id"], ["ticket.hall_id", "ticket.id"], name="fk_rated_ticket_hall_id_ticket_id"
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", name="pk_rated_ticket"),
        **OPTIONS,
    )
    _rating()
    _follow_up()
    if op.get_bind().dialect.name == "sqlite":
        rows = ", ".join(f"('{table}', '{index}', '{figures}')" for table, index, figures in SIZES)
        op.execute(f"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES {rows}")  # noqa: S608 # the rows above


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("staff", TEXT, nullable=True),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_rating_grade")),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_rating_hall_id_queue"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "counter"], ["counter.hall_id", "counter.number"], name="fk_rating_hall_id_counter"
        ),
        sa.ForeignKeyConstraint(["hall_id", "staff"], ["staff.hall_id", "staff.name"], name="fk_rating_hall_id_staff"),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_rating"),
        **OPTIONS,
    )
    op.create_index("ix_rating_hall_id_day", "rating", ["hall_id", "day"])


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("rating", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("opened_at", WIDE, nullable=False),
        sa.Column("contact_due", WIDE, nullable=False),
        sa.Column("answer_due", WIDE, nullable=False),
        sa.Column("contacted_at", WIDE, nullable=True),
        sa.Column("answered_at", WIDE, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'contacted', 'answered', 'closed')", name=op.f("ck_follow_up_state")),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id"], ["ticket.hall_id", "ticket.id"], name="fk_follow_up_hall_id_ticket_id"
        ),
        sa.ForeignKeyConstraint(
            ["hall_id", "rating"], ["rating.hall_id", "rating.id"], name="fk_follow_up_hall_id_rating"
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", name="pk_follow_up"),
        **OPTIONS,
    )
    op.create_index("ix_follow_up_hall_id_state_opened_at", "follow_up", ["hall_id", "state", "opened_at"])
    op.create_index("ix_follow_up_hall_id_day", "follow_up", ["hall_id", "day"])
    op.create_table(
        "follow_up_step",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("ticket_id", TEXT, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("at", WIDE, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "ticket_id"],
            ["follow_up.hall_id", "follow_up.ticket_id"],
            name="fk_follow_up_step_hall_id_ticket_id",
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket_id", "seq", name="pk_follow_up_step"),
        **OPTIONS,
    )
