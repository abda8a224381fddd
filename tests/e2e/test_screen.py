"""The real program on a real screen: the demonstration hall opens, and a clerk serves a resident with keys alone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import ImageColor, ImageGrab

from tests.architecture.source import ROOT
from ui.style import tokens

DESK = [sys.executable, "-P", "-m", "ui.cli", "--demo"]


def environment(**more: str) -> dict[str, str]:
    """The program is found from every folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def desk(*words: str) -> Any:
    """What the command line answers."""
    done = subprocess.run([*DESK, *words], capture_output=True, encoding="utf-8", check=True, env=environment())
    return json.loads(done.stdout)["ok"]


def until(true: Callable[[], object], what: str) -> None:
    """Returns when `true` is; fails with `what` when it is not within twenty seconds."""
    give_up = time.monotonic() + 20
    while not true():
        assert time.monotonic() < give_up, f"waited in vain for {what}"


def state_of(number: str) -> str:
    """The state of today's ticket, as another process sees it."""
    return desk("see", "tickets.history", f"number={number}", "--actor", "wangmin")["state"]


@dataclass(frozen=True)
class Screen:
    """An X server and what a person does in front of it."""

    settings: dict[str, str]

    def xdotool(self, *words: str) -> str:
        """What xdotool answers; empty when it finds nothing."""
        done = subprocess.run(["xdotool", *words], env=self.settings, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def window(self) -> str:
        """The number of the program's window; empty as long as there is none."""
        return self.xdotool("search", "--onlyvisible", "--name", ".")

    def shows(self, colour: str) -> bool:
        """Whether a button's worth of the screen has this colour."""
        picture = ImageGrab.grab(xdisplay=self.settings["DISPLAY"])
        wanted = ImageColor.getrgb(colour)
        return sum(count for count, found in picture.getcolors(1 << 24) if found == wanted) > 1000


@pytest.fixture
def screen(xvfb: dict[str, str]) -> Screen:
    return Screen(environment(**xvfb))


@pytest.fixture
def program(screen: Screen) -> Iterator[subprocess.Popen[str]]:
    """The clerk's window at counter 3, one resident waiting, the keyboard on it."""
    desk("demo", "--households", "200")
    desk("do", "tickets.issue", "queue=A", "--actor", "kiosk")
    command = [*DESK, "run", "--actor", "wangmin", "--counter", "3"]
    with subprocess.Popen(command, env=screen.settings, stderr=subprocess.PIPE, text=True) as running:
        try:
            until(lambda: screen.window() or running.poll() is not None, "the window")
            assert running.poll() is None, running.communicate()[1]
            screen.xdotool("windowfocus", "--sync", screen.window())
            yield running
        finally:
            running.kill()


def test_a_clerk_serves_a_resident_with_keys_alone(screen: Screen, program: subprocess.Popen[str]) -> None:
    until(lambda: screen.shows(tokens.PRIMARY), "the button that calls")
    for key, state in {"F2": "called", "F5": "serving", "F8": "finished"}.items():
        screen.xdotool("key", key)
        until(lambda state=state: state_of("A001") == state, f"{key} to make it {state}")
    program.terminate()
    assert program.communicate(timeout=20)[1] == "", "nothing was complained of"
