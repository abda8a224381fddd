"""The voice of a lobby with a real hall behind it: what the counters do is what is said."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.errors import DeskError
from desk.office import Office
from tests.factories import Clock, called, finished, issued
from tests.ui.residents import context
from ui.tasks import InlineTasks
from ui.voice.recorder import Recorder
from ui.voice.voice import Voice
from ui.windows.lobby import LobbyWindow

Speaks = Callable[..., Voice]


class Reach:
    """The way to the hall, which may be cut."""

    def __init__(self, office: Office) -> None:
        self.cut = False
        self._office = office

    def see(self, view: str, **args: Any) -> Any:
        if self.cut:
            raise DeskError("database_unavailable")
        return self._office.see(view, **args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._office, name)


@pytest.fixture
def reach(office: Office) -> Reach:
    return Reach(office)


@pytest.fixture
def lobby(app: QApplication, office: Office, reach: Reach) -> Iterator[LobbyWindow]:
    tasks = InlineTasks(reach, None)
    window = LobbyWindow(context(office, tasks))
    window.live.load()
    yield window
    tasks.close()
    window.deleteLater()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder(at_once=True)


@pytest.fixture
def speaks(lobby: LobbyWindow, recorder: Recorder) -> Iterator[Speaks]:
    """Gives the lobby a voice."""
    voices: list[Voice] = []

    def start(**args: str) -> Voice:
        voices.append(Voice(lobby.ctx, lobby, engine=recorder, **args))
        return voices[-1]

    yield start
    for voice in voices:
        voice.stop()


def once(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="voice.repeat", value=1)


def test_calls_and_recalls_are_said_as_they_are_made(
    office: Office, clock: Clock, speaks: Speaks, recorder: Recorder
) -> None:
    once(office)
    speaks()
    number = called(office)
    clock.go(minutes=1)
    office.do("tickets.recall", actor="clerk", number=number)
    assert recorder.said == ["请 A 零 零 一 号 到 二 号窗口"] * 2


def test_calls_from_before_are_not_said_again(office: Office, speaks: Speaks, recorder: Recorder) -> None:
    called(office)
    speaks()
    office.do("tickets.start", actor="clerk", number="A001")
    assert recorder.said == []


def test_a_call_put_back_and_made_again_is_said_again(
    office: Office, clock: Clock, speaks: Speaks, recorder: Recorder
) -> None:
    once(office)
    speaks()
    number = called(office)
    office.do("tickets.put_back", actor="clerk", number=number)
    clock.go(seconds=5)
    office.do("tickets.call", actor="clerk", number=number, counter=2)
    assert len(recorder.said) == 2


def test_serving_resuming_and_taking_back_are_no_calls(
    office: Office, clock: Clock, speaks: Speaks, recorder: Recorder
) -> None:
    once(office)
    speaks()
    number = called(office)
    for action in ("start", "take_back", "start", "hold", "resume", "hold", "take_back", "finish"):
        clock.go(seconds=20)
        office.do(f"tickets.{action}", actor="clerk", number=number)
    assert len(recorder.said) == 1


def test_a_morning_is_said_whole_and_in_order(office: Office, clock: Clock, speaks: Speaks, recorder: Recorder) -> None:
    once(office)
    speaks()
    wanted = []
    for _ in range(20):
        for counter, actor in ((2, "clerk"), (3, "supervisor")):
            number = issued(office)
            clock.go(seconds=30)
            office.do("tickets.call", actor=actor, number=number, counter=counter)
            wanted.append(
                f"{' '.join('零一二三四五六七八九'[int(sign)] for sign in number[1:])} 号 到 {'零一二三'[counter]}"
            )
        for counter, actor in ((2, "clerk"), (3, "supervisor")):
            current = office.see("tickets.at_counter", actor=actor, counter=counter).current
            office.do("tickets.start", actor=actor, number=current.number)
            office.do("tickets.finish", actor=actor, number=current.number)
    assert recorder.said == [f"请 A {each} 号窗口" for each in wanted]


def test_each_site_hears_its_own(office: Office, speaks: Speaks, recorder: Recorder) -> None:
    once(office)
    speaks(site="east")
    called(office)
    called(office, "G", counter=7, actor="liuyang")
    assert recorder.said == ["请 G 零 零 一 号 到 七 号窗口"]


def test_the_settings_hold_at_once(office: Office, clock: Clock, speaks: Speaks, recorder: Recorder) -> None:
    speaks()
    for name, value in {"voice.repeat": 3, "voice.english": True, "voice.chime": False, "voice.rate": 90}.items():
        office.do("settings.set", actor="administrator", name=name, value=value)
    called(office)
    (script,) = recorder.scripts
    assert [sentence.language for sentence in script.sentences] == ["zh", "en"] * 3
    assert (script.chime, script.rate, script.volume) == (False, 90, 100)
    office.do("settings.set", actor="administrator", name="voice.on", value=False)
    called(office, counter=3, actor="supervisor")
    assert len(recorder.said) == 1


def test_a_call_waits_for_no_sound(office: Office, lobby: LobbyWindow) -> None:
    """An engine that never ends holds up no counter and no display."""
    stuck = Recorder()
    voice = Voice(lobby.ctx, lobby, engine=stuck)
    numbers = [called(office), called(office, counter=3, actor="supervisor")]
    assert lobby.board is not None
    assert {counter.ticket for counter in lobby.board.counters if counter.ticket} == set(numbers)
    assert len(stuck.said) == 1
    voice.stop()
    assert not stuck.busy


def test_stopped_it_says_nothing_more(office: Office, speaks: Speaks, recorder: Recorder) -> None:
    voice = speaks()
    voice.stop()
    called(office)
    assert recorder.said == []


def test_what_was_missed_is_said_if_it_is_current(
    office: Office, reach: Reach, lobby: LobbyWindow, speaks: Speaks, recorder: Recorder
) -> None:
    once(office)
    speaks()
    reach.cut = True
    finished(office)
    called(office)
    assert recorder.said == []
    reach.cut = False
    lobby.ctx.tasks.announce(frozenset({"tickets"}))
    assert recorder.said == ["请 A 零 零 二 号 到 二 号窗口"]


def test_a_hall_that_opens_late_has_no_old_calls(
    office: Office, reach: Reach, lobby: LobbyWindow, speaks: Speaks, recorder: Recorder
) -> None:
    once(office)
    reach.cut = True
    speaks()
    called(office)
    reach.cut = False
    lobby.ctx.tasks.announce(frozenset({"tickets"}))
    called(office, counter=3, actor="supervisor")
    assert recorder.said == ["请 A 零 零 二 号 到 三 号窗口"]
