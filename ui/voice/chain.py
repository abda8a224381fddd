"""Several engines as one: what the first cannot say, or breaks off, the next one says from the beginning. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from ui.voice.engine import Done, Engine, Script

_log = logging.getLogger(__name__)

SENTENCE, CHIME = 12.0, 5.0  # seconds that a sentence at the usual rate and a chime never take


class Watchdog(Protocol):
    """Calls `expired` once after so many seconds, unless it watches again or is stopped before."""

    def watch(self, seconds: float, expired: Callable[[], object]) -> None: ...

    def stop(self) -> None: ...


class Chain:
    """Tries its engines in order. One that neither ends nor fails in time counts as broken."""

    name = "chain"

    def __init__(self, engines: Sequence[Engine], watchdog: Watchdog) -> None:
        self._engines = engines
        self._watchdog = watchdog
        self._turn = 0
        self._spoke = engines[0].name if engines else ""

    def say(self, script: Script, done: Done) -> None:
        self._try(0, script, done)

    def stop(self) -> None:
        self._turn += 1
        self._watchdog.stop()
        for engine in self._engines:
            engine.stop()

    def _try(self, place: int, script: Script, done: Done) -> None:
        if place == len(self._engines):
            self._note("nobody")
            done(False)
            return
        self._turn += 1
        turn, engine = self._turn, self._engines[place]

        def ended(heard: bool) -> None:
            if turn != self._turn:  # it was stopped, or given up, before
                return
            self._turn += 1
            self._watchdog.stop()
            if heard:
                self._note(engine.name)
                done(True)
            else:
                self._try(place + 1, script, done)

        def expired() -> None:
            engine.stop()
            ended(False)

        self._watchdog.watch(CHIME + SENTENCE * len(script.sentences) * 100 / script.rate, expired)
        engine.say(script, ended)

    def _note(self, who: str) -> None:
        """A change of who speaks is worth a line in the log: somebody may wonder why it sounds different."""
        if who != self._spoke:
            _log.warning("announcements are now spoken by %s", who)
        self._spoke = who
