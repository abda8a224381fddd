"""The catalogue of papers: what the hall prints, on what, for whom."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from desk.errors import DeskError


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `source` is the view that gives its read model.

    `read_model` and `module` are where they are found, imported only when one is printed.
    """

    id: str
    title: str
    size: Literal["roll", "A4", "A5"]
    roles: frozenset[str]
    copies: int
    numbered: bool
    source: str
    read_model: str
    module: str

    def view(self, values: dict[str, Any]) -> Any:
        """The read model from the JSON of a print job."""
        from pydantic import TypeAdapter

        module, _, name = self.read_model.partition(":")
        return TypeAdapter[Any](getattr(import_module(module), name)).validate_python(values)

    def build(self, view: Any, *, width_mm: int = 80) -> bytes:
        """The paper as PDF; `width_mm` matters on a roll. DeskError: glyph_missing."""
        options = {"width_mm": width_mm} if self.size == "roll" else {}
        return import_module(self.module).build(view, **options)

    def escpos(self, view: Any, *, width_mm: int = 80) -> bytes:
        """A paper from the roll for a thermal printer. DeskError: glyph_missing."""
        return import_module(self.module).escpos(view, width_mm=width_mm)


PAPERS: tuple[Paper, ...] = (
    Paper(
        id="slip",
        title="号票",
        size="roll",
        roles=frozenset({"kiosk", "clerk", "supervisor"}),
        copies=1,
        numbered=True,
        source="tickets.slip",
        read_model="desk.tickets:TicketSlip",
        module="printing.documents.slip",
    ),
)


def paper(id: str) -> Paper:
    """The paper with this id. DeskError: unknown_paper."""
    for row in PAPERS:
        if row.id == id:
            return row
    raise DeskError("unknown_paper", paper=id)
