"""Tickets: issued, called, served, finished, by queue rules §1–3; states and steps are in desk/workflow.py."""

from desk.tickets.calling import CalledTicket, call, call_next, no_show, put_back, recall, requeue
from desk.tickets.issuing import IssuedTicket, TicketSlip, issue, slip
from desk.tickets.moves import TicketNow
from desk.tickets.past import Event, Period, TicketHistory, history
from desk.tickets.serving import abandon, finish, hand_over, hold, resume, start
from desk.tickets.takeback import take_back
from desk.tickets.views import (
    Board,
    BoardCall,
    BoardCounter,
    CounterView,
    DayFigures,
    TicketCard,
    WaitingTicket,
    at_counter,
    board,
    waiting,
)

__all__ = [
    "Board",
    "BoardCall",
    "BoardCounter",
    "CalledTicket",
    "CounterView",
    "DayFigures",
    "Event",
    "IssuedTicket",
    "Period",
    "TicketCard",
    "TicketHistory",
    "TicketNow",
    "TicketSlip",
    "WaitingTicket",
    "abandon",
    "at_counter",
    "board",
    "call",
    "call_next",
    "finish",
    "hand_over",
    "history",
    "hold",
    "issue",
    "no_show",
    "put_back",
    "recall",
    "requeue",
    "resume",
    "slip",
    "start",
    "take_back",
    "waiting",
]
