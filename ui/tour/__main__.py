"""`python -m ui.tour screens --out DIR`, `python -m ui.tour tour --out DIR`."""

from pathlib import Path
from typing import Annotated

import typer

from ui import tour as shows

app = typer.Typer(add_completion=False, help=__doc__)
Out = Annotated[Path, typer.Option(help="图片与单据的文件夹 · folder for pictures and papers")]


@app.command()
def screens(out: Out) -> None:
    """每个界面的图片 · A picture of every screen."""
    shows.screens(out)


@app.command()
def tour(out: Out) -> None:
    """走一遍演示大厅的一天 · A day of the demonstration hall."""
    shows.tour(out)


app()
