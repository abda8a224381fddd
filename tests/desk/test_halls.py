"""Founding a hall, two halls in one database, and the demonstration."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from desk import checkup
from desk.errors import DeskError
from desk.office import Office, found_hall, open_office
from desk.store import Store, create_store
from models import Base, Hall, Ticket, TicketEvent, TicketPeriod
from tests.conftest import Database
from tests.factories import MORNING, Clock, called, finished, issued, make_hall, open_hall, refused, setting
from tests.models.rows import contents
from tests.postgres import Server


@pytest.fixture
def store(hall_on_sqlite: Office) -> Store:
    return hall_on_sqlite.store


def founding(store: Store, **args: Any) -> str:
    given: dict[str, Any] = {"name": "东苑社区服务大厅", "code": "DY"} | args
    return found_hall(store, **given)


# --- founding ------------------------------------------------------------------------------------------------------


def test_a_new_hall_has_what_it_needs_to_open(place: Database) -> None:
    store = create_store(place.data, place.url)
    founding(store)
    store.close()
    office = open_hall(place, hall="DY")
    office.do("counters.add", actor="admin", counter=1, queues=("A",))
    office.do("staff.add", actor="admin", staff="lina", display="李娜", roles=("clerk",), queues=("A",))
    office.do("counters.open", actor="lina", counter=1)
    number = issued(office)
    assert office.do("tickets.call_next", actor="lina", counter=1).number == number
    office.close()


def test_a_code_is_written_in_capitals(store: Store) -> None:
    assert founding(store, code=" dy ") == "DY"


@pytest.mark.parametrize(
    "args",
    [
        {"code": ""},
        {"code": "D"},
        {"code": "1D"},
        {"code": "DY-1"},
        {"code": "东苑"},
        {"code": "ABCDEFGHI"},
        {"name": " "},
        {"zone": "Mars/Olympus"},
        {"zone": ""},
        {"zone": "../etc/passwd"},
    ],
    ids=str,
)
def test_a_hall_that_cannot_be_is_refused(store: Store, args: dict[str, str]) -> None:
    with pytest.raises(DeskError) as caught:
        founding(store, **args)
    assert caught.value.code == "bad_argument"


def test_a_hall_is_founded_once(store: Store) -> None:
    with pytest.raises(DeskError) as caught:
        founding(store, code="CH")
    assert (caught.value.code, caught.value.facts) == ("hall_exists", {"code": "CH"})


def test_a_demonstration_does_not_stand_beside_real_data(store: Store) -> None:
    with pytest.raises(DeskError) as caught:
        founding(store, demo=True)
    assert caught.value.code == "hall_exists"


def test_a_refused_hall_leaves_nothing(store: Store) -> None:
    before = contents(store.engine)
    with pytest.raises(DeskError):
        founding(store, code="CH")
    assert contents(store.engine) == before


def test_every_hall_has_a_secret_of_its_own(store: Store) -> None:
    founding(store)
    with store.read() as session:
        secrets = list(session.scalars(select(Hall.secret)))
    assert [len(bytes.fromhex(secret)) for secret in set(secrets)] == [32, 32]


def test_a_hall_introduces_itself(office: Office) -> None:
    shown = office.see("halls.show", actor=None)
    assert (shown.hall, shown.zone, shown.sites) == ("CH", "Asia/Shanghai", ("主大厅", "东苑便民服务站"))
    assert [(row.opens.hour, row.closes.hour) for row in shown.opening if row.weekday == 0] == [(9, 12), (13, 17)]


# --- two halls in one database -------------------------------------------------------------------------------------


@pytest.fixture
def halls(place: Database, clock: Clock) -> Any:
    """Two halls with the same people and counters in one database."""
    make_hall(place.data, place.url, code="DY", name="东苑")
    doors = [open_hall(place, clock, hall=code) for code in ("CH", "DY")]
    yield doors
    for door in doors:
        door.close()


def test_two_halls_give_the_same_numbers(halls: list[Office]) -> None:
    assert [issued(hall) for hall in halls] == ["A001", "A001"]


def test_two_halls_do_not_see_each_other_s_tickets(halls: list[Office]) -> None:
    issued(halls[0])
    assert [hall.see("tickets.board", actor=None).waiting_count for hall in halls] == [1, 0]


def test_two_halls_call_their_own(halls: list[Office]) -> None:
    issued(halls[0], "A"), issued(halls[1], "B")
    calls = [hall.do("tickets.call_next", actor="clerk", counter=2).number for hall in halls]
    assert calls == ["A001", "B001"]


def test_one_key_is_two_keys_in_two_halls(halls: list[Office]) -> None:
    assert [issued(hall, "A", key="k") for hall in halls] == ["A001", "A001"]


def test_a_setting_of_one_hall_leaves_the_other_alone(halls: list[Office]) -> None:
    setting(halls[0], "digits", 5)
    assert [issued(hall) for hall in halls] == ["A00001", "A001"]


def test_closing_the_day_of_one_hall_leaves_the_other_open(halls: list[Office]) -> None:
    for hall in halls:
        called(hall)
    halls[0].do("day.close", actor="supervisor")
    assert halls[1].see("day.open_items", actor="clerk").called == ("A001",)


def test_the_print_jobs_of_one_hall_are_not_the_other_s(halls: list[Office]) -> None:
    issued(halls[0], slip=True)
    assert halls[1].do("prints.claim", actor=None) is None


def test_both_halls_are_whole(halls: list[Office]) -> None:
    for hall in halls:
        finished(hall)
        hall.do("day.close", actor="supervisor")
    assert [list(checkup.problems(hall.store, hall.info)) for hall in halls] == [[], []]


@pytest.mark.usefixtures("halls")
def test_of_several_halls_one_must_be_named(place: Database) -> None:
    with pytest.raises(DeskError) as caught:
        open_office(data=place.data, database=place.url)
    assert caught.value.code == "unknown_hall"


# --- the demonstration ---------------------------------------------------------------------------------------------


def demonstration(place: Database) -> Office:
    """The door of an empty demonstration hall, made there."""
    store = create_store(place.data, place.url, demo=True)
    founding(store, code="CH", administrator="administrator", demo=True)
    store.close()
    return open_office(data=place.data, database=place.url, demo=True, workstation="desk-1", clock=Clock(MORNING))


@pytest.fixture(params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """The door of an empty demonstration hall."""
    server: Server | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    office = demonstration(Database(tmp_path, server.create("demonstration") if server else None))
    yield office
    office.close()
    if server:
        server.drop("demonstration")


def fill(office: Office, **args: int) -> Any:
    return office.do("demo.fill", actor="administrator", **{"households": 400} | args)


def days(office: Office) -> Any:
    """What the demonstration says of its past, without the ids that are always new."""
    rows = contents(office.store.engine)
    found: list[tuple[Base, list[Any]]] = []
    for entity, left_out in ((Ticket, {"id"}), (TicketEvent, {"ticket_id"}), (TicketPeriod, {"ticket_id"})):
        columns = [number for number, c in enumerate(entity.__table__.columns) if c.key not in left_out]
        kept = [tuple(row[number] for number in columns) for row in rows[entity.__tablename__]]
        found.append((entity, sorted(kept, key=repr)))
    return found


def test_a_filled_demonstration_is_whole(demo: Office) -> None:
    fill(demo)
    assert list(checkup.problems(demo.store, demo.info)) == []


def test_a_demonstration_has_thirty_days_behind_it(demo: Office) -> None:
    filled = fill(demo)
    with demo.store.read() as session:
        count, first, last = session.execute(
            select(func.count(), func.min(Ticket.day), func.max(Ticket.day)).select_from(Ticket)
        ).one()
    assert (count, (MORNING.date() - first).days, (MORNING.date() - last).days) == (filled.tickets, 30, 1)


def test_a_demonstration_has_an_actor_for_each_role(demo: Office) -> None:
    fill(demo)
    picker = demo.see("staff.picker", actor=None)
    roles = {row.name: row.roles for row in picker.staff}
    named = ("kiosk", "clerk", "supervisor", "dispatcher", "member", "grid_keeper", "administrator", "auditor")
    assert {name: roles[name] for name in named} == {name: (name,) for name in named}


def test_a_demonstration_begins_the_day_with_nobody_waiting(demo: Office) -> None:
    fill(demo)
    assert (demo.see("tickets.board", actor=None).waiting_count, issued(demo)) == (0, "A001")


def test_a_demonstration_works_at_once(demo: Office) -> None:
    fill(demo)
    numbers = [issued(demo, queue) for queue in "ABCDEF"]
    served = [demo.do("tickets.call_next", actor="clerk", counter=counter).number for counter in range(1, 7)]
    assert served == numbers


def test_the_outpost_of_a_demonstration_serves_its_own(demo: Office) -> None:
    fill(demo)
    issued(demo, "G")
    demo.do("counters.open", actor="clerk", counter=9)
    assert demo.do("tickets.call_next", actor="clerk", counter=9).number == "G001"


def test_a_demonstration_is_filled_once(demo: Office) -> None:
    fill(demo)
    assert refused(demo, "demo.fill", actor="administrator").code == "hall_exists"


def test_a_larger_community_has_more_tickets(demo: Office) -> None:
    assert fill(demo, households=800).tickets > 30 * 12


def test_the_same_seed_gives_the_same_days(demo: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    fill(demo, seed=7)
    twin = demonstration(Database(tmp_path_factory.mktemp("twin"), None))
    fill(twin, seed=7)
    theirs = days(twin)
    twin.close()
    assert days(demo) == theirs


def test_another_seed_gives_other_days(demo: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    fill(demo, seed=7)
    other = demonstration(Database(tmp_path_factory.mktemp("other"), None))
    fill(other, seed=8)
    theirs = days(other)
    other.close()
    assert days(demo) != theirs


def test_a_real_hall_is_never_filled(office: Office) -> None:
    error = refused(office, "demo.fill", actor="administrator")
    assert (error.code, error.facts["use_case"]) == ("not_permitted", "demo.fill")


def test_the_demonstration_says_so_on_board_and_slip(demo: Office) -> None:
    fill(demo)
    slip = demo.see("tickets.slip", actor="kiosk", number=issued(demo))
    assert (demo.see("tickets.board", actor=None).demo, slip.demo) == (True, True)


# --- what desk check finds -----------------------------------------------------------------------------------------


def found(office: Office) -> list[tuple[str, str]]:
    return [(problem.part, problem.what) for problem in checkup.problems(office.store, office.info)]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE number_series SET last = 7", ("numbers", "gap")),
        ("UPDATE ticket SET no = 5, number = 'A005' WHERE no = 2", ("numbers", "gap")),
        ("UPDATE ticket SET state = 'on_hold' WHERE no = 1", ("periods", "mismatch")),
        ("UPDATE ticket_period SET ended_at = started_at", ("periods", "mismatch")),
        ("UPDATE ticket SET state = 'finished' WHERE no = 1", ("periods", "mismatch")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hall_touched_from_outside_is_found(office: Office, statement: str, problem: tuple[str, str]) -> None:
    issued(office), issued(office)
    connection = office.store.connect_alone()
    connection.execute(statement)
    connection.close()
    assert problem in found(office)


def test_a_reference_to_nothing_is_found(hall_on_sqlite: Office) -> None:
    connection = hall_on_sqlite.store.connect_alone()
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM queue WHERE prefix = 'G'")
    connection.close()
    assert ("references", "dangling") in found(hall_on_sqlite)


def test_a_hall_that_is_whole_has_no_problem(office: Office) -> None:
    called(office)
    assert found(office) == []
