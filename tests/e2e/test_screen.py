"""The real program on a real screen: the demonstration hall opens, and a clerk serves a resident with keys alone."""

import subprocess
from collections.abc import Iterator

import pytest

from tests.e2e.program import DESK, Screen, desk, environment, state_of, until
from ui.style import tokens


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
