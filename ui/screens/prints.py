"""打印: what this workstation has printed or still owes, and its printers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui import words
from ui.context import Context
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.label import Tag
from ui.kit.table import Column, Table
from ui.messages import message
from ui.screen import Screen
from ui.style import tokens
from ui.text import clock_text, day_text, mark, tr

if TYPE_CHECKING:
    from desk.prints import JobRow, PrinterRow
    from ui.at_counter import AtCounter

_TONE = {"pending": "blue", "printing": "blue", "printed": "green", "failed": "red", "shelved": "amber"}
_AGAIN = {"failed", "shelved"}
_CANCEL = {"pending", "failed", "shelved"}


class PrintsScreen(Screen):
    """Jobs on the left, printers on the right; what failed says why and what to do."""

    watches = frozenset({"print_jobs", "printers"})

    def __init__(self, ctx: Context, counter: AtCounter, parent: QWidget | None = None) -> None:
        super().__init__(ctx, counter, parent)
        self.jobs = Table(
            (
                Column(mark("票号"), lambda row: row.number, 92, strong=True),
                Column(mark("单据"), _paper, 132),
                Column(mark("时间"), lambda row: _when(row, ctx), 128),
                Column(mark("状态"), lambda row: "", 104, tag=_state),
                Column(mark("说明"), _says, muted=True),
            ),
            key=lambda row: row.id,
            name=mark("打印任务"),
            empty=mark("这台工作站还没有打印任务。取号后，号票会出现在这里。"),
        )
        self.printers = Table(
            (
                Column(mark("打印机"), lambda row: row.name, strong=True),
                Column(mark("方式"), lambda row: words.word(words.PRINTER_KIND, row.kind), 152, muted=True),
                Column("", lambda row: "", 66, tag=_enabled),
            ),
            key=lambda row: row.name,
            name=mark("打印机"),
            empty=mark("还没有打印机。按“添加”设置一台，号票才会打出来。"),
        )
        self._count = Tag(tone="red")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        row.setSpacing(tokens.S3)
        row.addWidget(self._jobs_card(), 1)
        row.addWidget(self._printers_card())
        self.jobs.chosen.connect(lambda row: self._again() if row.state in _AGAIN else None)
        self.jobs.moved.connect(lambda _row: self._show_buttons())
        self.printers.chosen.connect(self.edit_printer)
        self.printers.moved.connect(lambda _row: self._show_buttons())
        self._show_buttons()

    def load(self) -> None:
        self.jobs.show_loading()
        self.ctx.tasks.read("prints.jobs", owner=self, done=self._show_jobs, failed=self.problem.emit)
        self.ctx.tasks.read("prints.printers", owner=self, done=self._show_printers, failed=self.problem.emit)

    def first_focus(self) -> QWidget:
        return self.jobs

    def print_shown(self) -> None:
        """The paper of the selected job is printed once more, for a reason."""
        from ui.dialogs.reason import ReasonDialog

        row = self.jobs.selected()
        if row is None:
            self.problem.emit(DeskError("nothing_to_print"))
            return
        title, act = mark("{number} 为什么补打？"), mark("补打")
        dialog = ReasonDialog(self.ctx, "reprint", title, act, self, number=row.number)
        dialog.decided.connect(lambda code, note: self._reprint(row, note or code))
        dialog.open()

    def retranslate(self) -> None:
        self._show_count()

    def _jobs_card(self) -> Card:
        card = Card(mark("打印任务"))
        card.head.addWidget(self._count)
        card.body.addWidget(self.jobs)
        self._retry = self._button(mark("重打"), self._again, "primary")
        self._reprint_button = self._button(mark("补打…"), self.print_shown)
        self.cancel = self._button(mark("取消打印"), self._cancel_job)
        card.body.addLayout(_foot(self.cancel, self._reprint_button, self._retry))
        return card

    def _printers_card(self) -> Card:
        card = Card(mark("打印机"))
        card.setFixedWidth(390)
        card.body.addWidget(self.printers)
        self.test = self._button(mark("打印测试页"), self._print_test)
        self._change = self._button(mark("修改…"), lambda: self.edit_printer(self.printers.selected()))
        add = self._button(mark("添加…"), lambda: self.edit_printer(None), "primary")
        card.body.addLayout(_foot(self.test, self._change, add))
        return card

    def _button(self, zh: str, act: object, role: str = "") -> Button:
        button = Button(zh, role=role)
        button.clicked.connect(act)
        return button

    def _show_jobs(self, rows: tuple[JobRow, ...]) -> None:
        self.jobs.show_rows(rows)
        self._show_count()
        self._show_buttons()

    def _show_count(self) -> None:
        count = sum(row.state in _AGAIN for row in self.jobs.rows())
        self._count.setVisible(count > 0)
        self._count.say(mark("{count} 张没有打出"), count=count)

    def _show_printers(self, rows: tuple[PrinterRow, ...]) -> None:
        self.printers.show_rows(rows)
        self._show_buttons()

    def _show_buttons(self) -> None:
        job, printer = self.jobs.selected(), self.printers.selected()
        self._retry.setEnabled(job is not None and job.state in _AGAIN)
        self.cancel.setEnabled(job is not None and job.state in _CANCEL)
        self._reprint_button.setEnabled(job is not None)
        self.test.setEnabled(printer is not None)
        self._change.setEnabled(printer is not None)

    def _again(self) -> None:
        self._with_job("prints.retry")

    def _cancel_job(self) -> None:
        self._with_job("prints.cancel")

    def _with_job(self, use_case: str) -> None:
        row = self.jobs.selected()
        if row is not None:
            self.ctx.tasks.write(use_case, owner=self, failed=self.problem.emit, job=row.id)

    def _reprint(self, row: JobRow, reason: str) -> None:
        said = mark("号票已交给打印机补打。")
        self.ctx.tasks.write(
            "prints.reprint",
            owner=self,
            done=lambda _job: self.done.emit(said),
            failed=self.problem.emit,
            number=row.number,
            day=row.day,
            paper=row.paper,
            reason=reason,
        )

    def edit_printer(self, row: PrinterRow | None) -> None:
        """Asks for a printer's settings; without a row, for those of a new one."""
        from ui.dialogs.printer import PrinterDialog

        PrinterDialog(self.ctx, row, self).open()

    def _print_test(self) -> None:
        """A sample slip goes straight to the selected printer; the hall's books know nothing of it."""
        row = self.printers.selected()
        if row is None:
            return
        from ui.sample_print import print_sample

        self.test.setEnabled(False)
        self.ctx.tasks.slow(lambda: print_sample(row), owner=self, done=self._tested, failed=self._test_failed)

    def _tested(self, _nothing: object) -> None:
        self._show_buttons()
        self.done.emit(mark("测试页已送到打印机，请看是否清楚、完整。"))

    def _test_failed(self, error: DeskError) -> None:
        self._show_buttons()
        self.problem.emit(error)


def _paper(row: JobRow) -> str:
    paper = words.word(words.PAPER, row.paper)
    return tr(mark("{paper}（补打 {times}）"), paper=paper, times=row.reprint) if row.reprint else paper


def _when(row: JobRow, ctx: Context) -> str:
    clock = clock_text(row.created_at, seconds=True)
    return clock if row.day == ctx.clock().date() else f"{day_text(row.day)} {clock_text(row.created_at)}"


def _state(row: JobRow) -> tuple[str, str]:
    return words.word(words.JOB, row.state), _TONE.get(str(row.state), "plain")


def _says(row: JobRow) -> str:
    if row.state == "failed" and row.error:
        return message(DeskError(row.error, **(row.facts or {})))
    if row.state == "shelved":
        return tr(mark("程序上次退出前没有打出：按“重打”或“取消打印”。"))
    return row.printer or ""


def _enabled(row: PrinterRow) -> tuple[str, str]:
    return (tr(mark("启用")), "green") if row.enabled else (tr(mark("停用")), "plain")


def _foot(*buttons: Button) -> QVBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(tokens.S2)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    column = QVBoxLayout()
    column.addLayout(row)
    return column
