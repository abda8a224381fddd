"""The waiting time that was told, and the service times it is estimated from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OPTIONS = {"sqlite_strict": True, "sqlite_with_rowid": False}
LINE = ["hall_id", "state", "day", "rank", "queue"]
OLD_LINE, NEW_LINE = "ix_ticket_hall_id_state_day_rank_queue", "ix_ticket_line"
# As models/sizes.py has it at this revision and the one before; SQLite forgets what it knew of an index that goes.
SIZE = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('{}', '{}', '{}')"
OLD_SIZE = SIZE.format("ticket", OLD_LINE, "1000000 1000000 100 100 1 1")
NEW_SIZES = (
    SIZE.format("ticket", NEW_LINE, "1000000 1000000 100 100 1 1 1 1"),
    SIZE.format("service_time", "service_time", "2000 2000 7 1"),
)


def upgrade() -> None:
    op.create_table(
        "service_time",
        sa.Column("hall_id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("seconds", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hall_id", "queue"], ["queue.hall_id", "queue.prefix"], name="fk_service_time_hall_id_queue"
        ),
        sa.PrimaryKeyConstraint("hall_id", "day", "queue", name="pk_service_time"),
        **OPTIONS,
    )
    for column in ("estimate_low", "estimate_high"):
        op.add_column("ticket_period", sa.Column(column, sa.Integer(), nullable=True))
    op.drop_index(OLD_LINE, "ticket")
    op.create_index(NEW_LINE, "ticket", [*LINE, "for_counter", "appointment_at"])
    tell_sqlite(*NEW_SIZES)


def downgrade() -> None:
    op.drop_index(NEW_LINE, "ticket")
    op.create_index(OLD_LINE, "ticket", LINE)
    for column in ("estimate_high", "estimate_low"):
        op.drop_column("ticket_period", column)
    op.drop_table("service_time")
    tell_sqlite(OLD_SIZE)


def tell_sqlite(*statements: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in statements:
            op.execute(statement)
