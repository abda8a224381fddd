"""A folder as a printer: one file for each paper, whole or not there at all."""

import os
import re
from itertools import count
from pathlib import Path
from uuid import uuid4

from desk.errors import DeskError
from printing.printers import Kind


class FilePrinter:
    """Writes each paper into the folder under its title; a second paper of the same title gets a number."""

    def __init__(self, name: str, folder: Path, accepts: Kind = "pdf") -> None:
        self.accepts: Kind = accepts
        self._name = name
        self._folder = folder

    def send(self, data: bytes, title: str) -> None:
        """The file is on the disk. DeskError: printer_off (no such folder), printer_failed(problem)."""
        if not self._folder.is_dir():
            raise DeskError("printer_off", printer=self._name)
        draft = self._folder / f".{uuid4().hex}.part"
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self._name_it(draft, re.sub(r"[^\w.-]+", "-", title))
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise DeskError("printer_failed", printer=self._name, problem=error.strerror or str(error)) from error

    def _name_it(self, draft: Path, title: str) -> None:
        suffix = ".pdf" if self.accepts == "pdf" else ".escpos"
        for attempt in count(1):
            name = title if attempt == 1 else f"{title}-{attempt}"
            try:
                _rename_to_new(draft, self._folder / f"{name}{suffix}")
            except FileExistsError:
                continue
            return


def _rename_to_new(source: Path, target: Path) -> None:
    """Raises FileExistsError instead of replacing `target`, whoever made it meanwhile."""
    if os.name == "nt":
        source.rename(target)
    else:
        target.hardlink_to(source)
        source.unlink()
