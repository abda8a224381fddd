"""What is known of service times: from the periods, day by day, for one weekday and hour."""

from datetime import timedelta

from desk.office import Office
from tests.desk.estimates.people import close, days_before, kept, known, remember, served
from tests.factories import TODAY, Clock, called, issued, setting

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


def seconds(office: Office, queue: str = "A") -> dict[str, list[int]]:
    """What is kept of today's services, by hour."""
    return kept(office).get((TODAY, queue), ({}, {}))[0]


# --- what a service time is ----------------------------------------------------------------------------------------


def test_it_lasts_from_the_call_to_the_finish(office: Office, clock: Clock) -> None:
    served(office, clock, call=30, service=600)
    close(office)
    assert seconds(office) == {"9": [630]}


def test_it_belongs_to_the_hour_of_the_call_and_to_its_queue(office: Office, clock: Clock) -> None:
    clock.go(minutes=55)
    served(office, clock, "A")
    served(office, clock, "B", service=300)
    close(office)
    assert (seconds(office, "A"), seconds(office, "B")) == ({"9": [630]}, {"10": [330]})


def test_a_no_show_kept_its_counter_for_the_call_alone(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=70)
    office.do("tickets.no_show", actor="clerk", number=number)
    close(office)
    assert seconds(office) == {"9": [70]}


def test_what_comes_back_from_hold_is_one_service(office: Office, clock: Clock) -> None:
    number = called(office)
    office.do("tickets.start", actor="clerk", number=number)
    clock.go(seconds=200)
    office.do("tickets.hold", actor="clerk", number=number)
    clock.go(minutes=20)
    office.do("tickets.resume", actor="clerk", number=number)
    clock.go(seconds=100)
    office.do("tickets.finish", actor="clerk", number=number)
    close(office)
    assert seconds(office) == {"9": [300]}


def test_the_moment_until_the_next_call_counts_when_somebody_waited(office: Office, clock: Clock) -> None:
    number, following = called(office), issued(office)
    clock.go(seconds=300)
    office.do("tickets.start", actor="clerk", number=number)
    office.do("tickets.finish", actor="clerk", number=number)
    clock.go(seconds=20)
    office.do("tickets.call", actor="clerk", number=following, counter=2)
    clock.go(seconds=100)
    office.do("tickets.no_show", actor="clerk", number=following)
    close(office)
    assert seconds(office) == {"9": [320, 100]}


def test_a_counter_that_waits_for_somebody_to_come_serves_nobody(office: Office, clock: Clock) -> None:
    served(office, clock, service=300)
    clock.go(minutes=2)
    served(office, clock, service=300)
    close(office)
    assert seconds(office) == {"9": [330, 330]}


def test_a_long_break_belongs_to_nobody(office: Office, clock: Clock) -> None:
    number, following = called(office), issued(office)
    clock.go(seconds=300)
    office.do("tickets.no_show", actor="clerk", number=number)
    clock.go(minutes=10)
    office.do("tickets.call", actor="clerk", number=following, counter=2)
    clock.go(seconds=100)
    office.do("tickets.no_show", actor="clerk", number=following)
    close(office)
    assert seconds(office) == {"9": [300, 100]}


def test_a_mis_click_that_was_put_back_is_no_service(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=15)
    office.do("tickets.put_back", actor="clerk", number=number)
    close(office)
    assert seconds(office) == {}


