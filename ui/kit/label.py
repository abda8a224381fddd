"""Text that follows the language: a label remembers what it says and says it anew when the language is switched."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.style.theme import restyle
from ui.text import tr


class Label(QLabel):
    """`Label("等候 {count} 人", count=3)`; `role` is what the style sheet looks at (muted, small, title, number …)."""

    def __init__(self, zh: str = "", *, role: str = "", parent: QWidget | None = None, **facts: object) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.say(zh, **facts)

    def say(self, zh: str, **facts: object) -> None:
        """Shows `zh` in the language of the window, now and after every switch."""
        self._zh, self._facts = zh, facts
        self._retranslate()

    def show_text(self, text: str) -> None:
        """Shows `text` as it is: a number, a name, something already translated."""
        self._zh = ""
        self.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._zh:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setText(tr(self._zh, **self._facts) if self._zh else "")


class Tag(Label):
    """A small coloured word. `tone` is blue, red, green, amber or plain; the word says the same as the colour."""

    def __init__(self, zh: str = "", *, tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(zh, parent=parent)
        self.setProperty("kind", "tag")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        restyle(self, tone=tone)
