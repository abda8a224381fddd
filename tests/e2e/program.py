"""The real program as people meet it: its command line, its windows on an X server, hands and eyes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageColor, ImageGrab

from tests.architecture.source import ROOT

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

    def window(self, process: int | None = None) -> str:
        """The number of the program's window, or of one process; empty as long as there is none."""
        whose = () if process is None else ("--all", "--pid", str(process))
        return self.xdotool("search", "--onlyvisible", *whose, "--name", ".").partition("\n")[0]

    def face(self, window: str) -> None:
        """Somebody stands in front of the window: it is on top and has the keyboard."""
        self.xdotool("windowraise", window, "windowfocus", "--sync", window)

    def picture(self, window: str) -> Image.Image:
        """What the window shows; it must be on top."""
        lines = self.xdotool("getwindowgeometry", "--shell", window).splitlines()
        place = {name: int(value) for name, _, value in (line.partition("=") for line in lines)}
        left, top = place["X"], place["Y"]
        whole = ImageGrab.grab(xdisplay=self.settings["DISPLAY"])
        return whole.crop((left, top, left + place["WIDTH"], top + place["HEIGHT"])).convert("RGB")

    def shows(self, colour: str) -> bool:
        """Whether a button's worth of the screen has this colour."""
        picture = ImageGrab.grab(xdisplay=self.settings["DISPLAY"])
        wanted = ImageColor.getrgb(colour)
        return sum(count for count, found in picture.getcolors(1 << 24) if found == wanted) > 1000
