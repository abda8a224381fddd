"""How soon a call is on the lobby display of another process: from the commit's return to the paint."""

import subprocess
import sys
import time
from pathlib import Path

from desk.office import system_clock
from tests.architecture.source import ROOT
from tests.bench.measure import Figure
from tests.conftest import Database
from tests.factories import make_hall, open_hall

CALLS = 60


def test_a_call_is_on_the_lobby_within_300_ms(tmp_path: Path, figures: list[Figure]) -> None:
    make_hall(tmp_path)
    office = open_hall(Database(tmp_path, None), system_clock)
    command = [sys.executable, "-X", "utf8", "-m", "tests.bench.lobby", str(tmp_path)]
    delays: list[float] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as lobby:
        assert lobby.stdout is not None
        assert lobby.stdout.readline() == "ready\n"
        for _ in range(CALLS):
            number = office.do("tickets.issue", actor="kiosk", queue="A", slip=False).number
            office.do("tickets.call", actor="clerk", number=number, counter=2)
            called = time.monotonic()
            while (line := lobby.stdout.readline().split())[0] != number:
                assert line
            delays.append((float(line[1]) - called) * 1000)
            office.do("tickets.no_show", actor="clerk", number=number)
        lobby.terminate()
    office.close()
    figures.append(
        Figure("call on another process's lobby, p95, against 300 ms", sorted(delays)[int(CALLS * 0.95)], 300, 1)
    )
