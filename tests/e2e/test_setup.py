"""The first start and what can go wrong with it: real starts of a small copy that needs no package and no network."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.source import ROOT

PROGRAM = "import os, sys\nprint('desk', *sys.argv[1:], os.getcwd(), sys.flags.utf8_mode, flush=True)\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder 前台 with start.py, pip's wheel, empty locks and a program that says how it was called."""
    root = tmp_path / "前台 copy"
    for folder in ("ui", "tests", "resources/bootstrap"):
        (root / folder).mkdir(parents=True)
    shutil.copy(ROOT / "start.py", root)
    shutil.copy(next((ROOT / "resources/bootstrap").glob("*.whl")), root / "resources/bootstrap")
    for lock in ("requirements.lock", "tests/requirements.lock"):
        (root / lock).write_text("")
    (root / "ui/__init__.py").write_text("")
    (root / "ui/cli.py").write_text(PROGRAM)
    return root


def bare(copy: Path, **more: str) -> dict[str, str]:
    """The environment of a machine that has Python and nothing else."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(copy.parent), "TMPDIR": os.environ["TMPDIR"], **more}


def begin(copy: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, copy / "start.py", *arguments],
        cwd=copy.parent,
        env=bare(copy, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def start(copy: Path, *arguments: str, **more: str) -> tuple[int, str]:
    """Exit status and words of one start."""
    process = begin(copy, *arguments, **more)
    words, _ = process.communicate(timeout=120)
    return process.returncode, words


def test_the_first_start_makes_everything_and_becomes_the_program(copy: Path) -> None:
    status, words = start(copy, "desk", "see", "x=1")
    assert status == 0, words
    assert words.splitlines()[-2:] == ["Ready.", f"desk see x=1 {copy.parent} 1"]


def test_the_second_start_goes_straight_to_the_program(copy: Path) -> None:
    start(copy, "desk")
    seconds: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        assert start(copy, "desk")[1] == f"desk {copy.parent} 1\n"
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.3


def test_an_interrupted_set_up_is_completed_by_the_next_start(copy: Path) -> None:
    process = begin(copy, "desk")
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("正在准备")
        os.killpg(process.pid, signal.SIGKILL)
    (copy / ".venv").mkdir(exist_ok=True)
    (copy / ".venv/half").write_text("left over")
    assert start(copy, "desk")[0] == 0
    assert not (copy / ".venv/half").exists()


def test_two_starts_at_once_set_up_once(copy: Path) -> None:
    both = [begin(copy, "desk"), begin(copy, "desk")]
    words = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("正在准备运行环境" in text for text in words) == 1


def test_a_changed_lock_is_followed(copy: Path) -> None:
    start(copy, "desk")
    (copy / "requirements.lock").write_text("# newer\n")
    assert "正在准备" in start(copy, "desk")[1]


def test_an_index_out_of_reach_is_said_in_both_languages(copy: Path) -> None:
    (copy / "requirements.lock").write_text(f"desk-nowhere==1.0 --hash=sha256:{'0' * 64}\n")
    settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    status, words = start(copy, "desk", **settings)
    assert status == 1
    assert "连不上软件源" in words
    assert "cannot be reached" in words


def test_a_damaged_wheel_is_refused(copy: Path) -> None:
    wheel = next((copy / "resources/bootstrap").glob("*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"!")
    status, words = start(copy, "desk")
    assert status == 1
    assert "已损坏" in words


def test_without_a_display_the_tour_is_played(copy: Path) -> None:
    status, words = start(copy)
    assert status == 0
    assert f"desk tour --out {copy / 'out/tour'}" in words
    assert "Pictures and papers are in" in words


def test_help_lists_every_command_in_both_languages(copy: Path) -> None:
    status, words = start(copy, "-h")
    assert status == 0
    assert all(
        name in words for name in ("test", "check", "bench", "screens", "tour", "desk", "全部检查", "benchmarks")
    )


def test_an_unknown_command_is_refused(copy: Path) -> None:
    assert start(copy, "fly")[0] == 1


# --- the machine below ---------------------------------------------------------------------------------------------


@pytest.fixture
def program() -> ModuleType:
    """start.py as a module, nothing started."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def debian(copy: Path) -> dict[str, str]:
    """A system where the tests' programs are missing, and whose apt-get writes down what it was asked.

    It succeeds only after its lists were fetched.
    """
    tools = copy.parent / "tools"
    tools.mkdir()
    apt = tools / "apt-get"
    apt.write_text(
        '#!/bin/sh\ncd "${0%/*}"\necho "$@" >>asked\n[ "$1" = update ] && : >lists\n[ -e lists ] || exit 100\n'
    )
    apt.chmod(0o755)
    return {"PATH": str(tools), "TOOLS": str(tools)}


