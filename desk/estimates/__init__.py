"""Waiting times: how long somebody will wait, how right that was, and what one more counter would change."""

from desk.estimates.line import Span
from desk.estimates.more import WhatIf, what_if
from desk.estimates.told import EstimateError, errors

__all__ = ["EstimateError", "Span", "WhatIf", "errors", "what_if"]
