"""The next step of a follow-up: what was rated and done so far, and what is to be written down now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui import words
from ui.context import Context
from ui.kit.dialog import Dialog
from ui.kit.field import LineEdit
from ui.kit.form import Form
from ui.kit.label import Label
from ui.text import listed, mark, moment_text, named, tr

if TYPE_CHECKING:
    from desk.errors import DeskError
    from desk.ratings import FollowUpRow, FollowUpStepRow

NEXT = {"open": "contact", "contacted": "answer", "answered": "close"}
_ASKED = {
    "contact": mark("怎样联系的、居民说了什么（可不填）"),
    "answer": mark("怎样解决或答复的（须填写）"),
    "close": mark("补充（可不填）"),
}


class FollowUpDialog(Dialog):
    """One field and one step; a step that needs words says so at the field."""

    def __init__(self, ctx: Context, row: FollowUpRow, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=560)
        self._ctx, self._row, self._action = ctx, row, NEXT[row.state]
        self.say_title(mark("{number} 的回访"), number=row.number)
        self.facts = Label(role="small")
        self.facts.setWordWrap(True)
        self.form = Form()
        self.form.add("note", _ASKED[self._action], LineEdit())
        self.body.addWidget(self.facts)
        self.body.addWidget(self.form)
        self.add_back()
        self.add_button(words.FOLLOW_UP_STEP[self._action], self._take, key="Enter", role="primary")
        self.form.field("note").setFocus()
        self.facts.show_text("\n".join((_said(row), *map(_done, row.steps))))

    def _take(self) -> None:
        self._ctx.tasks.write(
            f"ratings.{self._action}",
            owner=self,
            done=lambda _now: self.accept(),
            failed=self._refused,
            number=self._row.number,
            day=self._row.day,
            note=self.form.values()["note"],
        )

    def _refused(self, error: DeskError) -> None:
        if error.code in {"note_missing", "bad_argument"}:
            self.form.show_error(error, "note")
        else:
            self.show_error(error)


def said(row: FollowUpRow) -> str:
    """The reasons of a rating and what was written beside them."""
    reasons = [named(reason) for reason in row.reasons]
    return listed([*reasons, *([row.note] if row.note else [])]) or tr("没有写原因")


def _said(row: FollowUpRow) -> str:
    when = moment_text(row.opened_at)
    return tr("{when} 评为 {grade} 分：{said}", when=when, grade=row.grade, said=said(row))


def _done(step: FollowUpStepRow) -> str:
    action = words.word(words.FOLLOW_UP_STEP, step.action)
    late = tr("（超时）") if step.late else ""
    done = tr("{when} {who} {action}{late}", when=moment_text(step.at), who=step.staff_name, action=action, late=late)
    return tr("{done}：{note}", done=done, note=step.note) if step.note else done
