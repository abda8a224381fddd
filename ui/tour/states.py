"""The states of the desk that are worth a picture, as rows; tests of the look walk them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from desk.errors import DeskError
from ui import actions
from ui.screens.prints import PrintsScreen
from ui.screens.settings import SettingsScreen
from ui.tour.stage import Stage

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class State:
    """One state: its id is the picture's name; `play` brings a fresh stage into it."""

    id: str
    play: Callable[[Stage], object]


def _sit_down(stage: Stage, actor: str = "wangmin", counter: int = 3) -> None:
    """Some residents wait, then somebody sits down."""
    for queue, args in (
        ("A", {}),
        ("A", {}),
        ("F", {"priority": "pr_elder"}),
        ("B", {}),
        ("A", {}),
        ("F", {}),
        ("A", {}),
    ):
        stage.take_number(queue, **args)
        stage.clock.go(seconds=70)
    stage.enter(actor, counter)


def _press(stage: Stage, *keys: Qt.Key) -> None:
    for key in keys:
        stage.press(key)


def _picker(stage: Stage) -> None:
    stage.window.show_picker(stage.office.see("staff.picker", actor=None))


def _trouble(stage: Stage) -> None:
    stage.window.show_trouble(DeskError("database_newer", path="desk.db", found="0007", known="0003"), lambda: None)


def _empty(stage: Stage) -> None:
    stage.enter("wangmin", 3)


def _called(stage: Stage) -> None:
    _sit_down(stage)
    _press(stage, Key.Key_F2)
    stage.later(seconds=26)


def _serving(stage: Stage) -> None:
    _called(stage)
    _press(stage, Key.Key_F5)
    stage.later(minutes=4, seconds=12)


def _matters(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    stage.type("MI0")


def _priority(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_F8, Key.Key_F2, Key.Key_F5)
    stage.later(minutes=2, seconds=3)


def _finished(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_F8)
    stage.later(seconds=28)


def _lists(stage: Stage) -> None:
    """One on hold, one no-show, one being served."""
    _serving(stage)
    _press(stage, Key.Key_F6, Key.Key_Return, Key.Key_F2, Key.Key_F4, Key.Key_F2, Key.Key_F5)
    stage.later(minutes=3)


def _busy(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_F2)


def _paused(stage: Stage) -> None:
    _sit_down(stage)
    _press(stage, Key.Key_F11, Key.Key_Return)


def _closed(stage: Stage) -> None:
    _sit_down(stage, "clerk", 8)


def _hold(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_F6)


def _hand_over(stage: Stage) -> None:
    _serving(stage)
    _press(stage, Key.Key_F7)


def _ticket_menu(stage: Stage) -> None:
    _called(stage)
    _press(stage, Key.Key_F10)


def _counter_menu(stage: Stage) -> None:
    _sit_down(stage)
    _press(stage, Key.Key_F11)


def _palette(stage: Stage) -> None:
    _sit_down(stage)
    stage.press(Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def _history(stage: Stage) -> None:
    _serving(stage)
    actions.history(stage.window, "A001")
    stage.settle()


def _help(stage: Stage) -> None:
    _sit_down(stage)
    _press(stage, Key.Key_F1)


def _yesterday(stage: Stage) -> None:
    stage.take_number("A")
    stage.clock.go(hours=23)
    _sit_down(stage, "supervisor", 3)


def _day_close(stage: Stage) -> None:
    _sit_down(stage, "supervisor", 3)
    stage.press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def _prints(stage: Stage) -> None:
    """Two slips came out, one did not, the rest waits."""
    office = stage.office
    office.do("prints.set_printer", actor="supervisor", name="TM-80", kind="recorder")
    office.do("prints.set_printer", actor="supervisor", name="PDF", kind="file", address="slips", enabled=False)
    _sit_down(stage, "supervisor", 3)
    for number in range(3):
        job = office.do("prints.claim", actor=None)
        if number:
            office.do("prints.printed", actor=None, job=job.id)
        else:
            facts = {"printer": "TM-80"}
            office.do("prints.failed", actor=None, job=job.id, code="printer_out_of_paper", facts=facts)
    stage.press(Key.Key_2, ALT)


def _no_prints(stage: Stage) -> None:
    stage.enter("wangmin", 3)
    stage.press(Key.Key_2, ALT)


def _printer(stage: Stage) -> None:
    _prints(stage)
    screen = stage.window.shown_screen()
    assert isinstance(screen, PrintsScreen)
    screen.edit_printer(None)
    stage.settle()


def _settings(stage: Stage) -> None:
    _sit_down(stage, "supervisor", 3)
    stage.press(Key.Key_3, ALT)


def _ratings(stage: Stage) -> None:
    """Two residents were not content this morning: one has waited for nearly an hour, one has been called back."""
    office = stage.office
    for grade, reasons in ((1, ("rl_slow", "rl_unclear")), (2, ("rl_long_wait",))):
        number = stage.take_number("A")
        office.do("tickets.call", actor="wangmin", number=number, counter=3)
        office.do("tickets.start", actor="wangmin", number=number)
        office.do("tickets.finish", actor="wangmin", number=number)
        office.do("ratings.rate", actor="kiosk", number=number, grade=grade, reasons=reasons)
        stage.clock.go(minutes=12)
    office.do("ratings.contact", actor="supervisor", number=number)
    stage.clock.go(minutes=25)
    stage.enter("supervisor", 3)
    stage.window.show_part("ratings")
    stage.settle()


def _follow_up(stage: Stage) -> None:
    _ratings(stage)
    stage.press(Key.Key_Return)


def _rule(stage: Stage) -> None:
    stage.enter("administrator", None)
    stage.press(Key.Key_3, ALT)
    screen = stage.window.shown_screen()
    assert isinstance(screen, SettingsScreen)
    screen.rules.setFocus()
    stage.press(Key.Key_Return)


DESK: tuple[State, ...] = (
    State("opening", lambda _stage: None),
    State("picker", _picker),
    State("trouble", _trouble),
    State("counter-empty", _empty),
    State("counter-idle", _sit_down),
    State("counter-called", _called),
    State("counter-serving", _serving),
    State("counter-matters", _matters),
    State("counter-priority", _priority),
    State("counter-finished", _finished),
    State("counter-lists", _lists),
    State("counter-busy", _busy),
    State("counter-paused", _paused),
    State("counter-closed", _closed),
    State("counter-yesterday", _yesterday),
    State("dialog-hold", _hold),
    State("dialog-hand-over", _hand_over),
    State("dialog-history", _history),
    State("dialog-day-close", _day_close),
    State("dialog-help", _help),
    State("dialog-printer", _printer),
    State("dialog-rule", _rule),
    State("menu-ticket", _ticket_menu),
    State("menu-counter", _counter_menu),
    State("palette", _palette),
    State("prints", _prints),
    State("prints-empty", _no_prints),
    State("settings", _settings),
    State("ratings", _ratings),
    State("dialog-follow-up", _follow_up),
)
