"""The engines in the order in which they are tried: clips, the system's voice, espeak-ng, the chime alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QProcess, Qt, QTimer

from ui.voice.chain import Chain
from ui.voice.engine import Done, Engine, Script
from ui.voice.player import Player
from ui.voice.sound import Clips, read

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

    from desk.announcements import Sentence

_VOICES = {"zh": "cmn-latn-pinyin", "en": "en"}  # "cmn" of espeak-ng 1.51 reads its own pinyin as English
_SPEED = 150  # espeak-ng's words a minute


class FromClips:
    """Recorded words, joined."""

    name = "clips"

    def __init__(self, player: Player, clips: Clips) -> None:
        self._player, self._clips = player, clips

    def say(self, script: Script, done: Done) -> None:
        try:
            sound = self._clips.announcement(script)
        except LookupError:  # a letter nobody has recorded: somebody who can read must say it
            done(False)
            return
        self._player.play(sound, script.volume, done)

    def stop(self) -> None:
        self._player.stop()


class ChimeOnly:
    """The last resort: something is heard, and people look up."""

    name = "chime"

    def __init__(self, player: Player, clips: Clips) -> None:
        self._player, self._clips = player, clips

    def say(self, script: Script, done: Done) -> None:
        self._player.play(self._clips.chime(), script.volume, done)

    def stop(self) -> None:
        self._player.stop()


class Espeak:
    """The program espeak-ng, where it is installed; one run for each different sentence, then all is played at once."""

    name = "espeak-ng"

    def __init__(self, player: Player, clips: Clips, parent: QObject, program: str = "espeak-ng") -> None:
        self._player, self._clips, self._parent, self._program = player, clips, parent, program
        self._process: QProcess | None = None

    def say(self, script: Script, done: Done) -> None:
        if self._player.ready():
            self._next(script, list(dict.fromkeys(script.sentences)), {}, done)
        else:
            done(False)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished()
            process.deleteLater()
        self._player.stop()

    def _next(self, script: Script, left: list[Sentence], spoken: dict[Sentence, bytes], done: Done) -> None:
        if not left:
            chime = self._clips.chime() if script.chime else b""
            self._player.play(chime + b"".join(spoken[each] for each in script.sentences), script.volume, done)
            return
        sentence, *rest = left

        def ended() -> None:
            if process is not self._process:  # stopped
                return
            sound = self._take(process)
            if sound is None:
                done(False)
            else:
                self._next(script, rest, {**spoken, sentence: sound}, done)

        process = self._process = QProcess(self._parent)
        process.finished.connect(ended)
        process.errorOccurred.connect(lambda error: ended() if error == QProcess.ProcessError.FailedToStart else None)
        speed = str(_SPEED * script.rate // 100)
        voice = _VOICES[sentence.language]
        process.start(self._program, ["-v", voice, "-s", speed, "--stdout", "--", sentence.text])

    def _take(self, process: QProcess) -> bytes | None:
        """What the program has spoken; None when it is not there or did not do it."""
        self._process = None
        process.deleteLater()
        with contextlib.suppress(ValueError):
            return read(bytes(process.readAllStandardOutput().data()))
        return None


class SystemVoice:
    """The voice of the operating system through Qt, if it has one for Chinese as spoken in China."""

    name = "system"

    def __init__(self, player: Player, clips: Clips, open_voice: Callable[[], QTextToSpeech | None]) -> None:
        self._player, self._clips, self._open = player, clips, open_voice
        self._voice: QTextToSpeech | None = None
        self._absent = False
        self._left: list[Sentence] = []
        self._done: Done | None = None

    def say(self, script: Script, done: Done) -> None:
        voice = self._voice = None if self._absent else self._open()
        if voice is None:
            self._absent = True  # looking for one takes a while, and systems seldom learn a language
            done(False)
            return
        self._left, self._done = list(script.sentences), done
        voice.setRate((script.rate - 100) / 100)
        voice.setVolume(script.volume / 100)
        voice.stateChanged.connect(self._moved, Qt.ConnectionType.QueuedConnection)
        if script.chime:
            self._player.play(self._clips.chime(), script.volume, lambda _heard: self._next(voice))
        else:
            self._next(voice)

    def stop(self) -> None:
        self._player.stop()
        voice, self._voice, self._done = self._voice, None, None
        if voice is not None:
            voice.stateChanged.disconnect(self._moved)
            voice.stop()
            voice.deleteLater()

    def _next(self, voice: QTextToSpeech) -> None:
        if not self._left:
            self._end(heard=True)
            return
        sentence = self._left.pop(0)
        locale = spoken_in(voice, sentence.language)
        if locale is not None:
            voice.setLocale(locale)
        voice.say(sentence.text)

    def _moved(self, state: QTextToSpeech.State) -> None:
        voice = self._voice
        if voice is None:  # stopped meanwhile
            return
        if state == voice.State.Ready:
            self._next(voice)
        elif state == voice.State.Error:
            self._end(heard=False)

    def _end(self, *, heard: bool) -> None:
        done = self._done
        self.stop()
        if done is not None:
            done(heard)


def system_voice() -> QTextToSpeech | None:
    """A voice for Chinese, ready to speak; None where the system has none.

    Qt's engine "mock" is always ready and always silent: it is never taken.
    """
    from PySide6.QtTextToSpeech import QTextToSpeech

    for name in QTextToSpeech.availableEngines():
        if name == "mock":
            continue
        voice = QTextToSpeech(name)
        if voice.state() == QTextToSpeech.State.Ready and spoken_in(voice, "zh") is not None:
            return voice
        voice.deleteLater()
    return None


def spoken_in(voice: QTextToSpeech, language: str) -> QLocale | None:
    """How `voice` speaks the language: Chinese as in China, any English; None when it does not."""
    english, chinese, china = QLocale.Language.English, QLocale.Language.Chinese, QLocale.Country.China
    for locale in voice.availableLocales():
        spoken = locale.language()
        if (language == "en" and spoken == english) or (
            language == "zh" and spoken == chinese and locale.territory() == china
        ):
            return locale
    return None


class Timer(QTimer):
    """A watchdog by the event loop's clock."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._expired: Callable[[], object] = lambda: None
        self.timeout.connect(self._expire)

    def watch(self, seconds: float, expired: Callable[[], object]) -> None:
        self._expired = expired
        self.start(int(seconds * 1000))

    def _expire(self) -> None:
        self._expired()


def engines(parent: QObject, own: Path | None) -> Chain:
    """All engines of this machine in their order; `own` is the folder with the hall's recordings."""
    player, clips = Player(parent), Clips(own)
    order: list[Engine] = [
        FromClips(player, clips),
        SystemVoice(player, clips, system_voice),
        Espeak(player, clips, parent),
        ChimeOnly(player, clips),
    ]
    return Chain(order, Timer(parent))
