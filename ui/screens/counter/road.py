"""A ticket's road as steps: issued, waited, called, served, finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import words
from ui.kit.steps import Step
from ui.text import clock_text, counter_text, listed, mark, tr

if TYPE_CHECKING:
    from desk.tickets import Event, TicketCard, TicketHistory

_ROAD = (("issue", mark("取号")), ("call", mark("叫号")), ("start", mark("办理")), ("finish", mark("办结")))
_PLACE = {"called": 1, "serving": 2}


def steps(card: TicketCard, history: TicketHistory | None) -> tuple[Step, ...]:
    """The steps of the ticket at the counter, each with the time at which it was last taken."""
    times = {}
    if history is not None and (history.number, history.day) == (card.number, card.day):
        times = {event.action: clock_text(event.at) for event in history.events}
    now = _PLACE.get(str(card.state), 2)
    return tuple(
        Step(
            tr(title),
            "done" if place < now else "now" if place == now else "todo",
            times.get(action, "") if place <= now else "",
        )
        for place, (action, title) in enumerate(_ROAD)
    )


def story(history: TicketHistory) -> str:
    """Everything done with the ticket so far, in one line: 10:13 取号、10:20 叫号（3号窗口）."""
    return listed([_told(event) for event in history.events])


def _told(event: Event) -> str:
    told = f"{clock_text(event.at)} {words.word(words.ACTION, event.action)}"
    if event.counter and event.action in {"call", "resume"}:
        return tr(mark("{event}（{counter}）"), event=told, counter=counter_text(event.counter))
    return told
