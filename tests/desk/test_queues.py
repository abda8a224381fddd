"""Queues: what the kiosk offers, opening and closing, matters; and the lists of reasons."""

import pytest

from desk.office import Office
from tests.factories import called, issued, refused, unseen


def offered(office: Office, **args: str) -> dict[str, object]:
    return {row.prefix: row for row in office.see("queues.offered", actor=None, **args)}


def test_the_kiosk_offers_every_queue_in_order(office: Office) -> None:
    assert list(offered(office)) == ["A", "B", "C", "D", "E", "F", "G"]


def test_a_site_offers_its_own_queues(office: Office) -> None:
    assert list(offered(office, site="east")) == ["G"]


def test_an_unknown_site_offers_nothing(office: Office) -> None:
    assert offered(office, site="moon") == {}


def test_an_offered_queue_says_how_many_wait(office: Office) -> None:
    called(office, "A")
    for queue in "AAB":
        issued(office, queue)
    assert [(q.prefix, q.waiting) for q in offered(office).values()][:3] == [("A", 2), ("B", 1), ("C", 0)]


def test_an_offered_queue_has_names_in_two_languages_and_a_place_to_wait(office: Office) -> None:
    queue = offered(office)["A"]
    assert (queue.name, queue.name_en, queue.usual_minutes) == (
        "户籍与居住",
        "household registration and residence",
        15,
    )
    assert all((q.name, q.name_en, q.area) for q in offered(office).values())


def test_a_closed_queue_is_offered_as_closed(office: Office) -> None:
    office.do("queues.close_queue", actor="supervisor", queue="a")
    assert [q.open for q in offered(office).values()] == [False, True, True, True, True, True, True]


def test_who_waits_in_a_closed_queue_is_still_called(office: Office) -> None:
    number = issued(office)
    now = office.do("queues.close_queue", actor="supervisor", queue="A")
    assert (now.waiting, office.do("tickets.call_next", actor="clerk", counter=2).number) == (1, number)


def test_a_queue_opened_again_gives_the_next_number(office: Office) -> None:
    issued(office)
    office.do("queues.close_queue", actor="supervisor", queue="A")
    office.do("queues.open_queue", actor="supervisor", queue="A")
    assert issued(office) == "A002"


@pytest.mark.parametrize("verb", ["open_queue", "close_queue"])
def test_an_unknown_queue_is_neither_opened_nor_closed(office: Office, verb: str) -> None:
    error = refused(office, f"queues.{verb}", actor="supervisor", queue="Z")
    assert (error.code, error.facts) == ("unknown_queue", {"queue": "Z"})


def test_the_matters_of_a_queue_come_with_the_frequent_ones_first(office: Office) -> None:
    found = office.see("queues.matters", actor="clerk", queue="A")
    assert [row.frequent for row in found] == sorted((row.frequent for row in found), reverse=True)
    assert all((row.code, row.name, row.name_en) for row in found)


def test_a_list_of_reasons_is_in_two_languages(office: Office) -> None:
    found = office.see("reasons.of", actor=None, list="priority")
    assert (found[0].code, found[0].zh, found[0].en) == (
        "pr_elder",
        "老年人（默认70周岁及以上）",
        "elder, 70 or over by default",
    )


def test_a_list_nobody_knows_is_refused(office: Office) -> None:
    error = unseen(office, "reasons.of", list="excuses")
    assert (error.code, error.facts) == ("unknown_reason", {"reason": "", "list": "excuses"})
