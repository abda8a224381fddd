"""Help for the screen shown: its page of `resources/help`, and the keys that work there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

import resources
from ui.commands import Command
from ui.kit.button import key_text
from ui.kit.dialog import Dialog
from ui.text import language, mark, tr


class HelpDialog(Dialog):
    """The page of a part in the language of the window, and a table of its keys made from the commands."""

    def __init__(self, part: str, commands: tuple[Command, ...], parent: QWidget | None = None) -> None:
        super().__init__(mark("帮助"), parent, width=680)
        keys = [row for row in commands if row.shortcut and row.screen in {None, part}]
        lines = "\n".join(f"| {key_text(row.shortcut)} | {tr(row.title)} |" for row in keys)
        page = resources.text(f"help/{part}.{language()}.md")
        self.page = QTextBrowser()
        self.page.setAccessibleName(tr(mark("帮助")))
        self.page.setMarkdown(f"{page}\n\n| {tr(mark('按键'))} | {tr(mark('作用'))} |\n|---|---|\n{lines}\n")
        self.page.setMinimumHeight(440)
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self.page)
        self.add_back(mark("关闭"))
