"""The icons of `resources/icons`, in the colours of the tokens."""

from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

import resources
from ui.style import tokens


def icon(name: str, *colours: str, size: int = 20) -> QIcon:
    """The icon `resources/icons/<name>.svg` drawn in the first colour, and in the second when it is switched on."""
    made = QIcon()
    states = (QIcon.State.Off, QIcon.State.On)
    for state, colour in zip(states, colours or (tokens.INK_2,), strict=False):
        for scale in (1, 2):
            pixels = _tinted(QIcon(str(resources.path(f"icons/{name}.svg"))).pixmap(size * scale, size * scale), colour)
            pixels.setDevicePixelRatio(scale)
            made.addPixmap(pixels, QIcon.Mode.Normal, state)
    return made


def _tinted(pixmap: QPixmap, colour: str) -> QPixmap:
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
