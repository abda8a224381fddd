"""Thermal printers (ESC/POS): asked how they are before a job, and after it whether it came out."""

import contextlib
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from desk.errors import DeskError
from printing.printers import Kind
from printing.printers.links import Link

STATUS_SECONDS = 1.0  # real-time answers come in milliseconds, or never from printers that know none
END_SECONDS = 5.0  # until the paper is out; the longest slip takes about two

_ASK_END = b"\x1dr\x01"  # answered in its turn, when everything before it is printed


@dataclass(frozen=True, slots=True)
class Status:
    """What a printer says of itself in real time."""

    offline: bool
    cover_open: bool
    paper_out: bool
    paper_near_end: bool
    error: bool


class EscposPrinter:
    """A thermal printer; connected for each job. `status` is its last answer, None if it never answered."""

    def __init__(self, name: str, connect: Callable[[], Link]) -> None:
        self.accepts: Kind = "escpos"
        self.status: Status | None = None
        self._name = name
        self._connect = connect

    def send(self, data: bytes, title: str) -> None:
        """The paper came out as far as the printer can tell. DeskError: the codes of Printer.send."""
        link = self._open()
        talk = Talk(link)
        try:
            with self._lost_is("printer_off"):
                self._look(talk)
            with self._lost_is("printer_unplugged"):
                link.write(data)
                self._await_end(link, talk)
        finally:
            link.close()

    def _open(self) -> Link:
        try:
            return self._connect()
        except OSError as error:
            raise DeskError("printer_off", printer=self._name) from error

    @contextlib.contextmanager
    def _lost_is(self, code: str) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise DeskError(code, printer=self._name) from error

    def _look(self, talk: "Talk") -> Status | None:
        self.status = talk.status()
        if self.status is not None:
            self._judge(self.status)
        return self.status

    def _judge(self, status: Status) -> None:
        if status.paper_out:
            raise DeskError("printer_out_of_paper", printer=self._name)
        if status.cover_open or status.error:
            problem = "cover_open" if status.cover_open else "device_error"
            raise DeskError("printer_failed", printer=self._name, problem=problem)
        if status.offline:
            raise DeskError("printer_off", printer=self._name)

    def _await_end(self, link: Link, talk: "Talk") -> None:
        """A printer that answers must say that it is done, or at least stay well; another must not hang up."""
        if self.status is None:
            link.finish()
            return
        link.write(_ASK_END)
        until = time.monotonic() + END_SECONDS
        done = False
        while not done and time.monotonic() < until:
            done = talk.answer(STATUS_SECONDS, _is_end) is not None
            if self._look(talk) is None:
                raise DeskError("printer_unplugged", printer=self._name)


class Talk:
    """Questions and answers. Dots of a picture can look like a question, so answers nobody asked for may come."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._heard: list[int] = []

    def status(self) -> Status | None:
        """The printer's real-time status (DLE EOT 1, 2 and 4), None when it does not answer."""
        printer = self._ask(1)
        if printer is None:
            return None
        cause, paper = self._ask(2) or 0, self._ask(4) or 0
        return Status(
            offline=bool(printer & 0x08),
            cover_open=bool(cause & 0x04),
            paper_out=bool(cause & 0x20 or paper & 0x60),
            paper_near_end=bool(paper & 0x0C),
            error=bool(cause & 0x40),
        )

    def _ask(self, question: int) -> int | None:
        self.answer(0, _is_status)
        self._link.write(bytes((0x10, 0x04, question)))
        return self.answer(STATUS_SECONDS, _is_status)

    def answer(self, seconds: float, fits: Callable[[int], bool]) -> int | None:
        """The newest byte that fits, waited for at most so long; what does not fit is kept."""
        until = time.monotonic() + seconds
        while not (found := [byte for byte in self._heard if fits(byte)]) and (left := until - time.monotonic()) > 0:
            self._heard += self._link.read(left)
        self._heard = [byte for byte in self._heard if not fits(byte)]
        return found[-1] if found else None


def _is_status(byte: int) -> bool:
    return byte & 0x93 == 0x12


def _is_end(byte: int) -> bool:
    return not byte & 0x90
