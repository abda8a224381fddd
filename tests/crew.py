"""Four processes that do the same work at the same moment."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, Self


class Crew:
    """Processes that stay for many tests, so that each starts and imports the program only once."""

    def __init__(self, size: int = 4) -> None:
        context = multiprocessing.get_context("spawn")
        self._ends: list[Connection] = []
        self._processes = []
        for _ in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._ends.append(ours)
            self._processes.append(process)
        self.do(_ready)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for end in self._ends:
            end.send(None)
            end.close()
        for process in self._processes:
            process.join(timeout=10)
            process.close()

    def do(self, work: Callable[..., Any], *arguments: Any, each: Sequence[Any] = ()) -> list[Any]:
        """What `work(*arguments)` returned in each process; with `each`, every process has one more argument of these.

        `work` is a function of a module. What it raises is raised here.
        """
        ends = self._ends[: len(each)] if each else self._ends
        for number, end in enumerate(ends):
            end.send((work, (*arguments, *each[number : number + 1])))
        answers = [end.recv() for end in ends]
        for failed, answer in answers:
            if failed:
                raise answer
        return [answer for _, answer in answers]


def serve(end: Connection) -> None:
    """What a process of the crew does all its life."""
    while (job := end.recv()) is not None:
        work, arguments = job
        try:
            end.send((False, work(*arguments)))
        except Exception as error:  # noqa: BLE001 # it is raised where the work was asked for
            end.send((True, error))


def _ready() -> None:
    import desk.office  # noqa: F401 # what all work needs
