"""What people read in the windows is Chinese in the source, inside `tr()` or `mark()`, and complete in English."""

import ast
import json
import re
import string

import resources
from tests.architecture.source import HAN, calls, python_files, texts, where

ENGLISH: dict[str, str] = json.loads(resources.text("translations/en.json"))


def translated() -> dict[str, str]:
    """Every literal given to `tr` or `mark`, with a place where it stands."""
    found: dict[str, str] = {}
    for path in python_files("ui"):
        for call in calls(path, "tr", "mark"):
            if call.args and isinstance(call.args[0], ast.Constant):
                found.setdefault(call.args[0].value, where(path, call))
    return found


def fields(text: str) -> list[str]:
    """The placeholders of a text, in alphabetical order."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def both_languages(text: str) -> bool:
    """Whether the text carries its English itself, 中文 · English, as the command line's own help does."""
    return bool(re.search(r"\S · [A-Za-z]", text))


def test_every_chinese_literal_is_marked_for_translation() -> None:
    wrong: list[str] = []
    for path in python_files("ui"):
        marked = {id(call.args[0]) for call in calls(path, "tr", "mark") if call.args}
        wrong += [
            f"{where(path, node)} {node.value}"
            for node in texts(path)
            if HAN.search(str(node.value)) and id(node) not in marked and not both_languages(str(node.value))
        ]
    assert not wrong


def test_every_text_has_an_english_translation() -> None:
    missing = {text: place for text, place in translated().items() if not ENGLISH.get(text)}
    assert not missing


def test_no_translation_is_left_over() -> None:
    assert not ENGLISH.keys() - translated().keys()


def test_placeholders_are_the_same_in_both_languages() -> None:
    different = [text for text, english in ENGLISH.items() if fields(text) != fields(english)]
    assert not different


def test_no_chinese_is_left_in_the_english_texts() -> None:
    exempt = {text for text in ENGLISH if "English" in text}  # the switch names each language in its own words
    left = {text for text, english in ENGLISH.items() if HAN.search(english) and text not in exempt}
    assert not left
