"""The audit: what is written down, and that nobody can change it unseen."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from desk import checkup
from desk.office import Office
from models import AuditEntry
from tests.conftest import Database
from tests.desk.marks import Said, under
from tests.factories import TODAY, Clock, called, impatient, issued, open_hall, refused, serving, unseen


def entries(office: Office) -> list[AuditEntry]:
    """All entries of this workstation in order."""
    with office.store.read() as session:
        query = select(AuditEntry).where(AuditEntry.lane == office.workstation).order_by(AuditEntry.seq)
        return list(session.scalars(query))


# --- what is written down ------------------------------------------------------------------------------------------


def test_entries_are_numbered_from_one(office: Office) -> None:
    called(office)
    assert [entry.seq for entry in entries(office)] == [1, 2]


def test_every_workstation_has_its_own_lane(office: Office, place: Database, clock: Clock) -> None:
    other = open_hall(place, clock, workstation="desk-2")
    issued(office), issued(other), issued(office)
    assert [entry.seq for entry in entries(other)] == [1]
    other.close()


def test_a_changed_row_is_kept_before_and_after(office: Office) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="A")
    assert entries(office)[-1].rows == [
        {"table": "queue", "key": ["A"], "before": {"open": True}, "after": {"open": False}}
    ]


def test_a_new_row_is_kept_whole(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="ticket.recalls", value=5)
    row = {"hall_id": "CH", "key": "ticket.recalls", "value": 5}
    assert entries(office)[-1].rows == [{"table": "setting", "key": ["ticket.recalls"], "before": {}, "after": row}]


def test_a_removed_row_is_kept_whole(office: Office) -> None:
    office.do("counters.set_queues", actor="supervisor", counter=1, queues=("A",))
    row = {"hall_id": "CH", "counter": 1, "queue": "F"}
    assert entries(office)[-1].rows == [{"table": "counter_queue", "key": [1, "F"], "before": row, "after": {}}]


def test_what_a_closing_counter_lets_go_is_kept_too(office: Office) -> None:
    number = serving(office)
    office.do("tickets.hand_over", actor="clerk", number=number, to_counter=3)
    office.do("counters.close", actor="supervisor", counter=3)
    changes = {row["table"]: (row["before"], row["after"]) for row in entries(office)[-1].rows}
    assert changes["ticket"] == ({"for_counter": 3}, {"for_counter": None})


def test_the_hall_s_secret_is_never_in_the_audit(office: Office) -> None:
    issued(office, slip=True)
    office.do("day.close", actor="supervisor")
    assert office.info.secret.hex() not in str([(entry.args, entry.rows) for entry in entries(office)])


def test_a_refusal_leaves_no_entry(office: Office) -> None:
    refused(office, "tickets.call_next", counter=99)
    assert entries(office) == []


def test_a_view_leaves_no_entry(office: Office) -> None:
    office.see("tickets.board", actor=None)
    assert entries(office) == []


# --- looking at people ---------------------------------------------------------------------------------------------


def personal(work: Callable[..., str]) -> Any:
    return under("audit.entries", work, changes=False, personal=True)


def test_the_look_is_written_before_the_answer_is_read(office: Office) -> None:
    answer = office.see(personal(lambda session, _: session.scalars(select(AuditEntry)).one().what), actor="auditor")
    assert answer == Said("audit.entries")


def test_a_look_says_who_when_where_and_at_what(office: Office, clock: Clock) -> None:
    office.see("audit.entries", actor="auditor", day=TODAY)
    (entry,) = entries(office)
    found = (entry.actor, entry.at, entry.lane, entry.what, entry.args)
    assert found == ("auditor", clock.now, "desk-1", "audit.entries", {"day": "2026-11-23"})


def test_a_look_that_cannot_be_written_down_is_not_answered(office: Office) -> None:
    issued(office)
    looked: list[int] = []
    impatient(office)
    with office.store.write() as somebody:
        somebody.execute(select(AuditEntry))
        if office.store.is_postgresql:
            somebody.connection().exec_driver_sql("LOCK TABLE audit_lane IN EXCLUSIVE MODE")
        error = unseen(office, personal(lambda *_: looked.append(1) or ""), actor="auditor")
    assert (error.code, looked) == ("database_locked", [])


def test_a_look_without_the_right_is_not_written_down(office: Office) -> None:
    unseen(office, "audit.entries", actor="clerk")
    assert entries(office) == []


# --- reading it ----------------------------------------------------------------------------------------------------


def test_the_auditor_reads_the_newest_first(office: Office, clock: Clock) -> None:
    issued(office)
    clock.go(minutes=1)
    called(office)
    found = office.see("audit.entries", actor="auditor")
    assert [entry.what for entry in found] == ["audit.entries", "tickets.call", "tickets.issue", "tickets.issue"]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        ({"who": "clerk"}, ["tickets.call"]),
        ({"what": "tickets.issue"}, ["tickets.issue"]),
        ({"day": TODAY.replace(day=22)}, []),
    ],
)
def test_the_auditor_reads_only_what_was_asked_for(office: Office, only: dict[str, Any], found: list[str]) -> None:
    called(office)
    assert [entry.what for entry in office.see("audit.entries", actor="auditor", **only)] == found


def test_the_auditor_turns_pages_over_all_workstations(office: Office, place: Database, clock: Clock) -> None:
    other = open_hall(place, clock, workstation="desk-2")
    for turn in range(110):
        clock.go(seconds=turn % 2)
        issued(office), issued(other)
    other.close()
    first = office.see("audit.entries", actor="auditor", what="tickets.issue")
    last = first[-1]
    second = office.see("audit.entries", actor="auditor", what="tickets.issue", before=(last.at, last.lane, last.seq))
    pages = [(entry.lane, entry.seq) for entry in first + second]
    assert (len(first), len(pages), len(set(pages))) == (200, 220, 220)


def test_the_seals_are_listed_newest_first(office: Office) -> None:
    closed = [office.do("day.close", actor="supervisor").seal for _ in range(2)]
    assert [seal.mac for seal in office.see("audit.seals", actor="auditor")] == closed[::-1]


# --- touched from outside ------------------------------------------------------------------------------------------


def tamper(office: Office, *statements: str) -> None:
    """Somebody with the right to the database does this, past the triggers."""
    connection = office.store.connect_alone()
    if office.store.is_postgresql:
        connection.execute("SET session_replication_role = replica")
    else:
        connection.execute("PRAGMA foreign_keys=OFF")
        for table in ("audit_entry", "audit_seal"):
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_no_{verb}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def faults(office: Office) -> list[tuple[str, str, int, int]]:
    """What `desk check` finds wrong in the audit: kind, lane, first and last entry."""
    found = list(checkup.problems(office.store, office.info))
    return [(p.what, p.facts["lane"], p.facts["seq"], p.facts["to"]) for p in found if p.part == "audit"]


@pytest.fixture
def written(office: Office) -> Office:
    """Six entries on the lane desk-1."""
    for _ in range(6):
        issued(office)
    return office


@pytest.fixture
def sealed(written: Office) -> Office:
    """Six entries, a day close, an entry, a day close and one more: nine on the lane, two seals at 6 and 8."""
    written.do("day.close", actor="supervisor")
    issued(written)
    written.do("day.close", actor="supervisor")
    issued(written)
    return written


def test_an_untouched_audit_has_no_fault(sealed: Office) -> None:
    assert faults(sealed) == []


def test_an_audit_of_several_workstations_has_no_fault(sealed: Office, place: Database, clock: Clock) -> None:
    with_other = open_hall(place, clock, workstation="anna")
    issued(with_other)
    with_other.do("day.close", actor="supervisor")
    with_other.close()
    assert faults(sealed) == []


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'wangmin'",
        "what = 'tickets.abandon'",
        "at = at + 1",
        "at = 9000000000000000000",
        "args = '{}'",
        "args = 'not JSON'",
        "rows = '[]'",
        "mac = 'abc'",
    ],
)
def test_an_edited_entry_is_named(written: Office, change: str) -> None:
    tamper(written, f"UPDATE audit_entry SET {change} WHERE seq = 3")
    assert faults(written)[0] == ("edited", "desk-1", 3, 3)


def test_the_last_entry_edited_is_named_once(written: Office) -> None:
    tamper(written, "UPDATE audit_entry SET mac = 'abc' WHERE seq = 6")
    assert faults(written) == [("edited", "desk-1", 6, 6)]


@pytest.mark.parametrize("first", [1, 2, 5])
def test_a_deleted_entry_is_named(written: Office, first: int) -> None:
    tamper(written, f"DELETE FROM audit_entry WHERE seq = {first}")
    assert faults(written) == [("deleted", "desk-1", first, first)]


def test_several_deleted_entries_are_named(written: Office) -> None:
    tamper(written, "DELETE FROM audit_entry WHERE seq IN (2, 3, 5)")
    assert faults(written) == [("deleted", "desk-1", 2, 3), ("deleted", "desk-1", 5, 5)]


COPY = "INSERT INTO audit_entry SELECT hall_id, {lane}, {seq}, at, actor, what, args, rows, mac FROM audit_entry"


@pytest.mark.parametrize(("lane", "seq"), [("lane", 7), ("lane", 0), ("lane", -3), ("'other'", 1)])
def test_an_inserted_entry_is_named(written: Office, lane: str, seq: int) -> None:
    tamper(written, COPY.format(lane=lane, seq=seq) + " WHERE seq = 3")
    assert faults(written) == [("inserted", lane.strip("'").replace("lane", "desk-1"), seq, seq)]


def test_an_entry_inserted_between_others_is_found(written: Office) -> None:
    moved = [f"UPDATE audit_entry SET seq = {seq + 1} WHERE seq = {seq}" for seq in (6, 5, 4)]
    tamper(written, *moved, COPY.format(lane="lane", seq=4) + " WHERE seq = 2", "UPDATE audit_lane SET seq = 7")
    assert faults(written)[0] == ("edited", "desk-1", 4, 4)


def test_two_entries_that_changed_places_are_found(written: Office) -> None:
    steps = [(2, 99), (3, 2), (99, 3)]
    tamper(written, *(f"UPDATE audit_entry SET seq = {to} WHERE seq = {since}" for since, to in steps))
    assert faults(written)[:2] == [("edited", "desk-1", 2, 2), ("edited", "desk-1", 3, 3)]


def test_a_cut_off_tail_is_named(written: Office) -> None:
    tamper(written, "DELETE FROM audit_entry WHERE seq > 4")
    assert faults(written) == [("cut_off", "desk-1", 5, 6)]


def test_a_lane_without_any_entry_is_cut_off(written: Office) -> None:
    tamper(written, "DELETE FROM audit_entry")
    assert faults(written) == [("cut_off", "desk-1", 1, 6)]


PUT_BACK = "UPDATE audit_lane SET seq = {0}, mac = (SELECT mac FROM audit_entry WHERE seq = {0})"


def test_a_tail_cut_off_with_the_lane_put_back_is_found_by_the_seal(sealed: Office) -> None:
    tamper(sealed, "DELETE FROM audit_entry WHERE seq > 4", PUT_BACK.format(4))
    assert ("cut_off", "desk-1", 5, 8) in faults(sealed)


def test_a_whole_lane_removed_is_found_by_the_seal(sealed: Office) -> None:
    tamper(sealed, "DELETE FROM audit_entry", "DELETE FROM audit_lane")
    assert ("cut_off", "desk-1", 1, 8) in faults(sealed)


def test_an_edited_head_of_a_lane_is_found(written: Office) -> None:
    tamper(written, "UPDATE audit_lane SET mac = 'abc'")
    assert faults(written) == [("edited", "desk-1", 6, 6)]


def test_a_head_of_a_lane_far_ahead_is_found_at_once(written: Office) -> None:
    tamper(written, "UPDATE audit_lane SET seq = 2000000000")
    assert faults(written) == [("cut_off", "desk-1", 7, 2000000000)]


@pytest.mark.parametrize("change", ["day = '2026-11-24'", "at = at + 1", "heads = '{}'", "heads = 'x'", "mac = 'x'"])
def test_an_edited_seal_is_named(sealed: Office, change: str) -> None:
    tamper(sealed, f"UPDATE audit_seal SET {change} WHERE seq = 2")
    assert faults(sealed) == [("edited", "seal", 2, 2)]


@pytest.mark.parametrize("seq", [1, 2])
def test_a_removed_seal_is_named(sealed: Office, seq: int) -> None:
    tamper(sealed, f"DELETE FROM audit_seal WHERE seq = {seq}")
    assert faults(sealed) == [("deleted", "seal", seq, seq)]


def test_all_seals_removed_are_named(sealed: Office) -> None:
    tamper(sealed, "DELETE FROM audit_seal")
    assert faults(sealed) == [("deleted", "seal", 1, 2)]


def test_a_seal_made_up_is_found(sealed: Office) -> None:
    copied = "INSERT INTO audit_seal SELECT hall_id, 3, day, at, heads, mac FROM audit_seal WHERE seq = 2"
    tamper(sealed, copied)
    assert faults(sealed) == [("edited", "seal", 3, 3)]


def test_work_goes_on_after_an_entry_was_touched_and_the_fault_stays(written: Office) -> None:
    tamper(written, "UPDATE audit_entry SET actor = 'x' WHERE seq = 2")
    issued(written)
    assert faults(written) == [("edited", "desk-1", 2, 2)]


def test_the_check_waits_for_nobody(written: Office) -> None:
    found: list[Any] = []
    with written.store.write() as somebody:
        somebody.execute(select(AuditEntry))
        thread = threading.Thread(target=lambda: found.append(faults(written)))
        thread.start()
        thread.join(timeout=10)
    assert found == [[]]
