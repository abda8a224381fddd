#!/usr/bin/env python3
"""Sets everything up and starts it, on a machine that has Python 3.11 or newer and nothing else.

Standard library only, no pip, no ensurepip. Must not import anything of the program: what it starts runs in `.venv`.
An older Python must still be able to read this file, so that it can be told: no syntax newer than 3.6.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("需要 Python 3.11 或更新的版本。\nPython 3.11 or newer is needed; this is " + sys.version.split()[0])

import hashlib
import io
import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up"
OUT = ROOT / "out"
DESK = [PYTHON, "-P", "-m", "ui.cli"]

# A hall gets only what the program needs; the tools of the tests come with the first test.
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "tests" / "requirements.lock"}
PIP = ROOT / "resources" / "bootstrap" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

# Debian package: the file that shows it is there (names differ between releases, files do not).
LIBRARIES = {
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxrender1": "libXrender.so.1",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
    "libcups2": "libcups.so.2",
    "libpulse0": "libpulse.so.0",
    "libspeechd2": "libspeechd.so.2",
    "libxrandr2": "libXrandr.so.2",
    "libusb-1.0-0": "libusb-1.0.so.0",
}
TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "poppler-utils": "pdftotext",
    "strace": "strace",
}
CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.conf")

FAILURES = (
    (
        r"No space left|Errno 28|os error 28|WinError 112",
        "磁盘已满。请腾出至少 2 GB 后再启动一次。",
        "The disk is full. Free at least 2 GB and start again.",
    ),
    (
        r"Permission denied|Errno 13|Errno 30|WinError (5|32)\b",
        f"不能写入 {ROOT}：没有权限，或本程序还开着。",
        f"{ROOT} cannot be written: no right to, or the program is still running.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "下载的文件与清单中的校验值不符，已拒绝安装。请稍后再试，或换一个软件源。",
        "A downloaded file differs from the locked one and was refused. Try again later, or use another package index.",
    ),
    (
        r"NewConnection|Temporary failure|[Tt]imed? ?out|Proxy|SSL|refused|versions: none|Unable to (locate|fetch)",
        "连不上软件源。请检查网络（或 pip 的软件源设置）后再启动一次。",
        "The package index cannot be reached. Check the network (or pip's own settings) and start again.",
    ),
    (
        r"No matching distribution",
        "本系统太旧，没有适用的软件包：需要 Windows 10、macOS 14 或 glibc 2.34 以上的 Linux（如 Debian 12）。",
        "This system is too old: Windows 10, macOS 14, or a Linux with glibc 2.34 (Debian 12, Ubuntu 22.04) is needed.",
    ),
)


def say(zh: str, en: str) -> None:
    """Both languages are on the screen."""
    print(f"{zh}\n{en}", flush=True)


def stop(zh: str, en: str, detail: str = "") -> NoReturn:
    """Ends with words in both languages; what the tools said stands above them."""
    sys.exit(f"{detail}\n{zh}\n{en}".lstrip())


# --- what the system must have -------------------------------------------------------------------------------------


def missing_packages(kind: str) -> list[str]:
    """Debian's names of what `kind` needs and the machine lacks; empty on every other system."""
    if not shutil.which("apt-get"):
        return []
    ldconfig = shutil.which("ldconfig", path="/sbin:/usr/sbin") or "ldconfig"
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    missing = [package for package, file in LIBRARIES.items() if f"\t{file} " not in known]
    if kind == "test":
        missing += [package for package, program in TEST_PROGRAMS.items() if not shutil.which(program)]
        if not shutil.which("initdb") and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            missing.append("postgresql")
    return missing


def install_packages(packages: list[str]) -> None:
    """The packages are installed; without root's rights the one command to run is printed and the program ends."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        stop(
            "还缺系统软件包。请运行下面这一条命令，然后再启动一次：",
            "Some system packages are missing. Run this one command, then start again:\n\n    sudo "
            + " ".join(command),
        )
    say(f"正在安装系统软件包：{' '.join(packages)}", "Installing system packages.")
    if "postgresql" in packages:
        keep_cluster_away()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "UCF_FORCE_CONFFOLD": "1"}
    for before in ([], ["apt-get", "update"]):  # the lists may be missing or old: fetched only when they are
        if before:
            subprocess.run(before, env=environment, stdout=subprocess.DEVNULL, check=False)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
    explain(done.stdout + done.stderr)


def keep_cluster_away() -> None:
    """Debian's PostgreSQL, once installed, starts no database of its own: the tests bring theirs."""
    if not CLUSTER_SETTINGS.exists():
        CLUSTER_SETTINGS.parent.mkdir(parents=True, exist_ok=True)
        CLUSTER_SETTINGS.write_text("# Only the server's programs are wanted here.\ncreate_main_cluster = false\n")


