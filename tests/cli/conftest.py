"""The `desk` command as a test gives it: in this process, with its answers read."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import Database
from tests.halls import hall_file, place, postgres_template
from ui import cli

__all__ = ["hall_file", "place", "postgres_template"]


@dataclass(frozen=True)
class Ran:
    """What a command said, and its exit status."""

    status: int
    out: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Every line, which is JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def ok(self) -> Any:
        """The one answer, which is no error."""
        (answer,) = self.answers
        assert (self.status, list(answer)) == (0, ["ok"]), answer
        return answer["ok"]

    @property
    def error(self) -> dict[str, Any]:
        """The one error, with which the command failed."""
        (answer,) = self.answers
        assert (self.status, list(answer)) == (1, ["error"]), answer
        return answer["error"]


Command = Callable[..., Ran]


@pytest.fixture
def anywhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`anywhere(*words, lines="")` gives the command these words and this standard input."""

    def run(*words: str, lines: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["desk", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, capsys.readouterr().out)

    return run


def of(place: Database) -> list[str]:
    """The options that name the hall."""
    return ["--data", str(place.data), *(["--database", place.url] if place.url else [])]


@pytest.fixture
def desk(anywhere: Command, place: Database) -> Command:
    """The same for the small hall, on each of the two databases in turn."""
    return lambda *words, lines="": anywhere(*of(place), *words, lines=lines)
