"""The waiting time that was told, and the service times it is estimated from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OPTIONS = {"sqlite_strict": True, "sqlite_with_rowid": False}
LIVE = sa.text("state IN ('waiting', 'called', 'serving', 'on_hold', 'no_show')")
LINE = ["hall_id", "day", "state", "queue", "rank"]


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
    index_line(*LINE, "for_counter", "appointment_at")


def downgrade() -> None:
    index_line(*LINE)
    for column in ("estimate_high", "estimate_low"):
        op.drop_column("ticket_period", column)
    op.drop_table("service_time")


def index_line(*columns: str) -> None:
    op.drop_index("ix_ticket_live", "ticket")
    op.create_index("ix_ticket_live", "ticket", list(columns), sqlite_where=LIVE, postgresql_where=LIVE)
