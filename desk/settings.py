"""What a hall may set, each declared once: preset, unit and texts; a hall's own value overrides the preset."""

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
_ALSO_FROM_CLOCKS = ("rating.contact", "rating.answer", "rating.open_window", "rating.callback_share")
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
    "rating.min_count": (
        5,
        "count",
        "少于几条评价时不显示满意率（保护评价人，至少 3 条）",
        "no satisfaction is shown below this number of ratings (at least 3), so that nobody can be guessed",
    ),
    "rating.second_screen": (
        False,
        "yes_no",
        "窗口有评价屏：办结后请居民评价",
        "counters have a second screen: residents are asked for a rating after the service",
    ),
    "rating.screen_seconds": (
        20,
        "seconds",
        "评价屏无人操作几秒后返回",
        "seconds until the second screen goes back by itself",
    ),
    "lobby.ticker": (
        "70 岁以上老人、军人、残疾人可取优先号 · 过号请到任一窗口重排",
        "text",
        "大屏底部滚动文字",
        "ticker of the lobby display",
    ),
}


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
    for key in (*(f"ticket.{name}" for name in _FROM_CLOCKS), *_ALSO_FROM_CLOCKS):
        row = clocks[key]
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

    Raises bad_argument for an unknown name, a value of another kind, a count above 1000 (of digits: above 9).
    """
    row = presets().get(name)
    if row is None:
        raise DeskError("bad_argument", problem=f"name: {name}")
    accepted = _of_kind(row.value, value, 9 if name == "ticket.digits" else MOST)
    known = session.get(Setting, (ctx.hall, name))
    if known is None:
        session.add(Setting(hall_id=ctx.hall, key=name, value=accepted))
    else:
        known.value = accepted
    return SettingRow(name, accepted, row.unit, row.zh, row.en)


def _of_kind(preset: Value, value: Value, most: int) -> Value:
    if isinstance(preset, bool) and str(value).lower() in ("true", "false", "1", "0"):
        return str(value).lower() in ("true", "1")
    if isinstance(preset, str):
        return str(value)
    if not isinstance(preset, bool) and str(value).isdecimal() and int(value) <= most:
        return int(value)
    raise DeskError("bad_argument", problem=f"value: {value}")
