"""Clips: words as sound, the hall's own before the shipped ones, joined into sentences. No Qt, no device.

A sound here is always bytes: 16-bit samples of one channel at RATE.
"""

from __future__ import annotations

import io
import logging
import wave
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

import resources

if TYPE_CHECKING:
    from desk.announcements import Sentence
    from ui.voice.engine import Script

RATE = 16_000
PAUSE = 0.06  # seconds between two words at the usual rate
BREATH = 0.5  # seconds after a sentence

_log = logging.getLogger(__name__)


def silence(seconds: float) -> bytes:
    """So long a sound of nothing."""
    return bytes(2 * int(seconds * RATE))


def seconds(sound: bytes) -> float:
    """How long the sound is."""
    return len(sound) / 2 / RATE


def read(data: bytes) -> bytes:
    """The sound of a wav file: 16 bit, any rate, its first channel. Raises ValueError for anything else."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getparams()[:3]
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(str(error)) from error
    if width != 2 or not frames:
        raise ValueError(f"{8 * width} bit, {len(frames)} bytes")
    return _at_rate(array("h", frames[: len(frames) // 2 * 2])[::channels], rate).tobytes()


def _at_rate(samples: array, rate: int) -> array:
    """The sound at RATE, each sample on the line between its two neighbours."""
    if rate == RATE:
        return samples
    samples.append(samples[-1])
    places = (place * rate / RATE for place in range((len(samples) - 1) * RATE // rate))
    return array("h", [_between(samples, place) for place in places])


def _between(samples: array, place: float) -> int:
    at = int(place)
    return round(samples[at] + (samples[at + 1] - samples[at]) * (place - at))


def spaced(words: list[bytes], rate: int) -> bytes:
    """The words with pauses so long that all takes 100/`rate` of its usual time, as far as pauses can do it."""
    spoken = sum(seconds(word) for word in words)
    usual = spoken + PAUSE * len(words)
    pause = silence(max(0.0, (usual * 100 / rate - spoken) / len(words)))
    return b"".join(word + pause for word in words)


class Clips:
    """Words by file: `own`/zh/请.wav if the hall has recorded it, else the shipped one."""

    def __init__(self, own: Path | None = None) -> None:
        self._folders = [folder for folder in (own, resources.path("voice")) if folder is not None]
        self._read: dict[str, bytes | None] = {}

    def chime(self) -> bytes:
        found = self._file("chime")
        assert found is not None, "the chime is shipped"
        return found

    def sentence(self, sentence: Sentence, rate: int) -> bytes:
        """All its words, and a breath. Raises LookupError naming the word that no clip says."""
        words = [clip for word in sentence.words for clip in self._word(sentence.language, word)]
        return spaced(words, rate) + silence(BREATH)

    def announcement(self, script: Script) -> bytes:
        """The chime if wanted, and every sentence. Raises LookupError."""
        said = {each: self.sentence(each, script.rate) for each in set(script.sentences)}
        return (self.chime() if script.chime else b"") + b"".join(said[each] for each in script.sentences)

    def _word(self, language: str, word: str) -> list[bytes]:
        """The word's clip, or else those of its parts: 十二 of its characters, twenty one of its words."""
        whole = self._file(f"{language}/{word}")
        if whole is not None:
            return [whole]
        parts = word.split() if word.isascii() else list(word)
        if len(parts) < 2:
            raise LookupError(word)
        return [clip for part in parts for clip in self._word(language, part)]

    def _file(self, name: str) -> bytes | None:
        if name not in self._read:
            found = (_readable(folder / f"{name}.wav") for folder in self._folders)
            self._read[name] = next((sound for sound in found if sound is not None), None)
        return self._read[name]


def _readable(path: Path) -> bytes | None:
    """The file's sound; None when there is no file, or none that can be used."""
    try:
        return read(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.warning("the recording %s cannot be used: %s", path.name, error)
        return None
