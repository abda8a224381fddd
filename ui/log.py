"""How the log tells of an error: kind and places, never message or values, which may be somebody's."""

import logging
from pathlib import Path

from ui.crash import frames


class Places(logging.Formatter):
    """Formats an exception as its frames."""

    def format(self, record: logging.LogRecord) -> str:
        words = super().format(logging.makeLogRecord(vars(record) | {"exc_info": None, "exc_text": None}))
        error = record.exc_info[1] if record.exc_info else None
        return words if error is None else f"{words}\n{frames(error)}"


def to_file(folder: Path) -> None:
    """Warnings and errors are written to `folder`/desk.log; at most five files of a megabyte."""
    from logging.handlers import RotatingFileHandler

    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "desk.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True)
    handler.setFormatter(Places("%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


def to_terminal() -> None:
    """Where nothing else is set up, warnings and errors go to standard error."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Places("%(levelname)s %(name)s %(message)s"))
