"""The layers hold: `ui → printing → desk → models`, resources under all."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, python_files, tree, where


def test_the_contracts_of_the_layers_hold() -> None:
    program = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("folder", "unwanted"),
    [
        ("models", {"PySide6", "reportlab", "desk", "printing", "ui"}),
        ("desk", {"PySide6", "reportlab", "printing", "ui"}),
        ("printing", {"models", "ui"}),
        ("ui", {"models"}),
        ("resources", {"desk", "models", "printing", "ui"}),
    ],
)
def test_no_layer_names_what_lies_above_it(folder: str, unwanted: set[str]) -> None:
    """Also within functions and for annotations alone, where a contract may look away."""
    wrong = [where(path, node) for path in python_files(folder) for node, name in imports(path) if name in unwanted]
    assert not wrong


def imports(path) -> list[tuple[ast.stmt, str]]:
    """Every import statement of a file with the top-level package it names."""
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node, alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node, node.module.partition(".")[0]))
    return found


def test_a_broken_contract_is_noticed() -> None:
    """The rule above sees an import where it stands."""
    assert {"ast", "pytest", "tests"} <= {name for _, name in imports(ROOT / "tests/architecture/test_layers.py")}
