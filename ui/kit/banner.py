"""Notices above the content: what is wrong and what to do, without stopping anybody. One line per cause."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from ui.kit.button import Button
from ui.kit.label import Label
from ui.messages import message
from ui.style import tokens
from ui.text import mark, tr

Act = Callable[[], object]
_SIGN = {"bad": "✕", "warn": "!", "ok": "✓"}
_TONE_NAME = {"bad": mark("错误"), "warn": mark("提醒"), "ok": mark("完成")}


class Banner(QFrame):
    """One notice: a sign, a sentence, at most one way on, and a way to put it away."""

    closed = Signal()

    def __init__(self, tone: str, text: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("tone", tone)
        self._tone, self._text = tone, text
        self.way_on: Button | None = None
        self._sign, self._words = Label(role="sign"), Label()
        self._sign.show_text(_SIGN[tone])
        self._words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.S3, 5, tokens.S2, 5)
        self._row.setSpacing(tokens.S2)
        self._row.addWidget(self._sign, 0)
        self._row.addWidget(self._words, 1)
        close = Button(mark("知道了"), role="ghost")
        close.clicked.connect(self.closed)
        self._row.addWidget(close)
        self._retranslate()

    def offer(self, words: str, act: Act, key: str = "") -> None:
        """Adds the way on, as a button before the one that puts the notice away."""
        button = Button(words, key=key)
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - the button's own argument is not for the act
        self._row.insertWidget(self._row.count() - 1, button)
        self.way_on = button

    def words(self) -> str:
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._words.show_text(self._text())
        self.setAccessibleName(f"{tr(_TONE_NAME[self._tone])} {self._text()}")


class Banners(QWidget):
    """The place of the notices. A cause has one notice: a newer one takes the place of the older."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.S4, tokens.S2, tokens.S4, 0)
        self._column.setSpacing(tokens.S1)
        self.hide()

    def say(self, cause: str, tone: str, text: str, *, way_on: tuple[str, Act] | None = None, **facts: object) -> None:
        """Shows `text` (marked) in the tone bad, warn or ok; `way_on` is (words, what it does)."""
        self._show(cause, tone, lambda: tr(text, **facts), way_on)

    def tell(self, cause: str, tone: str, text: Callable[[], str], *, way_on: tuple[str, Act] | None = None) -> None:
        """Shows what `text()` says, and asks it again when the language is switched."""
        if self.text(cause) != text():
            self._show(cause, tone, text, way_on)

    def show_error(self, error: DeskError, *, cause: str = "action", way_on: tuple[str, Act] | None = None) -> None:
        """Shows the text of `error` until the next success of the same cause, or until it is put away."""
        self._show(cause, "bad", lambda: message(error), way_on)

    def clear(self, cause: str) -> None:
        banner = self._shown.pop(cause, None)
        if banner is not None:
            banner.hide()
            self._column.removeWidget(banner)
            banner.deleteLater()
        self.setVisible(bool(self._shown))

    def banner(self, cause: str) -> Banner:
        """The notice of `cause`, which is shown."""
        return self._shown[cause]

    def text(self, cause: str) -> str:
        """What the notice of `cause` says, or nothing."""
        return self._shown[cause].words() if cause in self._shown else ""

    def _show(self, cause: str, tone: str, text: Callable[[], str], way_on: tuple[str, Act] | None) -> None:
        self.clear(cause)
        banner = Banner(tone, text, self)
        banner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if way_on is not None:
            banner.offer(*way_on)
        banner.closed.connect(lambda: self.clear(cause))
        self._shown[cause] = banner
        self._column.addWidget(banner)
        self.show()
