"""What the lobby display shows, and how it hears of what other processes do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.office import Office
from desk.tickets.views import Board
from tests.architecture.source import ROOT
from tests.conftest import TEMP, Database
from tests.factories import DISPLAY, Clock, called, finished, issued, make_hall, missed, open_hall
from tests.halls import place, postgres_template
from tests.postgres import DURABLE, Server
from tests.ui.residents import context, inline
from ui import language
from ui.tasks import Tasks
from ui.windows.big import LEADING, Look, fitted, lines_of
from ui.windows.live import Live
from ui.windows.lobby import DESIGN, LobbyWindow
from ui.windows.lobby_parts import NewestCall

__all__ = ["place", "postgres_template"]


def shown(window: LobbyWindow, qtbot: Any) -> LobbyWindow:
    """The window on the screen, with its first picture."""
    qtbot.addWidget(window)
    window.resize(DESIGN)
    window.show()
    qtbot.waitUntil(lambda: window.board is not None)
    return window


@pytest.fixture
def lobby(app: QApplication, qtbot: Any, office: Office) -> LobbyWindow:
    """The display of the small hall, whose tasks answer at once."""
    return shown(LobbyWindow(inline(office, None, app)), qtbot)


def everything(lobby: LobbyWindow) -> str:
    """All that can be read on the display."""
    parts = (lobby.newest, lobby.counters, lobby.waiting, lobby.ticker)
    return "\n".join([lobby.title.text(), lobby.clock.text(), *(part.words() for part in parts)])


# --- what it shows -------------------------------------------------------------------------------------------------


def test_before_the_first_call_it_asks_for_patience(lobby: LobbyWindow) -> None:
    assert lobby.title.text() == "春晖社区服务大厅"
    assert lobby.newest.words() == "请稍候，等待叫号"
    assert lobby.counters.words() == "1号窗口；2号窗口；3号窗口；4号窗口；5号窗口 暂停；6号窗口 未开"
    assert lobby.waiting.words() == "等候中"


def test_the_newest_call_is_large_and_the_others_are_by_counter(
    lobby: LobbyWindow, office: Office, clock: Clock
) -> None:
    called(office, "A", counter=2)
    clock.go(seconds=5)
    called(office, "D", counter=4, actor="sunwei")
    assert lobby.newest.words() == "请 D001 到 4号窗口"
    assert "2号窗口 A001" in lobby.counters.words()
    assert "4号窗口" not in lobby.counters.words()


def test_a_ticket_that_is_finished_leaves_the_display(lobby: LobbyWindow, office: Office) -> None:
    finished(office, "A")
    assert lobby.newest.words() == "请稍候，等待叫号"
    assert "A001" not in everything(lobby)


def test_who_waits_is_listed_in_the_order_of_calling_with_its_reason(lobby: LobbyWindow, office: Office) -> None:
    issued(office, "A")
    issued(office, "D")
    issued(office, "A", priority="pr_elder")
    said = lobby.waiting.words().split("；")
    assert said[0] == "等候中　3 人"
    assert [row.number for row in lobby.board.waiting] == [text.split()[0] for text in said[1:]]
    assert "A002 户籍与居住 优先" in said
    assert "D001 民政、养老与残疾人" in said


def test_the_first_eight_who_wait_are_named_and_all_are_counted(lobby: LobbyWindow, office: Office) -> None:
    for _ in range(11):
        issued(office, "A")
    assert lobby.waiting.shown_rows() == 8
    assert lobby.waiting.words().startswith("等候中　11 人；A001 ")


def test_who_did_not_come_is_told_what_to_do(lobby: LobbyWindow, office: Office) -> None:
    missed(office, "A")
    assert lobby.waiting.words() == "等候中；过号可到任一窗口重排 A001"


def test_numbers_only_never_names(lobby: LobbyWindow, office: Office) -> None:
    called(office, "A")
    missed(office, "B", counter=3, actor="supervisor")
    issued(office, "A", priority="pr_disabled")
    assert not [name for name in DISPLAY.values() if name in everything(lobby)]
    assert "残疾人" not in lobby.waiting.words()


def test_other_sites_have_displays_of_their_own(
    lobby: LobbyWindow, office: Office, app: QApplication, qtbot: Any
) -> None:
    issued(office, "G")
    assert "G001" not in everything(lobby)
    outpost = shown(LobbyWindow(inline(office, None, app), site="east"), qtbot)
    assert "G001" in everything(outpost)
    assert outpost.title.text() == "春晖社区服务大厅　东苑便民服务站"


def test_the_clock_is_the_halls(lobby: LobbyWindow, clock: Clock, qtbot: Any) -> None:
    assert lobby.clock.text() == "2026-11-23 周一　09:00"
    clock.go(minutes=83)
    qtbot.waitUntil(lambda: lobby.clock.text() == "2026-11-23 周一　10:23")


def test_at_midnight_the_display_begins_anew(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, office: Office, clock: Clock
) -> None:
    monkeypatch.setattr(Live, "BEAT", 20)
    issued(office, "A")
    window = shown(LobbyWindow(inline(office, None, app)), qtbot)
    assert "A001" in everything(window)
    clock.show("2026-11-24 00:00:01")
    qtbot.waitUntil(lambda: "A001" not in everything(window))


# --- the flash -----------------------------------------------------------------------------------------------------


def test_a_call_flashes_softly_and_then_stands_still(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, office: Office
) -> None:
    monkeypatch.setattr(NewestCall, "PULSE", 40)
    window = shown(LobbyWindow(inline(office, None, app)), qtbot)
    called(office, "A")
    assert window.newest.flashing()
    qtbot.waitUntil(lambda: not window.newest.flashing())
    still = window.newest.grab().toImage()
    window.newest.glow_fully()
    assert window.newest.grab().toImage() != still


def test_a_recall_flashes_again_and_says_so(lobby: LobbyWindow, office: Office, clock: Clock) -> None:
    number = called(office, "A")
    lobby.newest.rest()
    clock.go(minutes=1)
    office.do("tickets.recall", actor="clerk", number=number)
    assert lobby.newest.flashing()
    assert lobby.newest.words() == "再次呼叫 请 A001 到 2号窗口"


def test_what_was_called_before_does_not_flash(lobby: LobbyWindow, office: Office, clock: Clock) -> None:
    called(office, "A", counter=2)
    clock.go(seconds=5)
    number = called(office, "D", counter=4, actor="sunwei")
    lobby.newest.rest()
    office.do("tickets.start", actor="sunwei", number=number)
    office.do("tickets.finish", actor="sunwei", number=number)
    assert lobby.newest.words() == "请 A001 到 2号窗口"
    assert not lobby.newest.flashing()


def test_the_picture_it_starts_with_does_not_flash(app: QApplication, qtbot: Any, office: Office) -> None:
    called(office, "A")
    assert not shown(LobbyWindow(inline(office, None, app)), qtbot).newest.flashing()


# --- the line at the foot ------------------------------------------------------------------------------------------


def test_the_ticker_moves_only_when_it_does_not_fit(lobby: LobbyWindow, office: Office) -> None:
    assert not lobby.ticker.moving()
    office.do("settings.set", actor="administrator", name="lobby.ticker", value="请保管好随身物品 · " * 20)
    assert lobby.ticker.moving()
    lobby.hide()
    assert not lobby.ticker.moving()


# --- language and letters ------------------------------------------------------------------------------------------


def test_it_speaks_english_too(lobby: LobbyWindow, office: Office, app: QApplication) -> None:
    called(office, "A")
    issued(office, "D")
    language.switch(app, "en")
    assert lobby.newest.words() == "A001, please go to Counter 2"
    assert "D001 Civil affairs, elders and disability" in lobby.waiting.words()
    assert "Counter 6 not open" in lobby.counters.words()


def test_large_letters_are_kept_for_the_next_start(
    app: QApplication, qtbot: Any, office: Office, memory: QSettings
) -> None:
    window = shown(LobbyWindow(inline(office, None, app), memory=memory), qtbot)
    usual = window.look
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.look.letters > usual.letters
    assert LobbyWindow(inline(office, None, window), memory=memory).look.letters == window.look.letters
    QTest.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window.look == usual


# --- other processes -----------------------------------------------------------------------------------------------


def desk(place: Database, *words: str) -> Any:
    """What the command line answers, in a process of its own."""
    where = ["--data", str(place.data), *(["--database", place.url] if place.url else [])]
    command = [sys.executable, "-m", "ui.cli", *where, *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    return json.loads(done.stdout)["ok"]


class Watched:
    """A display with the real hands on the door and the watcher of what others do."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.tasks = Tasks(lambda: office, None)
        self.watcher = office.watch(self.tasks.announce)
        self.watcher.start()

    def close(self) -> None:
        self.watcher.stop()
        self.tasks.close()
        self.office.close()


