"""One way to carry out every use case and every view, in a hall where something is in every state."""

from dataclasses import dataclass
from typing import Any

from desk.catalogue import everything, marked
from desk.office import Office
from tests.factories import finished, issued, missed, on_hold

NAMES = [function.desk_mark.name for function in everything()]
CHANGES = [function.desk_mark.name for function in everything() if function.desk_mark.changes]
VIEWS = [function.desk_mark.name for function in everything() if not function.desk_mark.changes]


@dataclass(frozen=True, slots=True)
class Example:
    """Who may do it, and with which arguments it succeeds."""

    actor: str | None
    args: dict[str, Any]


def arrange(office: Office) -> dict[str, Example]:
    """A hall in the middle of its morning, and an example for every name of the catalogue that succeeds there.

    A001 waits, B001 is called and C001 served (counters 2, 3), A002 on hold, D001 missed, A003 to A006 finished;
    three of them were not content: A005 has been called back, A006 has its answer.
    """
    issued(office, "A")
    on_hold(office, "A", counter=1, actor="wangmin")
    missed(office, "D", counter=4, actor="sunwei")
    for _ in range(4):
        finished(office, "A", counter=1, actor="wangmin")
    _called(office, "B", 2, "clerk")
    _called(office, "C", 3, "supervisor")
    office.do("tickets.start", actor="supervisor", number="C001")
    office.do("prints.set_printer", actor="clerk", name="窗口", kind="file", address="/tmp")
    return _tickets() | _prints(office) | _ratings(office) | _others(office)


def _called(office: Office, queue: str, counter: int, actor: str) -> None:
    number = issued(office, queue)
    office.do("tickets.call", actor=actor, number=number, counter=counter)


def _tickets() -> dict[str, Example]:
    return {
        "tickets.issue": Example("kiosk", {"queue": "A", "priority": "elder", "slip": True}),
        "tickets.call_next": Example("wangmin", {"counter": 1}),
        "tickets.call": Example("wangmin", {"number": "A001", "counter": 1}),
        "tickets.put_back": Example("clerk", {"number": "B001"}),
        "tickets.no_show": Example("clerk", {"number": "B001"}),
        "tickets.start": Example("clerk", {"number": "B001"}),
        "tickets.recall": Example("clerk", {"number": "B001"}),
        "tickets.hold": Example("supervisor", {"number": "C001", "reason": "fetch_papers"}),
        "tickets.finish": Example("supervisor", {"number": "C001", "matters": ()}),
        "tickets.hand_over": Example("supervisor", {"number": "C001", "to_queue": "F"}),
        "tickets.resume": Example("wangmin", {"number": "A002"}),
        "tickets.requeue": Example("clerk", {"number": "D001"}),
        "tickets.abandon": Example("clerk", {"number": "A001"}),
        "tickets.take_back": Example("wangmin", {"number": "A003"}),
        "tickets.waiting": Example("clerk", {"counter": 1}),
        "tickets.board": Example(None, {}),
        "tickets.at_counter": Example("clerk", {"counter": 2}),
        "tickets.history": Example("clerk", {"number": "A003"}),
        "tickets.slip": Example("kiosk", {"number": "A001"}),
    }


def _prints(office: Office) -> dict[str, Example]:
    """Of three jobs one is being printed, one has failed, one is pending."""
    for _ in range(3):
        issued(office, "F", slip=True)
    printing, failed = (office.do("prints.claim", actor=None).id for _ in range(2))
    office.do("prints.failed", actor=None, job=failed, code="printer_off", facts={"printer": "窗口"})
    pending = office.see("prints.jobs", actor="clerk", state="pending")[0].id
    return {
        "prints.claim": Example(None, {}),
        "prints.printed": Example(None, {"job": printing}),
        "prints.failed": Example(None, {"job": printing, "code": "printer_off", "facts": {"printer": "窗口"}}),
        "prints.retry": Example("clerk", {"job": failed}),
        "prints.cancel": Example("clerk", {"job": pending}),
        "prints.shelve": Example(None, {}),
        "prints.reprint": Example("clerk", {"number": "A001", "reason": "lost"}),
        "prints.set_printer": Example("clerk", {"name": "取号机", "kind": "recorder"}),
        "prints.remove_printer": Example("clerk", {"name": "窗口"}),
        "prints.jobs": Example("clerk", {}),
        "prints.history": Example("clerk", {"number": "F001"}),
        "prints.printers": Example(None, {}),
    }


