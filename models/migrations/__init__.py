"""The schema's revisions. Kept apart from Alembic so that asking for HEAD costs nothing at start."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine

HERE = Path(__file__).parent
REVISIONS = ("0001", "0003")
HEAD = REVISIONS[-1]


def upgrade(engine: "Engine", revision: str = "head") -> None:
    """Bring the database up to `revision`, in one transaction of its own connection; all of it or nothing."""
    _run(engine, revision, up=True)


def downgrade(engine: "Engine", revision: str) -> None:
    """Take the database back to `revision` ("base" for an empty one)."""
    _run(engine, revision, up=False)


def config() -> "Config":
    """Alembic's configuration, made here so that no ini file is needed."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def _run(engine: "Engine", revision: str, *, up: bool) -> None:
    from alembic import command

    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if sqlite:  # batch operations drop and rename tables: references must sleep, which works only outside BEGIN
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                settings = config()
                settings.attributes["connection"] = connection
                (command.upgrade if up else command.downgrade)(settings, revision)
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"revision {revision} breaks references")
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=ON")
