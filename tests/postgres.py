"""A PostgreSQL server of the tests' own: the system's server programs, in a temporary folder, gone afterwards.

As root the server runs as the user nobody, because PostgreSQL refuses root. It listens on a Unix socket only.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, LiteralString, Self

import psycopg
from psycopg import sql

OPTIONS = ("listen_addresses=", "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
TEMP = tempfile.gettempdir()  # the machine's own: a test's is closed to nobody, and too long for a socket
DURABLE = ("listen_addresses=", "max_connections=200")  # for fault tests and benchmarks


def programs() -> Path:
    """The folder of `initdb`, `pg_ctl` and `postgres`; raises FileNotFoundError with what to do when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    raise FileNotFoundError("no PostgreSQL server programs here: `python3 start.py test` installs them")


def memory() -> str:
    """A folder in memory where there is room: databases that need not last are written ten times as fast there."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * 2**30
    return str(folder) if roomy else TEMP


class Server:
    """A running server; `url(name)` is what the program is given, `create` and `drop` make and remove databases."""

    def __init__(self, options: tuple[str, ...] = OPTIONS) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-pg-", dir=memory() if options == OPTIONS else TEMP))
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.options = " ".join(f"-c {option}" for option in (*options, f"unix_socket_directories={self.folder}"))
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [programs() / program, f"--pgdata={self.folder / 'data'}", *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "TZ": "UTC"},
            check=True,
            stdout=subprocess.DEVNULL,
            **self.user,
        )

    def start(self) -> None:
        """The server answers. After a crash old processes may still be leaving: tried again for five seconds."""
        give_up = time.monotonic() + 5
        while True:
            try:
                return self._run(
                    "pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options={self.options}"
                )
            except subprocess.CalledProcessError:
                if time.monotonic() > give_up:
                    raise RuntimeError((self.folder / "log").read_text()) from None

    def stop(self, mode: str = "fast") -> None:
        """The server is down; mode "immediate" is a crash."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def close(self) -> None:
        """The server is down and its folder is gone."""
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def url(self, name: str) -> str:
        """SQLAlchemy's address of one database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def dsn(self, name: str = "postgres") -> str:
        """The same address in the words of psycopg."""
        return f"host={self.folder} user=postgres dbname={name}"

    def _administer(self, statement: LiteralString, **names: str) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))

    def create(self, name: str, template: str = "template0") -> str:
        """A new database, empty or a copy of `template` (to which nobody may be connected); returns its `url`."""
        self._administer("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        return self.url(name)

    def drop(self, name: str) -> None:
        """The database is gone, whoever is still connected."""
        self._administer("DROP DATABASE {name} WITH (FORCE)", name=name)

    def sessions(self, name: str) -> list[str]:
        """What is still connected to the database: one text per session, after those that are leaving have left."""
        query = "SELECT state || ': ' || query FROM pg_stat_activity WHERE datname = %s"
        give_up = time.monotonic() + 2
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            while (rows := connection.execute(query, [name]).fetchall()) and time.monotonic() < give_up:
                connection.execute("SELECT pg_sleep(0.02)")
        return [row[0] for row in rows]
