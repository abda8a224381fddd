"""The main road of the queue: a resident takes a number, a clerk calls, serves and finishes, the lobby shows it.

Three windows of the real program, each a process of its own, on one screen; everything is done by keys.
"""

import io
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QBuffer, QIODevice

from desk.office import Office, open_office
from tests.e2e.program import DESK, Screen, desk, environment, until
from tests.factories import state
from tests.printing import paper
from tests.ui.conftest import app, styled
from tests.ui.residents import inline
from ui.windows.lobby import LobbyWindow

__all__ = ["app", "styled"]

ALIKE = 2  # mean difference of two pictures (of 255) below which they say the same; another number differs by more
CHANGED = 1  # above it a whole window shows something else than a clock that went on


class Hall:
    """The demonstration hall at work: kiosk, counter 3 and lobby display, and a folder as the slip printer."""

    def __init__(self, screen: Screen, papers: Path, stack: ExitStack) -> None:
        self.screen, self.papers, self._stack = screen, papers, stack
        desk("demo", "--households", "200")
        printer = ("name=小票机", "kind=file", f"address={papers}")
        desk("do", "prints.set_printer", *printer, "--actor", "clerk")
        self.kiosk = self._start("--window", "kiosk")
        self.counter = self._start("--actor", "wangmin", "--counter", "3")
        self.lobby = self._start("--window", "lobby")
        self.windows = {running.pid: self._window(running) for running in (self.kiosk, self.counter, self.lobby)}

    def face(self, running: subprocess.Popen[str]) -> None:
        self.screen.face(self.windows[running.pid])

    def press(self, running: subprocess.Popen[str], key: str) -> None:
        """Presses a key in front of one of the windows."""
        self.face(running)
        self.screen.xdotool("key", key)

    def seen(self, running: subprocess.Popen[str]) -> Image.Image:
        """What one of the windows shows."""
        self.face(running)
        return self.screen.picture(self.windows[running.pid])

    def close(self) -> None:
        """Every window is closed; none has complained of anything."""
        for running in (self.kiosk, self.counter, self.lobby):
            running.terminate()
            assert running.communicate(timeout=20)[1] == ""

    def _start(self, *words: str) -> subprocess.Popen[str]:
        command = [*DESK, "run", *words]
        running = subprocess.Popen(command, env=self.screen.settings, stderr=subprocess.PIPE, text=True)
        self._stack.enter_context(running)
        self._stack.callback(running.kill)
        return running

    def _window(self, running: subprocess.Popen[str]) -> str:
        until(lambda: self.screen.window(running.pid) or running.poll() is not None, "a window")
        assert running.poll() is None, running.communicate()[1]
        return self.screen.window(running.pid)


@pytest.fixture
def hall(xvfb: dict[str, str], tmp_path: Path) -> Iterator[Hall]:
    papers = tmp_path / "slips"
    papers.mkdir()
    with ExitStack() as stack:
        yield Hall(Screen(environment(**xvfb)), papers, stack)


@pytest.fixture
def office(hall: Hall, own_folders: Path) -> Iterator[Office]:
    """The same hall as this process sees it."""
    opened = open_office(data=own_folders, demo=True)
    yield opened
    opened.close()


def waiting(office: Office) -> list[str]:
    return [row.number for row in office.see("tickets.waiting", actor="clerk")]


def printed(office: Office) -> list[str]:
    """What became of each print of A001."""
    return [job.state for job in office.see("prints.history", actor="clerk", number="A001")]


def newest_call(window: LobbyWindow) -> Callable[[Image.Image], Image.Image]:
    """Cuts the newest call out of a picture of the display."""
    place = window.newest.geometry().translated(window.newest.parentWidget().pos())
    edge = window.look.px(20)  # the soft glow at the edge is not compared
    corners = (place.left() + edge, place.top() + edge, place.right() - edge, place.bottom() - edge)
    return lambda picture: picture.crop(corners)


def difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean)


def drawn(window: LobbyWindow) -> Image.Image:
    """What a display in this process shows of the same hall."""
    window.live.load()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def serve(hall: Hall, office: Office, key: str, becomes: str) -> None:
    """The clerk presses the key and sees what became of A001 before anything else is pressed."""
    before = hall.seen(hall.counter)
    hall.press(hall.counter, key)
    until(lambda: state(office, "A001") == becomes, f"{key} to make it {becomes}")
    until(lambda: difference(hall.seen(hall.counter), before) > CHANGED, f"the counter to show {becomes}")


def test_from_the_kiosk_to_the_finish(hall: Hall, office: Office, app: Any, qtbot: Any) -> None:
    def a_number_is_taken() -> bool:
        hall.press(hall.kiosk, "Return")  # the first queue has the focus as soon as the kiosk is open
        return waiting(office) == ["A001"]

    until(a_number_is_taken, "a number from the kiosk")

    until(lambda: printed(office) == ["printed"], "the slip")
    slip = next(hall.papers.glob("*.pdf"))
    assert "A001" in paper.text(slip.read_bytes())

    serve(hall, office, "F2", "called")
    serve(hall, office, "F5", "serving")

    model = LobbyWindow(inline(office, None, app))
    qtbot.addWidget(model)
    model.resize(*hall.seen(hall.lobby).size)
    called, cut = drawn(model), newest_call(model)
    assert model.newest.words() == "请 A001 到 3号窗口"
    until(lambda: difference(cut(hall.seen(hall.lobby)), cut(called)) < ALIKE, "the lobby to show the call")

    serve(hall, office, "F8", "finished")
    idle = drawn(model)
    assert difference(cut(idle), cut(called)) > ALIKE
    until(lambda: difference(cut(hall.seen(hall.lobby)), cut(idle)) < ALIKE, "the lobby to be idle again")
    assert waiting(office) == []
    hall.close()
