"""How right the estimates were."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from desk.estimates import EstimateError
from desk.office import Office
from models import Ticket, TicketPeriod
from tests.desk.estimates.people import close
from tests.factories import TODAY, Clock, called, issued, unseen

DAY = timedelta(days=1)


def waited(office: Office, clock: Clock, told: tuple[int, int] | None, seconds: int, queue: str = "A") -> str:
    """The number of one who was told this and was called after so many seconds, and did not come."""
    number = issued(office, queue)
    with office.store.write() as session:
        low, high = told or (None, None)
        today = Ticket.day == office.now().date()
        mine = TicketPeriod.ticket_id.in_(Ticket.__table__.select().with_only_columns(Ticket.id).where(
            today, Ticket.number == number
        ))  # fmt: skip
        session.execute(update(TicketPeriod).where(mine).values(estimate_low=low, estimate_high=high))
        session.commit()
    clock.go(seconds=seconds)
    office.do("tickets.call", actor="clerk", number=number, counter=2)
    office.do("tickets.no_show", actor="clerk", number=number)
    return number


def errors(office: Office, **days: Any) -> list[EstimateError]:
    return list(office.see("estimates.errors", actor="supervisor", **{"day_from": TODAY, "day_to": TODAY} | days))


def test_each_queue_is_told_as_a_whole_and_by_hour(office: Office, clock: Clock) -> None:
    for told, seconds in (((540, 660), 600), ((540, 660), 900)):
        waited(office, clock, told, seconds)
    clock.go(minutes=40)
    waited(office, clock, (100, 200), 130)
    waited(office, clock, (0, 60), 59, queue="F")
    rows = [(row.queue, row.hour, row.count) for row in errors(office)]
    assert rows == [("A", None, 3), ("A", 9, 2), ("A", 10, 1), ("F", None, 1), ("F", 10, 1)]


def test_what_was_told_stands_beside_what_was(office: Office, clock: Clock) -> None:
    for middle, actual in ((300, 300), (600, 660), (600, 720), (900, 960), (900, 1500)):
        waited(office, clock, (middle - 60, middle + 60), actual)
    whole = errors(office)[0]
    assert (whole.queue_name, whole.queue_name_en) == ("户籍与居住", "household registration and residence")
    assert (whole.told_median, whole.actual_median, whole.bias) == (600, 720, 60)
    assert whole.p90_error == 600
    assert whole.inside == 0.6


def test_inside_is_what_came_true_as_printed(office: Office, clock: Clock) -> None:
    """Told 629 to 811 seconds, printed 10 to 14 minutes: from 600 to 840 seconds it was so."""
    for seconds in (599, 600, 840, 841):
        waited(office, clock, (629, 811), seconds)
    assert errors(office)[0].inside == 0.5


def test_who_was_told_nothing_does_not_count(office: Office, clock: Clock) -> None:
    waited(office, clock, None, 600)
    assert errors(office) == []


def test_who_left_or_still_waits_does_not_count(office: Office) -> None:
    office.do("tickets.abandon", actor="clerk", number=issued(office))
    issued(office)
    assert errors(office) == []


def test_a_call_that_was_put_back_or_taken_back_does_not_count(office: Office, clock: Clock) -> None:
    for action in ("put_back", "take_back"):
        number = called(office)
        clock.go(seconds=20)
        office.do(f"tickets.{action}", actor="clerk", number=number)
    assert errors(office) == []


def test_the_wait_after_a_hand_over_counts_by_itself(office: Office, clock: Clock) -> None:
    number = called(office, "A")
    office.do("tickets.start", actor="clerk", number=number)
    office.do("tickets.hand_over", actor="clerk", number=number, to_queue="D")
    clock.go(seconds=30)
    office.do("tickets.call", actor="clerk", number=number, counter=2)
    assert [(row.queue, row.count, row.actual_median) for row in errors(office) if row.hour is None] == [
        ("A", 1, 0),
        ("D", 1, 30),
    ]


def test_days_are_counted_from_the_first_to_the_last(office: Office, clock: Clock) -> None:
    for _ in range(3):
        waited(office, clock, (0, 60), 30)
        close(office)
        clock.go(days=1)
        office.do("counters.open", actor="clerk", counter=2)
    counts = [errors(office, day_to=TODAY + days * DAY)[0].count for days in range(3)]
    assert (counts, errors(office, day_from=TODAY + 2 * DAY, day_to=TODAY + 9 * DAY)[0].count) == ([1, 2, 3], 1)


def test_days_the_wrong_way_round_are_refused(office: Office) -> None:
    error = unseen(office, "estimates.errors", actor="supervisor", day_from=TODAY, day_to=TODAY - DAY)
    assert error.code == "bad_argument"
