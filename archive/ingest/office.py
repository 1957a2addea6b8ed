"""Office: the text of Word and Excel files, read from the files themselves."""

import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from archive.evidence.refusals import Reason
from archive.ingest.limits import Limits, ReadFault

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PAGE_CHARACTERS = 3_000
"""A Word file has no pages of its own; its text is cut between paragraphs at about this length."""

_SHEET_CELLS = 100_000
_MOST_EXPANDED = 256 << 20
"""Bytes that a package may unpack to; real files stay far below, bombs do not."""


def docx_pages(path: Path, limits: Limits) -> tuple[str, ...]:
    """The text of a Word file, paragraphs and table cells in reading order. Raises ``ReadFault``."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _bound(path)
    try:
        document = docx.Document(str(path))
        lines = tuple(_lines(document))
    except (PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError, AttributeError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    return _paged(lines, limits)


def _lines(container: object) -> Iterator[str]:
    from docx.table import Table

    for item in container.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(item, Table):
            for row in item.rows:
                seen: list[object] = []
                for cell in row.cells:
                    # A merged cell is given once for each column it covers.
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        yield from _lines(cell)
        else:
            yield from item.text.splitlines()


def xlsx_pages(path: Path, limits: Limits) -> tuple[str, ...]:
    """The text of a workbook, a page a sheet, a line a row. Raises ``ReadFault``."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _bound(path)
    try:
        # Given a path, openpyxl goes by its suffix, which a staged file does not have.
        with path.open("rb") as stream:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            pages = tuple(_sheet_text(sheet) for sheet in workbook.worksheets[: limits.pages])
            workbook.close()
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    if not pages:
        raise ReadFault(Reason.BROKEN)
    return pages


def _sheet_text(sheet: "Worksheet") -> str:
    rows = [sheet.title]
    cells = 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row)
        if cells > _SHEET_CELLS:
            break
        if values := [str(value) for value in row if value is not None]:
            rows.append(" ".join(values))
    return unicodedata.normalize("NFC", "\n".join(rows))


def _bound(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            expanded = sum(member.file_size for member in package.infolist())
    except (zipfile.BadZipFile, OSError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    if expanded > _MOST_EXPANDED:
        raise ReadFault(Reason.TOO_LARGE)


def _paged(lines: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
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
    return tuple(unicodedata.normalize("NFC", text) for text in pages)
