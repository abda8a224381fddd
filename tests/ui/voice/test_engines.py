"""The engines themselves: each with the real thing behind it where a machine without a loudspeaker has it."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTextToSpeech import QTextToSpeech
from pytestqt.qtbot import QtBot

import resources
from desk.announcements import Sentence
from tests.ui.voice.calls import Loudspeaker, en, script, zh
from ui.voice import engines
from ui.voice.engines import ChimeOnly, Espeak, FromClips, SystemVoice, system_voice
from ui.voice.sound import Clips, seconds

CLIPS = Clips()


def said(qtbot: QtBot, engine: FromClips | ChimeOnly | Espeak | SystemVoice, *sentences, **options) -> bool:
    """Whether the engine has said the script to its end."""
    heard: list[bool] = []
    engine.say(script(*sentences, **options), heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert len(heard) == 1
    return heard[0]


# --- clips and chime -------------------------------------------------------------------------------------------------


def test_clips_are_played_as_one_sound(qtbot: QtBot) -> None:
    loudspeaker = Loudspeaker()
    assert said(qtbot, FromClips(loudspeaker, CLIPS), zh(), en(), volume=30)
    assert loudspeaker.played == [(CLIPS.announcement(script(zh(), en())), 30)]


def test_what_has_no_clip_is_left_to_others(qtbot: QtBot) -> None:
    loudspeaker = Loudspeaker()
    assert not said(qtbot, FromClips(loudspeaker, CLIPS), zh("社001"))
    assert loudspeaker.played == []


def test_the_chime_is_the_last_resort(qtbot: QtBot) -> None:
    loudspeaker = Loudspeaker()
    assert said(qtbot, ChimeOnly(loudspeaker, CLIPS), zh("社001"), chime=False)
    assert loudspeaker.played == [(CLIPS.chime(), 80)]


def test_without_a_loudspeaker_nothing_is_heard(qtbot: QtBot) -> None:
    assert not said(qtbot, FromClips(Loudspeaker(broken=True), CLIPS))


# --- espeak-ng -------------------------------------------------------------------------------------------------------


@pytest.fixture
def parent(qapp) -> QObject:
    return QObject()


def test_espeak_says_each_different_sentence_once_and_plays_all(qtbot: QtBot, parent: QObject) -> None:
    loudspeaker = Loudspeaker()
    assert said(qtbot, Espeak(loudspeaker, CLIPS, parent), zh(), en(), zh(), en())
    ((sound, volume),) = loudspeaker.played
    assert sound[: len(CLIPS.chime())] == CLIPS.chime()
    spoken = sound[len(CLIPS.chime()) :]
    assert spoken[: len(spoken) // 2] == spoken[len(spoken) // 2 :]
    assert 6 < seconds(spoken) < 30
    assert volume == 80


def test_espeak_speaks_slower_when_told_to(qtbot: QtBot, parent: QObject) -> None:
    lengths = []
    for rate in (50, 100, 200):
        loudspeaker = Loudspeaker()
        assert said(qtbot, Espeak(loudspeaker, CLIPS, parent), rate=rate, chime=False)
        lengths.append(len(loudspeaker.played[0][0]))
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("program", ["no-such-program", "false"])
def test_a_program_that_does_not_speak_is_no_voice(qtbot: QtBot, parent: QObject, program: str) -> None:
    loudspeaker = Loudspeaker()
    assert not said(qtbot, Espeak(loudspeaker, CLIPS, parent, program))
    assert loudspeaker.played == []


def test_stopped_espeak_leaves_no_process(parent: QObject) -> None:
    heard: list[bool] = []
    espeak = Espeak(Loudspeaker(), CLIPS, parent)
    espeak.say(script(), heard.append)
    process = espeak._process
    assert process is not None
    espeak.stop()
    assert process.state() == process.ProcessState.NotRunning
    assert heard == []


# --- the system's voice ----------------------------------------------------------------------------------------------


def test_qts_silent_engine_is_there_and_never_taken(qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "mock" in QTextToSpeech.availableEngines()
    opened: list[str] = []

    class Watched(QTextToSpeech):
        def __init__(self, name: str) -> None:
            super().__init__(name)
            opened.append(name)

        @staticmethod
        def availableEngines() -> list[str]:
            return ["mock"]

    monkeypatch.setattr("PySide6.QtTextToSpeech.QTextToSpeech", Watched)
    assert system_voice() is None
    assert opened == []


def test_a_voice_that_speaks_no_chinese_is_not_taken(qapp) -> None:
    voice = QTextToSpeech("mock")
    assert voice.state() == QTextToSpeech.State.Ready
    assert engines.spoken_in(voice, "zh") is None
    assert engines.spoken_in(voice, "en") is not None


def test_without_a_voice_others_must_speak(qtbot: QtBot) -> None:
    assert not said(qtbot, SystemVoice(Loudspeaker(), CLIPS, lambda: None))


def test_the_systems_voice_says_sentence_by_sentence_after_the_chime(qtbot: QtBot) -> None:
    """Qt's silent engine stands in for a voice: it takes its time and tells of its states as a real one does."""
    voice, loudspeaker, states = QTextToSpeech("mock"), Loudspeaker(), []
    voice.stateChanged.connect(lambda: states.append(voice.state().name))
    assert said(qtbot, SystemVoice(loudspeaker, CLIPS, lambda: voice), en(), en(), rate=200, volume=30)
    assert states == ["Speaking", "Ready"] * 2
    assert loudspeaker.played == [(CLIPS.chime(), 30)]


def test_the_systems_voice_stops(qtbot: QtBot) -> None:
    voice, heard = QTextToSpeech("mock"), []
    engine = SystemVoice(Loudspeaker(), CLIPS, lambda: voice)
    engine.say(script(en(), chime=False), heard.append)
    assert voice.state() == QTextToSpeech.State.Speaking
    with qtbot.waitSignal(voice.destroyed):
        engine.stop()
    assert heard == []


# --- all together ---------------------------------------------------------------------------------------------------


def test_all_engines_stand_in_their_order(parent: QObject) -> None:
    chain = engines.engines(parent, None)
    assert [engine.name for engine in chain._engines] == ["clips", "system", "espeak-ng", "chime"]


def test_the_shipped_clips_can_be_made_again(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build", resources.path("voice/build.py"))
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    build.build(tmp_path, {"zh": ["请", "A"]})
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.wav")}
    assert made == {str(Path("zh/请.wav")), str(Path("zh/A.wav")), "chime.wav"}
    assert (tmp_path / "chime.wav").read_bytes() == resources.path("voice/chime.wav").read_bytes()
    said = Sentence("zh", ("请", "A"))
    assert seconds(Clips(tmp_path).sentence(said, 100)) == pytest.approx(seconds(CLIPS.sentence(said, 100)), rel=0.1)


def test_the_watchdog_barks_once_unless_it_is_stopped(qtbot: QtBot, parent: QObject) -> None:
    barked: list[str] = []
    kept, stopped = engines.Timer(parent), engines.Timer(parent)
    stopped.watch(0.001, lambda: barked.append("stopped"))
    stopped.stop()
    kept.watch(100, lambda: barked.append("long ago"))
    kept.watch(0.01, lambda: barked.append("kept"))
    qtbot.waitUntil(lambda: bool(barked))
    assert barked == ["kept"]
    assert not kept.isActive()
