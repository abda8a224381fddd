"""A slip as PDF, after the first."""

from dataclasses import replace
from statistics import median

from printing import samples
from printing.documents import slip
from tests.bench.measure import Figure, timed


def test_a_slip_is_ready_within_twenty_milliseconds(figures: list[Figure]) -> None:
    view = samples.SAMPLES["slip"]["plain"]
    slip.build(view)
    times = [timed(lambda no=no: slip.build(replace(view, number=f"A{no:03}"))) for no in range(60)]
    figures.append(Figure("slip PDF after the first, against 20 ms", median(times), 20, 1))
