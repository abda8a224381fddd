"""What must not stand in any file: addresses of package indexes, places of one machine, fixed waits."""

import ast
import re

from tests.architecture.source import ROOT, calls, project_files, python_files, where

INDEX = re.compile(r"https?://[^\s\"'<>]*(?:pypi|pythonhosted|npmjs|mirror|debian|ubuntu)", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w./])/(?:root|home|work|Users)/\w|[A-Z]:\\Users\\", re.MULTILINE)
WAITS = ("sleep", "qWait", "qSleep", "wait_fixed")


def readable() -> list[tuple[str, str]]:
    """Name and text of every text file of the project."""
    found: list[tuple[str, str]] = []
    for path in project_files():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a font, a wheel, a picture
    return found


def test_no_address_of_a_package_index_is_written_down() -> None:
    assert not [name for name, text in readable() if INDEX.search(text)]


def test_no_place_of_one_machine_is_written_down() -> None:
    assert not [f"{name}: {found.group()}" for name, text in readable() if (found := MACHINE.search(text))]


def test_an_excuse_to_a_checker_gives_its_reason() -> None:
    """`# noqa: RULE` and `# pyright: ignore[rule]` are followed by words that say why."""
    silent = re.compile(r"#\s*(?:noqa|type: ignore|pyright: ignore)(?:: ?[A-Z0-9, ]+|\[[\w, -]+\])?\s*$", re.MULTILINE)
    files = python_files("desk", "models", "printing", "resources", "ui", "tests")
    assert not [str(path) for path in files if silent.search(path.read_text(encoding="utf-8"))]


def test_no_test_waits_for_a_fixed_time() -> None:
    wrong = [where(path, call) for path in python_files("tests") for call in calls(path, *WAITS)]
    wrong += [where(path, call) for path in python_files("tests") for call in calls(path, "wait") if on_qtbot(call)]
    assert not wrong


def on_qtbot(call: ast.Call) -> bool:
    """Whether the call is pytest-qt's fixed wait."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith("qtbot")


def test_no_file_of_the_program_is_long() -> None:
    """Beyond 400 lines a file has two stories to tell; a revision of the schema is one long table."""
    files = [path for path in python_files("desk", "models", "printing", "ui") if path.parent.name != "versions"]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {name: count for name, count in long.items() if count > 400}
