"""The parts of the desk as rows: the rail, Alt+1…9, the palette and the screenshot tests all walk them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.text import mark

if TYPE_CHECKING:
    from ui.at_counter import AtCounter
    from ui.context import Context
    from ui.screen import Screen


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `needs` is the view or use case somebody must be allowed to see it; the factory imports the screen."""

    id: str
    title: str
    icon: str
    needs: str
    factory: Callable[[Context, AtCounter], Screen]


def _counter(ctx: Context, counter: AtCounter) -> Screen:
    from ui.screens.counter import CounterScreen

    return CounterScreen(ctx, counter)


def _prints(ctx: Context, counter: AtCounter) -> Screen:
    from ui.screens.prints import PrintsScreen

    return PrintsScreen(ctx, counter)


def _settings(ctx: Context, counter: AtCounter) -> Screen:
    from ui.screens.settings import SettingsScreen

    return SettingsScreen(ctx, counter)


def _ratings(ctx: Context, counter: AtCounter) -> Screen:
    from ui.screens.ratings import RatingsScreen

    return RatingsScreen(ctx, counter)


PARTS: tuple[Part, ...] = (
    Part("counter", mark("叫号台"), "counter", "tickets.at_counter", _counter),
    Part("prints", mark("打印"), "prints", "prints.jobs", _prints),
    Part("settings", mark("设置"), "settings", "settings.all", _settings),
    Part("ratings", mark("评价"), "ratings", "ratings.follow_ups", _ratings),
)


def parts(roles: tuple[str, ...]) -> tuple[Part, ...]:
    """The parts that somebody with these roles may see, in the order of the rail."""
    from desk.permissions import may

    return tuple(part for part in PARTS if may(frozenset(roles), part.needs))
