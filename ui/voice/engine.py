"""What an engine is: something that can speak an announcement, or cannot. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk.announcements import Call, Sentence, VoiceRules

Done = Callable[[bool], object]


@dataclass(frozen=True, slots=True)
class Script:
    """One announcement: its sentences in order, each as often as it is said; `rate` and `volume` in percent."""

    sentences: tuple[Sentence, ...]
    chime: bool
    rate: int
    volume: int


class Engine(Protocol):
    """One way to speak."""

    name: str

    def say(self, script: Script, done: Done) -> None:
        """Begins to speak and returns; `done(whether all of it was heard)` is called once, perhaps before that."""
        ...

    def stop(self) -> None:
        """Silence at once; the `done` of what was being said is not called any more."""
        ...


def script(call: Call, rules: VoiceRules) -> Script:
    """How the call is announced under the hall's rules."""
    return Script(call.sentences * rules.repeat, rules.chime, rules.rate, rules.volume)
