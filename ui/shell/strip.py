"""The ticket strip: the resident in front of the clerk, never out of sight while a ticket is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import words
from ui.commands import key
from ui.kit.button import Button
from ui.kit.elided import ElidedLabel
from ui.kit.label import Label, Tag
from ui.style import tokens
from ui.style.theme import restyle
from ui.text import clock_text, duration, mark, named, timer_text, tr

if TYPE_CHECKING:
    from desk.tickets import TicketCard, WaitingTicket
    from ui.at_counter import AtCounter

_BUTTONS = {
    "recall": mark("重呼"),
    "no_show": mark("过号"),
    "hold": mark("挂起"),
    "hand_over": mark("转窗"),
    "ticket_menu": mark("更多"),
    "start": mark("开始办理"),
    "finish": mark("办结"),
    "call_next": mark("叫下一位"),
}
_SHOWN = {
    "called": {"recall", "no_show", "ticket_menu", "start"},
    "serving": {"hold", "hand_over", "ticket_menu", "finish", "call_next"},
    "": {"ticket_menu", "call_next"},
}
_NEXT = {"called": "start", "serving": "finish", "": "call_next"}
_TITLE = {"called": mark("已呼叫"), "serving": mark("正在办理"), "": mark("现在")}
_SINCE = {"called": mark("已呼叫"), "serving": mark("已办理")}
_IDLE = {"open": mark("空闲"), "paused": mark("暂停"), "closed": mark("未开窗")}


ROOMY = 1080  # narrower than this the strip says less


class Strip(QFrame):
    """Number, queue and times on the left, what may be done on the right; the next step is the coloured one."""

    pressed = Signal(str)  # the id of a command

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self._counter: AtCounter | None = None
        self.title, self.number = Label(role="small"), Label(role="number")
        self.queue, self.priority, self.line = ElidedLabel(role="strong"), Tag(tone="red"), ElidedLabel(role="small")
        self.number.setFixedHeight(tokens.TEXT_NUMBER + 4)
        self.timer, self.usual = Label(role="timer"), ElidedLabel(role="small")
        self.undo = Button(mark("撤销"), key=key("take_back"), role="undo")
        self.undo.clicked.connect(lambda: self.pressed.emit("take_back"))
        self.buttons = {name: self._button(name, zh) for name, zh in _BUTTONS.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, tokens.S2, tokens.S4, tokens.S2)
        row.setSpacing(tokens.S2)
        row.addLayout(_column(self.title, self.number))
        row.addSpacing(tokens.S2)
        row.addLayout(self._meta(), 1)
        row.addWidget(self.undo)
        for button in self.buttons.values():
            row.addWidget(button)

    def watch(self, counter: AtCounter) -> None:
        """Shows this counter from now on."""
        self._counter = counter
        counter.updated.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Says anew what stands at the counter, and which buttons may be pressed."""
        card = self._counter.current() if self._counter else None
        state = card.state if card else ""
        self.title.say(_TITLE.get(str(state), _TITLE[""]))
        self._show_card(card) if card else self._show_idle()
        if self._counter is not None:
            self.buttons["finish"].say(self._counter.finish_words())
        for name, button in self.buttons.items():
            button.setVisible(name in _SHOWN.get(str(state), _SHOWN[""]))
            button.setEnabled(self._may_call(name))
            restyle(button, role="primary" if _NEXT.get(str(state)) == name else "")
        self.tick()

    def tick(self) -> None:
        """The running times go on."""
        if self._counter is None:
            return
        roomy, card = self.width() >= ROOMY, self._counter.current()
        self.buttons["ticket_menu"].setVisible(roomy)  # its key works all the same
        self.usual.setVisible(roomy)
        if card is not None:
            self._show_times(card)
        self._show_undo()

    def something_open(self) -> bool:
        """Whether the strip has to be seen in every part."""
        return self._counter is not None and bool(self._counter.current() or self._counter.to_take_back())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tick()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()

    def _button(self, name: str, zh: str) -> Button:
        button = Button(zh, key=key(name))
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def _meta(self) -> QVBoxLayout:
        upper = QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(self.queue)
        upper.addWidget(self.priority)
        upper.addStretch(1)
        lower = QHBoxLayout()
        lower.setSpacing(4)
        for label in (self.line, self.timer, self.usual):
            lower.addWidget(label)
        lower.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addLayout(upper)
        column.addLayout(lower)
        column.addStretch(1)
        return column

    def _may_call(self, name: str) -> bool:
        now = self._counter.now if self._counter else None
        return name != "call_next" or (now is not None and now.state == "open")

    def _show_card(self, card: TicketCard) -> None:
        self.number.show_text(card.number)
        self.queue.show_text(named(card, "queue_name"))
        tag = ticket_tag(card)
        self.priority.setVisible(tag is not None)
        if tag is not None:
            self.priority.show_text(tag[0])
            self.priority.set_tone(tag[1])

    def _show_idle(self) -> None:
        now = self._counter.now if self._counter else None
        self.number.say(_IDLE.get(str(now.state), _IDLE["open"]) if now else mark("空闲"))
        self.queue.say(mark("全厅等候 {count} 人"), count=now.waiting_count) if now else self.queue.show_text("")
        self.priority.hide()
        self.line.say(idle_hint(str(now.state), now.waiting_count) if now else "")
        self.timer.show_text("")
        self.usual.show_text("")

    def _show_times(self, card: TicketCard) -> None:
        now = self._counter.ctx.clock()
        waited = tr(mark("等候 {time}"), time=duration(card.waited_seconds))
        self.line.show_text(f"{waited} · {tr(_SINCE.get(str(card.state), _SINCE['called']))}")
        self.timer.show_text(timer_text((now - card.state_since).total_seconds()))
        self.usual.show_text(f"· {tr(mark('预计 {minutes} 分钟'), minutes=card.usual_minutes)}")

    def _show_undo(self) -> None:
        card = self._counter.to_take_back()
        self.undo.setVisible(card is not None)
        if card is not None:
            left = timer_text(self._counter.seconds_to_take_back(card)).removeprefix("0")
            action = words.word(words.ACTION, card.last_action)
            short = self.width() < ROOMY
            words_ = mark("撤销 {left}") if short else mark("撤销：{number} {action}（剩 {left}）")
            self.undo.say(words_, number=card.number, action=action, left=left)


def short_tag(row: TicketCard | WaitingTicket) -> tuple[str, str] | None:
    """The same as `ticket_tag` for narrow lists: 优先 without its reason."""
    return (tr(mark("优先")), "red") if row.priority else ticket_tag(row)


def ticket_tag(row: TicketCard | WaitingTicket) -> tuple[str, str] | None:
    """What is special about a ticket, as (words, tone): 优先 · 老人, 预约 10:30, 转入, 点呼; None for the plain one."""
    if row.priority:
        return tr(mark("优先 · {reason}"), reason=words.word(words.PRIORITY, row.priority)), "red"
    at = getattr(row, "appointment_at", None)
    if at is not None:
        return tr(mark("预约 {time}"), time=clock_text(at)), "plain"
    return None if row.why == "first_come" else (words.word(words.WHY, row.why), "plain")


def idle_hint(state: str, waiting: int) -> str:
    """What to do next when no ticket is at the counter."""
    if state == "paused":
        return mark("按 F11 恢复叫号")
    if state == "closed":
        return mark("按 F11 开窗")
    return mark("按 F2 叫下一位") if waiting else mark("没有人等候，来人取号后会出现在右侧")


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column
