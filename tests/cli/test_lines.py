"""`desk do --lines`: many jobs in one process, one answer each, and the next line whatever happened to the last."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.cli.conftest import Command, of
from tests.conftest import Database
from tests.factories import open_hall


def job(name: str, /, actor: str | None = "clerk", key: str | None = None, **args: Any) -> str:
    verb = "see" if name in ("tickets.waiting", "tickets.board") else "do"
    return json.dumps({verb: name, "args": args, "actor": actor, "key": key}, ensure_ascii=False)


def issue(queue: str = "A", **more: Any) -> str:
    return job("tickets.issue", queue=queue, **{"actor": "kiosk", "slip": False} | more)


def codes(answers: list[dict[str, Any]]) -> list[str]:
    """For every answer: ok, or the code of its error."""
    return [answer["error"]["code"] if "error" in answer else "ok" for answer in answers]


def test_every_job_has_one_answer_in_order(desk: Command) -> None:
    ran = desk("do", "--lines", lines="\n".join([issue("A"), issue("B"), job("tickets.call_next", counter=2)]))
    assert [answer["ok"]["number"] for answer in ran.answers] == ["A001", "B001", "A001"]


def test_views_may_stand_among_the_jobs(desk: Command) -> None:
    ran = desk("do", "--lines", lines=issue() + "\n" + job("tickets.board", actor=None))
    assert ran.answers[1]["ok"]["waiting_count"] == 1


def test_an_error_does_not_stop_the_next_job_nor_change_the_exit_status(desk: Command) -> None:
    ran = desk("do", "--lines", lines="\n".join([issue("Z"), issue("A")]))
    assert (codes(ran.answers), ran.status) == (["unknown_queue", "ok"], 0)


def test_a_job_without_an_actor_is_done_by_that_of_the_line(desk: Command) -> None:
    line = json.dumps({"do": "tickets.issue", "args": {"queue": "A"}})
    assert codes(desk("do", "--lines", "--actor", "kiosk", lines=line).answers) == ["ok"]


def test_a_job_without_any_actor_is_done_by_nobody(desk: Command) -> None:
    line = json.dumps({"do": "tickets.issue", "args": {"queue": "A"}})
    assert codes(desk("do", "--lines", lines=line).answers) == ["not_permitted"]


def test_the_same_key_is_answered_with_the_first_result(desk: Command) -> None:
    ran = desk("do", "--lines", lines="\n".join([issue(key="k"), issue(key="k"), issue("B", key="k")]))
    assert codes(ran.answers) == ["ok", "ok", "key_reused"]
    assert ran.answers[0] == ran.answers[1]


def test_empty_lines_are_no_jobs(desk: Command) -> None:
    assert len(desk("do", "--lines", lines=f"\n{issue()}\n  \n{issue()}\n\n").answers) == 2


def test_no_jobs_have_no_answers(desk: Command) -> None:
    ran = desk("do", "--lines")
    assert (ran.out, ran.status) == ("", 0)


MALFORMED = [
    "not JSON",
    "[]",
    "null",
    "7",
    '"do"',
    "{}",
    '{"do": "tickets.issue", "see": "tickets.board"}',
    '{"do": null}',
    '{"do": ""}',
    '{"do": 7}',
    '{"do": ["tickets.issue"]}',
    '{"see": {}}',
    '{"do": "tickets.issue", "args": null}',
    '{"do": "tickets.issue", "args": [1]}',
    '{"do": "tickets.issue", "args": {"queue": 7}, "actor": "kiosk"}',
    '{"do": "tickets.issue", "args": {"queue": null}, "actor": "kiosk"}',
    '{"do": "tickets.issue", "args": {"queue": "A"}, "actor": 7}',
    '{"do": "tickets.issue", "args": {"queue": "A"}, "actor": {"name": "kiosk"}}',
    '{"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk", "key": 7}',
    '{"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk", "key": ["k"]}',
    r'{"do": "tickets.issue", "args": {"queue": "\ud800"}, "actor": "kiosk"}',
    r'{"do": "tickets.issue", "args": {"queue": "A\u0000"}, "actor": "kiosk"}',
    r'{"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk\u0000"}',
    r'{"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk", "key": "\u0000"}',
    r'{"do": "tickets.issue", "args": {"queue": "A"}, "actor": "kiosk", "key": "\udfff"}',
    r'{"do": "tickets.issue\u0000", "args": {}}',
    '{"do": "tickets.call_next", "args": {"counter": 1e99}, "actor": "clerk"}',
    '{"do": "tickets.call_next", "args": {"counter": NaN}, "actor": "clerk"}',
    '{"do": "tickets.call_next", "args": {"counter": 99999999999999999999}, "actor": "clerk"}',
    '{"do": "prints.failed", "args": {"job": "x", "code": "y", "facts": {"a": "\\u0000"}}, "actor": "clerk"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", MALFORMED, ids=lambda line: line[:90].replace("\\", "/"))
def test_a_malformed_job_is_told_as_such_and_the_next_is_done(desk: Command, line: str) -> None:
    ran = desk("do", "--lines", lines=f"{line}\n{issue()}")
    first, second = codes(ran.answers)
    assert first in {"bad_argument", "unknown_use_case", "unknown_queue", "unknown_actor", "lacks_skill", "unknown_job"}
    assert second == "ok"


# --- as other programs use it --------------------------------------------------------------------------------------


@contextmanager
def running(place: Database) -> Iterator[subprocess.Popen[str]]:
    """`desk do --lines` as a process of its own."""
    words = [sys.executable, "-m", "ui.cli", *of(place), "do", "--lines"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, encoding="utf-8", env=os.environ, **pipes) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def ask(process: subprocess.Popen[str], line: str) -> dict[str, Any]:
    """The answer that comes before anything else is said."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_each_answer_comes_at_once_and_after_its_commit(place: Database) -> None:
    office = open_hall(place)
    with running(place) as process:
        answers = [ask(process, issue())["ok"]["number"] for _ in range(3)]
        waiting = [ticket.number for ticket in office.see("tickets.waiting", actor="clerk", queue="A")]
    office.close()
    assert answers == waiting


def test_bytes_that_are_no_utf_8_are_told_and_the_next_job_is_done(place: Database) -> None:
    words = [sys.executable, "-m", "ui.cli", *of(place), "do", "--lines"]
    jobs = b'{"do": "tickets.issue", "args": {"queue": "\xff\xfe"}, "actor": "kiosk"}\n' + issue().encode() + b"\n"
    ran = subprocess.run(words, cwd=ROOT, input=jobs, capture_output=True, check=True)
    assert codes([json.loads(line) for line in ran.stdout.splitlines()]) == ["bad_argument", "ok"]
