"""What benchmarks share: figures that are always a ratio to a floor of the same run, listed at the end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measure import Figure

FIGURES: list[Figure] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", type=Path, help="folder in which figures.json is left")


@pytest.fixture
def figures() -> Iterator[list[Figure]]:
    """Where a benchmark puts its figures; each must keep its limit."""
    before = len(FIGURES)
    yield FIGURES
    broken = [str(figure) for figure in FIGURES[before:] if not figure.kept]
    assert not broken, broken


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for figure in FIGURES:
        terminalreporter.write_line(str(figure))
    folder: Path | None = config.getoption("--figures")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        rows = [figure.row() for figure in FIGURES]
        (folder / "figures.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
