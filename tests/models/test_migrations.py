"""Migrations go both ways with rows in the tables, and lead to exactly what the entities say."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from desk.store import Store
from models import Base, migrations
from tests.models.rows import contents

TABLES = Base.metadata.tables
STEPS = list(zip(("base", *migrations.REVISIONS), migrations.REVISIONS, strict=False))
steps = pytest.mark.parametrize(("before", "revision"), STEPS)

_PG = {
    "tables": "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'",
}


def schema(engine: Engine) -> dict[str, list[str]]:
    """All that the database knows of its structure, as sorted text; Alembic's own table left out."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            found = {kind: connection.execute(text(query)).all() for kind, query in _PG.items()}
        else:
            rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()
            found = {kind: [row for row in rows if row[0] == kind] for kind in ("table", "index", "trigger")}
    return {
        kind: sorted(line for row in rows if "alembic_version" not in (line := _line(row)))
        for kind, rows in found.items()
    }


def _line(row: Any) -> str:
    """A row as one line; the parts of a CREATE TABLE in order of the alphabet, because their order means nothing."""
    words = " | ".join(str(value) for value in row)
    if "CREATE TABLE" in words:
        head, _, body = words.partition("(\n")
        parts = sorted(part.strip() for part in re.split(r",(?![^()]*\))", body.rpartition(")")[0]))
        words = head + "; ".join(parts) + body.rpartition(")")[2]
    return re.sub(r"\s+", " ", words)


def test_the_revisions_are_one_line_that_ends_at_head() -> None:
    scripts = ScriptDirectory.from_config(migrations.config())
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == migrations.REVISIONS
    assert scripts.get_heads() == [migrations.HEAD]


@steps
def test_a_revision_goes_up_down_and_up_again_to_the_same_schema(empty: Store, before: str, revision: str) -> None:
    migrations.upgrade(empty.engine, revision)
    first = schema(empty.engine)
    migrations.downgrade(empty.engine, before)
    migrations.upgrade(empty.engine, revision)
    assert schema(empty.engine) == first


@steps
def test_a_revision_taken_back_leaves_the_schema_before_it(empty: Store, before: str, revision: str) -> None:
    if before != "base":
        migrations.upgrade(empty.engine, before)
    was = schema(empty.engine)
    migrations.upgrade(empty.engine, revision)
    migrations.downgrade(empty.engine, before)
    assert schema(empty.engine) == was


@steps
def test_rows_outlive_the_way_down_and_up_as_far_as_their_places_stay(
    filled: Store, before: str, revision: str
) -> None:
    rows = contents(filled.engine)
    migrations.downgrade(filled.engine, before)
    places = columns(filled.engine)
    migrations.upgrade(filled.engine)
    assert contents(filled.engine) == {
        name: [
            tuple(
                value if column.name in places[name] else None
                for column, value in zip(TABLES[name].columns, row, strict=True)
            )
            for row in found
            if name in places
        ]
        for name, found in rows.items()
    }


def columns(engine: Engine) -> dict[str, set[str]]:
    """The names of the columns of every table that the database has."""
    found = inspect(engine)
    return {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}


def test_the_last_revision_and_the_entities_make_the_same_schema(migrated: Store) -> None:
    by_migration = schema(migrated.engine)
    migrations.downgrade(migrated.engine, "base")
    Base.metadata.create_all(migrated.engine)
    assert by_migration == schema(migrated.engine)


def test_alembic_finds_nothing_to_do_at_the_last_revision(migrated: Store) -> None:
    with migrated.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_failing_migration_leaves_the_database_as_it_was(
    filled: Store, monkeypatch: pytest.MonkeyPatch, revisions_and: Callable[[str], Path]
) -> None:
    was, rows = schema(filled.engine), contents(filled.engine)
    broken = "op.execute('SELECT no_such_function()')"
    newer = f"revision = '9999'\ndown_revision = '{migrations.HEAD}'\nfrom alembic import op\n"
    newer += (
        f"def upgrade():\n    op.execute('DELETE FROM ticket_matter')\n    op.drop_table('setting')\n    {broken}\n"
    )
    monkeypatch.setattr(migrations, "HERE", revisions_and(newer))
    with pytest.raises(Exception, match="no_such_function"):
        migrations.upgrade(filled.engine, "9999")
    assert (schema(filled.engine), contents(filled.engine)) == (was, rows)


def test_foreign_keys_bite_again_after_a_migration(migrated: Store) -> None:
    if migrated.is_postgresql:
        with migrated.engine.connect() as connection:
            assert connection.execute(text("SHOW session_replication_role")).scalar() == "origin"
        return
    with migrated.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
