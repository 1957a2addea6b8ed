"""Merged: what a sheet's XML says of merged cells and formulas, and openpyxl does not when it streams."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.tables.table import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, TableFault, TableRow

_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_UNVALUED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TOO_FAR = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"'](?:[A-Z]{4}|[Y-Z][A-Z]{2})")
"""A cell further right than any: openpyxl would make room for all before it."""

_TEXT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


class Span(NamedTuple):
    """A merged cell: its first and last row, from 1, and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Structure:
    """A sheet's merged cells from above, and for each row the columns whose formulas have no saved result."""

    spans: tuple[Span, ...]
    unvalued: dict[int, frozenset[int]]


def structure(package: zipfile.ZipFile, member: str) -> Structure:
    """The structure of the sheet that is this member of its workbook. Raises ``TableFault``."""
    xml = package.read(member)
    if _TOO_FAR.search(xml):
        raise TableFault("broken")
    spans = sorted(
        Span(int(top), _column(left), int(bottom), min(_column(right), MOST_COLUMNS - 1))
        for left, top, right, bottom in _MERGE.findall(xml)
        if _column(left) < MOST_COLUMNS
    )
    unvalued: dict[int, frozenset[int]] = {}
    for attributes in _UNVALUED.findall(xml):
        place = _PLACE.search(attributes)
        # A formula whose result is a text may well give an empty one.
        if place and not _TEXT.search(attributes):
            row = int(place[2])
            unvalued[row] = unvalued.get(row, frozenset()) | {_column(place[1])}
    return Structure(tuple(spans), unvalued)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def joined(rows: Iterable[TableRow], spans: tuple[Span, ...]) -> Iterator[TableRow]:
    """The rows with the text of each merged cell repeated over all that it covers. Raises ``TableFault``."""
    waiting = list(reversed(spans))
    current: list[tuple[Span, str, bool]] = []
    covered = 0
    for row in rows:
        while waiting and waiting[-1].top <= row.number:
            span = waiting.pop()
            begins = span.top == row.number and span.left < len(row.cells)
            text = row.cells[span.left] if begins else ""
            current.append((span, text, begins and span.left in row.numeric))
        current = [one for one in current if one[0].bottom >= row.number]
        covered += sum(1 + span.right - span.left for span, _, _ in current)
        if covered > MOST_CELLS:
            raise TableFault("too-large", rows=MOST_ROWS)
        yield _filled(row, current) if current else row


def _filled(row: TableRow, current: list[tuple[Span, str, bool]]) -> TableRow:
    cells, repeated, numeric = list(row.cells), set(row.repeated), set(row.numeric)
    for span, text, number in current:
        cells += [""] * (span.right + 1 - len(cells))
        for column in range(span.left, span.right + 1):
            if (row.number, column) != (span.top, span.left):
                cells[column] = text
                repeated.add(column)
                if number:
                    numeric.add(column)
    return replace(row, cells=tuple(cells), repeated=frozenset(repeated), numeric=frozenset(numeric))