# --- what Python must have -----------------------------------------------------------------------------------------


def stamp(kind: str) -> str:
    """Names one state of the set-up: lock file, interpreter and folder."""
    parts = [LOCKS[kind].read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return f"{kind} {hashlib.sha256(b'|'.join(parts)).hexdigest()}"


def found_stamp() -> str:
    """The state that the last finished set-up left; empty when none did."""
    try:
        return STAMP.read_text()
    except OSError:
        return ""


def set_up(kind: str) -> None:
    """`.venv` holds what the lock of `kind` says. Costs a few milliseconds when it does already."""
    missing = missing_packages(kind)
    if missing:
        install_packages(missing)
    enough = {stamp(kind), stamp("test")}
    if found_stamp() in enough:
        return
    try:
        with alone():
            if found_stamp() not in enough:  # the start we waited for may have done it
                build(kind)
    except OSError as error:
        explain(str(error))


def build(kind: str) -> None:
    """`.venv` is made, or made anew after a change or an interruption; the stamp is written last."""
    import venv

    say("正在准备运行环境，需要一两分钟……", "Setting up; this takes a minute or two.")
    if found_stamp() != stamp("run"):
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(VENV)
    install(LOCKS[kind])
    site_packages().joinpath("desk.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(stamp(kind))
    fresh.replace(STAMP)
    say("准备好了。", "Ready.")


def site_packages() -> Path:
    """The folder of `.venv` that holds its packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return VENV / "Lib" / "site-packages" if os.name == "nt" else VENV / "lib" / version / "site-packages"


def install(lock: Path) -> None:
    """Everything in `lock` is in `.venv`, each file checked against its hash: by uv where there is one, else by pip."""
    options = ["install", "--require-hashes", "-r", lock]
    uv = shutil.which("uv")
    if uv:
        trust = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}  # the machine's own authorities, as pip does
        if call([uv, "pip", *options, "--python", PYTHON, "--quiet"], **trust) == 0:
            return
        say("uv 没有成功，改用 pip。", "uv did not succeed; pip is tried.")
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        stop(f"{PIP.name} 已损坏，请重新下载本程序。", f"{PIP.name} is damaged: download the program again.")
    status, words = watched([PYTHON, f"{PIP}/pip", *options, "--disable-pip-version-check", "--no-input"])
    if status != 0:
        explain(words)


def watched(command: list[str | Path]) -> tuple[int, str]:
    """Exit status and last words of pip, whose progress is shown in one line."""
    tail: deque[str] = deque(maxlen=15)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    for line in process.stdout or ():
        tail.append(line)
        if line.startswith("Collecting ") and sys.stdout.isatty():
            print(f"\r  {line.split()[1].split('==')[0]:<40}", end="\r", flush=True)
    return process.wait(), "".join(tail)


def explain(words: str) -> NoReturn:
    """Ends with the reason, as far as the tool's words give one away."""
    for pattern, zh, en in FAILURES:
        if re.search(pattern, words):
            stop(zh, en, words)
    stop(
        "准备没有完成，原因见上。解决后再启动一次即可。",
        "The set-up failed, see above. Mend it and start again.",
        words,
    )


@contextmanager
def alone() -> Iterator[None]:
    """Only one set-up at a time; a second start waits for the first. The lock goes with the process that holds it."""
    with (ROOT / ".venv.lock").open("a") as handle:
        if not locked(handle, wait=False):
            say("另一个启动正在准备，请稍候……", "Another start is setting up; waiting for it.")
            while not locked(handle, wait=True):
                pass
        yield


def locked(handle: IO[str], *, wait: bool) -> bool:
    """Whether the lock is ours now."""
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


# --- commands ------------------------------------------------------------------------------------------------------


def call(command: list[str | Path], **environment: str) -> int:
    """Runs in the project's folder and returns the exit status."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def become(command: list[str | Path]) -> NoReturn:
    """The command takes this process's place, in the folder where the user stands."""
    if os.name == "nt":  # where exec would give the console back at once
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], [str(part) for part in command])


