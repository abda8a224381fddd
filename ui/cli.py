"""The `desk` command: every answer is one line of JSON; Qt is imported only when a window is asked for."""

import inspect
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.errors import DeskError
from ui import log

if TYPE_CHECKING:
    from desk.catalogue import Marked
    from desk.office import Office

_log = logging.getLogger(__name__)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


class Window(StrEnum):
    """The windows of the program."""

    DESK = "desk"
    KIOSK = "kiosk"
    LOBBY = "lobby"


@dataclass(frozen=True, slots=True)
class Place:
    """Which hall is meant, and who acts."""

    data: Path
    database: str | None
    hall: str | None
    actor: str | None
    workstation: str | None
    demo: bool

    @contextmanager
    def office(self) -> "Iterator[Office]":
        """The hall's door, closed afterwards."""
        from desk.office import open_office

        opened = open_office(
            data=self.data, database=self.database, hall=self.hall, demo=self.demo, workstation=self.workstation
        )
        with closing(opened):
            yield opened


@app.callback()
def _where(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(envvar="DESK_DATA", help="数据文件夹 · the data folder")] = None,
    database: Annotated[str | None, typer.Option(envvar="DESK_DATABASE", help="PostgreSQL 地址 · its URL")] = None,
    hall: Annotated[str | None, typer.Option(envvar="DESK_HALL", help="大厅代码 · the hall's code")] = None,
    actor: Annotated[str | None, typer.Option(envvar="DESK_ACTOR", help="谁在操作 · who acts")] = None,
    workstation: Annotated[str | None, typer.Option(envvar="DESK_WORKSTATION", help="工作站名 · its name")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="演示大厅 · the demonstration hall")] = False,
) -> None:
    context.obj = Place(data or _data_folder(), database or None, hall, actor, workstation, demo)


@app.command()
def run(
    context: typer.Context,
    counter: Annotated[int | None, typer.Option(help="窗口号 · counter number")] = None,
    window: Annotated[Window, typer.Option(help="打开哪个窗口 · which window")] = Window.DESK,
) -> None:
    """打开窗口 · Open a window."""
    place: Place = context.obj
    from ui.app import run as open_window

    raise typer.Exit(
        open_window(
            window=window.value,
            data=place.data,
            database=place.database,
            hall=place.hall,
            counter=counter,
            actor=place.actor,
            demo=place.demo,
            workstation=place.workstation,
            prepare=(lambda: _make_demo(place, households=3000, seed=1, again=True)) if place.demo else None,
        )
    )


@app.command()
def tour(out: Annotated[Path, typer.Option(help="图片与单据的文件夹 · folder for pictures and papers")]) -> None:
    """走一遍演示大厅的一天 · Play a day of the demonstration hall through the real windows."""
    from ui.tour import tour as play

    play(out)


@app.command()
def init(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="大厅名称 · name of the hall")],
    code: Annotated[str, typer.Option(help="大厅代码，印在编号前 · its code, printed before numbers")],
    administrator: Annotated[str, typer.Option(help="首位管理员 · the first administrator")] = "admin",
) -> None:
    """新建大厅 · Create a hall."""
    with _answering():
        from desk.office import found_hall
        from desk.store import create_store

        place: Place = context.obj
        with closing(create_store(place.data, place.database)) as store:
            _say({"ok": {"hall": found_hall(store, name=name, code=code, administrator=administrator)}})


@app.command()
def demo(
    context: typer.Context,
    households: Annotated[int, typer.Option(min=1, help="社区户数，决定每日票数 · how large the community is")] = 3000,
    seed: Annotated[int, typer.Option(help="随机种子 · the same seed gives the same days")] = 1,
) -> None:
    """建立演示大厅 · Fill a demonstration hall."""
    with _answering():
        _say({"ok": _make_demo(context.obj, households=households, seed=seed, again=False)})


