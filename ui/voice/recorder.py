"""The engine of the tests is an engine: it keeps what it was to say, and says when it is told to have said it."""

from __future__ import annotations

from ui.voice.engine import Done, Script


class Recorder:
    """`said` are the texts of everything begun, in order; what is being said ends with `finish`, or at once."""

    def __init__(self, name: str = "recorder", *, at_once: bool = False) -> None:
        self.name = name
        self.scripts: list[Script] = []
        self.stopped = 0
        self._at_once = at_once
        self._done: Done | None = None

    @property
    def said(self) -> list[str]:
        return [" ".join(sentence.text for sentence in script.sentences) for script in self.scripts]

    @property
    def busy(self) -> bool:
        return self._done is not None

    def say(self, script: Script, done: Done) -> None:
        assert self._done is None, "announcements overlap"
        self.scripts.append(script)
        self._done = done
        if self._at_once:
            self.finish()

    def finish(self, *, heard: bool = True) -> None:
        """What is being said was heard, or breaks."""
        done, self._done = self._done, None
        assert done is not None, "nothing is being said"
        done(heard)

    def stop(self) -> None:
        self.stopped += 1
        self._done = None
