"""Switches the language of everything that is open, Qt's own words included."""

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from ui import text

_qt_words: list[QTranslator] = []


def switch(app: QCoreApplication | None, wanted: text.Language) -> None:
    """Every window shows `wanted` from now on: each hears `LanguageChange`, which Qt passes on to its children."""
    assert isinstance(app, QApplication), "windows are open"
    text.set_language(wanted)
    load_qt_words(app)
    for window in app.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def load_qt_words(app: QApplication) -> None:
    """Qt's own words are in the language of the program."""
    for words in _qt_words:
        app.removeTranslator(words)
    _qt_words.clear()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if text.language() == "zh" and words.load("qtbase_zh_CN", folder):
        _qt_words.append(words)
        app.installTranslator(words)
