"""Runs use cases and views off the main thread and brings their answers back to it. Knows no screen and no rule.

One thread for writes and one for reads keep the order of what was asked; slow work (papers, imports) has a small pool.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread, current_thread
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desk.errors import DeskError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from desk.office import Office

Done = Callable[[Any], object] | None
Failed = Callable[[DeskError], object] | None


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    """Something asked: what to run, for whom, who hears the answer. With a `name`, a double press does nothing."""

    lane: str
    work: Callable[[], object]
    owner: QObject
    done: Done
    failed: Failed
    name: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    call: _Call
    result: object = None
    error: Exception | None = None
    topics: frozenset[str] = frozenset()


class Tasks(QObject):
    """The hands of one window on the door. Answers arrive on the main thread, and never for an owner that is gone."""

    changed = Signal(object)  # frozenset of topics: something changed, here or in another process
    unanswered = Signal(object)  # a DeskError whose caller did not say what to do with it
    broken = Signal(object)  # an exception that is nobody's rule: a bug
    busy = Signal(bool)  # a write is under way
    _arrived = Signal(object)

    def __init__(self, office: Callable[[], Office], actor: str | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actor = actor
        self._office, self._opened = office, None
        self._closed = False
        self._lanes: dict[str, _Lane] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._running: set[str] = set()
        self._fresh: set[str] = set()
        self._calls: WeakKeyDictionary[Exception, _Call] = WeakKeyDictionary()
        self._forget: Callable[[], None] = lambda: None
        self._arrived.connect(self._deliver)  # from another thread: delivered by this object's own

    def write(self, use_case: Any, *, owner: QObject, done: Done = None, failed: Failed = None, **args: object) -> None:
        """Carries out a use case with a key made here. The same one pressed again while it runs does nothing."""
        import uuid

        name = f"{_name(use_case)} {sorted(args.items(), key=lambda item: item[0])!r}"
        if name in self._running:
            return
        key, actor = uuid.uuid4().hex, self.actor
        self._submit(
            _Call("write", lambda: self._door().do(use_case, actor=actor, key=key, **args), owner, done, failed, name)
        )

    def read(self, view: Any, *, owner: QObject, done: Done, failed: Failed = None, **args: object) -> None:
        actor = self.actor
        self._submit(_Call("read", lambda: self._door().see(view, actor=actor, **args), owner, done, failed))

    def slow(self, fn: Callable[[], object], *, owner: QObject, done: Done, failed: Failed = None) -> None:
        """Runs `fn` in the pool; it must not touch a widget."""
        self._submit(_Call("slow", fn, owner, done, failed))

    def again(self, error: DeskError) -> None:
        """Asks once more what ended in `error`, with the same key: what had been done after all is not done twice."""
        call = self._calls.get(error)
        if call is not None and call.name not in self._running:
            self._submit(call)

    def can_repeat(self, error: DeskError) -> bool:
        return error in self._calls

    def announce(self, topics: frozenset[str]) -> None:
        """Tells every screen what changed elsewhere; may be called from any thread."""
        self._arrived.emit(topics)

    def close(self) -> None:
        """No thread of this object runs any more. What is under way is finished, what waits or comes is dropped."""
        self._closed = True
        for lane in self._lanes.values():
            lane.stop()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._lanes, self._pool = {}, None
        self._forget()

    def _door(self) -> Office:
        office = self._office()
        if office is not self._opened:
            self._forget()
            self._opened, self._forget = office, office.subscribe(self._heard)
        return office

    def _heard(self, topics: frozenset[str]) -> None:
        lane = self._lanes.get("write")
        if lane is None or current_thread() is lane:
            self._fresh |= topics
        else:
            self.announce(topics)

    def _submit(self, call: _Call) -> None:
        if self._closed:
            return
        if call.name is not None:
            self._running.add(call.name)
            self.busy.emit(True)
        if call.lane == "slow":
            from concurrent.futures import ThreadPoolExecutor

            self._pool = self._pool or ThreadPoolExecutor(2, thread_name_prefix="slow")
            self._pool.submit(lambda: self._arrived.emit(self._run(call)))
            return
        if call.lane not in self._lanes:
            self._lanes[call.lane] = _Lane(call.lane, lambda each: self._arrived.emit(self._run(each)))
        self._lanes[call.lane].put(call)

    def _run(self, call: _Call) -> _Answer:
        try:
            result, error = call.work(), None
        except Exception as problem:  # noqa: BLE001 - every failure of a worker is told on the main thread
            result, error = None, problem
        topics = frozenset(self._fresh) if call.lane == "write" else frozenset()
        self._fresh -= topics
        return _Answer(call, result, error, topics)

    def _deliver(self, answer: _Answer | frozenset[str]) -> None:
        if isinstance(answer, frozenset):
            self.changed.emit(answer)
            return
        if answer.call.name is not None:
            self._running.discard(answer.call.name)
            self.busy.emit(bool(self._running))
        try:
            if isValid(answer.call.owner):
                self._tell(answer)
        finally:
            if answer.topics:
                self.changed.emit(answer.topics)

    def _tell(self, answer: _Answer) -> None:
        call, error = answer.call, answer.error
        if error is None:
            if call.done is not None:
                call.done(answer.result)
            return
        if not isinstance(error, DeskError):
            self.broken.emit(error)
            error = DeskError("internal")
        self._calls[error] = call
        (call.failed or self.unanswered.emit)(error)


class InlineTasks(Tasks):
    """The same hands without threads: the answer is there when the call returns. For tests and pictures."""

    def __init__(self, office: Office, actor: str | None, parent: QObject | None = None) -> None:
        super().__init__(lambda: office, actor, parent)

    def announce(self, topics: frozenset[str]) -> None:
        self.changed.emit(topics)

    def _heard(self, topics: frozenset[str]) -> None:
        self._fresh |= topics
        if not self._running:
            self._fresh -= topics
            self.announce(topics)

    def _submit(self, call: _Call) -> None:
        if call.name is not None:
            self._running.add(call.name)
            self.busy.emit(True)
        self._deliver(self._run(call))


class _Lane(Thread):
    """One thread that does one call after the other."""

    def __init__(self, name: str, run: Callable[[_Call], None]) -> None:
        super().__init__(name=name, daemon=True)
        self._run_one, self._waiting = run, queue.SimpleQueue[_Call | None]()
        self._stopped = False
        self.start()

    def put(self, call: _Call) -> None:
        self._waiting.put(call)

    def run(self) -> None:
        while (call := self._waiting.get()) is not None:
            if not self._stopped:
                self._run_one(call)

    def stop(self) -> None:
        self._stopped = True
        self._waiting.put(None)
        self.join()


def _name(use_case: Any) -> str:
    return use_case if isinstance(use_case, str) else f"{use_case.__module__}.{use_case.__name__}"
