"""One day of the demonstration hall, played through the real windows by their keys, from first number to day close.

Everything that is said in the story was read from a window or from the hall's books, after it happened.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from printing.spooler import Spooler
from ui import language, words
from ui.text import clock_text, mark, tr
from ui.tour.hall import Clock, demonstration
from ui.tour.pictures import application, context
from ui.tour.stage import Stage

if TYPE_CHECKING:
    from desk.office import Office

Key = Qt.Key
COUNTER = 3
PATIENCE = 5000  # milliseconds until a window that does not come to rest is given up


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: when, where, what was pressed, what was seen then, and the picture or paper that shows it."""

    at: str
    where: str
    did: str
    seen: str
    file: str


def play(out: Path) -> None:
    """Pictures, papers and story.json of the day are in `out`."""
    app = application()
    language.switch(app, "zh")
    (out / "papers").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        with demonstration(Path(folder), clock) as office:
            memory = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
            day = Day(office, clock, memory, out)
            day.play()
            day.close()
    story = {"hall": day.hall, "day": clock.now.date().isoformat(), "scenes": [asdict(scene) for scene in day.scenes]}
    (out / "story.json").write_text(json.dumps(story, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Day:
    """The windows of the hall side by side, and what happened in them."""

    def __init__(self, office: Office, clock: Clock, memory: QSettings, out: Path) -> None:
        from ui.windows.kiosk import TALL, KioskWindow
        from ui.windows.lobby import DESIGN, LobbyWindow

        self.office, self.clock, self.out = office, clock, out
        self.hall = office.info.name
        self.scenes: list[Scene] = []
        self.kiosk, self.lobby = KioskWindow(context(office, "kiosk")), LobbyWindow(context(office, None))
        self.stage = Stage(office, clock, memory)
        for window, size in ((self.kiosk, TALL), (self.lobby, DESIGN)):
            window.resize(size)
            window.show()
        self._wait(lambda: bool(self.kiosk.page_name == "home"))
        self._printer()

    def play(self) -> None:
        """The road of a ticket, then of one with priority, then the end of the day."""
        self.take_number("A", mark("取号机：选“户籍与居住”"))
        self.take_number("F", mark("取号机：先点“我需要优先”，再选业务"), priority=True)
        self.take_number("A", mark("取号机：又一位居民取号"))
        self.sit_down()
        self.serve()
        self.close_day()

    def close(self) -> None:
        """Every window is gone."""
        self.stage.close()
        for window in (self.kiosk, self.lobby):
            window.close()
            window.deleteLater()
        QApplication.processEvents()

    def take_number(self, queue: str, did: str, *, priority: bool = False) -> None:
        """A resident presses the kiosk's buttons; the slip comes out."""
        self._kiosk_home()
        if priority:
            self._press_button("priority")
            self._press_button("reason pr_elder")
        self._press_button(f"queue {queue}")
        self._print(did)
        self._scene("kiosk", did, self._spoken(self.kiosk), self.kiosk)
        self.clock.go(minutes=2)

    def sit_down(self) -> None:
        """The clerk says who and where, by keys."""
        window = self.stage.window
        window.picked.connect(lambda row, counter: self.stage.enter(row.name, counter))
        window.show_picker(self.office.see("staff.picker", actor=None))
        self._scene("desk", mark("打开程序：选人员和窗口"), "", window)
        self.stage.type("wangmin")
        self.stage.press(Key.Key_Return)
        self.stage.type(str(COUNTER))
        self.stage.press(Key.Key_Return)
        self._desk(mark("Enter：坐到 3 号窗口"))

    def serve(self) -> None:
        """F2, F5, a matter, F8; and once more for the next, taken back and finished again."""
        self._press(mark("F2：叫下一位"), Key.Key_F2)
        self._scene("lobby", mark("大屏同时显示"), self._spoken(self.lobby), self.lobby)
        self.stage.later(seconds=25)
        self._press(mark("F5：开始办理"), Key.Key_F5)
        self.stage.later(minutes=6, seconds=12)
        self._press(mark("Enter：勾选事项"), Key.Key_Return)
        self._press(mark("F8：办结"), Key.Key_F8)
        self.stage.later(seconds=20)
        self._press(mark("F2：叫下一位，优先号在先"), Key.Key_F2)
        self._scene("lobby", mark("大屏同时显示"), self._spoken(self.lobby), self.lobby)
        self._press(mark("F5：开始办理"), Key.Key_F5)
        self.stage.later(minutes=3)
        self._press(mark("F8：办结"), Key.Key_F8)
        self.stage.later(seconds=15)
        self._press(mark("Ctrl+Z：按早了，撤销"), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self._press(mark("F8：办结"), Key.Key_F8)

    def close_day(self) -> None:
        """The supervisor closes the day; what is open is named first."""
        self.stage.window.run("sign_in")
        self.stage.enter("supervisor", COUNTER)
        self.stage.press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        self._scene("desk", mark("值班长 Ctrl+E：日结前看清还有谁"), "", self.stage.window)
        self.stage.press(Key.Key_Return)
        self._scene("desk", mark("Enter：日结"), "", self.stage.window)
        self.stage.press(Key.Key_Escape)

    # inside

    def _printer(self) -> None:
        papers = str((self.out / "papers").resolve())
        self.office.do("prints.set_printer", actor="supervisor", name="PDF", kind="file", address=papers)

    def _print(self, did: str) -> None:
        """What is owed is printed; the new papers are scenes of their own."""
        before = set((self.out / "papers").iterdir())
        Spooler(self.office).run_once()
        for paper in sorted(set((self.out / "papers").iterdir()) - before):
            self._note("paper", did, paper.stem, f"papers/{paper.name}")

    def _kiosk_home(self) -> None:
        self.kiosk.next_resident()
        self._wait(lambda: self.kiosk.page_name == "home")

    def _press_button(self, name: str) -> None:
        """A touch on the kiosk's button of this name, once the page has been up long enough to mean it."""
        self._wait(self.kiosk.settled)
        button = self.kiosk.findChild(QWidget, name)
        assert button is not None, name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def _press(self, did: str, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.stage.press(key, modifier)
        self._desk(did)

    def _desk(self, did: str) -> None:
        card = self.stage.window.counter.current()
        seen = f"{card.number} {words.word(words.STATE, card.state)}" if card else self.stage.window.strip.number.text()
        self._scene("desk", did, seen, self.stage.window)

    def _scene(self, where: str, did: str, seen: str, window: QWidget) -> None:
        name = f"{len(self.scenes) + 1:02d}-{where}.png"
        picture = self.stage.picture() if window is self.stage.window else window.grab()
        picture.save(str(self.out / name))
        self._note(where, did, seen, name)

    def _note(self, where: str, did: str, seen: str, file: str) -> None:
        self.scenes.append(Scene(clock_text(self.clock.now, seconds=True), where, tr(did), seen, file))

    def _spoken(self, window: QWidget) -> str:
        """The numbers that stand in a window for residents."""
        numbers = {row.number for row in self.office.see("tickets.waiting", actor="supervisor")}
        newest = self.office.see("tickets.board", actor=None).newest
        if window is self.lobby and newest is not None:
            return f"{newest.number} → {newest.counter}"
        return max(numbers, key=self._issued_at, default="")

    def _issued_at(self, number: str) -> Any:
        return self.office.see("tickets.history", actor="supervisor", number=number).events[0].at

    def _wait(self, until: Any) -> None:
        """Lets the windows work until something is true, at most a few seconds."""
        waited = 0
        while not until():
            assert waited < PATIENCE, "the window does not come to rest"
            QTest.qWait(20)
            waited += 20
