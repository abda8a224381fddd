"""Brings up processes of the real `desk` command that have imported everything already: one starts in milliseconds.

Run as a process of its own (`python -m tests.fault.nursery FD FOLDER`; the hall in FOLDER serves to warm up). For each
request on the socket it forks a child whose standard input, output and error are the three files sent along, and which
then is the command: `ui.cli.main`.
A request may name more pragmas for every connection of the child, to put the command on a worse machine than this one.
"""

import contextlib
import gc
import io
import json
import os
import resource
import signal
import socket
import sys
import traceback
from typing import Any

import desk.store
import ui.cli


def warm_up(folder: str) -> None:
    """The command has run here, twice with one key; what it imports and makes once is there for every child."""
    for _ in range(2):
        with contextlib.redirect_stdout(io.StringIO()):
            command("--data", folder, "--actor", "kiosk", "do", "tickets.issue", "queue=A", "--key", "warm")


def command(*arguments: str) -> int:
    """The exit status of the command."""
    sys.argv = ["desk", *arguments]
    try:
        ui.cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def serve(connection: socket.socket) -> None:
    """Until the other end is closed."""
    gc.freeze()  # a child does not look through what it was born with
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        request, files, *_ = socket.recv_fds(connection, 65536, 3)
        if not request:
            return
        child = os.fork()
        if child == 0:
            connection.close()
            become(json.loads(request), files)
        for file in files:
            os.close(file)
        connection.sendall(f"{child}\n".encode())


def become(request: dict[str, Any], files: list[int]) -> None:
    """This process is the command from here to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(file, mode, closefd=False) for file, mode in enumerate("rww"))
    desk.store._PRAGMAS += tuple(request["pragmas"])
    if request["file_size"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["file_size"], resource.RLIM_INFINITY))
    status = 1
    try:
        status = command(*request["arguments"])
    except Exception:  # noqa: BLE001 # said as the interpreter would, which is not asked again
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    file, hall = sys.argv[1:]
    warm_up(hall)
    serve(socket.socket(fileno=int(file)))
