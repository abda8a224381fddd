"""Colours come from the tokens, keys from the table of commands."""

import ast
import re
from collections import Counter

from tests.architecture.source import ROOT, calls, python_files, texts, tree, where
from ui.commands import COMMANDS

COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?)\(", re.IGNORECASE)
TOKENS = ROOT / "ui/style/tokens.py"


def test_no_colour_is_written_outside_the_tokens() -> None:
    wrong = [
        f"{where(path, node)} {node.value}"
        for path in python_files("ui")
        for node in texts(path)
        if path != TOKENS and COLOUR.search(str(node.value))
    ]
    sheets = [path for path in (ROOT / "ui").rglob("*.in") if COLOUR.search(path.read_text(encoding="utf-8"))]
    assert not wrong
    assert not sheets


def test_no_colour_is_named_or_mixed_outside_the_tokens() -> None:
    mixed = [
        where(path, call)
        for path in python_files("ui")
        for call in calls(path, "QColor", "fromRgb", "fromRgbF", "fromHsv")
        if call.args and all(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert not mixed
    named = [path for path in python_files("ui") if "GlobalColor" in path.read_text(encoding="utf-8")]
    assert not named


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(row.shortcut for row in COMMANDS if row.shortcut)
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_bare_letter_or_digit_is_a_key() -> None:
    """They would collide with typing and with scanners."""
    assert not [row.id for row in COMMANDS if re.fullmatch(r"(Shift\+)?\w", row.shortcut)]


def test_no_two_commands_share_a_name() -> None:
    names = Counter(row.id for row in COMMANDS)
    assert [name for name, count in names.items() if count > 1] == []


def test_keys_are_given_in_the_table_alone() -> None:
    """A literal handed to Qt as a key would escape the test above."""
    wrong = [
        where(path, call)
        for path in python_files("ui")
        for call in calls(path, "QShortcut", "setShortcut", "setShortcuts", "QKeySequence")
        if any(isinstance(getattr(argument, "value", None), str) for argument in call.args)
    ]
    assert not wrong


def test_the_rules_read_real_code() -> None:
    assert COLOUR.search(TOKENS.read_text(encoding="utf-8"))
    assert tree(ROOT / "ui/commands.py").body
