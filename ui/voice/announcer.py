"""Announces each current call exactly once, one after the other. Knows no device, no clock and no window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ui.voice.engine import Engine, script

if TYPE_CHECKING:
    from datetime import datetime

    from desk.announcements import Announcements, Call, VoiceRules

_FORGET = timedelta(days=1)


class Announcer:
    """Told what is current as often as it changes, it says what is new.

    What is current when it is told for the first time, or while the voice is off, is old. A call whose ticket has left
    before its turn is not said; one that is recalled before its turn is said once, in its place. What no engine could
    say stays first in line and is tried again with the next answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: set[tuple[str, datetime]] | None = None
        self._waiting: dict[str, Call] = {}  # by number, in order
        self._saying: Call | None = None
        self._rules: VoiceRules | None = None

    def update(self, now: Announcements) -> None:
        """These are the calls that are current, and the hall's rules for speaking."""
        self._rules = now.rules
        fresh = self._fresh(now.calls)
        if now.rules.on and now.rules.volume > 0:
            current = {_key(call) for call in now.calls}
            line = self._waiting | {call.number: call for call in fresh}
            self._waiting = {number: call for number, call in line.items() if _key(call) in current}
            self._next()
        else:
            self.silence()

    def silence(self) -> None:
        """Nothing is being said, and nothing waits to be said."""
        self._waiting.clear()
        if self._saying is not None:
            self._saying = None
            self._engine.stop()

    def _fresh(self, calls: tuple[Call, ...]) -> list[Call]:
        """Those not known before; from now on they are."""
        first, known = self._known is None, self._known or set()
        fresh = [call for call in calls if _key(call) not in known and not first]
        newest = max((call.at for call in calls), default=None)
        kept = {key for key in known if newest is None or key[1] > newest - _FORGET}
        self._known = kept | {_key(call) for call in calls}
        return fresh

    def _next(self) -> None:
        if self._saying is not None or not self._waiting:
            return
        assert self._rules is not None, "calls wait only after an answer"
        call = self._saying = self._waiting.pop(next(iter(self._waiting)))

        def said(heard: bool) -> None:
            self._saying = None
            if heard:
                self._next()
            else:
                self._waiting = {call.number: call} | self._waiting

        self._engine.say(script(call, self._rules), said)


def _key(call: Call) -> tuple[str, datetime]:
    return call.number, call.at
