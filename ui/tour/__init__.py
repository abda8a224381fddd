"""The program shows itself: a picture of every screen in every state, and a day of the demonstration hall."""

from pathlib import Path


def tour(out: Path) -> None:
    """Plays the main road of a day through the real windows; pictures, papers and story.json are in `out`."""
    from ui.tour.day import play

    play(out)


def screens(out: Path) -> None:
    """A picture of every window and state, at its sizes and in both languages, is in `out`."""
    from ui.tour.pictures import take

    take(out)
