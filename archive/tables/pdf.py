"""PDF: the ruled tables of its pages."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber

from archive.tables.table import MOST_ROWS, Table, TableFault, TableRow, composed, filled, within_bounds

_MOST_PAGES = 1_000


class _Cell(NamedTuple):
    """A cell, where it ends, and in which row and place it begins."""

    text: str
    right: float
    bottom: float
    row: int
    place: int


def read(path: Path) -> tuple[Table, ...]:
    """The tables of each page, named by its number; a page without text that shows a picture is one, too.

    Raises ``TableFault``: no page has a table, or the file is broken, locked or too long.
    """
    # What it finds odd about a file is nothing to those who send it.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > _MOST_PAGES:
                raise TableFault("too-large", rows=MOST_ROWS)
            tables = tuple(_tables(document.pages))
    except TableFault:
        raise
    # Over a broken file pdfminer raises whatever its code runs into.
    except Exception as fault:
        locked = "password" in repr(fault).lower()
        raise TableFault("locked" if locked else "broken") from fault
    if all(table.kind == "picture" for table in tables):
        raise TableFault("picture" if tables else "no-table")
    return tables


def _tables(pages: list[Any]) -> Iterator[Table]:
    for page in pages:
        if not page.chars and page.images:
            yield Table(str(page.page_number), (), "page", kind="picture")
        rows = 0
        for table in page.find_tables():
            yield Table(str(page.page_number), within_bounds(filled(_rows(table, rows))), "page")
            rows += len(table.rows)
        page.close()


def _rows(table: Any, before: int) -> Iterator[TableRow]:
    lefts = sorted({box[0] for box in table.cells})
    above: list[_Cell | None] = [None] * len(lefts)
    for number, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True), before + 1):
        cells: list[_Cell | None] = []
        for place, (left, box, text) in enumerate(zip(lefts, row.cells, texts, strict=True)):
            beside = cells[-1] if cells else None
            if box:
                # Where a line ends inside a cell, the page's layout ended it.
                cells.append(_Cell(composed(" ".join(text.split())), box[2], box[3], number, place))
            elif beside and beside.right > left:
                cells.append(beside)
            else:
                over = above[place]
                cells.append(over if over and over.bottom > row.bbox[1] else None)
        above = cells
        repeated = (
            place for place, cell in enumerate(cells) if cell and (cell.row, cell.place) != (number, place)
        )
        yield TableRow(
            number, tuple(cell.text if cell else "" for cell in cells), repeated=frozenset(repeated)
        )
