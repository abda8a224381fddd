"""Makes the shipped clips of the voice. Run by hand when a word is new; see LICENSE.txt beside it.

    python resources/voice/build.py [FOLDER]

Needs espeak-ng (Debian package of this name). A clip is one word, 16 kHz, 16 bit, mono, without silence around it; its
file is named by the word: zh/请.wav, en/ticket.wav. The chime is made here. The same espeak-ng gives the same bytes.
"""

import io
import math
import subprocess
import sys
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
RATE = 16_000
LOUDEST = 0.8  # of full scale
QUIET = 0.01  # of a clip's loudest sample: what is below at its ends is cut off
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The voice "cmn" of espeak-ng 1.51 takes the pinyin it makes of a character for English: 请 becomes "king three".
VOICES = {"zh": "cmn-latn-pinyin", "en": "en"}
WORDS = {
    "zh": [*LETTERS, *"零一二三四五六七八九幺十百千请号到", "号窗口"],
    "en": [
        *LETTERS, "ticket", "please go to counter", "zero", "one", "two", "three", "four", "five", "six", "seven",
        "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
        "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    ],
}  # fmt: skip


def build(folder: Path, words: dict[str, list[str]] = WORDS) -> None:
    """Every clip of `words`, and the chime, lie in `folder`."""
    for language, list_of_words in words.items():
        (folder / language).mkdir(parents=True, exist_ok=True)
        for word in list_of_words:
            write(folder / language / f"{word}.wav", spoken(language, word))
    write(folder / "chime.wav", list(chime()))


def spoken(language: str, word: str) -> list[float]:
    """The word's samples at RATE, cut to the sound."""
    voice = ["espeak-ng", "-v", VOICES[language]]
    if "(en)" in run([*voice, "-q", "-x", word]).decode():
        sys.exit(f"this espeak-ng would say {word} in English")
    with wave.open(io.BytesIO(run([*voice, "-s", "150", "--stdout", word]))) as file:
        samples = array("h", file.readframes(file.getnframes()))
        return cut(resampled([float(sample) for sample in samples], file.getframerate()))


def run(command: list[str]) -> bytes:
    """What the command prints."""
    return subprocess.run(command, capture_output=True, check=True).stdout


def resampled(samples: list[float], rate: int, half_width: int = 16) -> list[float]:
    """The same sound at RATE: each new sample is a windowed sinc over its neighbours, which lets nothing fold back."""
    step = rate / RATE
    band = min(1.0, RATE / rate) * 0.95
    found: list[float] = []
    for place in range(int(len(samples) / step)):
        centre = place * step
        first, last = max(0, math.ceil(centre) - half_width), min(len(samples), int(centre) + half_width + 1)
        found.append(sum(samples[at] * kernel(at - centre, band, half_width) for at in range(first, last)))
    return found


def kernel(distance: float, band: float, half_width: int) -> float:
    """The weight of a sample so far from the new one."""
    if abs(distance) >= half_width:
        return 0.0
    window = 0.5 + 0.5 * math.cos(math.pi * distance / half_width)
    turn = math.pi * band * distance
    return band * window * (math.sin(turn) / turn if turn else 1.0)


def cut(samples: list[float]) -> list[float]:
    """Without the silence before and after, and with ends that do not click."""
    floor = QUIET * max(abs(sample) for sample in samples)
    loud = [at for at, sample in enumerate(samples) if abs(sample) > floor]
    margin = RATE // 100
    kept = samples[max(0, loud[0] - margin) : loud[-1] + margin]
    for at in range(margin):
        kept[at] *= at / margin
        kept[-1 - at] *= at / margin
    return kept


def chime() -> Iterator[float]:
    """Two falling tones, 叮咚, and a breath."""
    for place in range(int(RATE * 1.3)):
        seconds = place / RATE
        yield tone(659.26, seconds) + tone(523.25, seconds - 0.45)


def tone(frequency: float, seconds: float) -> float:
    """A struck tone that began so many seconds ago."""
    if seconds < 0:
        return 0.0
    swing = math.sin(math.tau * frequency * seconds) + 0.3 * math.sin(2 * math.tau * frequency * seconds)
    return min(1.0, seconds * 200) * math.exp(-5 * seconds) * swing


def write(path: Path, samples: list[float]) -> None:
    """The samples are a file, as loud as every other."""
    scale = LOUDEST * 32767 / max(abs(sample) for sample in samples)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", [round(sample * scale) for sample in samples]).tobytes())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
