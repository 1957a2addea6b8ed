"""Table: what a table in a file may be at most, and the fault when it cannot be read."""

from collections.abc import Iterable
from typing import Literal, get_args

from archive.evidence.tables import Table, TableRow, composed

__all__ = ["FAULTS", "Fault", "Table", "TableFault", "TableRow", "composed", "filled", "within_bounds"]

Fault = Literal[
    "broken", "empty", "locked", "no-table", "other-format", "picture", "too-large", "unknown-letters"
]
FAULTS: tuple[Fault, ...] = get_args(Fault)

MOST_ROWS = 200_000
MOST_CELLS = 3_000_000
MOST_CHARACTERS = 50_000_000
"""Of one file: 50,000 rows of a register have 350,000 cells and some 10,000,000 characters."""

MOST_COLUMNS = 256
"""Cells further right are no part of a table that people read."""


class TableFault(Exception):
    """A file has no table that can be read; the sentence is ``table_fault.<key>`` with the values."""

    def __init__(self, key: Fault, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


def filled(rows: Iterable[TableRow]) -> Iterable[TableRow]:
    """The rows in which something of their own stands, not only what a merged cell repeats."""
    return (row for row in rows if row.unvalued or _is_filled(row))


def _is_filled(row: TableRow) -> bool:
    if not row.repeated:
        return any(map(str.strip, row.cells))
    return any(cell.strip() and place not in row.repeated for place, cell in enumerate(row.cells))


def within_bounds(rows: Iterable[TableRow]) -> tuple[TableRow, ...]:
    """The rows, counted while they come. Raises ``TableFault``."""
    kept: list[TableRow] = []
    cells = characters = 0
    for row in rows:
        kept.append(row)
        cells += len(row.cells)
        characters += sum(map(len, row.cells))
        if len(kept) > MOST_ROWS or cells > MOST_CELLS or characters > MOST_CHARACTERS:
            raise TableFault("too-large", rows=MOST_ROWS)
    return tuple(kept)
