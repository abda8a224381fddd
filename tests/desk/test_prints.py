"""Papers that are owed: claimed by their workstation, printed, failed, tried again, printed once more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from desk.office import Office
from desk.tickets import TicketSlip
from tests.conftest import Database
from tests.factories import MORNING, TODAY, Clock, issued, open_hall, refused


@pytest.fixture
def slip(office: Office) -> str:
    """The number of a ticket whose slip is owed."""
    return issued(office, slip=True)


def spool(office: Office, verb: str, **args: Any) -> Any:
    """What the spooler does, where nobody is signed in."""
    return office.do(f"prints.{verb}", actor=None, **args)


def printer(office: Office, name: str = "热敏", **args: Any) -> Any:
    return office.do("prints.set_printer", actor="clerk", **{"name": name, "kind": "recorder"} | args)


def jobs(office: Office, **args: Any) -> Any:
    return office.see("prints.jobs", actor="clerk", **args)


def other_desk(place: Database, clock: Clock) -> Office:
    return open_hall(place, clock, workstation="desk-2")


@pytest.mark.usefixtures("slip")
def test_a_claimed_job_is_being_printed(office: Office) -> None:
    job = spool(office, "claim")
    assert ((job.paper, job.copies, job.reprint), jobs(office)[0].state) == (("slip", 1, 0), "printing")


def test_a_claimed_job_brings_the_slip_as_it_was_issued(office: Office, slip: str) -> None:
    view = TypeAdapter(TicketSlip).validate_python(spool(office, "claim").view)
    assert view == office.see("tickets.slip", actor="kiosk", number=slip)


@pytest.mark.usefixtures("slip")
def test_without_a_printer_the_claim_says_so(office: Office) -> None:
    assert spool(office, "claim").printer is None


@pytest.mark.usefixtures("slip")
def test_the_claim_names_the_printer_for_the_paper(office: Office) -> None:
    printer(office, "激光", papers=("report",))
    wanted = printer(office, "热敏")
    assert spool(office, "claim").printer == wanted


@pytest.mark.usefixtures("slip")
def test_a_printer_that_is_switched_off_is_not_used(office: Office) -> None:
    printer(office, enabled=False)
    assert spool(office, "claim").printer is None


@pytest.mark.usefixtures("slip")
def test_a_job_whose_printer_is_busy_stays(office: Office) -> None:
    printer(office)
    assert (spool(office, "claim", skip=("热敏",)), jobs(office)[0].state) == (None, "pending")


def test_the_oldest_job_comes_first(office: Office) -> None:
    for _ in range(3):
        issued(office, slip=True)
    assert [spool(office, "claim").view["number"] for _ in range(3)] == ["A001", "A002", "A003"]


def test_nothing_is_claimed_when_nothing_is_owed(office: Office) -> None:
    assert spool(office, "claim") is None


@pytest.mark.usefixtures("slip")
def test_a_job_is_claimed_once(office: Office) -> None:
    spool(office, "claim")
    assert spool(office, "claim") is None


def test_two_spoolers_at_once_claim_different_jobs(office: Office) -> None:
    for _ in range(4):
        issued(office, slip=True)
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda _: spool(office, "claim").view["number"], range(4)))
    assert sorted(claimed) == ["A001", "A002", "A003", "A004"]


@pytest.mark.usefixtures("slip")
def test_another_workstation_does_not_claim_it(office: Office, place: Database, clock: Clock) -> None:
    other = other_desk(place, clock)
    assert (spool(other, "claim"), jobs(other)) == (None, ())
    other.close()


def test_a_printed_job_says_when(office: Office, slip: str, clock: Clock) -> None:
    job = spool(office, "claim")
    clock.go(seconds=5)
    spool(office, "printed", job=job.id)
    (row,) = jobs(office)
    assert (row.state, row.number, row.created_at, row.done_at) == ("printed", slip, MORNING, clock.now)


@pytest.mark.usefixtures("slip")
def test_a_failed_job_says_why(office: Office) -> None:
    job = spool(office, "claim")
    spool(office, "failed", job=job.id, code="printer_off", facts={"printer": "热敏"})
    (row,) = jobs(office)
    assert (row.state, row.error, row.facts, row.done_at) == ("failed", "printer_off", {"printer": "热敏"}, None)


def test_the_number_stands_when_its_slip_fails(office: Office, slip: str) -> None:
    spool(office, "failed", job=spool(office, "claim").id, code="printer_off")
    assert office.see("tickets.waiting", actor="clerk")[0].number == slip


@pytest.mark.usefixtures("slip")
def test_a_failed_job_is_tried_again_when_asked(office: Office) -> None:
    job = spool(office, "claim").id
    spool(office, "failed", job=job, code="printer_off")
    office.do("prints.retry", actor="clerk", job=job)
    assert spool(office, "claim").id == job


@pytest.mark.usefixtures("slip")
def test_what_was_left_over_is_laid_aside_and_not_printed_unasked(office: Office, clock: Clock) -> None:
    issued(office, slip=True)
    spool(office, "claim")
    clock.go(seconds=1)
    assert spool(office, "shelve").jobs == 2
    assert (spool(office, "claim"), [row.state for row in jobs(office)]) == (None, ["shelved", "shelved"])


@pytest.mark.usefixtures("slip")
def test_what_was_laid_aside_is_printed_when_asked(office: Office, clock: Clock) -> None:
    clock.go(seconds=1)
    spool(office, "shelve")
    job = jobs(office)[0].id
    office.do("prints.retry", actor="clerk", job=job)
    assert spool(office, "claim").id == job


def test_what_is_owed_since_the_spooler_started_is_not_laid_aside(office: Office, clock: Clock) -> None:
    issued(office, slip=True)
    started = clock.now + timedelta(seconds=1)
    clock.go(seconds=2)
    issued(office, slip=True)
    assert spool(office, "shelve", before=started).jobs == 1
    assert spool(office, "claim").view["number"] == "A002"


@pytest.mark.usefixtures("slip")
def test_laying_aside_leaves_other_workstations_alone(office: Office, place: Database, clock: Clock) -> None:
    other = other_desk(place, clock)
    assert (spool(other, "shelve").jobs, jobs(office)[0].state) == (0, "pending")
    other.close()


@pytest.mark.usefixtures("slip")
def test_a_cancelled_job_is_not_printed(office: Office) -> None:
    office.do("prints.cancel", actor="clerk", job=jobs(office)[0].id)
    assert (spool(office, "claim"), jobs(office)[0].state) == (None, "cancelled")


# what may happen to a job in each state; everything else is job_not_waiting
STEPS = {
    "pending": {"cancel": "cancelled"},
    "printing": {"printed": "printed", "failed": "failed"},
    "printed": {},
    "failed": {"retry": "pending", "cancel": "cancelled"},
    "shelved": {"retry": "pending", "cancel": "cancelled"},
    "cancelled": {},
}
ROAD: dict[str, tuple[str, ...]] = {
    "pending": (),
    "printing": ("claim",),
    "printed": ("claim", "printed"),
    "failed": ("claim", "failed"),
    "shelved": ("shelve",),
    "cancelled": ("cancel",),
}


def step(office: Office, verb: str, job: str) -> Any:
    args = {} if verb in ("claim", "shelve") else {"job": job} | ({"code": "printer_off"} if verb == "failed" else {})
    return office.do(f"prints.{verb}", actor="clerk", **args)


@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize("verb", ["printed", "failed", "retry", "cancel"])
@pytest.mark.parametrize("state", STEPS)
def test_a_job_goes_only_where_it_may(office: Office, clock: Clock, state: str, verb: str) -> None:
    clock.go(seconds=1)
    job = jobs(office)[0].id
    for earlier in ROAD[state]:
        step(office, earlier, job)
    if verb in STEPS[state]:
        assert step(office, verb, job).state == STEPS[state][verb]
        return
    args = {"code": "printer_off"} if verb == "failed" else {}
    error = refused(office, f"prints.{verb}", job=job, **args)
    assert (error.code, error.facts) == ("job_not_waiting", {"job": job, "state": state})


@pytest.mark.parametrize("verb", ["printed", "retry", "cancel"])
def test_a_job_nobody_knows_is_refused(office: Office, verb: str) -> None:
    error = refused(office, f"prints.{verb}", job="none")
    assert (error.code, error.facts) == ("unknown_job", {"job": "none"})


# --- once more -----------------------------------------------------------------------------------------------------


def reprint(office: Office, number: str, **args: Any) -> Any:
    return office.do("prints.reprint", actor="clerk", **{"number": number, "reason": "lost"} | args)


def test_a_reprint_is_owed_marked_and_counted_with_its_reason(office: Office, slip: str) -> None:
    reprint(office, slip)
    row = jobs(office)[0]
    assert (row.state, row.number, row.reprint, row.reason) == ("pending", slip, 1, "rp_lost")


@pytest.mark.parametrize("typed", ["A001", "a1", " A01 "])
def test_reprints_are_counted_however_the_number_is_typed(office: Office, slip: str, typed: str) -> None:
    for _ in range(2):
        reprint(office, typed)
    assert [(row.number, row.reprint) for row in jobs(office)] == [(slip, 2), (slip, 1), (slip, 0)]


def test_reprints_are_counted_over_all_workstations(office: Office, slip: str, place: Database, clock: Clock) -> None:
    reprint(office, slip)
    other = other_desk(place, clock)
    reprint(other, slip)
    assert jobs(other)[0].reprint == 2
    other.close()


def test_the_slip_of_a_reprint_says_that_it_is_one(office: Office, slip: str) -> None:
    spool(office, "claim")
    reprint(office, slip)
    job = spool(office, "claim")
    assert (job.reprint, job.view["reprint"]) == (1, 1)


def test_a_reprint_may_be_explained_in_words(office: Office, slip: str) -> None:
    reprint(office, slip, reason="老人没拿稳掉水里了")
    assert jobs(office)[0].reason == "老人没拿稳掉水里了"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"number": "A009"}, "unknown_ticket"),
        ({"reason": "fun"}, "unknown_reason"),
        ({"paper": "banknote"}, "unknown_paper"),
    ],
)
def test_a_reprint_that_cannot_be_is_refused(office: Office, slip: str, args: dict[str, str], code: str) -> None:
    given = {"number": slip, "reason": "lost"} | args
    assert refused(office, "prints.reprint", **given).code == code


def test_a_slip_of_yesterday_is_reprinted_by_its_day(office: Office, slip: str, clock: Clock) -> None:
    clock.go(days=1)
    reprint(office, slip, day=TODAY)
    assert jobs(office)[0].day == TODAY


# --- lists ---------------------------------------------------------------------------------------------------------


def test_jobs_are_listed_newest_first(office: Office) -> None:
    for _ in range(3):
        issued(office, slip=True)
    assert [row.number for row in jobs(office)] == ["A003", "A002", "A001"]


def test_jobs_are_listed_by_state(office: Office) -> None:
    for _ in range(2):
        issued(office, slip=True)
    spool(office, "claim")
    assert [row.number for row in jobs(office, state="pending")] == ["A002"]


@pytest.mark.parametrize("typed", ["A001", "a1"])
def test_every_print_of_a_number_is_found_on_any_workstation(
    office: Office, slip: str, place: Database, clock: Clock, typed: str
) -> None:
    other = other_desk(place, clock)
    reprint(other, slip)
    other.close()
    found = office.see("prints.history", actor="clerk", number=typed)
    assert [(row.number, row.reprint) for row in found] == [(slip, 1), (slip, 0)]


# --- printers ------------------------------------------------------------------------------------------------------


def test_printers_are_listed_by_name(office: Office) -> None:
    names = [printer(office, name).name for name in ("窗口", "取号机", "B")]
    assert [row.name for row in office.see("prints.printers", actor="clerk")] == sorted(names)


def test_a_printer_set_again_has_the_new_values(office: Office) -> None:
    printer(office, address="10.0.0.8:9100", kind="escpos_network")
    printer(office, kind="file", address="/tmp/out", width_mm=58, papers=("slip", "report"))
    (row,) = office.see("prints.printers", actor="clerk")
    assert (row.kind, row.address, row.width_mm, row.papers) == ("file", "/tmp/out", 58, ("slip", "report"))


@pytest.mark.usefixtures("slip")
def test_a_printer_belongs_to_its_workstation(office: Office, place: Database, clock: Clock) -> None:
    other = other_desk(place, clock)
    printer(other)
    other.close()
    assert (office.see("prints.printers", actor="clerk"), spool(office, "claim").printer) == ((), None)


@pytest.mark.parametrize("args", [{"kind": "laser"}, {"width_mm": 0}, {"width_mm": 210}, {"name": ""}, {"name": "  "}])
def test_a_printer_that_cannot_be_is_refused(office: Office, args: dict[str, Any]) -> None:
    given = {"name": "热敏", "kind": "recorder"} | args
    assert refused(office, "prints.set_printer", **given).code == "bad_argument"


def test_a_removed_printer_is_gone(office: Office) -> None:
    printer(office)
    office.do("prints.remove_printer", actor="clerk", name="热敏")
    assert office.see("prints.printers", actor="clerk") == ()


def test_a_printer_nobody_knows_is_not_removed(office: Office) -> None:
    error = refused(office, "prints.remove_printer", name="热敏")
    assert (error.code, error.facts) == ("unknown_printer", {"printer": "热敏"})