def has_display() -> bool:
    """Whether a window can be shown."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(arguments: list[str]) -> NoReturn:
    """The demonstration hall is open; without a display its tour has been played."""
    set_up("run")
    if has_display():
        become([*DESK, "run", "--demo", *arguments])
    say("没有显示器：改为演示一天的业务。", "There is no display: the tour of one day is played instead.")
    command_tour([])


def command_tour(arguments: list[str]) -> NoReturn:
    """One day of the demonstration hall is played, and its pictures and papers lie in a folder."""
    out = Path(arguments[0]).resolve() if arguments else OUT / "tour"
    set_up("run")
    status = call([*DESK, "tour", "--out", out], **({} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}))
    if status == 0:
        say(f"画面与纸张在 {out}", f"Pictures and papers are in {out}")
    sys.exit(status)


def command_screens(arguments: list[str]) -> NoReturn:
    """A picture of every window and state lies in a folder."""
    out = Path(arguments[0]).resolve() if arguments else OUT / "screens"
    set_up("run")
    status = call([PYTHON, "-P", "-m", "ui.tour", "screens", "--out", out], QT_QPA_PLATFORM="offscreen")
    if status == 0:
        say(f"画面在 {out}", f"The pictures are in {out}")
    sys.exit(status)


def command_desk(arguments: list[str]) -> NoReturn:
    """The `desk` command takes over."""
    set_up("run")
    become([*DESK, *arguments])


def failed_checks() -> list[str]:
    """Titles of the checks that fail; each has said why."""
    checks: dict[str, list[str | Path]] = {
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "types": [BIN / "basedpyright", "--level", "error", "--pythonpath", PYTHON],
        "contracts": [BIN / "lint-imports", "--no-logo"],
    }
    failed: list[str] = []
    for title, command in checks.items():
        print(f"== {title}", flush=True)
        if call(command) != 0:
            failed.append(title)
    print(f"== {'failed: ' + ', '.join(failed) if failed else 'all checks hold'}", flush=True)
    return failed


def command_check(_arguments: list[str]) -> NoReturn:
    """Ends with 0 when format, lint, types and contracts hold."""
    set_up("test")
    sys.exit(1 if failed_checks() else 0)


def command_test(arguments: list[str]) -> NoReturn:
    """Ends with 0 when every check and every test holds."""
    set_up("test")
    failed = failed_checks()
    status = call([PYTHON, "-m", "pytest", *arguments], QT_QPA_PLATFORM="offscreen")
    sys.exit(status or (1 if failed else 0))  # pytest's closing line stays the last one


def command_bench(arguments: list[str]) -> NoReturn:
    """The benchmarks have run, one at a time."""
    set_up("test")
    options = ["-n0", "--benchmark-enable", "-o", "python_files=bench_*.py"]
    sys.exit(call([PYTHON, "-m", "pytest", "tests/bench", *options, *arguments], QT_QPA_PLATFORM="offscreen"))


COMMANDS: dict[str, tuple[Callable[[list[str]], NoReturn], str, str]] = {
    "": (command_run, "准备好一切，打开演示大厅", "set up and open the demonstration hall"),
    "test": (command_test, "全部检查与测试", "every check and test"),
    "check": (command_check, "格式、规范、类型、分层", "format, lint, types, contracts"),
    "bench": (command_bench, "性能测试", "benchmarks"),
    "screens": (command_screens, "每个窗口的截图 [文件夹]", "a picture of every screen [folder]"),
    "tour": (command_tour, "演示一天的业务 [文件夹]", "one day of the demonstration hall [folder]"),
    "desk": (command_desk, "命令行，见 desk --help", "the command line, see desk --help"),
}


def usage() -> str:
    """The list of commands, in both languages."""
    rows = [f"  python3 start.py {name:<8} {zh} · {en}" for name, (_, zh, en) in COMMANDS.items()]
    return "\n".join(["用法 · usage", *rows])


def main(arguments: list[str]) -> NoReturn:
    """Does what the first argument says."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in ("-h", "--help"):
        print(usage())
        sys.exit(0)
    if name not in COMMANDS:
        stop(f"没有“{name}”这个命令。", f"There is no command {name}.", usage())
    os.environ["PYTHONUTF8"] = "1"  # for everything that is started from here, on every system
    try:
        COMMANDS[name][0](rest)
    except KeyboardInterrupt:
        stop("已中断；再启动一次会接着完成。", "Interrupted; the next start completes what is missing.")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows would refuse Chinese
            stream.reconfigure(encoding="utf-8", errors="replace")
    main(sys.argv[1:])