def as_user(number: int, copy: Path) -> list[str]:
    """A start of `start.py test` that believes to be the user with this number."""
    words = f"import os, runpy, sys; os.geteuid = lambda: {number}; sys.argv = ['start.py', 'test']; "
    return [sys.executable, "-c", words + f"runpy.run_path({str(copy / 'start.py')!r}, run_name='__main__')"]


def test_root_installs_what_is_missing_and_fetches_the_lists_when_they_are_not_there(
    copy: Path, debian: dict[str, str]
) -> None:
    subprocess.run(as_user(0, copy), env=bare(copy, **debian), capture_output=True, check=False)
    asked = Path(debian["TOOLS"], "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == ["install", "update", "install"]
    assert {"xvfb", "xauth", "poppler-utils", "strace"} <= set(asked[-1].split())


def test_others_are_told_the_one_command_to_run(copy: Path, debian: dict[str, str]) -> None:
    done = subprocess.run(as_user(1000, copy), env=bare(copy, **debian), capture_output=True, check=False)
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends" in done.stderr.decode()
    assert not Path(debian["TOOLS"], "asked").exists()


def test_nothing_is_missing_here(program: ModuleType) -> None:
    assert program.missing_packages("test") == []


def test_an_older_python_is_told_so(copy: Path) -> None:
    old = "import sys; sys.version_info = (3, 10, 4); sys.version = '3.10.4'; sys.argv = ['start.py']; "
    code = old + f"exec(open({str(copy / 'start.py')!r}, encoding='utf-8').read())"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr


@pytest.mark.parametrize(
    ("words", "en"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "refused"),
        ("PermissionError: [Errno 13] Permission denied", "cannot be written"),
        ("NewConnectionError(…)", "cannot be reached"),
        ("E: Unable to locate package xvfb", "cannot be reached"),
        ("ERROR: No matching distribution found for pyside6-essentials==6.12.0", "too old"),
        ("something else", "set-up failed"),
    ],
)
def test_each_failure_is_explained(program: ModuleType, words: str, en: str) -> None:
    with pytest.raises(SystemExit) as ended:
        program.explain(words)
    assert words in str(ended.value)
    assert en in str(ended.value)


# --- what is shipped -----------------------------------------------------------------------------------------------


def pins(lock: Path) -> set[str]:
    """The lines `name==version; marker` of a lock."""
    return {line.rstrip(" \\") for line in lock.read_text().splitlines() if line and not line.startswith((" ", "#"))}


def test_the_tests_run_with_the_very_packages_of_a_hall(program: ModuleType) -> None:
    assert pins(program.LOCKS["run"]) < pins(program.LOCKS["test"])


@pytest.mark.parametrize("kind", ["run", "test"])
def test_a_lock_is_nothing_but_pins_and_hashes(program: ModuleType, kind: str) -> None:
    for line in program.LOCKS[kind].read_text().splitlines():
        assert line.startswith("    --hash=sha256:") or "==" in line


def test_pip_comes_with_its_licence() -> None:
    assert (ROOT / "resources/bootstrap/LICENSE.pip.txt").is_file()
