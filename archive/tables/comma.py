"""Comma: text with values set apart by commas, semicolons or tabs (CSV), in the usual encodings."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.tables.sheet import writable
from archive.tables.table import (
    MOST_CHARACTERS,
    MOST_ROWS,
    Table,
    TableFault,
    TableRow,
    composed,
    filled,
    within_bounds,
)

_SEPARATORS = (",", ";", "\t")
_LOOKED_AT = 50
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_WOULD_BE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def read(path: Path) -> tuple[Table, ...]:
    """The whole text as one table without a name. Raises ``TableFault``: no text, or no values set apart."""
    with path.open("rb") as stream:
        data = stream.read(4 * MOST_CHARACTERS + 1)
    if len(data) > 4 * MOST_CHARACTERS:
        raise TableFault("too-large", rows=MOST_ROWS)
    text = _decoded(data)
    if text.lstrip().startswith("<"):
        # Some programs name a web page .xls or .csv.
        raise TableFault("other-format")
    said = _SAID.match(text)
    separator = said[1] if said else _separator(text)
    try:
        rows = within_bounds(filled(_rows(text[said.end() :] if said else text, separator)))
    except csv.Error as fault:
        raise TableFault("broken") from fault
    if not rows or max(len(row.cells) for row in rows) < 2:
        raise TableFault("no-table")
    return (Table("", rows, "text"),)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data[:4096]:
        encodings = ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableFault("unknown-letters")


def _separator(text: str) -> str:
    """The sign that sets most rows apart into equally many values."""
    return max(_SEPARATORS, key=lambda sign: _agreement(text, sign))


def _agreement(text: str, separator: str) -> int:
    widths: dict[int, int] = {}
    try:
        for row, _ in zip(
            csv.reader(io.StringIO(text, ""), delimiter=separator), range(_LOOKED_AT), strict=False
        ):
            widths[len(row)] = widths.get(len(row), 0) + 1
    except csv.Error:
        return 0
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _rows(text: str, separator: str) -> Iterator[TableRow]:
    for number, row in enumerate(csv.reader(io.StringIO(text, ""), delimiter=separator), 1):
        yield TableRow(number, tuple(composed(_unmarked(cell)) for cell in row))


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write values set apart by commas; see ``encoded``."""
    path.write_bytes(encoded(headings, rows))


def encoded(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that Excel needs; ``read`` gives back the same cells.

    An apostrophe before what begins like a formula keeps spreadsheets from computing it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in (headings, *rows):
        writer.writerow([_marked(writable(cell)) for cell in row])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _marked(text: str) -> str:
    return f"'{text}" if _WOULD_BE_FORMULA.match(text) else text


def _unmarked(text: str) -> str:
    return text[1:] if _MARKED.match(text) else text
