"""What is wrong with how a window stands there: words cut off, controls outside, controls without a name."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTextBrowser,
    QWidget,
)

from ui.kit.elided import ElidedLabel

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QSpinBox, QAbstractItemView, QTextBrowser)


def named(widget: QWidget) -> str:
    """How a widget is called in a message."""
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} {text!r}"


def cut_off(window: QWidget) -> list[str]:
    """Labels and buttons that are smaller than their words."""
    wrong: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or widget.window() is not window:
            continue
        if isinstance(widget, QLabel) and widget.text():
            needed = widget.sizeHint()
            height = widget.heightForWidth(widget.width()) if widget.wordWrap() else needed.height()
            narrow = not widget.wordWrap() and widget.width() < needed.width() - 1
            fixed = widget.minimumHeight() == widget.maximumHeight()
            if narrow or (widget.height() < height - 1 and not fixed):
                wrong.append(f"{named(widget)} {widget.size().toTuple()} < {needed.toTuple()}")
        if isinstance(widget, QAbstractButton) and widget.width() < widget.sizeHint().width() - 1:
            wrong.append(f"{named(widget)} {widget.width()} < {widget.sizeHint().width()}")
    return wrong


def outside(window: QWidget) -> list[str]:
    """Controls and labels that reach beyond the window, except what can be scrolled to."""
    wrong: list[str] = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and isinstance(widget, (*CONTROLS, QLabel)):
            place = widget.mapTo(window, QPoint(0, 0))
            if not window.rect().adjusted(-1, -1, 1, 1).contains(widget.rect().translated(place)):
                wrong.append(f"{named(widget)} {place.toTuple()}")
    return wrong


def overlapping(window: QWidget) -> list[str]:
    """Pairs of labels or buttons of one parent that lie over each other."""
    shown = [w for kind in (QLabel, QAbstractButton) for w in window.findChildren(kind) if w.isVisible()]
    return [
        f"{named(one)} over {named(other)}"
        for place, one in enumerate(shown)
        for other in shown[place + 1 :]
        if one.parent() is other.parent() and one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry())
    ]


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisible()
        and not isinstance(widget.parent(), QComboBox | QSpinBox)
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
