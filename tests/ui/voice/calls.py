"""Builders for the tests of the voice: calls, rules, a watchdog and a loudspeaker that wait to be told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from desk.announcements import Announcements, Call, Sentence, VoiceRules, english_wording, wording
from tests.factories import MORNING
from ui.voice.engine import Done, Script

RULES = VoiceRules(on=True, chime=True, repeat=1, rate=100, volume=80)


def zh(number: str = "A023", counter: int = 3) -> Sentence:
    return Sentence("zh", wording(number, counter, yao=False))


def en(number: str = "A023", counter: int = 3) -> Sentence:
    return Sentence("en", english_wording(number, counter))


def call(number: str, counter: int = 3, *, second: int = 0, times: int = 1) -> Call:
    """A call made so many seconds after nine o'clock."""
    at: datetime = MORNING + timedelta(seconds=second)
    return Call(number, counter, at, times, (zh(number, counter),))


def now(*calls: Call, rules: VoiceRules = RULES) -> Announcements:
    return Announcements(rules, calls)


def script(*sentences: Sentence, chime: bool = True, rate: int = 100, volume: int = 80) -> Script:
    return Script(sentences or (zh(),), chime, rate, volume)


class Watchdog:
    """Time passes when a test says so."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._expired: Callable[[], object] = lambda: None

    def watch(self, seconds: float, expired: Callable[[], object]) -> None:
        self.seconds, self._expired = seconds, expired

    def stop(self) -> None:
        self.seconds = None

    def expire(self) -> None:
        assert self.seconds is not None, "nothing is watched"
        self.seconds = None
        self._expired()


class Loudspeaker:
    """Keeps what it was to play; broken, it plays nothing."""

    def __init__(self, *, broken: bool = False) -> None:
        self.played: list[tuple[bytes, int]] = []
        self._broken = broken

    def ready(self) -> bool:
        return not self._broken

    def play(self, sound: bytes, volume: int, done: Done) -> None:
        if not self._broken:
            self.played.append((sound, volume))
        done(not self._broken)

    def stop(self) -> None:
        pass
