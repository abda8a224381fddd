"""What one engine cannot say, the next one does; nothing is said twice, nothing hangs."""

import pytest

from tests.ui.voice.calls import Watchdog, en, script, zh
from ui.voice.chain import Chain
from ui.voice.recorder import Recorder


def three() -> tuple[list[Recorder], Watchdog, Chain]:
    recorders = [Recorder(name) for name in ("clips", "system", "chime")]
    watchdog = Watchdog()
    return recorders, watchdog, Chain(recorders, watchdog)


def test_the_first_engine_speaks() -> None:
    (clips, system, _), watchdog, chain = three()
    heard: list[bool] = []
    chain.say(script(), heard.append)
    clips.finish()
    assert (heard, len(clips.said), system.said, watchdog.seconds) == ([True], 1, [], None)


@pytest.mark.logs("now spoken by system")
def test_the_next_one_says_all_of_it_when_one_breaks_in_the_middle() -> None:
    (clips, system, chime), _, chain = three()
    heard: list[bool] = []
    chain.say(script(zh(), en()), heard.append)
    clips.finish(heard=False)
    system.finish()
    assert (heard, system.said, chime.said) == ([True], clips.said, [])


@pytest.mark.logs("now spoken by (system|clips)")
def test_the_first_one_has_its_turn_again_with_the_next_announcement() -> None:
    (clips, system, _), _, chain = three()
    heard: list[bool] = []
    chain.say(script(), heard.append)
    clips.finish(heard=False)
    system.finish()
    chain.say(script(), heard.append)
    clips.finish()
    assert heard == [True, True]


@pytest.mark.logs("now spoken by nobody")
def test_nobody_can() -> None:
    recorders, watchdog, chain = three()
    heard: list[bool] = []
    chain.say(script(), heard.append)
    for recorder in recorders:
        recorder.finish(heard=False)
    assert (heard, watchdog.seconds) == ([False], None)


@pytest.mark.logs("now spoken by system")
def test_one_that_hangs_is_given_up_in_time() -> None:
    (clips, system, _), watchdog, chain = three()
    heard: list[bool] = []
    chain.say(script(zh(), zh(), rate=50), heard.append)
    assert watchdog.seconds == 53
    watchdog.expire()
    assert (clips.stopped, clips.busy, system.busy) == (1, False, True)
    system.finish()
    assert heard == [True]


@pytest.mark.logs("now spoken by system")
def test_one_that_ends_after_it_was_given_up_is_not_listened_to() -> None:
    (clips, system, _), watchdog, chain = three()
    late: list[object] = []
    clips.stop = lambda: late.append(clips._done)  # it does not even stop
    heard: list[bool] = []
    chain.say(script(), heard.append)
    watchdog.expire()
    clips.finish()
    assert (heard, system.busy) == ([], True)
    system.finish()
    assert heard == [True]


def test_stopped_it_is_silent_and_tells_nobody() -> None:
    (clips, system, chime), watchdog, chain = three()
    heard: list[bool] = []
    chain.say(script(), heard.append)
    chain.stop()
    assert (heard, watchdog.seconds) == ([], None)
    assert not any(engine.busy for engine in (clips, system, chime))
