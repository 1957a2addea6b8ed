"""Reading Word: the tables of a document as they show themselves; deleted text is left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml

from archive.tables.package import FAULTS, opened
from archive.tables.table import MOST_COLUMNS, Table, TableFault, TableRow, composed, filled, within_bounds

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")
)
"""What stands round rows and cells without being seen."""

_UNSEEN = frozenset((_W + "del", _W + "moveFrom", _FALLBACK, _W + "tbl"))
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_SPACE = re.compile(r"\s+")


def read(path: Path) -> tuple[Table, ...]:
    """Every table, those within others after them. Raises ``TableFault``: there is none, or it is broken."""
    with opened(path):
        try:
            part: Any = OpcPackage.open(str(path)).main_document_part
            # A document with macros is of a type that python-docx has no class for.
            root = part.element if hasattr(part, "element") else parse_xml(part.blob)
            tables = tuple(_tables(root))
        except FAULTS as fault:
            raise TableFault("broken") from fault
    if not tables:
        raise TableFault("no-table")
    return tables


def _tables(root: Any) -> Iterator[Table]:
    shown = (table for table in root.iter(_W + "tbl") if next(table.iterancestors(_FALLBACK), None) is None)
    for number, table in enumerate(shown, 1):
        rows = (
            TableRow(place, tuple(cells), repeated=frozenset(repeated))
            for place, (cells, repeated) in enumerate(_rows(table), 1)
        )
        yield Table(str(number), within_bounds(filled(rows)), "table", _caption(table))


def _caption(table: Any) -> str:
    for before in table.itersiblings(preceding=True):
        if before.tag == _W + "tbl":
            break
        if before.tag == _W + "p" and (text := _SPACE.sub(" ", _text(before)).strip()):
            return text
    return ""


def _rows(table: Any) -> Iterator[tuple[list[str], set[int]]]:
    """Each row's cells, and the places of those that repeat what a merged cell says."""
    above: dict[int, str] = {}
    for row in _children(table, _W + "tr"):
        before = _number(row, f"{_W}trPr/{_W}gridBefore", 0)
        cells, repeated = [""] * before, set[int]()
        for cell in _children(row, _W + "tc"):
            place, span = len(cells), max(1, _number(cell, f"{_W}tcPr/{_W}gridSpan", 1))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(_W + "val", "continue") != "restart"
            text = above.get(place, "") if goes_on else "\n".join(map(_text, _paragraphs(cell)))
            above.pop(place, None)
            if merge is not None:
                above[place] = text
            cells += [text] * span
            repeated.update(range(place if goes_on else place + 1, place + span))
            if len(cells) > MOST_COLUMNS:
                raise TableFault("broken")
        yield cells, repeated


def _children(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _number(element: Any, path: str, usual: int) -> int:
    found = element.find(path)
    value = found.get(_W + "val", "") if found is not None else ""
    return min(int(value), MOST_COLUMNS + 1) if value.isdecimal() else usual


def _paragraphs(cell: Any) -> Iterator[Any]:
    return _children(cell, _W + "p")


def _text(element: Any) -> str:
    return composed("".join(_pieces(element)))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _pieces(child)
