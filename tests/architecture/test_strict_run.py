"""The strict run notices what a test leaves behind: each of these careless tests fails for its own reason."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

CARELESS = """
import logging, tempfile, threading
import pytest
from PySide6.QtCore import QThread, qWarning
from PySide6.QtWidgets import QWidget
from sqlalchemy import create_engine

kept = []
stop = threading.Event()

def test_log(): logging.getLogger("desk").warning("hm")
def test_thread(): threading.Thread(target=stop.wait, daemon=True).start()
def test_temporary_file(): open(tempfile.mkstemp()[1]).close()
def test_connection(tmp_path): kept.append(create_engine("sqlite://").connect())
def test_open_file(database): kept.append(open(database.data / "file", "w"))
def test_window(qapp): kept.append(QWidget())
def test_qt_warning(qapp): qWarning("hm")
def test_qt_thread(qapp): kept.append(QThread()); kept[-1].start()
def test_warning(): import warnings; warnings.warn("hm")

@pytest.mark.logs("hm")
def test_careful(qtbot):
    logging.getLogger("desk").warning("hm")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

def test_end():
    stop.set()
    for thing in kept:
        if isinstance(thing, QThread):
            thing.quit(), thing.wait()
        elif not isinstance(thing, QWidget):
            thing.close()
"""
REASONS = {
    "ERROR log": "unexpected words in the log",
    "ERROR thread": "threads left running",
    "ERROR temporary_file": "temporary files left behind",
    "ERROR connection": "connections not given back",
    "ERROR open_file": "files left open",
    "ERROR window": "windows left",
    "FAILED qt_warning": "Qt messages with level WARNING",
    "ERROR qt_thread": "Qt threads left running",
    "FAILED warning": "UserWarning",
}


def test_every_kind_of_carelessness_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "test_careless.py").write_text(CARELESS)
    command = [sys.executable, "-m", "pytest", "-n0", "-k", "not postgres", "-p", "tests.conftest"]
    places = ["-c", ROOT / "pyproject.toml", "--rootdir", ROOT, f"--basetemp={tmp_path / 'inner'}"]
    done = subprocess.run(
        [*command, *places, tmp_path / "test_careless.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    rows = [line for line in done.stdout.splitlines() if line.startswith(("ERROR ", "FAILED "))]
    noticed = {row.split()[0] + " " + row.split("::test_")[1].partition(" ")[0].partition("[")[0] for row in rows}
    assert noticed == REASONS.keys(), done.stdout
    assert all(reason in done.stdout for reason in REASONS.values()), done.stdout