def _ratings(office: Office) -> dict[str, Example]:
    for number in ("A004", "A005", "A006"):
        office.do("ratings.rate", actor="kiosk", number=number, grade=2)
    for number in ("A005", "A006"):
        office.do("ratings.contact", actor="supervisor", number=number)
    office.do("ratings.answer", actor="supervisor", number="A006", note="已说明")
    day = office.now().date()
    return {
        "ratings.rate": Example("kiosk", {"number": "A003", "grade": 1, "reasons": ("rl_slow",)}),
        "ratings.by_code": Example("kiosk", {"code": office.see("tickets.slip", actor="kiosk", number="A003").code}),
        "ratings.at_counter": Example("kiosk", {"counter": 1}),
        "ratings.grades": Example(None, {}),
        "ratings.contact": Example("supervisor", {"number": "A004", "note": "电话联系"}),
        "ratings.answer": Example("supervisor", {"number": "A005", "note": "已说明"}),
        "ratings.close": Example("supervisor", {"number": "A006"}),
        "ratings.follow_ups": Example("supervisor", {}),
        "ratings.figures": Example("supervisor", {"day_from": day, "day_to": day, "by": "clerk"}),
    }


def _others(office: Office) -> dict[str, Example]:
    code = office.see("tickets.slip", actor="kiosk", number="A001").code
    return {
        "audit.entries": Example("auditor", {}),
        "audit.seals": Example("auditor", {}),
        "clock.confirm": Example("supervisor", {}),
        "codes.scan": Example(None, {"text": code}),
        "counters.add": Example("administrator", {"counter": 8, "queues": ("A", "B")}),
        "counters.all": Example("clerk", {}),
        "counters.open": Example("clerk", {"counter": 6}),
        "counters.pause": Example("clerk", {"counter": 2, "reason": "meal"}),
        "counters.close": Example("clerk", {"counter": 5}),
        "counters.set_queues": Example("supervisor", {"counter": 1, "queues": ("A", "C")}),
        "day.close": Example("supervisor", {}),
        "day.open_items": Example("clerk", {}),
        "day.unclosed": Example("clerk", {}),
        "demo.fill": Example("administrator", {"households": 40}),
        "halls.show": Example("clerk", {}),
        "queues.offered": Example(None, {}),
        "queues.open_queue": Example("supervisor", {"queue": "A"}),
        "queues.close_queue": Example("supervisor", {"queue": "A"}),
        "queues.matters": Example("clerk", {"queue": "A"}),
        "reasons.of": Example("clerk", {"list": "priority"}),
        "settings.all": Example("clerk", {}),
        "settings.set": Example("administrator", {"name": "ticket.recalls", "value": 5}),
        "staff.picker": Example(None, {}),
        "staff.add": Example(
            "administrator", {"staff": "lina", "display": "李娜", "roles": ("clerk",), "queues": ("A",)}
        ),
        "staff.set_roles": Example("administrator", {"staff": "wangmin", "roles": ("clerk", "supervisor")}),
        "staff.set_queues": Example("administrator", {"staff": "wangmin", "queues": ("A", "B")}),
        "staff.leave": Example("administrator", {"staff": "zhouqian"}),
    }


def carry_out(office: Office, name: str, example: Example, **more: Any) -> Any:
    """The answer of the office to the example."""
    door = office.do if marked(name).desk_mark.changes else office.see
    return door(name, actor=example.actor, **example.args, **more)
