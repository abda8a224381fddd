"""Text in the language of the window, and the one place where numbers, days and times become text.

Source text is Simplified Chinese; English comes from `resources/translations/en.json`. Knows nothing of Qt, so that the
command line speaks the same words.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Literal

import resources

Language = Literal["zh", "en"]

_english: dict[str, str] = {}  # filled while the language is English


def mark(zh: str) -> str:
    """Marks a text in a table for translation; it is translated with `tr` when it is shown."""
    return zh


def tr(zh: str, /, **facts: object) -> str:
    """`zh` in the current language, with its {facts} filled in."""
    pattern = _english.get(zh, zh)
    return pattern.format_map(facts) if facts else pattern


def language() -> Language:
    """The language of every text made now."""
    return "en" if _english else "zh"


def set_language(wanted: Language) -> None:
    """Every text made from now on is in `wanted`. Windows already open are told by `ui.language.switch`."""
    _english.clear()
    if wanted == "en":
        _english.update(json.loads(resources.text("translations/en.json")))


@contextmanager
def in_language(wanted: Language) -> Iterator[None]:
    """Text made inside it is in `wanted`: for answers in both languages. Windows are switched instead."""
    before = language()
    set_language(wanted)
    try:
        yield
    finally:
        set_language(before)


def named(row: object, field: str = "name") -> str:
    """The name of a row that carries `name` and `name_en` (or `zh` and `en`), in the current language."""
    if field == "name" and hasattr(row, "zh"):
        return str(getattr(row, language()))
    if language() == "en":
        return str(getattr(row, field + "_en", "") or getattr(row, field))
    return str(getattr(row, field))


_WEEKDAYS = (mark("周一"), mark("周二"), mark("周三"), mark("周四"), mark("周五"), mark("周六"), mark("周日"))


def day_text(day: date) -> str:
    """2026-11-22 周日."""
    return f"{day:%Y-%m-%d} {tr(_WEEKDAYS[day.weekday()])}"


def clock_text(at: datetime, *, seconds: bool = False) -> str:
    """10:24, or 10:24:06."""
    return f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"


def moment_text(at: datetime) -> str:
    """2026-11-22 周日 10:24."""
    return f"{day_text(at.date())} {clock_text(at)}"


def duration(seconds: float) -> str:
    """6 分 40 秒; from an hour on 1 小时 5 分."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return tr("{hours} 小时 {minutes} 分", hours=whole // 3600, minutes=whole % 3600 // 60)
    if whole >= 60:
        return tr("{minutes} 分 {seconds} 秒", minutes=whole // 60, seconds=whole % 60)
    return tr("{seconds} 秒", seconds=whole)


def minutes_text(seconds: float) -> str:
    """8 分, for lists; from an hour on 1 小时 5 分."""
    whole = max(0, int(seconds))
    return duration(whole) if whole >= 3600 else tr("{minutes} 分", minutes=whole // 60)


def timer_text(seconds: float) -> str:
    """04:12, a running timer; from an hour on 1:04:12."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes:02d}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def counter_text(counter: int | str) -> str:
    """3号窗口."""
    return tr("{counter}号窗口", counter=counter)


def listed(items: tuple[str, ...] | list[str]) -> str:
    """A001、A002 in Chinese, A001, A002 in English."""
    return (", " if language() == "en" else "、").join(items)


def filled(pattern: str, facts: Mapping[str, object]) -> str:
    """`pattern` in the current language; a fact that is not known shows as …, because a message must never fail."""
    return tr(pattern).format_map(_Known(facts))


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
