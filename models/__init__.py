"""What is stored: entities and migrations, nothing else. Knows no rule, no clock and no screen."""

from models.audit import AuditEntry, AuditLane, AuditSeal
from models.base import Base
from models.counter import Counter, CounterPeriod, CounterQueue, CounterState
from models.door import Change, NumberSeries, Request
from models.hall import DayClose, Hall, Opening, Setting, Site
from models.print_job import Printer, PrintJob
from models.queue import Matter, Queue
from models.rating import FollowUp, FollowUpState, FollowUpStep, RatedTicket, Rating
from models.sizes import SIZES
from models.staff import Staff, StaffQueue, StaffRole
from models.ticket import LIVE, Ticket, TicketEvent, TicketMatter, TicketPeriod, TicketState
from models.topics import Topic

__all__ = [
    "LIVE",
    "SIZES",
    "AuditEntry",
    "AuditLane",
    "AuditSeal",
    "Base",
    "Change",
    "Counter",
    "CounterPeriod",
    "CounterQueue",
    "CounterState",
    "DayClose",
    "FollowUp",
    "FollowUpState",
    "FollowUpStep",
    "Hall",
    "Matter",
    "NumberSeries",
    "Opening",
    "PrintJob",
    "Printer",
    "Queue",
    "RatedTicket",
    "Rating",
    "Request",
    "Setting",
    "Site",
    "Staff",
    "StaffQueue",
    "StaffRole",
    "Ticket",
    "TicketEvent",
    "TicketMatter",
    "TicketPeriod",
    "TicketState",
    "Topic",
]
