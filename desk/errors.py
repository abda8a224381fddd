"""The one error of the office: every expected failure is a DeskError with a code and facts, without display text."""

from typing import Any


class DeskError(Exception):
    """An expected failure. `facts` are JSON values for the text that ui/messages.py keeps for `code`."""

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
