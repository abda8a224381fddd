"""Every state of the desk stands whole in its window, in both languages, at every size and scaling."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.visual.fit import cut_off, nameless, outside, overlapping
from ui import language
from ui.text import Language
from ui.tour.pictures import played
from ui.tour.stage import Stage
from ui.tour.states import DESK, State

# logical sizes: the smallest screen, and 1920×1080 at 100, 125, 150 and 200 %
SIZES = ((1366, 768), (1920, 1080), (1536, 864), (1280, 720), (960, 540))


@pytest.mark.parametrize("spoken", ["zh", "en"])
@pytest.mark.parametrize("state", DESK, ids=lambda state: state.id)
def test_nothing_is_cut_off(app: QApplication, qtbot: Any, state: State, spoken: Language) -> None:
    language.switch(app, spoken)
    wrong: list[str] = []

    def look(stage: Stage) -> None:
        qtbot.addWidget(stage.window)
        for width, height in SIZES:
            stage.window.resize(width, height)
            stage.settle()
            assert (stage.window.width(), stage.window.height()) == (width, height), "it cannot be made this small"
            for window in (stage.window, QApplication.activeModalWidget()):
                if window is not None:
                    found = cut_off(window) + outside(window) + overlapping(window) + nameless(window)
                    wrong.extend(f"{width}×{height} {each}" for each in found)

    played(state, look)
    assert not wrong


@pytest.mark.parametrize(
    "state", [state for state in DESK if state.id in {"counter-serving", "prints", "settings"}], ids=lambda s: s.id
)
def test_the_focus_is_seen_on_every_control(app: QApplication, qtbot: Any, state: State) -> None:
    unseen: list[str] = []

    def look(stage: Stage) -> None:
        qtbot.addWidget(stage.window)
        for widget in stops(stage.window):
            stage.window.setFocus()
            stage.settle()
            before = stage.window.grab().toImage()
            widget.setFocus()
            stage.settle()
            if stage.window.grab().toImage() == before:
                unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")

    played(state, look)
    assert not unseen


def stops(window: QWidget) -> list[QWidget]:
    """Where the Tab key stops."""
    found, widget = [], window.nextInFocusChain()
    while widget is not window:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value & 1:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found
