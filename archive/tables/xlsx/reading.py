"""Reading Excel: the sheets of a workbook, streamed; macros are never run, formulas never computed."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from archive.tables.merged import Structure, joined, structure
from archive.tables.package import FAULTS, opened
from archive.tables.shown import day_shown, number_shown
from archive.tables.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TableFault,
    TableRow,
    composed,
    filled,
    within_bounds,
)

_LAST_ROW = 1_048_576
_MOST_SHEETS = 200


def read(path: Path) -> tuple[Table, ...]:
    """Every sheet, in the workbook's order; of hidden ones only the name. Raises ``TableFault``."""
    with _workbook(path) as (book, package):
        if len(book.worksheets) > _MOST_SHEETS:
            raise TableFault("too-large", rows=MOST_ROWS)
        return tuple(_table(sheet, package) for sheet in book.worksheets)


def properties(path: Path) -> dict[str, str]:
    """The properties that a workbook was given when it was written, by name. Raises ``TableFault``."""
    with _workbook(path) as (book, _):
        return {one.name: str(one.value) for one in book.custom_doc_props.props}  # type: ignore[attr-defined]


@contextmanager
def _workbook(path: Path) -> Iterator[tuple[openpyxl.Workbook, zipfile.ZipFile]]:
    # Given a path, openpyxl goes by its suffix, which a staged file does not have. What it warns of are parts
    # of workbooks that it does not know, none of them text.
    with opened(path) as package, path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield book, package
            book.close()
        except FAULTS as fault:
            raise TableFault("broken") from fault


def _table(sheet: Worksheet, package: zipfile.ZipFile) -> Table:
    if sheet.sheet_state != "visible":
        return Table(composed(sheet.title), (), kind="hidden")
    known = structure(package, sheet._worksheet_path)  # type: ignore[attr-defined]
    rows = joined(_rows(sheet, known), known.spans)
    return Table(composed(sheet.title), within_bounds(filled(rows)))


def _rows(sheet: Worksheet, known: Structure) -> Iterator[TableRow]:
    # Some programs write a wrong size into their sheets, and rows beyond it would be lost.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _LAST_ROW:
            raise TableFault("broken")
        cells = row[:MOST_COLUMNS]
        numeric = frozenset(place for place, cell in enumerate(cells) if isinstance(cell.value, int | float))
        unvalued = known.unvalued.get(number, frozenset())
        yield TableRow(number, tuple(map(_text, cells)), numeric, unvalued=unvalued)


def _text(cell: Cell | MergedCell) -> str:
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return composed(unescape(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_shown(value, cell.number_format)
    if isinstance(value, date | time):
        return day_shown(value, cell.number_format)
    return str(value)
