"""`desk do`, `see`, `catalogue`, `check`, `scan`, `print`: generic over everything the office can do."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import qrcode

from desk.catalogue import everything
from desk.permissions import RIGHTS
from tests.architecture.source import ROOT
from tests.cli.conftest import Command, of
from tests.conftest import Database
from tests.factories import ZONE, open_hall

ISSUE = ("do", "tickets.issue", "queue=A", "--actor", "kiosk")


def test_a_use_case_answers_with_one_line_of_json(desk: Command) -> None:
    ticket = desk(*ISSUE).ok
    assert (ticket["number"], ticket["ahead"], ticket["queue_name"]) == ("A001", 0, "户籍与居住")


def test_an_answer_of_nothing_is_null(desk: Command) -> None:
    assert desk("do", "tickets.call_next", "counter=2", "--actor", "clerk").ok is None


def test_a_view_answers_alike(desk: Command) -> None:
    desk(*ISSUE)
    (row,) = desk("see", "tickets.waiting", "--actor", "clerk").ok
    assert (row["number"], row["day"]) == ("A001", datetime.now(ZONE).date().isoformat())


def test_a_view_that_nobody_need_sign_in_for_needs_no_actor(desk: Command) -> None:
    assert desk("see", "tickets.board").ok["waiting_count"] == 0


def test_an_error_has_code_texts_and_facts_and_exit_status_1(desk: Command) -> None:
    error = desk("do", "tickets.issue", "queue=Z", "--actor", "kiosk").error
    assert (error["code"], error["facts"]) == ("unknown_queue", {"queue": "Z"})
    assert "没有“Z”这个队列" in error["text"]
    assert "There is no queue “Z”" in error["text_en"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("do", "tickets.lose"), "unknown_use_case"),
        (("do", "tickets"), "unknown_use_case"),
        (("do", "tickets.board"), "unknown_use_case"),
        (("see", "tickets.issue", "queue=A"), "unknown_use_case"),
        (("do",), "bad_argument"),
        (("do", "tickets.issue"), "bad_argument"),
        (("do", "tickets.issue", "queue"), "bad_argument"),
        (("do", "tickets.issue", "queue=A", "colour=red"), "bad_argument"),
        (("do", "tickets.call_next", "counter=two"), "bad_argument"),
        (("do", "tickets.finish", "number=A001", "matters=[1"), "bad_argument"),
        (("do", "tickets.finish", "number=A001", "matters=M1"), "bad_argument"),
        (("do", "tickets.start", "number=A001", "day=tomorrow"), "bad_argument"),
        (("do", "tickets.start", "number=A\0001"), "bad_argument"),
        (("do", "tickets.call_next", "counter=99999999999999999999"), "bad_argument"),
        (("see", "tickets.at_counter", "counter=4000000000"), "bad_argument"),
        (("see", "tickets.at_counter", "counter=2000000000"), "unknown_counter"),
        (("do", "tickets.finish", "number=A001", "matters=" + "[" * 100_000), "bad_argument"),
        (("do", "tickets.issue", "queue=A", "--actor", "nobody"), "unknown_actor"),
        (("do", "tickets.issue", "queue=A", "--actor", "member"), "not_permitted"),
    ],
    ids=lambda given: " ".join(given)[:70] if isinstance(given, tuple) else given,
)
def test_a_mistake_is_told_as_what_it_is(desk: Command, words: tuple[str, ...], code: str) -> None:
    given = words if "--actor" in words else (*words, "--actor", "clerk")
    assert desk(*given).error["code"] == code


def test_what_is_wrong_with_an_argument_is_said(desk: Command) -> None:
    error = desk("do", "tickets.call_next", "counter=two", "--actor", "clerk").error
    assert "counter" in error["facts"]["problem"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("queue=A", "priority=elder"), {"priority": "pr_elder"}),
        (("queue=A", "slip=false"), {"number": "A001"}),
        (("queue= a",), {"number": "A001"}),
    ],
    ids=str,
)
def test_arguments_are_written_as_key_and_value(desk: Command, words: tuple[str, ...], kept: dict[str, str]) -> None:
    ticket = desk("do", "tickets.issue", *words, "--actor", "kiosk").ok
    assert {key: ticket[key] for key in kept} == kept


def test_a_list_is_written_as_json(desk: Command) -> None:
    args = ("counter=8", 'queues=["A","B"]')
    assert desk("do", "counters.add", *args, "--actor", "administrator").ok == {"counter": 8, "state": "closed"}


def test_a_value_may_hold_an_equals_sign(desk: Command) -> None:
    words = ("name=lobby.ticker", "value=a=b", "--actor", "administrator")
    assert desk("do", "settings.set", *words).ok["value"] == "a=b"


@pytest.mark.parametrize("at", range(4))
def test_options_of_the_hall_stand_anywhere(anywhere: Command, place: Database, at: int) -> None:
    words = ["do", "tickets.issue", "queue=A"]
    assert anywhere(*words[:at], *of(place), "--actor", "kiosk", *words[at:]).ok["number"] == "A001"


def test_options_may_be_written_with_an_equals_sign(anywhere: Command, place: Database) -> None:
    options = [f"--data={place.data}", *([f"--database={place.url}"] if place.url else []), "--actor=kiosk"]
    assert anywhere("do", "tickets.issue", "queue=A", *options).ok["number"] == "A001"


def test_the_environment_names_the_hall_too(
    anywhere: Command, place: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_DATA", str(place.data))
    monkeypatch.setenv("DESK_DATABASE", place.url or "")
    monkeypatch.setenv("DESK_ACTOR", "kiosk")
    assert anywhere("do", "tickets.issue", "queue=A").ok["number"] == "A001"


def test_a_folder_without_a_hall_is_told(anywhere: Command, tmp_path: Path) -> None:
    error = anywhere("--data", str(tmp_path / "none"), "see", "tickets.board").error
    assert error["code"] == "not_a_hall"


def test_a_hall_that_is_not_there_is_told(desk: Command) -> None:
    assert desk("see", "tickets.board", "--hall", "XX").error["facts"] == {"hall": "XX"}


def test_the_same_key_is_carried_out_once(desk: Command) -> None:
    numbers = [desk(*ISSUE, "--key", "k").ok["number"] for _ in range(2)]
    assert numbers == ["A001", "A001"]


def test_the_same_key_with_other_arguments_is_refused(desk: Command) -> None:
    desk(*ISSUE, "--key", "k")
    error = desk("do", "tickets.issue", "queue=B", "--actor", "kiosk", "--key", "k").error
    assert (error["code"], error["facts"]) == ("key_reused", {"key": "k"})


def test_the_workstation_is_in_the_audit(desk: Command) -> None:
    desk(*ISSUE, "--workstation", "kiosk-7")
    rows = desk("see", "audit.entries", "what=tickets.issue", "--actor", "auditor").ok
    assert [(row["lane"], row["actor"]) for row in rows] == [("kiosk-7", "kiosk")]


# --- catalogue -----------------------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(anywhere: Command) -> dict[str, Any]:
    return {row["name"]: row for row in anywhere("catalogue").ok}


def test_the_catalogue_lists_everything_without_a_hall(catalogue: dict[str, Any]) -> None:
    assert sorted(catalogue) == [function.desk_mark.name for function in everything()]


def test_the_catalogue_tells_who_may(catalogue: dict[str, Any]) -> None:
    assert {name: row["roles"] for name, row in catalogue.items()} == {name: sorted(RIGHTS[name]) for name in catalogue}


def test_the_catalogue_tells_what_is_asked_for(catalogue: dict[str, Any]) -> None:
    schema = catalogue["tickets.issue"]["schema"]
    assert (schema["required"], schema["properties"]["slip"]["default"]) == (["queue"], True)


def test_the_catalogue_tells_kind_and_topics(catalogue: dict[str, Any]) -> None:
    issue, board, entries = (catalogue[name] for name in ("tickets.issue", "tickets.board", "audit.entries"))
    assert (issue["kind"], board["kind"], entries["personal"]) == ("do", "see", True)
    assert {"tickets", "print_jobs"} >= {"tickets"} <= set(issue["topics"])


def test_the_catalogue_says_what_each_is_for(catalogue: dict[str, Any]) -> None:
    assert all(row["text"] for row in catalogue.values())


# --- check, scan, print --------------------------------------------------------------------------------------------


def test_a_check_of_a_hall_that_is_whole_says_so(desk: Command) -> None:
    desk(*ISSUE)
    assert desk("check").ok == {"hall": "CH", "problems": []}


def test_a_check_names_what_is_wrong(desk: Command, place: Database) -> None:
    desk(*ISSUE)
    office = open_hall(place)
    alone = office.store.connect_alone()
    alone.execute("UPDATE number_series SET last = 9")
    alone.close()
    office.close()
    error = desk("check").error
    assert (error["code"], error["facts"]["count"], error["facts"]["problems"][0]["part"]) == (
        "check_failed",
        1,
        "numbers",
    )


@pytest.fixture
def code(desk: Command) -> str:
    desk(*ISSUE)
    return desk("see", "tickets.slip", "number=A001", "--actor", "kiosk").ok["code"]


def test_a_code_is_read_from_its_text(desk: Command, code: str) -> None:
    assert desk("scan", code).ok["number"] == "A001"


def test_a_code_is_read_from_a_picture(desk: Command, code: str, tmp_path: Path) -> None:
    picture = tmp_path / "slip.png"
    with picture.open("wb") as file:
        qrcode.make(code).save(file)
    assert desk("scan", str(picture)).ok["number"] == "A001"


def test_a_forged_code_is_told(desk: Command, code: str) -> None:
    assert desk("scan", code[:-1] + ("A" if code[-1] != "A" else "B")).error["code"] == "code_forged"


@pytest.mark.parametrize("text", ["A001", "/no/such/file.png"])
def test_what_is_no_code_is_told(desk: Command, text: str) -> None:
    assert desk("scan", text).error["code"] == "code_unreadable"


def test_a_picture_without_a_code_is_told(desk: Command, tmp_path: Path) -> None:
    picture = tmp_path / "letter.txt"
    picture.write_text("not a picture")
    assert desk("scan", str(picture)).error["code"] == "code_unreadable"


def test_a_paper_is_printed_to_a_file(desk: Command, tmp_path: Path) -> None:
    desk(*ISSUE)
    file = tmp_path / "slip.pdf"
    answer = desk("print", "slip", "number=A001", "--to", str(file), "--actor", "kiosk").ok
    assert (answer["file"], file.read_bytes()[:5]) == (str(file), b"%PDF-")


def test_a_paper_nobody_knows_is_told(desk: Command, tmp_path: Path) -> None:
    error = desk("print", "banknote", "--to", str(tmp_path / "x.pdf"), "--actor", "kiosk").error
    assert (error["code"], error["facts"]) == ("unknown_paper", {"paper": "banknote"})


def test_a_paper_of_nothing_leaves_no_file(desk: Command, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    error = desk("print", "slip", "number=A009", "--to", str(file), "--actor", "kiosk").error
    assert (error["code"], file.exists()) == ("unknown_ticket", False)


# --- the program itself --------------------------------------------------------------------------------------------


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "ui.cli", *words], cwd=ROOT, capture_output=True, check=False, **more)


def test_the_command_answers_in_utf_8_whatever_the_machine_speaks(tmp_path: Path) -> None:
    ran = program("--data", str(tmp_path), "see", "tickets.board", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, "不是大厅的数据" in ran.stdout.decode()) == (1, True)


def test_the_command_line_imports_no_window_and_no_paper(own_folders: Path) -> None:
    words = ["desk", "--data", str(own_folders), "init", "--name", "东苑", "--code", "DY"]
    script = f"import sys; sys.argv = {words!r}\nfrom ui.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    script += "print([name for name in ('PySide6', 'reportlab', 'PIL', 'qrcode') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ['{"ok": {"hall": "DY"}}', "[]"]
