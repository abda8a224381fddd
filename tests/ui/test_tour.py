"""The tour is the program itself: what it tells has happened."""

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.tour import tour


def test_a_day_is_played_and_told(app: QApplication, tmp_path: Path) -> None:
    tour(tmp_path)
    story = json.loads((tmp_path / "story.json").read_text(encoding="utf-8"))
    seen = [(scene["where"], scene["seen"]) for scene in story["scenes"]]
    assert ("desk", "A001 已呼叫") in seen
    assert ("lobby", "A001 → 3") in seen
    assert ("desk", "F001 办理中") in seen
    assert all((tmp_path / scene["file"]).stat().st_size for scene in story["scenes"])
    assert len(list((tmp_path / "papers").glob("*.pdf"))) == 3
