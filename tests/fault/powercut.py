"""What a disk holds after a power cut: a real run is recorded once, then cut wherever one likes.

`record` runs a command under strace and keeps what it wrote into a folder, what it made durable, and what it answered.
`Disk` replays that. Until a file is synced the disk may have kept all, nothing or single sectors of what was written to
it since the last time, in any order; a file removed may still be there.
"""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SECTOR = 512
CALLS = "write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename"

_CALL = re.compile(
    r"(?P<name>\w+)\((?:\d+<(?P<open>[^>]*)>|\"(?P<path>[^\"]*)\")"  # which call, on which file
    r"(?:, (?P<rest>.*))?\)\s+= (?P<result>\d+)"
)
_TEXT = re.compile(r"\"(?P<data>[^\"]*)\"(?:, \d+)?(?:, (?P<offset>\d+))?")


@dataclass(frozen=True)
class Step:
    """One thing that happened: to the file `file` of the folder, or an answer on standard output."""

    kind: Literal["write", "resize", "sync", "remove", "answer"]
    file: str = ""
    offset: int = 0
    data: bytes = b""


def record(folder: Path, log: Path, command: list[str], jobs: str, environment: dict[str, str]) -> list[Step]:
    """All steps of the command in order, while it works on `folder`."""
    tracer = ["strace", "-y", "-xx", "-s", "1000000", "--seccomp-bpf", "-f", "-e", f"trace={CALLS}", "-o", str(log)]
    subprocess.run([*tracer, *command], input=jobs, text=True, stdout=subprocess.DEVNULL, check=True, env=environment)
    with log.open() as lines:
        return [step for line in lines if (step := _step(line, folder))]


def _step(line: str, folder: Path) -> Step | None:
    call = _CALL.search(line)
    if call is None:
        return None
    name, place = call["name"], Path(_bytes(call["open"] or call["path"]).decode())
    if name == "write" and "(1<" in line:
        return Step("answer", data=_data(call["rest"])[1])
    if folder not in (place, *place.parents):
        return None
    file = "" if place == folder else place.name
    match name:
        case "pwrite64":
            return Step("write", file, *_data(call["rest"]))
        case "ftruncate":
            return Step("resize", file, int(call["rest"], 0))
        case "fsync" | "fdatasync":
            return Step("sync", file)
        case "unlink":
            return Step("remove", file)
        case _:
            raise AssertionError(f"a way to change a file that is not replayed: {name}")


def _data(rest: str) -> tuple[int, bytes]:
    found = _TEXT.fullmatch(rest)
    assert found is not None, rest[:80]
    return int(found["offset"] or 0), _bytes(found["data"])


def _bytes(text: str) -> bytes:
    r"""What strace wrote as \x12\x34."""
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass
class File:
    """What is durable (None: the file may not be there at all), and what was done to it since."""

    durable: bytes | None
    since: list[Step] = field(default_factory=list)


class Disk:
    """The folder's files, from the way they were before the run to any moment of it."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: File(path.read_bytes()) for path in folder.iterdir()}
        self.answers: list[dict[str, Any]] = []

    def take(self, step: Step) -> None:
        """The step has happened."""
        if step.kind == "answer":
            self.answers += [json.loads(line) for line in step.data.splitlines()]
        elif step.kind == "sync" and step.file:
            self._sync(self.files[step.file])
        elif step.kind != "sync":
            self.files.setdefault(step.file, File(None)).since.append(step)

    def _sync(self, file: File) -> None:
        now = bytearray(file.durable or b"")
        for step in file.since:
            _apply(now, step)
        file.durable, file.since = bytes(now), []

    def cut(self, chance: random.Random) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file that is found after a power cut now."""
        for name, file in self.files.items():
            content = _left(file, chance)
            if content is not None:
                yield name, content


def _left(file: File, chance: random.Random) -> bytes | None:
    kept = chance.choice((0.0, 0.5, 0.9, 1.0))
    if file.durable is None and chance.random() >= kept:
        return None
    content = bytearray(file.durable or b"")
    for step in file.since:
        if step.kind == "remove":
            if chance.random() < kept:
                return None
        elif step.kind == "write" and 0 < kept < 1:
            for start in range(0, len(step.data), SECTOR):
                if chance.random() < kept:
                    _apply(content, Step("write", step.file, step.offset + start, step.data[start : start + SECTOR]))
        elif chance.random() < kept:
            _apply(content, step)
    return bytes(content)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "resize":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
    elif step.kind == "write":
        content.extend(bytes(max(0, step.offset - len(content))))
        content[step.offset : step.offset + len(step.data)] = step.data
    else:
        raise AssertionError(f"a synced file was to be removed: {step.file}")
