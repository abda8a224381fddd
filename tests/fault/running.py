"""The real `desk` command as tests hold it: jobs go in, answers come out, and it can be killed."""

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Self

ROOT = Path(__file__).resolve().parents[2]


class Command:
    """One running command."""

    def __init__(self, pid: int, jobs: IO[bytes], answers: IO[bytes]) -> None:
        self._process = os.pidfd_open(pid)  # unlike the number it never names another process
        self.jobs = jobs
        self.answers = answers
        self.heard: list[dict[str, Any]] = []
        """Its answers so far; a line without an end was not answered."""

    def send(self, jobs: Sequence[dict[str, Any]]) -> None:
        """These are all its jobs."""
        with self.jobs:
            try:
                self.jobs.write("".join(json.dumps(job) + "\n" for job in jobs).encode())
            except BrokenPipeError:
                return  # killed before it read them

    def hear(self) -> bool:
        """Waits for one more answer; False when there will be none."""
        line = self.answers.readline()
        if not line.endswith(b"\n"):
            self.answers.close()
            return False
        self.heard.append(json.loads(line))
        return True

    def finish(self) -> list[dict[str, Any]]:
        """All its answers, after its end."""
        while not self.answers.closed and self.hear():
            pass
        os.close(self._process)
        return self.heard

    def kill(self) -> None:
        """Ended between two instructions (kill -9), unless it has come to its end."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, signal.SIGKILL)


class Nursery:
    """Where commands come from; see nursery.py."""

    def __init__(self, errors: Path, hall: Path) -> None:
        self.errors = errors
        """What the commands write to standard error is added to this file."""
        self._connection, far = socket.socketpair()
        command = [sys.executable, "-m", "tests.fault.nursery", str(far.fileno()), hall]
        environment = {**os.environ, "PYTHONUTF8": "1", "TMPDIR": str(errors.parent)}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[far.fileno()])
        far.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._process.wait(timeout=10)

    def start(self, *arguments: str | Path, pragmas: Sequence[str] = (), file_size: int = 0) -> Command:
        """The command with these arguments is running."""
        request = {"arguments": [str(part) for part in arguments], "pragmas": pragmas, "file_size": file_size}
        (jobs_out, jobs_in), (answers_out, answers_in) = os.pipe(), os.pipe()
        with self.errors.open("ab") as errors:
            files = [jobs_out, answers_in, errors.fileno()]
            socket.send_fds(self._connection, [json.dumps(request).encode()], files)
            pid = int(self._connection.recv(64))
        os.close(jobs_out)
        os.close(answers_in)
        return Command(pid, os.fdopen(jobs_in, "wb"), os.fdopen(answers_out, "rb", buffering=0))

    def answer(self, *arguments: str | Path, **circumstances: Any) -> dict[str, Any]:
        """The one answer of a command without input."""
        command = self.start(*arguments, **circumstances)
        command.send([])
        (answer,) = command.finish()
        return answer


def as_they_come(commands: Sequence[Command]) -> Iterator[Command]:
    """Each time one of the commands has answered: that command. Ends when all have."""
    with selectors.DefaultSelector() as waiting:
        for command in commands:
            waiting.register(command.answers.fileno(), selectors.EVENT_READ, command)
        while waiting.get_map():
            for ready, _ in waiting.select():
                file, command = ready.fd, ready.data
                if command.hear():
                    yield command
                else:
                    waiting.unregister(file)
