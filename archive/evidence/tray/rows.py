"""Tray rows: what people typed into the sheet of the tray, read however the sheet was changed since.

A row is known by the SHA-256 in any of its cells, so that columns may be moved and rows sorted or deleted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.evidence.codes import EvidenceCode
from archive.evidence.letters import fold, shown
from archive.evidence.standards import Edition
from archive.evidence.tables import Table, TableRow

MARK = "archive-tray-sheet"
"""The name of the property by which a workbook of ours is known again, where it was not lost."""

MOST_ROWS = 10_000
"""Rows of one sheet at most; the tray is given out in far smaller pieces."""

_LONGEST = 1000
"""Letters of a cell that are looked at."""

_HEADING = 60
"""Letters of a heading that are looked at."""

Field = Literal["suggestions", "outcome", "picture", "digest", "title", "code", "name"]

_WORDS: tuple[tuple[Field, str], ...] = (
    ("suggestions", r"^(cac |ma |tieu chi )?goi y\b|^suggest"),
    ("outcome", r"^ket qua\b|^outcome"),
    ("picture", r"^(hinh )?anh\b|^page 1\b|^picture"),
    ("digest", r"\bsha\b|\bsha ?256\b"),
    ("title", r"^ten\b.*\b(minh chung|mc)\b|^evidence title"),
    ("code", r"^((dien|nhap|ghi|go|cot) )?ma\b.*\b(minh chung|mc)\b|^ma( so| hoa)?$|^(evidence )?code\b"),
    ("name", r"^ten (tep|file)\b|^(tep|file)( name)?$"),
)
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _WORDS)
_OURS = frozenset[Field](("suggestions", "outcome", "picture"))
"""Headings that no other table with codes has."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: ``document`` is a digest, "" where the row has none; ``name`` is the file's, as it stands.

    ``code`` and ``title`` are as typed. ``numeric``: the code's cell held a number. ``unvalued``: it holds a
    formula whose result was not saved.
    """

    table: str
    number: int
    document: str
    name: str
    code: str
    title: str
    numeric: bool = False
    unvalued: bool = False


def examples(edition: Edition) -> dict[str, str]:
    """How a code and a criterion are typed in an edition, for the sentences that say so."""
    criterion = edition.criteria[0].id
    style = edition.code_style
    code = style.plain_of(EvidenceCode(criterion, 1, 1 if style.has_box else None))
    return {"example": code, "criterion": f"TC {criterion}"}


class Unusable(Exception):
    """It is a sheet of the tray, but the codes, or which row is which document, cannot be told any more."""


def find_rows(tables: Sequence[Table], marked: bool) -> tuple[TypedRow, ...] | None:
    """The rows of a sheet of the tray; None where the tables are something else. Raises ``Unusable``.

    ``marked``: the workbook still has the property that it was given.
    """
    ours, found = marked, list[TypedRow]()
    usable = False
    for table in tables:
        columns, heading = _columns(table.rows)
        has_digests = any(_digest(row) for row in table.rows)
        if "code" in columns and has_digests:
            ours = ours or bool(_OURS & columns.keys())
            usable = True
            found += _rows(table, columns, heading)
    if not ours:
        return None
    if not usable or len(found) > MOST_ROWS:
        raise Unusable
    return tuple(found)


def _columns(rows: Sequence[TableRow]) -> tuple[dict[Field, int], int]:
    """The column of each field, and in which row the headings stand: the one that has most of them."""
    best: dict[Field, int] = {}
    heading = -1
    for at, row in enumerate(rows):
        columns: dict[Field, int] = {}
        for place, cell in enumerate(row.cells):
            field = _field_of(cell[:_HEADING]) if cell else None
            if field and place not in row.repeated:
                columns.setdefault(field, place)
        if len(columns) > len(best):
            best, heading = columns, at
    return best, heading


@lru_cache(maxsize=1024)
def _field_of(heading: str) -> Field | None:
    plain = " ".join(re.sub(r"[\W_]+", " ", fold(heading)).split())
    return next((field for field, pattern in _PATTERNS if pattern.search(plain)), None)


def _digest(row: TableRow) -> str:
    """The document of a row; "" where no cell of its own has one."""
    for place, cell in enumerate(row.cells):
        if len(cell) < 80 and place not in row.repeated and _DIGEST.fullmatch(cell.strip().lower()):
            return cell.strip().lower()
    return ""


def _rows(table: Table, columns: dict[Field, int], heading: int) -> Iterator[TypedRow]:
    code = columns["code"]
    for at, row in enumerate(table.rows):
        digest = _digest(row)
        typed = _cell(row, code)
        # Without a digest a line above the headings, headings again, or a note over many columns is no row.
        if not digest and (at <= heading or not typed or code in row.repeated or _field_of(typed[:_HEADING])):
            continue
        yield TypedRow(
            table.name,
            row.number,
            digest,
            _cell(row, columns.get("name", -1)),
            typed,
            _cell(row, columns.get("title", -1)),
            code in row.numeric,
            code in row.unvalued,
        )


def _cell(row: TableRow, place: int) -> str:
    text = row.cells[place] if 0 <= place < len(row.cells) else ""
    return shown(" ".join(text[:_LONGEST].split()))
