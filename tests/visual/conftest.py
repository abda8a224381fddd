"""Tests of the look play on the same stage as the pictures."""

from tests.ui.conftest import app, styled

__all__ = ["app", "styled"]
