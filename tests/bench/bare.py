"""The floor: the rows of an issue and of a call written by bare statements in one transaction, with the same drivers.

The same statements as the door's as far as they write, lock, or read what stands in the rows afterwards: the queue and
its site (on the slip), the hall's settings (its digits, the slip's sentence), who is next. No rights, no checks, no
hashes, no objects; texts that the program makes are constants of the same length.
"""

import time
from typing import Any, Protocol

from uuid_utils import uuid7

from desk.context import HallInfo
from desk.store import Store

MAC = "0" * 64
SLIP = (
    '{"ahead":1,"area":"户籍区","code":"HD1:CH:T:20261122-A003:ABCDEFGH","day":"2026-11-22","demo":true,"hall":"CH",'
    '"hall_name":"春晖社区一站式服务大厅","issued_at":"2026-11-22T01:36:05.168547+08:00","no_show_min_recalls":0,'
    '"number":"A003","priority":null,"priority_name":null,"queue_name":"户籍与居住","recalls":3,"reprint":0,'
    '"requeue_after":3,"site_name":"主大厅"}'
)
ISSUE_ROWS = (
    '[{"after":{"channel":"kiosk","day":"2026-11-22","hall_id":"CH","id":"01a20454-5433-7644-96b4-0ee388a85cab","no":3,'
    '"number":"A003","prefix":"A","queue":"A","rank":"2026-11-22T01:36:05.168547+08:00","recalls":0,"requeues":0,'
    '"seq":1,"state":"waiting","state_since":"2026-11-22T01:36:05.168547+08:00",'
    '"waiting_since":"2026-11-22T01:36:05.168547+08:00","why":"first_come"},"before":{},'
    '"key":["01a20454-5433-7644-96b4-0ee388a85cab"],"table":"ticket"},{"after":{"copies":1,'
    '"created_at":"2026-11-22T01:36:05.168547+08:00","day":"2026-11-22","hall_id":"CH",'
    '"id":"01a20454-5435-73c1-a4c7-3770691f7f1f","number":"A003","paper":"slip","reprint":0,"state":"pending",'
    '"workstation":"w1"},"before":{},"key":["01a20454-5435-73c1-a4c7-3770691f7f1f"],"table":"print_job"}]'
)
ISSUED = (
    '{"is":{"ahead":1,"area":"户籍区","day":"2026-11-22","issued_at":"2026-11-22T01:36:05.168547+08:00",'
    '"number":"A003","priority":null,"queue":"A","queue_name":"户籍与居住",'
    '"queue_name_en":"household registration and residence"}}'
)
KEPT = (
    '{"called_at":null,"counter":null,"for_counter":null,"queue":"A","rank":"2026-11-22T17:36:05.130734+00:00",'
    '"recalls":0,"requeues":0,"since_priority":1,"staff":null,"why":"first_come","why_called":"first_come"}'
)
CALL_ROWS = (
    '[{"after":{"since_priority":2},"before":{"since_priority":1},"key":[3],"table":"counter"},{"after":{'
    '"called_at":"2026-11-22T01:36:05.176499+08:00","counter":3,"seq":2,"staff":"clerk","state":"called",'
    '"state_since":"2026-11-22T01:36:05.176499+08:00"},"before":{"called_at":null,"counter":null,"seq":1,"staff":null,'
    '"state":"waiting","state_since":"2026-11-22T17:36:05.130734+00:00"},'
    '"key":["01a20454-540c-763b-900a-58176ed413d9"],"table":"ticket"}]'
)
CALLED = (
    '{"is":{"counter":3,"day":"2026-11-22","number":"A002","priority":null,"queue":"A","queue_name":"户籍与居住",'
    '"waited_seconds":0,"why":"first_come"}}'
)

