"""The machine's loudspeaker: plays one sound at a time and says when it was heard. Asynchronous, by Qt's signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject

from ui.voice.engine import Done
from ui.voice.sound import RATE, silence

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

TAIL = 0.2  # seconds: a device says that it is done a moment before it is, and what is left then is cut off


class Player(QObject):
    """Qt's sound library is loaded with the first sound, so that a window is there before it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._source = QBuffer(self)
        self._done: Done | None = None

    def ready(self) -> bool:
        """Whether there is a loudspeaker."""
        from PySide6.QtMultimedia import QMediaDevices

        return not QMediaDevices.defaultAudioOutput().isNull()

    def play(self, sound: bytes, volume: int, done: Done) -> None:
        """Begins; `done(heard)` when it has ended, at once when there is no loudspeaker. `volume` in percent."""
        from PySide6.QtMultimedia import QAudioSink, QMediaDevices, QtAudio

        self.stop()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            done(False)
            return
        self._done = done
        self._source.setData(QByteArray(sound + silence(TAIL)))
        self._source.open(QBuffer.OpenModeFlag.ReadOnly)
        sink = self._sink = QAudioSink(device, _format(), self)
        loudness = QtAudio.VolumeScale
        sink.setVolume(QtAudio.convertVolume(volume / 100, loudness.LogarithmicVolumeScale, loudness.LinearVolumeScale))
        sink.stateChanged.connect(lambda: self._moved(sink))  # the signal's own argument is of another enum
        sink.start(self._source)
        if sink.error() != QtAudio.Error.NoError:
            self._end(sink, heard=False)

    def stop(self) -> None:
        """Silence; nobody is told."""
        sink, self._sink, self._done = self._sink, None, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()
        self._source.close()

    def _moved(self, sink: QAudioSink) -> None:
        from PySide6.QtMultimedia import QtAudio

        state = sink.state()
        if state == QtAudio.State.IdleState and self._source.atEnd():  # the device has played all it was given
            self._end(sink, heard=True)
        elif state == QtAudio.State.StoppedState:  # by the device, which is gone
            self._end(sink, heard=False)

    def _end(self, sink: QAudioSink, *, heard: bool) -> None:
        if sink is not self._sink:  # stopped, and heard of once more
            return
        done = self._done
        self.stop()
        if done is not None:
            done(heard)


def _format() -> QAudioFormat:
    from PySide6.QtMultimedia import QAudioFormat

    wanted = QAudioFormat()
    wanted.setSampleRate(RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted
