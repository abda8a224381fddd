"""Puts the look on an application: Fusion, the shipped fonts, one style sheet made from tokens.

The figures of the shipped font all have the same width, so numbers stand in columns without more ado.
"""

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from ui.lasting import keep_constants
from ui.style import tokens

FAMILIES = ("Noto Sans SC", "Desk Rare Kai", "Desk Rare Ming")
_loaded: set[str] = set()


def apply(app: QApplication) -> None:
    """The application looks as the tokens say. Only the main fonts are loaded; `load_rare_fonts` brings the others."""
    keep_constants()
    app.setStyle("Fusion")
    _load_fonts("NotoSansSC*")
    app.setFont(font(tokens.TEXT))
    app.setPalette(_palette())
    app.setStyleSheet(sheet())


def load_rare_fonts() -> None:
    """The fonts for rare characters are there as well; called when idle, because they are large."""
    _load_fonts("*")


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The program's font; characters it lacks come from the fonts for rare characters."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def sheet() -> str:
    """The style sheet: every template of this folder, filled with the tokens."""
    templates = sorted(Path(__file__).parent.glob("*.qss.in"))
    filled = tokens.values() | {"icons": resources.path("icons").as_posix()}
    return "\n".join(Template(path.read_text("utf-8")).substitute(filled) for path in templates)


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets properties that the style sheet looks at, and shows the widget anew if one changed."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    for each in (widget, *widget.findChildren(QWidget)):
        each.style().unpolish(each)
        each.style().polish(each)
        each.update()


def _load_fonts(pattern: str) -> None:
    for path in sorted(resources.path("fonts").glob(pattern)):
        if path.suffix in {".ttf", ".otf", ".ttc"} and path.name not in _loaded:
            _loaded.add(path.name)
            QFontDatabase.addApplicationFont(str(path))


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, tokens.BG), (role.WindowText, tokens.INK), (role.Base, tokens.CARD),
        (role.AlternateBase, tokens.SUNKEN),
        (role.Text, tokens.INK), (role.Button, tokens.CARD), (role.ButtonText, tokens.INK),
        (role.Highlight, tokens.PRIMARY),
        (role.HighlightedText, tokens.ON_PRIMARY), (role.PlaceholderText, tokens.INK_3), (role.Link, tokens.PRIMARY),
        (role.ToolTipBase, tokens.INK), (role.ToolTipText, tokens.CARD),
    ):  # fmt: skip
        palette.setColor(part, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Text, QColor(tokens.INK_3))
    palette.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, QColor(tokens.INK_3))
    return palette
