"""Tasks: off the main thread, in order, answers only to those who are still there."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.errors import DeskError
from desk.office import Office
from ui.tasks import InlineTasks, Tasks


@pytest.fixture
def tasks(app: QApplication, office: Office) -> Iterator[Tasks]:
    made = Tasks(lambda: office, "kiosk")
    yield made
    made.close()


@pytest.fixture
def owner(app: QApplication) -> QObject:
    return QObject()


class Recorder:
    """Something that stands in for the office: notes what it was asked, and answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.go = threading.Event()
        self.error: Exception | None = None

    def do(self, use_case: str, *, actor: str | None, key: str, **args: Any) -> str:
        self.go.wait(5)
        self.asked.append((use_case, key, args))
        if self.error is not None:
            raise self.error
        return "done"

    def see(self, view: str, *, actor: str | None, **args: Any) -> str:
        return "seen"

    def subscribe(self, _callback: Any) -> Any:
        return lambda: None


def test_a_write_answers_on_the_main_thread_and_tells_what_changed(qtbot, tasks: Tasks, owner: QObject) -> None:
    threads: list[threading.Thread] = []
    with qtbot.waitSignal(tasks.changed) as changed:
        tasks.write(
            "tickets.issue",
            owner=owner,
            done=lambda _t: threads.append(threading.current_thread()),
            queue="A",
            slip=False,
        )
    assert threads == [threading.main_thread()]
    assert "tickets" in changed.args[0]


def test_done_is_called_before_changed_is_told(qtbot, tasks: Tasks, owner: QObject) -> None:
    order: list[str] = []
    tasks.changed.connect(lambda _topics: order.append("changed"))
    tasks.write("tickets.issue", owner=owner, done=lambda _ticket: order.append("done"), queue="A", slip=False)
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["done", "changed"]


def test_a_read_does_not_wait_for_a_write(qtbot, app: QApplication, owner: QObject) -> None:
    office, answers = Recorder(), []
    tasks = Tasks(lambda: office, None)
    tasks.write("a.write", owner=owner, done=answers.append)
    tasks.read("a.view", owner=owner, done=answers.append)
    qtbot.waitUntil(lambda: answers == ["seen"])
    office.go.set()
    qtbot.waitUntil(lambda: answers == ["seen", "done"])
    tasks.close()


def test_a_double_press_does_nothing_while_the_first_is_under_way(qtbot, app: QApplication, owner: QObject) -> None:
    office, answers = Recorder(), []
    tasks = Tasks(lambda: office, None)
    tasks.write("tickets.call_next", owner=owner, done=answers.append, counter=3)
    tasks.write("tickets.call_next", owner=owner, done=answers.append, counter=3)
    office.go.set()
    qtbot.waitUntil(lambda: answers == ["done"])
    tasks.write("tickets.call_next", owner=owner, done=answers.append, counter=3)
    qtbot.waitUntil(lambda: len(answers) == 2)
    tasks.close()
    assert len(office.asked) == 2
    assert office.asked[0][1] != office.asked[1][1]


def test_again_asks_with_the_same_key(qtbot, app: QApplication, owner: QObject) -> None:
    office, errors, answers = Recorder(), [], []
    office.go.set()
    office.error = DeskError("database_locked")
    tasks = Tasks(lambda: office, None)
    tasks.write("tickets.issue", owner=owner, done=answers.append, failed=errors.append, queue="A")
    qtbot.waitUntil(lambda: len(errors) == 1)
    office.error = None
    assert tasks.can_repeat(errors[0])
    tasks.again(errors[0])
    qtbot.waitUntil(lambda: answers == ["done"])
    tasks.close()
    assert office.asked[0] == office.asked[1]


def test_nobody_hears_an_answer_for_an_owner_that_is_gone(qtbot, app: QApplication) -> None:
    office, answers, owner, other = Recorder(), [], QObject(), QObject()
    tasks = Tasks(lambda: office, None)
    tasks.write("a.write", owner=owner, done=answers.append)
    delete(owner)
    office.go.set()
    tasks.write("another.write", owner=other, done=lambda _done: answers.append("other"))
    qtbot.waitUntil(lambda: bool(answers))
    tasks.close()
    assert answers == ["other"]


def test_a_bug_in_a_use_case_is_told_and_the_caller_hears_an_error(qtbot, app: QApplication, owner: QObject) -> None:
    office, errors = Recorder(), []
    office.go.set()
    office.error = ZeroDivisionError("secret")
    tasks = Tasks(lambda: office, None)
    with qtbot.waitSignal(tasks.broken):
        tasks.write("a.write", owner=owner, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    tasks.close()
    assert [(error.code, error.facts) for error in errors] == [("internal", {})]


def test_an_error_without_a_listener_goes_to_the_window(qtbot, tasks: Tasks, owner: QObject) -> None:
    with qtbot.waitSignal(tasks.unanswered) as told:
        tasks.write("tickets.issue", owner=owner, queue="nowhere")
    assert told.args[0].code == "unknown_queue"


def test_slow_work_runs_beside(qtbot, tasks: Tasks, owner: QObject) -> None:
    names: list[str] = []
    tasks.slow(lambda: threading.current_thread().name, owner=owner, done=names.append)
    qtbot.waitUntil(lambda: bool(names))
    assert names[0].startswith("slow")


def test_inline_tasks_have_answered_when_they_return(office: Office, owner: QObject) -> None:
    tasks, numbers = InlineTasks(office, "kiosk"), []
    tasks.write("tickets.issue", owner=owner, done=lambda ticket: numbers.append(ticket.number), queue="A", slip=False)
    assert numbers == ["A001"]


def test_inline_tasks_hear_of_others(office: Office, owner: QObject) -> None:
    tasks, heard = InlineTasks(office, "kiosk"), []
    tasks.changed.connect(heard.append)
    tasks.read("queues.offered", owner=owner, done=lambda _rows: None)
    office.do("tickets.issue", actor="kiosk", queue="A", slip=False)
    assert len(heard) == 1
