"""What the voice says, word by word, and which calls it owes."""

import pytest

from desk.announcements import Call, english_wording, joined, wording
from desk.errors import DeskError
from desk.office import Office
from tests.factories import Clock, called, issued, missed, unseen

WORDING = [
    ("A023", 3, False, "请 A 零 二 三 号 到 三 号窗口"),
    ("A001", 1, False, "请 A 零 零 一 号 到 一 号窗口"),
    ("A001", 1, True, "请 A 零 零 幺 号 到 一 号窗口"),
    ("B010", 10, False, "请 B 零 一 零 号 到 十 号窗口"),
    ("B010", 12, True, "请 B 零 幺 零 号 到 十二 号窗口"),
    ("P123", 20, False, "请 P 一 二 三 号 到 二十 号窗口"),
    ("P123", 21, True, "请 P 幺 二 三 号 到 二十一 号窗口"),
    ("C987", 11, True, "请 C 九 八 七 号 到 十一 号窗口"),
    ("F465", 105, False, "请 F 四 六 五 号 到 一百零五 号窗口"),
    ("A1000", 100, False, "请 A 一 零 零 零 号 到 一百 号窗口"),
    ("AB07", 110, False, "请 A B 零 七 号 到 一百一十 号窗口"),
    ("A002", 2, False, "请 A 零 零 二 号 到 二 号窗口"),
    ("A002", 1001, False, "请 A 零 零 二 号 到 一千零一 号窗口"),
    ("A002", 10203, False, "请 A 零 零 二 号 到 一零二零三 号窗口"),
]
ENGLISH = [
    ("A023", 3, "ticket A zero two three please go to counter three"),
    ("B010", 12, "ticket B zero one zero please go to counter twelve"),
    ("P123", 20, "ticket P one two three please go to counter twenty"),
    ("P123", 21, "ticket P one two three please go to counter twenty one"),
    ("P123", 105, "ticket P one two three please go to counter one hundred five"),
    ("P123", 300, "ticket P one two three please go to counter three hundred"),
    ("P123", 1205, "ticket P one two three please go to counter one two zero five"),
]


@pytest.mark.parametrize(("number", "counter", "yao", "said"), WORDING)
def test_a_call_is_said_sign_by_sign_and_its_counter_as_a_number(
    number: str, counter: int, yao: bool, said: str
) -> None:
    assert joined(wording(number, counter, yao=yao)) == said


@pytest.mark.parametrize(("number", "counter", "said"), ENGLISH)
def test_a_call_is_said_in_english(number: str, counter: int, said: str) -> None:
    assert joined(english_wording(number, counter)) == said


# --- which calls are owed --------------------------------------------------------------------------------------------


def current(office: Office, site: str | None = None) -> tuple[Call, ...]:
    return office.see("announcements.current", actor=None, site=site).calls


def owed(office: Office, site: str | None = None) -> list[tuple[str, int, int]]:
    """Number, counter and times of each current call."""
    return [(call.number, call.counter, call.times) for call in current(office, site)]


def test_calls_are_owed_in_the_order_they_were_made(office: Office, clock: Clock) -> None:
    second = issued(office)
    first = called(office, counter=3, actor="supervisor")
    clock.go(seconds=1)
    office.do("tickets.call", actor="clerk", number=second, counter=2)
    assert owed(office) == [(first, 3, 1), (second, 2, 1)]


def test_a_call_carries_its_wording(office: Office) -> None:
    number = called(office)
    assert number == "A001"
    assert [sentence.text for sentence in current(office)[0].sentences] == ["请 A 零 零 一 号 到 二 号窗口"]


def test_yao_and_english_are_settings(office: Office) -> None:
    for name in ("voice.yao", "voice.english"):
        office.do("settings.set", actor="administrator", name=name, value=True)
    called(office)
    assert [sentence.text for sentence in current(office)[0].sentences] == [
        "请 A 零 零 幺 号 到 二 号窗口",
        "ticket A zero zero one please go to counter two",
    ]


def test_a_recall_is_a_call_of_its_own(office: Office, clock: Clock) -> None:
    number = called(office)
    before = current(office)[0]
    clock.go(minutes=2)
    office.do("tickets.recall", actor="clerk", number=number)
    after = current(office)[0]
    assert (before.times, after.times) == (1, 2)
    assert after.at > before.at