LINE = (
    "SELECT q.prefix, q.name, q.name_en, q.area, q.open, s.name FROM queue q"
    " JOIN site s ON s.hall_id = q.hall_id AND s.code = q.site WHERE q.hall_id = %s AND q.prefix = %s"
)
SETTINGS = "SELECT key, value FROM setting WHERE hall_id = %s"
LANE = "SELECT seq, at, mac FROM audit_lane WHERE hall_id = %s AND lane = %s FOR UPDATE"
AHEAD = "SELECT count(*) FROM ticket WHERE hall_id = %s AND day = %s AND state = 'waiting' AND queue = %s"
NUMBER = (
    "INSERT INTO number_series (hall_id, series, period, last) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (hall_id, series, period) DO UPDATE SET last = number_series.last + 1 RETURNING last"
)
TICKET = (
    "INSERT INTO ticket (hall_id, id, day, prefix, no, number, queue, state, state_since, priority, channel,"
    " waiting_since, rank, why, appointment_at, for_counter, counter, staff, recalls, called_at, requeues, seq)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, 'waiting', %s, NULL, 'kiosk',"
    " %s, %s, 'first_come', NULL, NULL, NULL, NULL, 0, NULL, 0, 1)"
)
EVENT = (
    "INSERT INTO ticket_event (hall_id, ticket_id, seq, action, at, actor, counter, from_state, to_state, why, reason,"
    ' note, "before") VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL, NULL, %s)'
)
PERIOD = (
    "INSERT INTO ticket_period (hall_id, ticket_id, seq, state, queue, counter, staff, started_at, ended_at,"
    " inaccurate) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL, FALSE)"
)
JOB = (
    'INSERT INTO print_job (hall_id, id, workstation, paper, number, day, "view", copies, reprint, reason, state,'
    " printer, error, facts, created_at, done_at)"
    " VALUES (%s, %s, %s, 'slip', %s, %s, %s, 1, 0, NULL, 'pending', NULL, NULL, NULL, %s, NULL)"
)
ENTRY = (
    "INSERT INTO audit_entry (hall_id, lane, seq, at, actor, what, args, rows, mac)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
FIRST_HEAD = "INSERT INTO audit_lane (hall_id, lane, seq, at, mac) VALUES (%s, %s, 0, 0, %s) ON CONFLICT DO NOTHING"
HEAD = "UPDATE audit_lane SET seq = %s, at = %s, mac = %s WHERE hall_id = %s AND lane = %s"
REQUEST = "INSERT INTO request (hall_id, key, at, digest, result) VALUES (%s, %s, %s, %s, %s)"
CHANGE = (
    "INSERT INTO change (hall_id, topic, version) VALUES (%s, %s, 1), (%s, %s, 1)"
    " ON CONFLICT (hall_id, topic) DO UPDATE SET version = change.version + 1"
)
NOTIFY = "SELECT pg_notify(%s, %s)"
COUNTER = "SELECT state, since_priority FROM counter WHERE hall_id = %s AND number = %s FOR UPDATE"
MINE = (
    "hall_id = %s AND day = %s AND state = 'waiting' AND (for_counter IS NULL AND queue IN"
    " (SELECT queue FROM staff_queue WHERE hall_id = %s AND staff = 'clerk') OR for_counter = %s)"
)
FIRST = "SELECT * FROM (SELECT id, number, priority, appointment_at, rank, why FROM ticket WHERE"
NEXT = (
    f"{FIRST} {MINE} AND priority IS NOT NULL AND (appointment_at IS NULL OR appointment_at <= %s)"
    f" ORDER BY rank, number LIMIT 1) a UNION ALL {FIRST} {MINE} AND priority IS NULL AND appointment_at <= %s"
    f" ORDER BY appointment_at, rank, number LIMIT 1) b UNION ALL {FIRST} {MINE} AND priority IS NULL"
    " AND appointment_at IS NULL ORDER BY rank, number LIMIT 1) c"
)
BEFORE = "SELECT * FROM ticket WHERE hall_id = %s AND id = %s FOR UPDATE"
NAME = "SELECT name FROM queue WHERE hall_id = %s AND prefix = %s"
END_PERIOD = (
    "UPDATE ticket_period SET ended_at = %s, inaccurate = FALSE"
    " WHERE hall_id = %s AND ticket_id = %s AND ended_at IS NULL"
)
SINCE = "UPDATE counter SET since_priority = %s WHERE hall_id = %s AND number = %s"
CALL = (
    "UPDATE ticket SET state = 'called', state_since = %s, counter = %s, staff = %s, called_at = %s, seq = 2"
    " WHERE hall_id = %s AND id = %s"
)


class Cursor(Protocol):
    """What both drivers have."""

    def execute(self, statement: str, values: Any = ..., /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Bare:
    """The work of an office, without the office."""

    def __init__(self, store: Store, hall: HallInfo, workstation: str) -> None:
        self.connection: Any = store.connect_alone()
        self.cursor: Cursor = self.connection.cursor()
        self.postgresql = store.is_postgresql
        self.begin = "BEGIN" if self.postgresql else "BEGIN IMMEDIATE"
        self.hall, self.workstation = hall.code, workstation
        self._run(FIRST_HEAD, self.hall, workstation, MAC)

    def close(self) -> None:
        self.connection.close()

    def issue(self, day: str, queue: str = "A") -> int:
        """A ticket is issued; its number."""
        self.cursor.execute(self.begin)
        now, ticket, job = time.time_ns() // 1000, str(uuid7()), str(uuid7())
        seq, *_ = self._one(LANE, self.hall, self.workstation)
        self._one(LINE, self.hall, queue)
        self._all(SETTINGS, self.hall)
        self._one(AHEAD, self.hall, day, queue)
        (no,) = self._one(NUMBER, self.hall, f"ticket:{queue}", day)
        number = f"{queue}{no:03}"
        self._run(TICKET, self.hall, ticket, day, queue, no, number, queue, now, now, now)
        self._run(
            EVENT, self.hall, ticket, 1, "issue", now, "kiosk", None, None, "waiting", "first_come", '{"ahead":1}'
        )
        self._run(PERIOD, self.hall, ticket, 1, "waiting", queue, None, None, now)
        self._run(JOB, self.hall, job, self.workstation, number, day, SLIP, now)
        self._chain(seq + 1, now, "kiosk", "tickets.issue", '{"queue":"A"}', ISSUE_ROWS, ISSUED)
        self._tell("print_jobs", "tickets")
        self.cursor.execute("COMMIT")
        return no

    def call_next(self, day: str, counter: int, queue: str = "A") -> str:
        """The first of the queue is called; its number."""
        self.cursor.execute(self.begin)
        now = time.time_ns() // 1000
        seq, *_ = self._one(LANE, self.hall, self.workstation)
        _, since = self._one(COUNTER, self.hall, counter)
        mine = (self.hall, day, self.hall, counter)
        ticket, number, *_ = self._all(NEXT, *mine, now, *mine, now, *mine)[-1]
        self._one(BEFORE, self.hall, ticket)
        self._run(EVENT, self.hall, ticket, 2, "call", now, "clerk", counter, "waiting", "called", "first_come", KEPT)
        self._run(END_PERIOD, now, self.hall, ticket)
        self._run(PERIOD, self.hall, ticket, 2, "called", queue, counter, "clerk", now)
        self._run(SINCE, since + 1, self.hall, counter)
        self._run(CALL, now, counter, "clerk", now, self.hall, ticket)
        self._one(NAME, self.hall, queue)
        self._chain(seq + 1, now, "clerk", "tickets.call_next", '{"counter":3}', CALL_ROWS, CALLED)
        self._tell("counters", "tickets")
        self.cursor.execute("COMMIT")
        return number

    def _chain(self, seq: int, now: int, actor: str, what: str, args: str, rows: str, result: str) -> None:
        self._run(ENTRY, self.hall, self.workstation, seq, now, actor, what, args, rows, MAC)
        self._run(HEAD, seq, now, MAC, self.hall, self.workstation)
        self._run(REQUEST, self.hall, str(uuid7()), now, MAC, result)

    def _tell(self, *topics: str) -> None:
        if self.postgresql:
            self._one(NOTIFY, f"desk_{self.hall.lower()}", " ".join(topics))
        else:
            self._run(CHANGE, self.hall, topics[0], self.hall, topics[1])

    def _run(self, statement: str, *values: Any) -> None:
        self.cursor.execute(statement if self.postgresql else _lite(statement), values)

    def _one(self, statement: str, *values: Any) -> Any:
        self._run(statement, *values)
        return self.cursor.fetchone()

    def _all(self, statement: str, *values: Any) -> list[Any]:
        self._run(statement, *values)
        return self.cursor.fetchall()


def _lite(statement: str, known: dict[str, str] = {}) -> str:  # noqa: B006 # made once for each statement
    if statement not in known:
        known[statement] = (
            statement.replace("%s", "?").replace(" FOR UPDATE SKIP LOCKED", "").replace(" FOR UPDATE", "")
        )
    return known[statement]
