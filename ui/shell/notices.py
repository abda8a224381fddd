"""Decides what the shell's notices say: errors with their way on, papers that failed, a day that was not closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desk.errors import DeskError
from ui.kit.banner import Act, Banners
from ui.messages import message
from ui.text import day_text, mark, tr

if TYPE_CHECKING:
    from ui.at_counter import AtCounter
    from ui.context import Context
    from ui.print_watch import PrintWatch

TRY_AGAIN = {"database_locked", "disk_full", "database_unavailable", "conflict"}
_NOBODY = mark("现在没有等候的号：来人取号后，右侧会出现，按 F2 呼叫。")
_DONE = {
    "take_back": mark("已撤销：{number} 回到撤销前的状态。"),
    "requeue": mark("{number} 已重排：让过规定人数后再叫。"),
}


class Notices(QObject):
    """Puts what the counter, the printers and the tasks tell into the banners of the window."""

    def __init__(
        self, banners: Banners, ctx: Context, counter: AtCounter, prints: PrintWatch, may_close_day: bool
    ) -> None:
        super().__init__(banners)
        self._banners, self._ctx, self._counter, self._prints = banners, ctx, counter, prints
        self._may_close_day = may_close_day
        self.close_day: Act = lambda: None
        counter.failed.connect(self._refused)
        counter.acted.connect(self._acted)
        counter.updated.connect(self._day)
        prints.updated.connect(self._papers)
        ctx.tasks.unanswered.connect(self.error)

    def error(self, error: DeskError) -> None:
        """Says what is wrong; where asking once more can help, the button does it with the same key."""
        again = error.code in TRY_AGAIN and self._ctx.tasks.can_repeat(error)
        self._banners.show_error(error, way_on=(mark("重试"), lambda: self._again(error)) if again else None)

    def ok(self, zh: str, **facts: Any) -> None:
        self._banners.say("action", "ok", zh, **facts)

    def _again(self, error: DeskError) -> None:
        self._banners.clear("action")
        self._ctx.tasks.again(error)

    def _refused(self, action: str, error: DeskError) -> None:
        if error.code == "counter_not_open":
            self._banners.show_error(error, way_on=(mark("开窗"), self._counter.open))
        elif error.code == "counter_busy" and action == "call_next":
            card = self._counter.current()
            serving = card is not None and card.state == "serving"
            way_on = (mark("办结并叫下一位"), lambda: self._counter.finish(then_call=True)) if serving else None
            self._banners.show_error(error, way_on=way_on)
        else:
            self.error(error)

    def _acted(self, action: str, result: object) -> None:
        self._banners.clear("action")
        if action == "call_next" and result is None:
            self._banners.say("action", "warn", _NOBODY)
        elif action in _DONE:
            self.ok(_DONE[action], number=getattr(result, "number", ""))

    def _day(self) -> None:
        days = self._counter.now.unclosed_days if self._counter.now else ()
        oldest = next(iter(days), None)
        if oldest is None:
            self._banners.clear("day")
            return
        text = mark("{day} 还没有日结：请日结后再开始今天的工作。") if self._may_close_day else _ASK
        way_on = (mark("日结"), self._close_day) if self._may_close_day else None
        self._banners.tell("day", "warn", lambda: tr(text, day=day_text(oldest)), way_on=way_on)

    def _close_day(self) -> None:
        self.close_day()

    def _papers(self) -> None:
        problem = self._prints.problem()
        if problem is None:
            self._banners.clear("prints")
            return
        self._banners.tell("prints", "bad", self._not_printed, way_on=(mark("重打"), self._prints.print_again))

    def _not_printed(self) -> str:
        jobs, problem = self._prints.failed, self._prints.problem()
        if not jobs or problem is None:
            return ""
        first, *more = jobs
        text = mark("{number} 等 {count} 张没有打出来。{why}") if more else mark("{number} 没有打出来。{why}")
        return tr(text, number=first.number, count=len(jobs), why=message(problem))


_ASK = mark("{day} 还没有日结：请告诉值班长日结。")
