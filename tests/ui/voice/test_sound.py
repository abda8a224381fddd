"""Clips: every word there is, in the right format, joined to the right length, and replaced by the hall's own."""

import io
import wave
from array import array
from pathlib import Path

import pytest

import resources
from desk.announcements import Sentence, english_numeral, english_wording, numeral, wording
from tests.ui.voice.calls import en, script, zh
from ui.voice.sound import BREATH, PAUSE, RATE, Clips, read, seconds, silence, spaced

SHIPPED = sorted(resources.path("voice").rglob("*.wav"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def wav(sound: list[int], *, rate: int = RATE, channels: int = 1, width: int = 2) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(array("h", sound).tobytes())
    return held.getvalue()


def sound_of(samples: list[int]) -> bytes:
    return array("h", samples).tobytes()


def record(own: Path, name: str, data: bytes) -> None:
    path = own / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_every_shipped_clip_is_short_and_in_the_one_format() -> None:
    for path in SHIPPED:
        with wave.open(str(path)) as file:
            assert file.getparams()[:3] == (1, 2, RATE), path
            sound = file.readframes(file.getnframes())
        assert 0.15 < seconds(sound) < 1.5, path
        assert 20_000 < max(abs(sample) for sample in array("h", sound)) < 32_767, path


def test_the_shipped_clips_are_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED) < 2_000_000


def test_every_wording_can_be_said_by_the_shipped_clips() -> None:
    clips = Clips()
    for counter in (*range(1, 130), 200, 305, 999, 1000, 2010, 20_000):
        number = f"{LETTERS[counter % 26]}{counter:03}"
        clips.sentence(Sentence("zh", wording(number, counter, yao=True)), 100)
        clips.sentence(Sentence("zh", wording(number, counter, yao=False)), 100)
        clips.sentence(Sentence("en", english_wording(number, counter)), 100)


def test_no_shipped_clip_is_never_used() -> None:
    signs = {*LETTERS, *"零一二三四五六七八九幺", "请", "号", "到", "号窗口"}
    signs |= {sign for counter in range(2000) for sign in numeral(counter)}
    words = {*LETTERS, "ticket", "please go to counter"}
    words |= {word for counter in range(2000) for word in english_numeral(counter).split()}
    used = {f"zh/{sign}" for sign in signs} | {f"en/{word}" for word in words} | {"chime"}
    folder = resources.path("voice")
    assert {str(path.relative_to(folder).with_suffix("")).replace("\\", "/") for path in SHIPPED} == used


def test_a_sentence_is_as_long_as_its_words_and_pauses() -> None:
    clips = Clips()
    words = ["请", "A", "零", "二", "三", "号", "到", "十", "二", "号窗口"]
    files = [resources.path(f"voice/zh/{word}.wav").read_bytes() for word in words]
    spoken = sum(seconds(read(data)) for data in files)
    assert seconds(clips.sentence(zh("A023", 12), 100)) == pytest.approx(
        spoken + len(words) * PAUSE + BREATH, abs=0.001
    )


def test_an_announcement_is_the_chime_and_every_sentence_in_order() -> None:
    clips = Clips()
    chinese, english = clips.sentence(zh(), 100), clips.sentence(en(), 100)
    assert clips.announcement(script(zh(), en(), zh())) == clips.chime() + chinese + english + chinese
    assert clips.announcement(script(zh(), chime=False)) == chinese


def test_slow_speech_takes_longer_and_fast_speech_has_no_pauses() -> None:
    word = silence(1)
    assert seconds(spaced([word, word], 100)) == pytest.approx(2 + 2 * PAUSE)
    assert seconds(spaced([word, word], 50)) == pytest.approx(4 + 4 * PAUSE)
    assert seconds(spaced([word, word], 200)) == 2


def test_the_halls_own_recording_is_used(tmp_path: Path) -> None:
    record(tmp_path, "zh/请", wav([7] * RATE))
    record(tmp_path, "chime", wav([9] * 10))
    clips = Clips(tmp_path)
    assert clips.chime() == sound_of([9] * 10)
    assert clips.sentence(zh(), 100)[: 2 * RATE] == sound_of([7] * RATE)
    assert seconds(clips.sentence(zh(), 100)) > seconds(Clips().sentence(zh(), 100))


def test_a_whole_counter_may_be_recorded_too(tmp_path: Path) -> None:
    record(tmp_path, "zh/十二", wav([7] * 10))
    twelve = Clips(tmp_path).sentence(Sentence("zh", ("十二",)), 200)
    assert twelve[:20] == sound_of([7] * 10)
    assert seconds(twelve) == pytest.approx(PAUSE / 2 + BREATH, abs=0.001)


def test_a_recording_in_another_format_is_brought_to_ours(tmp_path: Path) -> None:
    stereo = [sample for place in range(44_100) for sample in (place % 1000, -5)]
    record(tmp_path, "zh/请", wav(stereo, rate=44_100, channels=2))
    heard = Clips(tmp_path).sentence(Sentence("zh", ("请",)), 200)
    assert seconds(heard) == pytest.approx(1 + BREATH, abs=0.001)
    assert heard[:8] == sound_of([0, 3, 6, 8])


@pytest.mark.logs("the recording 请.wav cannot be used")
@pytest.mark.parametrize("data", [b"", b"RIFF", b"no sound", wav([]), wav([1, 2], width=1)])
def test_a_recording_that_is_none_gives_way_to_the_shipped_one(tmp_path: Path, data: bytes) -> None:
    record(tmp_path, "zh/请", data)
    assert Clips(tmp_path).sentence(zh(), 100) == Clips().sentence(zh(), 100)


def test_a_word_without_a_clip_is_named() -> None:
    with pytest.raises(LookupError, match="社"):
        Clips().sentence(zh("社001"), 100)
