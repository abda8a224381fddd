"""Each call is announced exactly once, in order, and never over another one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.voice.calls import RULES, call, en, now, zh
from ui.voice.announcer import Announcer
from ui.voice.recorder import Recorder


def said(recorder: Recorder) -> list[str]:
    """The ticket of each announcement, without its spaces: A零零一."""
    return [text.split(" 号")[0].removeprefix("请 ").replace(" ", "") for text in recorder.said]


def test_a_new_call_is_announced() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A023", 12)))
    assert recorder.said == ["请 A 零 二 三 号 到 十二 号窗口"]


def test_what_is_current_at_the_start_is_old() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now(call("A001")))
    announcer.update(now(call("A001"), call("A002", second=1)))
    assert said(recorder) == ["A零零二"]


def test_one_call_is_announced_once_however_often_it_is_told() -> None:
    recorder = Recorder(at_once=True)
    announcer = Announcer(recorder)
    for _ in range(3):
        announcer.update(now())
        announcer.update(now(call("A001")))
    assert said(recorder) == ["A零零一"]


def test_many_at_once_come_one_after_the_other() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(*(call(f"B0{place}", place, second=place) for place in range(10, 30))))
    for place in range(10, 30):
        assert len(recorder.said) == place - 9, "the next one waits for its turn"
        recorder.finish()
    assert said(recorder) == [
        f"B零{'一二'[place // 10 - 1]}{'零一二三四五六七八九'[place % 10]}" for place in range(10, 30)
    ]


def test_what_comes_while_one_is_being_said_waits() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001")))
    announcer.update(now(call("A001"), call("A002", second=1)))
    assert said(recorder) == ["A零零一"]
    recorder.finish()
    assert said(recorder) == ["A零零一", "A零零二"]


def test_a_recall_is_announced_again() -> None:
    recorder = Recorder(at_once=True)
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001")))
    announcer.update(now(call("A001", second=60, times=2)))
    assert said(recorder) == ["A零零一", "A零零一"]


def test_a_recall_before_its_turn_takes_the_place_of_its_call() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    first, second, third = (call(f"A00{place}", second=place) for place in (1, 2, 3))
    announcer.update(now(first, second, third))
    announcer.update(now(first, third, call("A002", second=60, times=2)))
    recorder.finish()
    recorder.finish()
    recorder.finish()
    assert said(recorder) == ["A零零一", "A零零二", "A零零三"]


def test_a_ticket_that_left_before_its_turn_is_not_announced() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001"), call("A002", second=1), call("A003", second=2)))
    announcer.update(now(call("A003", second=2)))
    recorder.finish()
    assert said(recorder) == ["A零零一", "A零零三"]


def test_what_was_missed_is_announced_if_it_is_current() -> None:
    """A display that was away for a while hears only of what is current now."""
    recorder = Recorder(at_once=True)
    announcer = Announcer(recorder)
    announcer.update(now(call("A001")))
    announcer.update(now(call("A009", second=900)))
    assert said(recorder) == ["A零零九"]


def test_what_nobody_could_say_comes_first_when_somebody_can() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001"), call("A002", second=1)))
    recorder.finish(heard=False)
    assert not recorder.busy, "it is not tried again in the same breath"
    announcer.update(now(call("A001"), call("A002", second=1)))
    recorder.finish()
    recorder.finish()
    assert said(recorder) == ["A零零一", "A零零一", "A零零二"]


def test_what_nobody_could_say_is_given_up_with_its_ticket() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001")))
    recorder.finish(heard=False)
    announcer.update(now())
    announcer.update(now())
    assert said(recorder) == ["A零零一"]


def test_it_is_said_as_often_as_the_hall_wants() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    both = replace(call("A023"), sentences=(zh(), en()))
    announcer.update(now(both, rules=replace(RULES, repeat=2, rate=80, volume=30, chime=False)))
    assert [sentence.language for sentence in recorder.scripts[0].sentences] == ["zh", "en", "zh", "en"]
    assert (recorder.scripts[0].rate, recorder.scripts[0].volume, recorder.scripts[0].chime) == (80, 30, False)


def test_what_waits_is_said_as_loud_as_the_hour_then_wants() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    two = (call("A001"), call("A002", second=1))
    announcer.update(now(*two))
    announcer.update(now(*two, rules=replace(RULES, volume=20)))
    recorder.finish()
    assert [script.volume for script in recorder.scripts] == [80, 20]


def test_switched_off_it_falls_silent_and_stays_so() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    announcer.update(now(call("A001"), call("A002", second=1)))
    announcer.update(now(call("A001"), call("A002", second=1), rules=replace(RULES, on=False)))
    assert (recorder.busy, recorder.stopped) == (False, 1)
    announcer.update(now(call("A003", second=2), rules=replace(RULES, on=False)))
    announcer.update(now(call("A003", second=2)))
    assert said(recorder) == ["A零零一"], "what was called in silence stays unsaid"


def test_a_volume_of_nothing_is_silence() -> None:
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now(rules=replace(RULES, volume=0)))
    announcer.update(now(call("A001"), rules=replace(RULES, volume=0)))
    assert recorder.said == []


def test_calls_of_long_ago_are_forgotten() -> None:
    announcer = Announcer(Recorder(at_once=True))
    for hour in range(0, 24 * 30, 6):
        announcer.update(now(call("A001", second=hour * 3600)))
    assert announcer._known is not None
    assert len(announcer._known) <= 5


@given(st.lists(st.sampled_from(["call", "recall", "leave", "finish", "break"]), max_size=60))
def test_each_current_call_is_announced_once_whatever_happens(steps: list[str]) -> None:
    """Every call is heard once, unless it left or was called again before its turn; nothing else is heard."""
    recorder = Recorder()
    announcer = Announcer(recorder)
    announcer.update(now())
    current: dict[str, int] = {}  # number: second of its newest call
    heard: list[tuple[str, int]] = []
    over: set[tuple[str, int]] = set()
    for second, step in enumerate(steps):
        if step == "call":
            current[f"A{second:03}"] = second
        elif step in ("recall", "leave") and current:
            number = min(current)
            over.add((number, current.pop(number)))
            if step == "recall":
                current[number] = second
        elif step in ("finish", "break") and recorder.busy:
            if step == "finish":
                heard.append(spoken(announcer))
            recorder.finish(heard=step == "finish")
        announcer.update(now(*(call(number, second=at) for number, at in current.items())))
    while recorder.busy:
        heard.append(spoken(announcer))
        recorder.finish()
    assert len(heard) == len(set(heard))
    assert set(current.items()) <= set(heard) <= set(current.items()) | over


def spoken(announcer: Announcer) -> tuple[str, int]:
    """What is being said: the ticket and the second of its call."""
    saying = announcer._saying
    assert saying is not None
    return saying.number, saying.at.minute * 60 + saying.at.second
