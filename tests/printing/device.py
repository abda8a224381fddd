"""A thermal printer on a loopback port: it knows ESC/POS and can run out of paper, be opened, lose its cable."""

import contextlib
import socket
import struct
import threading
from types import TracebackType
from typing import Self

from tests.printing.paper import commands

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class UnpluggedError(Exception):
    """The cable was pulled."""


class Device:
    """Listens while it is used with `with`. `job` is everything it was told to print, `cuts` the papers that came out.

    `answers` False: a printer that knows no real-time status. `paper` is what is left of the roll in bytes of picture;
    None has no end. `cable` is how many bytes pass before it is pulled out. `chatty`: it takes dots for questions.
    """

    def __init__(
        self,
        *,
        answers: bool = True,
        paper: int | None = None,
        cable: int | None = None,
        cover_open: bool = False,
        near_end: bool = False,
        offline: bool = False,
        chatty: bool = False,
    ) -> None:
        self.answers, self.paper, self.cable = answers, paper, cable
        self.cover_open, self.near_end, self.offline, self.chatty = cover_open, near_end, offline, chatty
        self.job = b""
        self.cuts = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, name="device")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(UnpluggedError, ConnectionError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        for command in commands(lambda size: self._read(connection, size)):
            match command[:2]:
                case b"\x10\x04":
                    if self.answers:
                        connection.sendall(bytes((self._status(command[2]),)))
                case b"\x1dr":
                    if self.answers and not self._empty:
                        connection.sendall(b"\x00")
                case _:
                    self._print(command)
                    if self.chatty:
                        connection.sendall(b"\x12\x1e\x72")

    def _read(self, connection: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            wanted = size - len(data) if self.cable is None else min(size - len(data), self.cable)
            if not wanted:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                raise UnpluggedError
            piece = connection.recv(wanted)
            if not piece:
                return b""
            data += piece
            if self.cable is not None:
                self.cable -= len(piece)
        return data

    @property
    def _empty(self) -> bool:
        return self.paper is not None and self.paper <= 0

    def _print(self, command: bytes) -> None:
        self.job += command
        if self.paper is not None and command.startswith(b"\x1dv"):
            self.paper -= len(command)
        if command.startswith(b"\x1dV") and not self._empty:
            self.cuts += 1

    def _status(self, question: int) -> int:
        match question:
            case 1:
                return 0x12 | (0x08 if self.offline or self.cover_open or self._empty else 0)
            case 2:
                return 0x12 | (0x04 if self.cover_open else 0) | (0x20 if self._empty else 0)
            case _:
                return 0x12 | (0x0C if self.near_end else 0) | (0x60 if self._empty else 0)
