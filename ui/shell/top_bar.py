"""The top bar: hall, part, the box that opens the palette, counter, who, date and time."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.commands import key
from ui.context import Context
from ui.kit.button import Key
from ui.kit.elided import ElidedLabel
from ui.kit.label import Label
from ui.style import tokens
from ui.style.theme import restyle
from ui.text import counter_text, mark, moment_text, tr

_SEARCH = mark("票号、命令，或直接扫码")
_TONE = {"open": "blue", "paused": "amber", "closed": "plain"}


class SearchBox(QPushButton):
    """Looks like a field and opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(180)
        self.setMaximumWidth(520)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        self._words = ElidedLabel(_SEARCH, role="muted")
        for label in (self._words, chip := Key(key("palette"))):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._words, 1)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(tr(_SEARCH))


class CounterTag(QPushButton):
    """The counter and its state; pressing it opens the menu of F11."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "countertag")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state = ("", "open")

    def show_state(self, counter: int | None, state: str, words: str) -> None:
        """「3号窗口」 while it is open, with its state otherwise."""
        text = counter_text(counter) if counter is not None else ""
        self.setText(text if state == "open" else f"{text} · {words}")
        self.setAccessibleName(self.text())
        self.setVisible(counter is not None)
        restyle(self, tone=_TONE.get(state, "plain"))


class TopBar(QFrame):
    """Says where one is and who one is."""

    search = Signal()
    counter_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "top")
        self.setFixedHeight(tokens.TOP_HEIGHT)
        self._hall, self._title = Label(mark("一站式服务大厅"), role="brand"), Label(role="muted")
        self.search_box, self.counter_tag = SearchBox(), CounterTag()
        self._who, self._when = Label(role="who"), Label(role="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, 0, tokens.S4, 0)
        row.setSpacing(tokens.S2)
        row.addWidget(self._hall)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.search_box, 3)
        row.addSpacing(tokens.S2)
        for widget in (self.counter_tag, self._who, self._when):
            row.addWidget(widget)
        self.search_box.clicked.connect(self.search)
        self.counter_tag.clicked.connect(self.counter_pressed)
        self.sign_out()

    def sign_in(self, ctx: Context) -> None:
        self._ctx = ctx
        self._hall.show_text(ctx.hall.name)
        self._who.show_text(ctx.actor.display if ctx.actor else "")
        self.search_box.show()
        self.tick()

    def sign_out(self) -> None:
        self._ctx = None
        for label in (self._title, self._who, self._when):
            label.show_text("")
        self.search_box.hide()
        self.counter_tag.hide()

    def show_title(self, zh: str) -> None:
        self._title.say(zh)

    def tick(self) -> None:
        """The clock shows the hall's time."""
        if self._ctx is not None:
            text = moment_text(self._ctx.clock())
            if text != self._when.text():
                self._when.show_text(text)
