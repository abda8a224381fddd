"""Everything that can be done by a key or from the palette, as rows. The only place with shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import actions
from ui.registry import PARTS
from ui.text import mark

if TYPE_CHECKING:
    from ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `screen`: only there (None: everywhere); `needs`: the use case that somebody must be allowed."""

    id: str
    title: str
    shortcut: str
    run: Callable[[MainWindow], object]
    needs: str | None = None
    screen: str | None = None


def _part(number: int, part: str, title: str) -> Command:
    return Command(f"part.{part}", title, f"Alt+{number}", lambda desk: desk.show_part(part))


COMMANDS: tuple[Command, ...] = (
    Command("help", mark("本页帮助"), "F1", actions.show_help),
    Command("call_next", mark("叫下一位"), "F2", lambda desk: desk.counter.call_next(), "tickets.call_next"),
    Command("recall", mark("重呼"), "F3", lambda desk: desk.counter.ticket("recall"), "tickets.recall"),
    Command("no_show", mark("过号"), "F4", lambda desk: desk.counter.ticket("no_show"), "tickets.no_show"),
    Command("start", mark("开始办理"), "F5", lambda desk: desk.counter.ticket("start"), "tickets.start"),
    Command("hold", mark("挂起或恢复"), "F6", actions.hold_or_resume, "tickets.hold"),
    Command("hand_over", mark("转窗"), "F7", actions.hand_over, "tickets.hand_over"),
    Command("finish", mark("办结"), "F8", lambda desk: desk.counter.finish(), "tickets.finish"),
    Command("ticket_menu", mark("号票的其他操作"), "F10", actions.ticket_menu, "tickets.requeue"),
    Command("counter_state", mark("开窗、暂停、关窗"), "F11", actions.counter_menu, "counters.open"),
    Command("call_selected", mark("呼叫选中的号"), "F12", actions.call_selected, "tickets.call", "counter"),
    Command("take_back", mark("撤销上一步"), "Ctrl+Z", lambda desk: desk.counter.take_back(), "tickets.take_back"),
    Command("day_close", mark("日结"), "Ctrl+E", actions.close_day, "day.close"),
    Command("follow_up", mark("差评回访：下一步"), "Ctrl+R", actions.follow_up, "ratings.contact", "ratings"),
    Command("rating_groups", mark("满意率：换分组"), "Ctrl+G", actions.rating_groups, "ratings.figures", "ratings"),
    Command("palette", mark("查找人员、票号和命令"), "Ctrl+K", actions.open_palette),
    Command("print", mark("打印当前内容"), "Ctrl+P", lambda desk: desk.print_shown()),
    Command("language", mark("切换语言 中文 / English"), "", lambda desk: desk.switch_language()),
    Command("sign_in", mark("换人或换窗口"), "", lambda desk: desk.leave()),
    *(_part(number, part.id, part.title) for number, part in enumerate(PARTS, 1)),
)
_BY_ID = {row.id: row for row in COMMANDS}


def command(name: str) -> Command:
    """The row of the command `name`."""
    return _BY_ID[name]


def key(name: str) -> str:
    """The shortcut of the command `name`, for the chip on its button."""
    return _BY_ID[name].shortcut


def allowed(roles: tuple[str, ...]) -> tuple[Command, ...]:
    """The commands that somebody with these roles may run."""
    from desk.permissions import may

    return tuple(row for row in COMMANDS if row.needs is None or may(frozenset(roles), row.needs))
