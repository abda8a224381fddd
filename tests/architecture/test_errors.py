"""Every expected error has a text, and the text finds its facts."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import calls, python_files, where
from ui.messages import MESSAGES


def raised() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every place that makes a DeskError, once for each code it may give."""
    for path in python_files("desk", "printing", "ui"):
        for call in calls(path, "DeskError"):
            for code in codes(call.args[0]):
                yield path, call, code


def codes(node: ast.expr) -> list[str]:
    """The codes that an expression can be; none when they are only known at run time."""
    match node:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp(body=yes, orelse=no):
            return codes(yes) + codes(no)
    return []


def facts_of(text: str) -> set[str]:
    """The names in the braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_error_code_has_a_text() -> None:
    without = {f"{where(path, call)} {code}" for path, call, code in raised() if code not in MESSAGES}
    assert not without


def test_every_fact_of_a_text_is_given_where_the_error_is_raised() -> None:
    missing = [
        f"{where(path, call)} {code}: {sorted(lacking)}"
        for path, call, code in raised()
        if not any(keyword.arg is None for keyword in call.keywords)
        and (lacking := facts_of(MESSAGES.get(code, "")) - {keyword.arg for keyword in call.keywords})
    ]
    assert not missing
