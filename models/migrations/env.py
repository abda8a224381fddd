"""Alembic's entry: runs the revisions on the connection that models/migrations hands over, inside its transaction."""

from alembic import context

from models import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
