"""Office: the text of Word and Excel files of today, read from the files themselves."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.evidence.refusals import Reason
from archive.ingest.limits import DOCUMENT_CHARACTERS, PAGE_CHARACTERS, Limits, ReadFault
from archive.ingest.packages import open_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PAGE_CHARACTERS = 3_000
"""A Word file has no pages of its own; its text is cut between paragraphs at about this length."""

_SHEET_CELLS = 100_000
_MOST_EXPANDED = 256 << 20
"""Bytes that a package may unpack to; real files stay far below, bombs do not."""


@dataclass(frozen=True, slots=True)
class Part:
    """The text of a page; ``cut`` when there is more of it than a page may have."""

    text: str
    cut: bool


def _part(text: str, cut: bool = False) -> Part:
    return Part(
        unicodedata.normalize("NFC", text[:PAGE_CHARACTERS]).strip(), cut or len(text) > PAGE_CHARACTERS
    )


def docx_pages(path: Path, limits: Limits) -> tuple[Part, ...]:
    """The text of a Word file, paragraphs and table cells in reading order. Raises ``ReadFault``."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _bound(path)
    try:
        document = docx.Document(str(path))
        lines = tuple(_lines(document))
    except (PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError, AttributeError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    return paged(lines, limits)


def _lines(container: object) -> Iterator[str]:
    from docx.table import Table, _Cell

    for item in container.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(item, Table):
            for row in item.rows:
                # The cells as they stand: ``row.cells`` gives a merged one once for each column it covers,
                # and a cell may say that it covers billions.
                for cell in row._tr.tc_lst:
                    yield from _lines(_Cell(cell, item))
        else:
            yield from item.text.splitlines()


def xlsx_pages(path: Path, limits: Limits) -> tuple[Part, ...]:
    """The text of a workbook, a page a sheet, a line a row. Raises ``ReadFault``."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _bound(path)
    try:
        # Given a path, openpyxl goes by its suffix, which a staged file does not have.
        with path.open("rb") as stream:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            if len(workbook.worksheets) > limits.pages:
                raise ReadFault(Reason.TOO_MANY_PAGES)
            pages = tuple(_sheets(workbook.worksheets))
            workbook.close()
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    if not pages:
        raise ReadFault(Reason.BROKEN)
    return pages


def _sheets(sheets: "Iterable[Worksheet]") -> Iterator[Part]:
    characters = 0
    for sheet in sheets:
        part = _sheet(sheet)
        characters += len(part.text)
        if characters > DOCUMENT_CHARACTERS:
            raise ReadFault(Reason.TOO_LARGE)
        yield part


def _sheet(sheet: "Worksheet") -> Part:
    rows = [sheet.title]
    cells = characters = 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row)
        if cells > _SHEET_CELLS or characters > PAGE_CHARACTERS:
            return _part("\n".join(rows), cut=True)
        if values := [str(value) for value in row if value is not None]:
            rows.append(" ".join(values))
            characters += len(rows[-1])
    return _part("\n".join(rows))


def _bound(path: Path) -> None:
    with open_package(path) as package:
        expanded = sum(member.file_size for member in package.infolist())
    if expanded > _MOST_EXPANDED:
        raise ReadFault(Reason.TOO_LARGE)


def paged(lines: tuple[str, ...], limits: Limits) -> tuple[Part, ...]:
    """Lines as pages of about 3,000 characters, for what has none of its own. Raises ``ReadFault``."""
    pages: list[str] = []
    page: list[str] = []
    length = 0
    for line in lines:
        if page and length + len(line) > _PAGE_CHARACTERS:
            pages.append("\n".join(page))
            page, length = [], 0
        page.append(line)
        length += len(line) + 1
    pages.append("\n".join(page))
    if len(pages) > limits.pages:
        raise ReadFault(Reason.TOO_MANY_PAGES)
    return tuple(map(_part, pages))
