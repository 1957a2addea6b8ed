"""How results are shown: tables wide enough that no name is cut, also where nobody looks at a terminal."""

from rich.console import Console
from rich.table import Table

_NARROWEST = 130


def table_of(title: str, *columns: str, left: int = 1) -> Table:
    """An empty table; its first ``left`` columns are names, the others numbers."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < left else "right", no_wrap=True)
    return table


def show(*things: Table | str) -> None:
    """Print tables and lines."""
    console = Console()
    console.width = max(_NARROWEST, console.width)
    for thing in things:
        console.print(thing, highlight=False, markup=False)
