"""What every screen and window is given: the hands on the door, who acts, where, and the hall's clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class HallInfo:
    """The hall a window belongs to. `demo` halls carry a 演示 ribbon on every window."""

    code: str
    name: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name the door knows, the name people read, and the roles."""

    name: str
    display: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen for the life of a window; signing in as somebody else makes a new one."""

    tasks: Tasks
    actor: Actor | None
    counter: int | None
    hall: HallInfo
    clock: Callable[[], datetime]
    workstation: str = ""
    recordings: Path | None = None  # where the hall's own clips of the voice are, if it has any