@pytest.fixture
def watched(app: QApplication, place: Database) -> Iterator[Watched]:
    made = Watched(open_office_now(place))
    yield made
    made.close()


def open_office_now(place: Database) -> Office:
    """With the real clock, as the other process has it."""
    from desk.office import system_clock

    return open_hall(place, system_clock)


def test_it_hears_of_what_another_process_does(qtbot: Any, watched: Watched, place: Database) -> None:
    window = shown(LobbyWindow(context(watched.office, watched.tasks)), qtbot)
    number = desk(place, "do", "tickets.issue", "queue=A", "--actor", "kiosk")["number"]
    qtbot.waitUntil(lambda: number in window.waiting.words())
    desk(place, "do", "tickets.call_next", "counter=2", "--actor", "clerk")
    qtbot.waitUntil(lambda: window.newest.words() == f"请 {number} 到 2号窗口")
    assert window.newest.flashing()
    desk(place, "do", "counters.pause", "counter=3", "reason=pc_meal", "--actor", "supervisor")
    qtbot.waitUntil(lambda: "3号窗口 暂停" in window.counters.words())


def test_without_the_database_the_last_picture_stays(
    monkeypatch: pytest.MonkeyPatch, app: QApplication, qtbot: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(Live, "RETRY", 50)
    monkeypatch.setattr(Live, "BEAT", 100)
    monkeypatch.setattr("tempfile.tempdir", TEMP)  # a socket's path must be short
    with Server(DURABLE) as server:
        place = Database(tmp_path, server.create("hall"))
        make_hall(tmp_path, place.url)
        made = Watched(open_office_now(place))
        try:
            number = called(made.office, "A")
            window = shown(LobbyWindow(context(made.office, made.tasks)), qtbot)
            server.stop("immediate")
            qtbot.waitUntil(window.reconnecting, timeout=20_000)
            assert window.newest.words() == f"请 {number} 到 2号窗口"
            server.start()
            qtbot.waitUntil(lambda: not window.reconnecting(), timeout=20_000)
            later = issued(made.office, "A")
            qtbot.waitUntil(lambda: later in window.waiting.words(), timeout=20_000)
        finally:
            made.close()


# --- the look ------------------------------------------------------------------------------------------------------


def full(board: Board, counters: int) -> Board:
    """A full house: so many counters, each serving, and the longest names of queues."""
    some = board.counters[0]
    many = tuple(replace(some, counter=n, ticket=f"A{n:03}" if n % 3 else None, state="open" if n % 3 else "paused")
                 for n in range(1, counters + 1))  # fmt: skip
    row = replace(board.waiting[0], queue_name="卫健、退役军人与住房", priority="pr_elder")
    gone = tuple(f"C{n:03}" for n in range(1, 30))
    return replace(board, counters=many, waiting=(row,) * 8, waiting_count=120, no_shows=gone)


@pytest.mark.parametrize("counters", [6, 8, 9, 14, 15, 24])
@pytest.mark.parametrize("size", [DESIGN, QSize(1366, 768), QSize(960, 540)])
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_a_full_house_fits(
    lobby: LobbyWindow, office: Office, app: QApplication, counters: int, size: QSize, spoken: Any
) -> None:
    issued(office, "A")
    lobby.resize(size)
    language.switch(app, spoken)
    for large in (False, True):
        lobby.set_large(large)
        lobby.show_board(full(lobby.board, counters))
        cells = lobby.counters.cells()
        assert all(lobby.counters.rect().contains(cell) for cell in cells)
        assert not [1 for n, cell in enumerate(cells) for other in cells[n + 1 :] if cell.intersects(other)]
        assert min(cell.height() for cell in cells) >= 60 * lobby.look.scale
        assert lobby.waiting.row_places()[-1].bottom() <= lobby.waiting.no_shows_place().top()
        assert not lobby.grab().isNull()


def test_type_shrinks_and_breaks_before_it_is_cut_off(app: QApplication) -> None:
    text = "民政、养老与残疾人"
    assert lines_of(text, 400, 52, True) == ("民政、", "养老与残疾人")
    assert lines_of(text, 1000, 52, True) == (text,)
    size = fitted(text, 120, 90, 52, True, True)
    assert size < 52
    assert len(lines_of(text, 120, size, True)) * size * LEADING <= 90 + size
    assert Look(0.5).px(40) == 20
