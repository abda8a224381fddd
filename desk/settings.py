"""What a hall may set, each declared once: preset, unit and texts; a hall's own value overrides the preset."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from desk.catalogue import use_case, view
from desk.changes import HallSession
from desk.context import Context
from desk.errors import DeskError
from models import Setting
from resources import rows

Value = int | bool | str
MOST = 1000

# ticket.* of clocks.csv that this program acts on, and what that file does not know
_FROM_CLOCKS = (
    "digits",
    "recalls",
    "recall_interval",
    "requeue_after",
    "requeue_max",
    "priority_one_in",
    "appointment_grace",
    "take_back",
    "screen_clear",
)
# value, unit, Chinese, English
_OWN: dict[str, tuple[Value, str, str, str]] = {
    "ticket.no_show_min_recalls": (0, "count", "重呼几次后才可过号", "recalls that must come before a no-show"),
    "ticket.any_window": (
        False,
        "yes_no",
        "任一窗口模式：窗口可叫其人员能办的全部队列",
        "any-window mode: a counter serves every queue its clerk may",
    ),
    "ticket.resume_anywhere": (
        True,
        "yes_no",
        "挂起的号票可在其他窗口恢复",
        "a ticket on hold may be resumed at another counter",
    ),
    "voice.on": (True, "yes_no", "语音叫号", "calls are spoken in the lobby"),
    "voice.chime": (True, "yes_no", "叫号前先响提示音", "a chime comes before each spoken call"),
    "voice.repeat": (2, "count", "每次叫号播报几遍", "how often a call is said"),
    "voice.yao": (False, "yes_no", "票号里的“1”读作“幺”", "the digit 1 of a ticket is said yao"),
    "voice.english": (False, "yes_no", "中文之后再播英文", "English is said after the Chinese"),
    "voice.rate": (
        100,
        "percent",
        "语速（录音片段只改变字与字之间的停顿）",
        "speed of speech (recorded clips: only the pauses between words)",
    ),
    "voice.volume": (
        "100",
        "text",
        "音量百分数，可按时段，如 100, 12-14=40（0 为不播报）",
        "volume in percent, by hour if wanted: 100, 12-14=40 (0 is silent)",
    ),
    "lobby.ticker": (
        "70 岁以上老人、军人、残疾人可取优先号 · 过号请到任一窗口重排",
        "text",
        "大屏底部滚动文字",
        "ticker of the lobby display",
    ),
}
LIMITS = {"ticket.digits": (0, 9), "voice.repeat": (1, 5), "voice.rate": (50, 200)}
"""Least and most of a number; of those not named here 0 and MOST."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting with its present value."""

    key: str
    value: Value
    unit: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The hall's rules of the queue: counts; recall_interval in seconds, appointment_grace and take_back in minutes."""

    digits: int
    recalls: int
    recall_interval: int
    requeue_after: int
    requeue_max: int
    priority_one_in: int
    appointment_grace: int
    take_back: int
    no_show_min_recalls: int
    any_window: bool
    resume_anywhere: bool


_OWN_VALUES = select(Setting.key, Setting.value).where(Setting.hall_id == bindparam("hall"))


@cache
def presets() -> dict[str, SettingRow]:
    """Every setting with its preset, by key."""
    clocks = {row["key"]: row for row in rows("reference/clocks.csv")}
    found: dict[str, SettingRow] = {}
    for name in _FROM_CLOCKS:
        row = clocks[f"ticket.{name}"]
        found[row["key"]] = SettingRow(row["key"], int(row["value"]), row["unit"], row["meaning_zh"], row["meaning_en"])
    for key, (value, unit, zh, en) in _OWN.items():
        found[key] = SettingRow(key, value, unit, zh, en)
    return found


def values(session: HallSession, hall: str) -> dict[str, Any]:
    """The present value of every setting, by key."""
    own = session.connection().execute(_OWN_VALUES, {"hall": hall})
    return {key: row.value for key, row in presets().items()} | {row.key: row.value for row in own}


def policy(session: HallSession, hall: str) -> Policy:
    """The rules of the queue as the hall has set them."""
    now = values(session, hall)
    return Policy(**{name: now[f"ticket.{name}"] for name in Policy.__slots__})


@view
def all_(session: HallSession, ctx: Context) -> tuple[SettingRow, ...]:
    """Every setting with its present value."""
    now = values(session, ctx.hall)
    return tuple(SettingRow(row.key, now[row.key], row.unit, row.zh, row.en) for row in presets().values())


@use_case
def set_(session: HallSession, ctx: Context, *, name: str, value: Value) -> SettingRow:
    """The setting has this value.

    Raises bad_argument for an unknown name or a value of another kind, out_of_range (LIMITS), volume_unreadable.
    """
    row = presets().get(name)
    if row is None:
        raise DeskError("bad_argument", problem=f"name: {name}")
    accepted = _of_kind(row.value, value)
    _check(name, accepted)
    known = session.get(Setting, (ctx.hall, name))
    if known is None:
        session.add(Setting(hall_id=ctx.hall, key=name, value=accepted))
    else:
        known.value = accepted
    return SettingRow(name, accepted, row.unit, row.zh, row.en)


def _of_kind(preset: Value, value: Value) -> Value:
    if isinstance(preset, bool) and str(value).lower() in ("true", "false", "1", "0"):
        return str(value).lower() in ("true", "1")
    if isinstance(preset, str):
        return str(value)
    if not isinstance(preset, bool) and str(value).isdecimal():
        return int(value)
    raise DeskError("bad_argument", problem=f"value: {value}")


def _check(name: str, value: Value) -> None:
    least, most = LIMITS.get(name, (0, MOST))
    if isinstance(value, int) and not least <= value <= most:
        raise DeskError("out_of_range", least=least, most=most)
    if name == "voice.volume":
        by_hour(str(value))


_SPAN = r"(\d{1,2})-(\d{1,2})=(\d{1,3})"
_VOLUME = re.compile(rf"(\d{{1,3}})((?:,{_SPAN})*)")
_HALF_WIDTH = str.maketrans("，＝－", ",=-", " ")


def by_hour(text: str) -> tuple[int, ...]:
    """The 24 percentages of a day, from midnight on, that `text` means: "80", or "80, 12-14=40, 18-24=60".

    Raises volume_unreadable, also for hours that do not exist or are named twice.
    """
    written = _VOLUME.fullmatch(text.translate(_HALF_WIDTH))
    if written is None:
        raise DeskError("volume_unreadable", text=text)
    always, named = int(written[1]), dict[int, int]()
    for first, end, percent in re.findall(_SPAN, written[2]):
        hours = range(int(first), int(end))
        if not hours or hours.stop > 24 or not named.keys().isdisjoint(hours):
            raise DeskError("volume_unreadable", text=text)
        named |= dict.fromkeys(hours, int(percent))
    if max(always, *named.values(), 0) > 100:
        raise DeskError("volume_unreadable", text=text)
    return tuple(named.get(hour, always) for hour in range(24))
