"""A picture of every window in every state, each at its own sizes, in Chinese and English."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from ui import language
from ui.context import Context, HallInfo
from ui.style import theme
from ui.tasks import InlineTasks
from ui.text import Language
from ui.tour.hall import Clock, demonstration
from ui.tour.stage import Stage
from ui.tour.states import DESK, State

if TYPE_CHECKING:
    from desk.office import Office

DESK_SIZES = ((1366, 768), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def application() -> QApplication:
    """The application with the program's look; offscreen where there is no display."""
    app = QApplication.instance() or QApplication(["desk"])
    assert isinstance(app, QApplication)
    theme.apply(app)
    theme.load_rare_fonts()
    return app


def take(out: Path) -> None:
    """The pictures are in `out`: desk-<state>-<size>-<language>.png, and likewise for the windows for residents."""
    app = application()
    out.mkdir(parents=True, exist_ok=True)
    for spoken in LANGUAGES:
        language.switch(app, spoken)
        for state in DESK:
            name = f"{out / 'desk'}-{state.id}"
            played(state, lambda stage, name=name, spoken=spoken: _at_its_sizes(stage, name, spoken))
    _for_residents(out)
    language.switch(app, "zh")


def played(state: State, look: Callable[[Stage], None]) -> None:
    """Brings a fresh stage into `state`, and looks at it."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        with demonstration(Path(folder), clock, households=60) as office:
            memory = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
            stage = Stage(office, clock, memory)
            state.play(stage)
            look(stage)
            stage.close()


def _at_its_sizes(stage: Stage, name: str, spoken: Language) -> None:
    for width, height in DESK_SIZES:
        stage.window.resize(width, height)
        stage.picture().save(f"{name}-{width}x{height}-{spoken}.png")


def _for_residents(out: Path) -> None:
    from ui.windows import kiosk_pictures, lobby, second

    for pictures in (kiosk_pictures.pictures, lobby.pictures, second.pictures):
        with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder), Clock()) as office:
            for name, window in pictures(lambda actor, counter=None, office=office: context(office, actor, counter)):
                QApplication.processEvents()
                window.grab().save(str(out / f"{name}.png"))
        QApplication.processEvents()


def context(office: Office, actor: str | None, counter: int | None = None) -> Context:
    """What a window for residents is given; its tasks answer at once."""
    hall = HallInfo(office.hall, office.info.name, office.info.demo)
    return Context(InlineTasks(office, actor), None, counter, hall, office.now, office.workstation)