@app.command()
def do(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="例如 tickets.issue · for example tickets.issue")] = None,
    arguments: Annotated[list[str] | None, typer.Argument(metavar="key=value …")] = None,
    key: Annotated[str | None, typer.Option(help="同一 key 只办一次 · the same key is carried out once")] = None,
    lines: Annotated[bool, typer.Option("--lines", help="从标准输入逐行读取 · one JSON job per line")] = False,
) -> None:
    """办一件事 · Carry out use cases; one JSON answer per line."""
    place: Place = context.obj
    with _answering(), place.office() as office:
        if lines:
            _carry_out_lines(office, place)
        elif name is None:
            raise DeskError("bad_argument", problem="NAME / --lines")
        else:
            job = {"do": name, "args": _pairs(arguments or []), "key": key}
            _say({"ok": _carry_out(office, place, job)})


@app.command()
def see(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="例如 tickets.board · for example tickets.board")],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="key=value …")] = None,
) -> None:
    """看一个视图 · A view as JSON."""
    place: Place = context.obj
    with _answering(), place.office() as office:
        _say({"ok": _carry_out(office, place, {"see": name, "args": _pairs(arguments or [])})})


@app.command()
def catalogue() -> None:
    """列出全部操作 · Every use case and view with its schema, roles and topics."""
    from desk.catalogue import everything

    _say({"ok": [_described(function) for function in everything()]})


@app.command(name="print")
def print_(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(help="例如 slip · for example slip")],
    to: Annotated[Path, typer.Option(help="PDF 文件 · the PDF file")],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="key=value …")] = None,
) -> None:
    """把一种单据存成 PDF · Any paper to a file."""
    place: Place = context.obj
    with _answering(), place.office() as office:
        from printing.papers import paper as find

        row = find(paper)
        view = _carry_out(office, place, {"see": row.source, "args": _pairs(arguments or [])})
        to.write_bytes(row.build(view))
        _say({"ok": {"paper": row.id, "file": str(to)}})


@app.command()
def scan(
    context: typer.Context, code: Annotated[str, typer.Argument(help="编码文字或图片 · a code's text or an image file")]
) -> None:
    """辨认编码 · What a code says, and whether it is genuine."""
    place: Place = context.obj
    with _answering(), place.office() as office:
        text = code
        if not code.upper().startswith("HD1") and Path(code).is_file():
            from printing.qr import read_image

            text = read_image(Path(code))
        _say({"ok": _carry_out(office, place, {"see": "codes.scan", "args": {"text": text}})})


@app.command()
def check(context: typer.Context) -> None:
    """检查数据是否完好 · Integrity of the file, the numbers, the periods and the audit."""
    place: Place = context.obj
    with _answering(), place.office() as office:
        from desk.checkup import problems

        found = list(problems(office.store, office.info))
        if found:
            raise DeskError("check_failed", count=len(found), problems=found)
        _say({"ok": {"hall": office.hall, "problems": []}})


