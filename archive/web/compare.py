"""Compare (so sánh): two documents side by side, page by page, with the words marked that differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.differences import differing
from archive.evidence.documents import Page, Reading
from archive.index.hits import Piece
from archive.records import DocumentRecord
from archive.web import addresses, asked
from archive.web.evidence import by_digits
from archive.web.faults import Fault, Way
from archive.web.look import PLAIN
from archive.web.marks import Box, boxes, pieces
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page, words_of
from archive.web.sheet import sheet

_MOST_WORDS = 1_500
"""Words of a page, and of the other document's pages around it, that are compared."""


@dataclass(frozen=True)
class Line:
    """A line of a page's text, in pieces; whether any of it differs."""

    pieces: tuple[Piece, ...]
    differs: bool


@dataclass(frozen=True)
class Side:
    """One of the two documents at the page shown. ``picture`` gives the address for a width."""

    document: DocumentRecord
    has_page: bool
    picture: Callable[[int], str] | None
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def differing(self) -> int:
        """How many lines differ."""
        return sum(line.differs for line in self.lines)


def compare(request: Request) -> Response:
    """``/so-sanh/<digest>/<digest>``, by their first 12 digits or more"""
    with catalogue_of(request) as catalogue:
        left, right = (by_digits(catalogue, request.path_params[name].lower()) for name in ("left", "right"))
        others = _others(catalogue, left, right)
    number = asked.page_number(request)
    pages = max(left.pages, right.pages, 1)
    if number > pages:
        way = Way(addresses.comparison(left.digest, right.digest), "page_error.way_first_page")
        raise Fault(404, "page_error.no_page_of_document", way, n=number, pages=pages)
    readings = portal_of(request).archive.readings
    here, there = readings.load(left.digest), readings.load(right.digest)
    sides = (_side(request, left, here, there, number), _side(request, right, there, here, number))
    return page(
        request,
        "compare.html",
        sides=sides,
        number=number,
        pages=pages,
        comparable=all(side.lines for side in sides),
        others=others,
    )


def _others(catalogue: Catalogue, left: DocumentRecord, right: DocumentRecord) -> tuple[DocumentRecord, ...]:
    """What else the left one can be compared with: the documents under its code."""
    under = catalogue.documents_under(left.code) if left.code else ()
    return tuple(one for one in under if one.digest not in (left.digest, right.digest))


def _side(
    request: Request, document: DocumentRecord, mine: Reading | None, other: Reading | None, number: int
) -> Side:
    has_page = number <= max(1, document.pages)
    shown = sheet(document, mine, number if has_page else 1, "", PLAIN, words_of(request))
    there = portal_of(request).archive.original(document.digest).is_file()
    read = _page(mine, number)
    flags = differing(_words(read), _around(other, number)) if read and other else ()
    return Side(
        document,
        has_page,
        shown.picture if shown.pictured and there else None,
        shown.height,
        boxes(read, flags) if read else (),
        _lines(read.text, flags) if read else (),
    )


def _page(reading: Reading | None, number: int) -> Page | None:
    return next((page for page in reading.pages if page.number == number), None) if reading else None


def _words(page: Page) -> Sequence[str]:
    return page.text.split()[:_MOST_WORDS]


def _around(reading: Reading, number: int) -> Sequence[str]:
    """The words of a page and of its neighbours: a sentence more moves all that comes after it."""
    near = (page for page in reading.pages if abs(page.number - number) <= 1)
    return [word for page in near for word in page.text.split()][:_MOST_WORDS]


def _lines(text: str, flags: Sequence[bool]) -> tuple[Line, ...]:
    lines = []
    first = 0
    for line in text.splitlines():
        last = first + len(line.split())
        marks = flags[first:last]
        lines.append(Line(pieces(line, marks), any(marks)))
        first = last
    return tuple(lines)
