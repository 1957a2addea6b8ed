"""Tables: rows of cells as a person sees them, whatever file they came from."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["shown", "hidden", "picture"]
"""``hidden``: a hidden sheet, named and not read. ``picture``: a page without text that shows a picture."""

Unit = Literal["sheet", "page", "table", "text"]
"""What a table's name names."""

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, of which something is filled. ``number`` is Excel's, or counts the rows of its table.

    ``cells`` are text in composed letters (NFC), with a line feed between lines. The sets hold places in
    ``cells``, from 0: ``numeric`` cells were numbers, ``repeated`` ones belong to a merged cell that begins
    further left or above, ``unvalued`` ones have a formula whose result was not saved.
    """

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = _NONE
    repeated: frozenset[int] = _NONE
    unvalued: frozenset[int] = _NONE


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet, a table of a Word file, of a page of a PDF, or a whole text of separated values.

    ``name`` is the sheet's, or counts the ``unit``; ``caption`` is the paragraph before it, "" if none. No
    two rows of a file have both the table's name and the number in common.
    """

    name: str
    rows: tuple[TableRow, ...]
    unit: Unit = "sheet"
    caption: str = ""
    kind: Kind = "shown"


def composed(text: str) -> str:
    """The text in composed letters, its lines ended by ``\\n`` alone."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
