"""Office: the text of Word and Excel files of today, read from the files themselves."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.evidence.refusals import Reason
from archive.ingest.flow import flow
from archive.ingest.limits import DOCUMENT_CHARACTERS, PAGE_CHARACTERS, Limits, ReadFault
from archive.ingest.packages import open_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_PAGE_CHARACTERS = 3_000
"""What has no pages of its own is cut between paragraphs at about this length."""

_LAID_OUT_CHARACTERS = 12_000
"""A page that Word laid out is cut where it is longer: what was added since was never laid out."""

_NOTES = ("footnote", "endnote")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

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
    """The text of a Word file, paragraphs and table cells in reading order, notes at the foot of the page.

    Its pages are those that Word last laid out, where the file has them; else they end where somebody ended
    them, or after about 3,000 characters. Raises ``ReadFault``.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _bound(path)
    try:
        part = docx.Document(str(path)).part
        found = flow(part.element.body, _notes(part), limits.pages)
    except (PackageNotFoundError, KeyError, ValueError, OSError, SyntaxError, AttributeError) as fault:
        raise ReadFault(Reason.BROKEN) from fault
    length = _LAID_OUT_CHARACTERS if found.laid_out else _PAGE_CHARACTERS
    pages = tuple(page for lines in found.stretches for page in _stretch(lines, limits, length))
    if len(pages) > limits.pages:
        raise ReadFault(Reason.TOO_MANY_PAGES)
    return pages


def _stretch(lines: tuple[str, ...], limits: Limits, most: int) -> tuple[Part, ...]:
    """The pages of a stretch; the space stays that says that its last line goes on overleaf."""
    *pages, last = paged(lines, limits, most)
    end = " " if last.text and lines[-1].endswith(" ") else ""
    return *pages, replace(last, text=last.text + end)


def _notes(part: Any) -> dict[str, Any]:
    """The footnotes and endnotes of a Word file, by kind and number: ``footnote 1``."""
    from docx.oxml.parser import parse_xml

    found = {}
    for relation in part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind in _NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).findall(f"{_W}{kind}"):
                found[f"{kind} {note.get(f'{_W}id')}"] = note
    return found


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


def paged(lines: tuple[str, ...], limits: Limits, most: int = _PAGE_CHARACTERS) -> tuple[Part, ...]:
    """Lines as pages of about 3,000 characters, for what has none of its own. Raises ``ReadFault``."""
    pages: list[str] = []
    page: list[str] = []
    length = 0
    for line in lines:
        if page and length + len(line) > most:
            pages.append("\n".join(page))
            page, length = [], 0
        page.append(line)
        length += len(line) + 1
    pages.append("\n".join(page))
    if len(pages) > limits.pages:
        raise ReadFault(Reason.TOO_MANY_PAGES)
    return tuple(map(_part, pages))
