"""A printer that only keeps what it was sent: for tests and the tour."""

from dataclasses import dataclass

from printing.printers import Kind


@dataclass(frozen=True, slots=True)
class Sent:
    """One paper as it was sent."""

    title: str
    data: bytes


class Recorder:
    """Keeps every paper in `sent`."""

    def __init__(self, accepts: Kind = "pdf") -> None:
        self.accepts: Kind = accepts
        self.sent: list[Sent] = []

    def send(self, data: bytes, title: str) -> None:
        self.sent.append(Sent(title, data))
