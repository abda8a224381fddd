"""The desk's window against an empty one: shown, usable, and how much memory it takes."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.architecture.source import ROOT
from tests.bench.measure import Figure
from tests.factories import make_hall

ROUNDS = 7


@dataclass(frozen=True)
class Start:
    """One start: milliseconds to paint and to use, MB in memory then."""

    painted: float
    usable: float
    memory: float


def start(*arguments: str) -> Start:
    begin = time.monotonic()
    command = [sys.executable, "-X", "utf8", "-m", "tests.bench.window", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    painted, usable, memory = (float(word) for word in done.stdout.split())
    return Start((painted - begin) * 1000, (usable - begin) * 1000, memory)


def test_the_window_is_shown_and_usable_soon(tmp_path: Path, figures: list[Figure]) -> None:
    make_hall(tmp_path)
    starts: dict[str, list[Start]] = {"bare": [], "entities": [], "desk": []}
    for turn in range(ROUNDS + 1):
        for name, kept in starts.items():
            one = start(name, str(tmp_path))
            if turn:
                kept.append(one)

    shown = {name: median(one.painted for one in kept) for name, kept in starts.items()}
    usable = {name: median(one.usable for one in kept) for name, kept in starts.items()}
    figures.append(Figure("window shown, against an empty window", shown["desk"], shown["bare"], 1.5))
    entities = "counter usable, against an empty window and the entities"
    figures.append(Figure(entities, usable["desk"], usable["entities"], 1.3))
    memory = max(one.memory for one in starts["desk"])
    figures.append(Figure("memory of the desk, against 200 MB", memory, 200, 1, "MB"))
