"""Contents sheets (mục lục trong hộp): what lies in a box, for its lid, on as many A4 sheets as it takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.labels.drawing import Paper
from archive.labels.qr import qr_of
from archive.labels.sheets import BoxSheet, Entry
from archive.labels.spines import standard_lines, years_line
from archive.wording import Wording

_LEFT, _RIGHT, _TOP, _BOTTOM = 15.0, 195.0, 14.0, 278.0
_QR = 34.0
_GAP = 4.0
_SIZE = 9.5
_INSIDE = 1.5
"""Paper between the rules of a row and its letters."""

_COLUMNS = {"code": 37.0, "title": 84.0, "dated": 43.0, "pages": 16.0}


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of the heading."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of each cell, and how high the row is."""

    cells: tuple[tuple[str, ...], ...]
    height: float
    bold: bool


def draw_contents(paper: Paper, sheet: BoxSheet, school: str, wording: Wording) -> None:
    """The contents sheets of a box. A row is never parted; each sheet has a heading and its number."""
    heading = tuple(_heading(paper, sheet, school, wording))
    title = wording.say("label.contents_on", n=sheet.box.number)
    further = (_Lines(paper.lines(title, _RIGHT - _LEFT, 13, True, 1), 13, True),)
    head = _row(paper, tuple((wording.say(f"label.column_{name}"),) for name in _COLUMNS), bold=True)
    rows = [_row(paper, _cells(entry, wording)) for entry in sheet.entries]
    rows.append(_row(paper, _total(sheet, wording), bold=True))
    starts = max(_high(paper, heading), _QR) + _GAP, _high(paper, further) + _GAP
    pages = tuple(_pages(rows, *(_BOTTOM - _TOP - head.height - start for start in starts)))
    for number, page in enumerate(pages):
        paper.page()
        _draw_heading(paper, further if number else heading)
        if not number:
            paper.qr(qr_of(sheet.address), _RIGHT - _QR, _TOP - 3, _QR)
        top = _TOP + starts[min(number, 1)]
        paper.rule(_LEFT, top, _RIGHT, top, 0.4)
        for row in (head, *page):
            top = _draw(paper, row, top)
        place = wording.say("label.page_of", n=number + 1, count=len(pages))
        paper.text((place,), _LEFT, _BOTTOM + 3, _RIGHT - _LEFT, 9, align="right")


def _heading(paper: Paper, sheet: BoxSheet, school: str, wording: Wording) -> Iterator[_Lines]:
    def lines(text: str, size: float, bold: bool = False) -> _Lines:
        return _Lines(paper.lines(text, _RIGHT - _LEFT - _QR - _GAP, size, bold, 2), size, bold)

    yield lines(school, 11)
    yield lines(wording.say("label.contents", n=sheet.box.number), 20, bold=True)
    for text, bold in standard_lines(sheet, wording):
        yield lines(text, 10, bold)
    if sheet.criteria:
        yield lines(wording.say("label.criteria", ids=sheet.criteria), 10)
    yield lines(years_line(sheet, wording), 10)
    if sheet.box.place:
        yield lines(wording.say("label.place", place=sheet.box.place), 10)
    yield lines(sheet.address, 8)


def _high(paper: Paper, heading: tuple[_Lines, ...]) -> float:
    return sum(paper.height(len(one.lines), one.size) for one in heading)


def _draw_heading(paper: Paper, heading: tuple[_Lines, ...]) -> None:
    top = _TOP
    for one in heading:
        top = paper.text(one.lines, _LEFT, top, _RIGHT - _LEFT, one.size, one.bold)


def _cells(entry: Entry, wording: Wording) -> tuple[tuple[str, ...], ...]:
    """What stands in each cell, paragraph by paragraph."""
    notes = []
    if entry.where:
        notes.append(wording.say("label.where", where=entry.where))
    if entry.missing:
        notes.append(wording.say("label.missing"))
    pages = wording.number(entry.pages) if entry.pages else "–"
    return (entry.code,), (entry.title, *notes), (entry.dated,), (pages,)


def _total(sheet: BoxSheet, wording: Wording) -> tuple[tuple[str, ...], ...]:
    if not sheet.entries:
        return (), (wording.say("label.empty"),), (), ()
    pages = wording.number(sum(entry.pages for entry in sheet.entries))
    return (), (wording.say("label.total", pieces=wording.number(len(sheet.entries)), pages=pages),), (), ()


def _row(paper: Paper, cells: tuple[tuple[str, ...], ...], bold: bool = False) -> _Row:
    lines = tuple(
        tuple(line for text in texts for line in paper.lines(text, width - 2 * _INSIDE, _SIZE, bold))
        for texts, width in zip(cells, _COLUMNS.values(), strict=True)
    )
    return _Row(lines, paper.height(max(map(len, lines)), _SIZE) + 2 * _INSIDE, bold)


def _pages(rows: list[_Row], first: float, further: float) -> Iterator[tuple[_Row, ...]]:
    """The rows of each sheet, where the first has so much room for them, and each further one."""
    page: list[_Row] = []
    room = first
    for row in rows:
        if row.height > room:
            yield tuple(page)
            page, room = [], further
        page.append(row)
        room -= row.height
    yield tuple(page)


def _draw(paper: Paper, row: _Row, top: float) -> float:
    left = _LEFT
    for (name, width), lines in zip(_COLUMNS.items(), row.cells, strict=True):
        bold = row.bold or name == "code"
        inner = left + _INSIDE, top + _INSIDE, width - 2 * _INSIDE
        paper.text(lines, *inner, _SIZE, bold, "right" if name == "pages" else "left")
        left += width
    paper.rule(_LEFT, top + row.height, _RIGHT, top + row.height)
    return top + row.height