def test_an_action_that_was_taken_back_leaves_no_trace(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(seconds=30)
    office.do("tickets.start", actor="clerk", number=number)
    clock.go(seconds=60)
    office.do("tickets.finish", actor="clerk", number=number)
    clock.go(seconds=60)
    office.do("tickets.take_back", actor="clerk", number=number)
    clock.go(seconds=60)
    office.do("tickets.finish", actor="clerk", number=number)
    close(office)
    assert seconds(office) == {"9": [210]}


def test_a_forgotten_finish_is_left_out(office: Office, clock: Clock) -> None:
    served(office, clock)
    number = called(office)
    office.do("tickets.start", actor="clerk", number=number)
    clock.go(hours=5)
    close(office)
    assert seconds(office) == {"9": [630]}


def test_a_ticket_handed_over_is_a_service_of_each_queue(office: Office, clock: Clock) -> None:
    number = called(office, "A")
    office.do("tickets.start", actor="clerk", number=number)
    clock.go(seconds=120)
    office.do("tickets.hand_over", actor="clerk", number=number, to_queue="B")
    office.do("tickets.call", actor="clerk", number=number, counter=2)
    clock.go(seconds=240)
    office.do("tickets.start", actor="clerk", number=number)
    office.do("tickets.finish", actor="clerk", number=number)
    close(office)
    assert (seconds(office, "A"), seconds(office, "B")) == ({"9": [120]}, {"9": [240]})


# --- kept day by day -----------------------------------------------------------------------------------------------


def test_a_day_closed_again_is_kept_once_and_as_it_is_by_then(office: Office, clock: Clock) -> None:
    served(office, clock)
    close(office)
    office.do("counters.open", actor="clerk", counter=2)
    served(office, clock, service=300)
    close(office)
    assert seconds(office) == {"9": [630, 330]}


def test_days_that_were_never_closed_are_kept_with_the_next_one(office: Office, clock: Clock) -> None:
    for _ in range(3):
        served(office, clock)
        clock.go(days=1, seconds=-630)
    served(office, clock)
    close(office)
    assert sorted(day for day, _ in kept(office)) == [TODAY + DAY * later for later in range(4)]


def test_priority_tickets_are_counted_by_the_hour_they_came(office: Office, clock: Clock) -> None:
    for hours in (0, 0, 1):
        clock.go(hours=hours)
        issued(office, priority="pr_elder")
    close(office)
    assert kept(office)[TODAY, "A"][1] == {"9": 2, "10": 1}


# --- what is known -------------------------------------------------------------------------------------------------


def mean(office: Office, queue: str = "A") -> int:
    return round(known(office).times[queue].mean)


def test_before_anything_is_measured_the_usual_minutes_count(office: Office) -> None:
    assert known(office).measured == frozenset()
    assert abs(mean(office) - 15 * 60) < 20
    assert abs(mean(office, "C") - 10 * 60) < 15


def test_from_fifty_services_on_they_count(office: Office) -> None:
    for day, few in zip(days_before(office, 7, each=WEEK), [7] * 6 + [8], strict=True):
        remember(office, day, "A", {9: [240] * few})
        if day == days_before(office, 6, each=WEEK)[-1]:
            assert known(office).measured == frozenset()
    assert known(office).measured == {"A"}
    assert mean(office) == 240


def test_the_hall_says_how_many_are_enough(office: Office) -> None:
    setting(office, "estimate_min_services", 5)
    remember(office, days_before(office, 1, each=WEEK)[0], "A", {9: [240] * 5})
    assert mean(office) == 240


def test_services_of_the_same_weekday_and_hour_count_first(office: Office) -> None:
    for day in days_before(office, 4, each=WEEK):
        remember(office, day, "A", {9: [300] * 20})
        remember(office, day + DAY, "A", {9: [900] * 20})
    assert mean(office) == 300


def test_where_they_are_too_few_the_hour_of_other_weekdays_counts_then_any_hour(office: Office, clock: Clock) -> None:
    last = days_before(office, 1, each=WEEK)[0]
    remember(office, last, "A", {9: [300] * 20})
    remember(office, last + DAY, "A", {9: [600] * 40})
    assert mean(office) == 500
    clock.go(hours=1)
    assert mean(office) == 500
    remember(office, last + 2 * DAY, "A", {10: [200] * 60})
    assert mean(office) == 200


def test_what_is_older_than_a_year_is_forgotten(office: Office) -> None:
    remember(office, TODAY - 53 * WEEK, "A", {9: [300] * 60})
    assert known(office).measured == frozenset()


def test_today_counts_while_too_little_is_known(office: Office, clock: Clock) -> None:
    setting(office, "estimate_min_services", 2)
    for _ in range(2):
        served(office, clock, service=170)
    assert mean(office) == 200


def test_priority_tickets_are_expected_as_they_came_in_this_hour(office: Office) -> None:
    for day, count in zip(days_before(office, 2, each=WEEK), (1, 2), strict=True):
        remember(office, day, "A", {}, {9: count})
    moments = known(office).priority["A"]
    assert [round(moment) for moment in moments[:3]] == [1200, 3600, 6000]
    assert known(office).priority["B"] == ()