def test_a_call_after_a_call_put_back_is_another_one(office: Office, clock: Clock) -> None:
    number = called(office)
    before = current(office)[0]
    office.do("tickets.put_back", actor="clerk", number=number)
    assert owed(office) == []
    clock.go(seconds=1)
    office.do("tickets.call", actor="clerk", number=number, counter=2)
    assert current(office)[0].at > before.at


def test_a_recall_taken_back_is_the_call_before_it(office: Office, clock: Clock) -> None:
    number = called(office)
    before = current(office)[0]
    clock.go(minutes=2)
    office.do("tickets.recall", actor="clerk", number=number)
    office.do("tickets.take_back", actor="clerk", number=number)
    assert current(office) == (before,)


def test_who_is_served_is_owed_a_call_for_a_minute(office: Office, clock: Clock) -> None:
    number = called(office)
    office.do("tickets.start", actor="clerk", number=number)
    assert owed(office) == [(number, 2, 1)]
    clock.go(seconds=61)
    assert owed(office) == []


def test_who_is_awaited_is_owed_a_call_however_long(office: Office, clock: Clock) -> None:
    number = called(office)
    clock.go(hours=1)
    assert owed(office) == [(number, 2, 1)]


def test_who_is_gone_is_owed_none(office: Office, clock: Clock) -> None:
    missed(office)
    number = called(office)
    office.do("tickets.start", actor="clerk", number=number)
    office.do("tickets.finish", actor="clerk", number=number)
    assert owed(office) == []


def test_calls_of_yesterday_are_owed_no_more(office: Office, clock: Clock) -> None:
    called(office)
    clock.go(days=1)
    assert owed(office) == []


def test_each_site_has_calls_of_its_own(office: Office) -> None:
    here = called(office)
    there = called(office, "G", counter=7, actor="liuyang")
    assert [call[0] for call in owed(office)] == [here]
    assert [call[0] for call in owed(office, "east")] == [there]
    assert unseen(office, "announcements.current", actor=None, site="west").code == "bad_argument"


# --- the rules -------------------------------------------------------------------------------------------------------


def not_set(office: Office, name: str, value: int | str) -> DeskError:
    """The error with which the value is refused."""
    with pytest.raises(DeskError) as caught:
        office.do("settings.set", actor="administrator", name=name, value=value)
    return caught.value


def test_the_volume_follows_the_hour(office: Office, clock: Clock) -> None:
    office.do("settings.set", actor="administrator", name="voice.volume", value="80, 12-14=30")
    volumes = []
    for hour in ("09:00", "12:00", "13:59", "14:00"):
        clock.show(f"2026-11-23 {hour}:00")
        volumes.append(office.see("announcements.current", actor=None).rules.volume)
    assert volumes == [80, 30, 30, 80]


def test_full_width_signs_are_read_too(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="voice.volume", value="100，8－10＝50")
    assert office.see("announcements.current", actor=None).rules.volume == 50


@pytest.mark.parametrize(
    "text",
    ["", "loud", "101", "-1", "80, 12-14", "80 12-14=40", "80, 14-12=40", "80, 12-25=40", "80, 9-11=40, 10-12=30",
     "80, 9-9=10", "80, 9-10=400", "80,"],
)  # fmt: skip
def test_a_volume_that_means_nothing_is_refused(office: Office, text: str) -> None:
    error = not_set(office, "voice.volume", text)
    assert (error.code, error.facts) == ("volume_unreadable", {"text": text})


@pytest.mark.parametrize(("name", "value"), [("voice.repeat", 0), ("voice.repeat", 6), ("voice.rate", 49)])
def test_a_value_out_of_range_is_refused(office: Office, name: str, value: int) -> None:
    assert not_set(office, name, value).code == "out_of_range"


def test_values_in_range_are_kept(office: Office) -> None:
    wanted = {"voice.on": False, "voice.chime": False, "voice.repeat": 5, "voice.rate": 200, "voice.volume": "0"}
    for name, value in wanted.items():
        office.do("settings.set", actor="administrator", name=name, value=value)
    rules = office.see("announcements.current", actor=None).rules
    assert (rules.on, rules.chime, rules.repeat, rules.rate, rules.volume) == (False, False, 5, 200, 0)


def test_a_sample_is_worded_and_ruled_like_a_call(office: Office) -> None:
    office.do("settings.set", actor="administrator", name="voice.yao", value=True)
    sample = office.see("announcements.sample", actor="clerk", number="B010", counter=12)
    assert [call.sentences[0].text for call in sample.calls] == ["请 B 零 幺 零 号 到 十二 号窗口"]
    assert sample.rules == office.see("announcements.current", actor=None).rules
