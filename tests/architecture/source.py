"""The program's own source as text and as syntax trees, for the tests of this folder."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def python_files(*folders: str) -> list[Path]:
    """Every Python file in the folders, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Every call of a function or method with one of these names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """The last part of the name of what is called; empty for what has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def docstrings(path: Path) -> set[int]:
    """The ids of the nodes that are docstrings, those after a field included."""
    statements = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Expr))
    return {id(node.value) for node in statements}


def texts(path: Path) -> Iterator[ast.Constant]:
    """Every string literal but docstrings, parts of f-strings included."""
    documented = docstrings(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node


def where(path: Path, node: ast.expr | ast.stmt) -> str:
    """File and line, for messages."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def project_files() -> list[Path]:
    """Every file that belongs to the project and exists: tracked, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]
