"""Four processes at once: no number twice, none left out, no ticket called twice, and first come first called."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from desk.checkup import problems
from desk.office import system_clock
from tests.conftest import Database
from tests.factories import open_hall
from tests.halls import PROCESSES

PRESSES = 15


@dataclass(frozen=True)
class Called:
    """A ticket as one process called it."""

    number: str
    counter: int


def press(place: Database, keys: list[str], me: int) -> list[str]:
    """The kiosk's presses, each sent twice as after a lost answer; the numbers given."""
    office = open_hall(place, system_clock, workstation=f"kiosk-{me}")
    try:
        for_key = partial(office.do, "tickets.issue", actor="kiosk", queue="A", slip=False)
        numbers = [for_key(key=key).number for key in keys]
        assert numbers == [for_key(key=key).number for key in keys]
        return numbers
    finally:
        office.close()


def serve(place: Database, counter: int) -> list[Called]:
    """Calls, serves and finishes until nobody waits; the tickets in the order of calling."""
    office = open_hall(place, system_clock, workstation=f"desk-{counter}")
    served: list[Called] = []
    try:
        while (ticket := office.do("tickets.call_next", actor="clerk", counter=counter)) is not None:
            served.append(Called(ticket.number, counter))
            office.do("tickets.start", actor="clerk", number=ticket.number)
            office.do("tickets.finish", actor="clerk", number=ticket.number)
        return served
    finally:
        office.close()


def test_the_same_keys_from_four_processes_give_each_number_once(
    place: Database, processes: ProcessPoolExecutor
) -> None:
    keys = [f"press-{number}" for number in range(PRESSES)]

    answers = list(processes.map(partial(press, place, keys), range(PROCESSES)))

    assert all(numbers == answers[0] for numbers in answers)
    assert sorted(answers[0]) == [f"A{number:03}" for number in range(1, PRESSES + 1)]


def test_four_processes_issue_without_a_gap(place: Database, processes: ProcessPoolExecutor) -> None:
    keys = [[f"{me}-{number}" for number in range(PRESSES)] for me in range(PROCESSES)]

    answers = list(processes.map(partial(press, place), keys, range(PROCESSES)))

    given = sorted(number for numbers in answers for number in numbers)
    assert given == [f"A{number:03}" for number in range(1, PROCESSES * PRESSES + 1)]
    assert all(numbers == sorted(numbers) for numbers in answers)


def test_counters_calling_at_once_each_get_another_ticket_in_order(
    place: Database, processes: ProcessPoolExecutor
) -> None:
    office = open_hall(place, system_clock)
    for number in (5, 6):
        office.do("counters.open", actor="clerk", counter=number)
        office.do("counters.set_queues", actor="supervisor", counter=number, queues=("A",))
    for _ in range(PRESSES):
        office.do("tickets.issue", actor="kiosk", queue="A", slip=False)

    served = [ticket for tickets in processes.map(partial(serve, place), (2, 3, 5, 6)) for ticket in tickets]

    assert sorted(ticket.number for ticket in served) == [f"A{number:03}" for number in range(1, PRESSES + 1)]
    for counter in (2, 3, 5, 6):
        mine = [ticket.number for ticket in served if ticket.counter == counter]
        assert mine == sorted(mine)
    assert list(problems(office.store, office.info)) == []
    office.close()


def test_many_threads_of_one_window_issue_without_a_gap(place: Database) -> None:
    office = open_hall(place, system_clock)
    with ThreadPoolExecutor(8) as pool:
        presses = [pool.submit(office.do, "tickets.issue", actor="kiosk", queue="A", slip=False) for _ in range(40)]
    numbers = sorted(press.result().number for press in presses)
    found = list(problems(office.store, office.info))
    office.close()
    assert (numbers, found) == ([f"A{number:03}" for number in range(1, 41)], [])