def main() -> None:
    """The entry point; options that name the hall may stand anywhere on the line."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):  # what is no UTF-8 comes as characters that no text has
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    log.to_terminal()
    app(_options_first(sys.argv[1:]), prog_name="desk")


_OPTIONS = ("--data", "--database", "--hall", "--actor", "--workstation")


def _options_first(words: list[str]) -> list[str]:
    first: list[str] = []
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        if word in _OPTIONS:
            first += [word, *(value for value in [next(remaining, None)] if value is not None)]
        elif word == "--demo" or word.partition("=")[0] in _OPTIONS:
            first.append(word)
        else:
            rest.append(word)
    return first + rest


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("desk", appauthor=False)


def _make_demo(place: Place, *, households: int, seed: int, again: bool) -> Any:
    """A filled demonstration hall; with `again` one that stands already will do."""
    from desk import demo as demonstration
    from desk.office import found_hall, open_office
    from desk.store import create_store

    with closing(create_store(place.data, place.database, demo=True)) as store:
        try:
            found_hall(
                store, name=demonstration.NAME, code=demonstration.CODE, administrator="administrator", demo=True
            )
        except DeskError as error:
            if error.code != "hall_exists" or error.facts["code"] != demonstration.CODE:
                raise
    opened = open_office(data=place.data, database=place.database, demo=True, workstation=place.workstation)
    with closing(opened) as office:
        try:
            return office.do(demonstration.fill, actor="administrator", households=households, seed=seed)
        except DeskError as error:
            if not (again and error.code == "hall_exists"):
                raise
        finally:
            if not office.see("prints.printers", actor=None):  # papers come out as files until a printer is set up
                folder = (place.data / "demo-papers").resolve()
                printer = {"name": demonstration.PRINTER, "kind": "file", "address": str(folder)}
                office.do("prints.set_printer", actor="administrator", **printer)
    return None


def _carry_out_lines(office: "Office", place: Place) -> None:
    for line in sys.stdin:
        if line.strip():
            _say(_answer(lambda line=line: {"ok": _carry_out(office, place, _job(line))}))


def _job(line: str) -> dict[str, Any]:
    try:
        job = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DeskError("bad_argument", problem=f"JSON: {error}") from None
    if not isinstance(job, dict) or ("do" in job) == ("see" in job) or not isinstance(job.get("args", {}), dict):
        raise DeskError("bad_argument", problem='{"do": …, "args": {…}, "actor": …, "key": …}')
    for name in job.keys() & {"do", "see", "actor", "key"}:
        if not isinstance(job[name], str) and (job[name] is not None or name in ("do", "see")):
            raise DeskError("bad_argument", problem=name)
    return job


def _carry_out(office: "Office", place: Place, job: dict[str, Any]) -> Any:
    from desk.catalogue import checked, marked, storable

    for name in ("do", "see", "actor", "key"):
        if not storable(job.get(name)):
            raise DeskError("bad_argument", problem=name)
    actor = job.get("actor") or place.actor
    function = marked(job["do"] if "do" in job else job["see"])
    args = checked(function, job.get("args", {}))
    if "do" in job:
        return office.do(function, actor=actor, key=job.get("key"), **args)
    return office.see(function, actor=actor, **args)


def _pairs(words: list[str]) -> dict[str, Any]:
    """key=value words; a value that begins like JSON is JSON, everything else is text."""
    pairs: dict[str, Any] = {}
    for word in words:
        key, separator, value = word.partition("=")
        if not separator:
            raise DeskError("bad_argument", problem=word)
        try:
            pairs[key] = json.loads(value) if value[:1] in ("[", "{") else value
        except (ValueError, RecursionError) as error:
            raise DeskError("bad_argument", problem=f"{key}: {error}") from None
    return pairs


def _described(function: "Marked") -> dict[str, Any]:
    from desk.catalogue import arguments, topics
    from desk.permissions import RIGHTS

    mark = function.desk_mark
    return {
        "name": mark.name,
        "kind": "do" if mark.changes else "see",
        "personal": mark.personal,
        "text": inspect.getdoc(function),
        "roles": sorted(RIGHTS.get(mark.name, ())),
        "topics": sorted(topics(function)),
        "schema": arguments(function).model_json_schema(),
    }


def _answer(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` answers, or the error it met; a bug is logged and answered as "internal": the next line runs."""
    try:
        return work()
    except DeskError as error:
        return _error(error)
    except Exception as bug:  # noqa: BLE001 # the last line of defence of a long run
        _log.exception("a job failed", exc_info=bug)
        return _error(DeskError("internal"))


def _error(error: DeskError) -> dict[str, Any]:
    from ui.messages import message
    from ui.text import in_language

    with in_language("en"):
        english = message(error)
    return {"error": {"code": error.code, "text": message(error), "text_en": english, "facts": error.facts}}


def _say(answer: dict[str, Any]) -> None:
    from desk.jsonable import plain

    sys.stdout.write(json.dumps(plain(answer), ensure_ascii=False) + "\n")
    sys.stdout.flush()


@contextmanager
def _answering() -> Iterator[None]:
    """A DeskError inside becomes one line of JSON and exit status 1."""
    try:
        yield
    except DeskError as error:
        _say(_error(error))
        raise typer.Exit(1) from None


if __name__ == "__main__":
    main()
