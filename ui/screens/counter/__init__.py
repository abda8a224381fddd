"""叫号台: what a clerk needs to call, serve and finish."""

from ui.screens.counter.screen import CounterScreen

__all__ = ["CounterScreen"]
