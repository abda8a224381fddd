"""The real lobby with a real sound server: what is called at the counters is heard, sample by sample, in order."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.announcements import Sentence, wording
from tests.conftest import read_link
from tests.e2e.program import DESK, desk, environment, until
from ui.voice.engine import Script
from ui.voice.sound import Clips

PLAY = """
import sys
from PySide6.QtCore import QCoreApplication
from ui.voice.player import Player
app = QCoreApplication(sys.argv)
heard = []
Player(app).play(bytes(3200), 80, heard.append)
print(heard)
"""


def spoken(number: str, counter: int) -> bytes:
    """What is heard when the ticket is called once, as fast as can be."""
    sentence = Sentence("zh", wording(number, counter, yao=False))
    return Clips().announcement(Script((sentence,), chime=True, rate=200, volume=100))


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs whose sound goes into the file `HEARD`, by a server of their own."""
    pipe, socket, heard = tmp_path / "pipe", tmp_path / "socket", tmp_path / "heard"
    modules = [
        f"-Lmodule-native-protocol-unix socket={socket} auth-anonymous=1 auth-cookie-enabled=0",
        f"-Lmodule-pipe-sink file={pipe} rate=16000 channels=1 format=s16le use_system_clock_for_timing=yes",
    ]
    options = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
    settings = {"PULSE_SERVER": f"unix:{socket}", "QT_AUDIO_BACKEND": "pulseaudio"}
    command = ["pulseaudio", *options, "--log-level=error", *modules]
    with (
        subprocess.Popen(command, env=environment(**settings), stderr=subprocess.DEVNULL) as server,
        heard.open("wb") as file,
    ):
        until(pipe.exists, "the sound server")
        with subprocess.Popen(["cat", pipe], stdout=file):
            yield environment(**settings, HEARD=str(heard))
            server.terminate()


@pytest.fixture
def lobby(sound: dict[str, str]) -> Iterator[Path]:
    """The lobby display of the demonstration hall is at work; returns the file of what is heard."""
    desk("demo", "--households", "200")
    jobs = [
        {"do": "settings.set", "args": {"name": "voice.repeat", "value": 1}, "actor": "administrator"},
        {"do": "settings.set", "args": {"name": "voice.rate", "value": 200}, "actor": "administrator"},
        {"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk"},
        {"do": "tickets.issue", "args": {"queue": "B"}, "actor": "kiosk"},
    ]
    lines = "\n".join(json.dumps(job) for job in jobs)
    subprocess.run([*DESK, "do", "--lines"], input=lines, env=environment(), capture_output=True, text=True, check=True)
    settings = {**sound, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen([*DESK, "run", "--window", "lobby"], env=settings, stderr=subprocess.DEVNULL) as running:
        try:
            files = Path(f"/proc/{running.pid}/fd")
            until(lambda: any("demo.db" in read_link(link) for link in files.iterdir()), "the hall to be open")
            yield Path(sound["HEARD"])
        finally:
            running.kill()


def call(number: str, counter: int, actor: str) -> None:
    desk("do", "tickets.call", f"number={number}", f"counter={counter}", "--actor", actor)


def test_what_is_called_is_heard_once_and_in_order(lobby: Path) -> None:
    first, second = spoken("A001", 3), spoken("B001", 1)
    call("A001", 3, "wangmin")
    while True:  # called before the display looked, it is an old call: so it is called again
        try:
            until(lambda: first in lobby.read_bytes(), "the first call")
            break
        except AssertionError:
            desk("do", "tickets.put_back", "number=A001", "--actor", "wangmin")
            call("A001", 3, "wangmin")
    call("B001", 1, "wangfang")
    until(lambda: second in lobby.read_bytes(), "the second call")
    heard = lobby.read_bytes()
    assert heard.count(first) == heard.count(second) == 1
    assert heard.index(first) + len(first) <= heard.index(second)


def test_a_machine_without_a_loudspeaker_is_noticed_at_once() -> None:
    settings = environment(PULSE_SERVER="unix:/nowhere", QT_AUDIO_BACKEND="pulseaudio")
    done = subprocess.run([sys.executable, "-c", PLAY], env=settings, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False]"
