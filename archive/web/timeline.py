"""Timeline (thời gian): papers by their own date, a row a month, by school year."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.register.dated import parse_dated
from archive.evidence.years import EARLIEST_START, LATEST_START, SchoolYear
from archive.records import DocumentRecord, PieceRecord
from archive.web import addresses
from archive.web.faults import Fault, Way
from archive.web.listing import Column, documents_in_order, pieces_in_order, with_years
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page

UNDATED = "khong-ngay"
"""The month, in addresses, of documents without a date of their own."""

_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month, ``2022-10``: its documents, and pieces that only the register lists with a day in it."""

    name: str
    documents: list[DocumentRecord] = field(default_factory=list)
    pieces: list[PieceRecord] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """A school year with its months, the last first."""

    name: str
    months: tuple[Month, ...]

    @property
    def documents(self) -> int:
        """How many documents are of its months."""
        return sum(len(month.documents) for month in self.months)

    @property
    def pieces(self) -> int:
        """How many pieces without a file are of its months."""
        return sum(len(month.pieces) for month in self.months)


def months_of(catalogue: Catalogue) -> dict[str, Month]:
    """The months that papers are of, by name; a document of which there is a better version is left out."""
    months: dict[str, Month] = {}

    def month(name: str) -> Month:
        return months.setdefault(name, Month(name))

    for document in catalogue.all_documents():
        if not document.replaced_by:
            month(document.date[:7] if document.date else UNDATED).documents.append(document)
    for piece in catalogue.shelf.all_pieces():
        for name in _listed_months(piece):
            month(name).pieces.append(piece)
    return months


def _listed_months(piece: PieceRecord) -> tuple[str, ...]:
    """The months of the days that the register names, of a piece that has no document."""
    if piece.documents:
        return ()
    days = (paper.date for paper in parse_dated(piece.dated).papers)
    # A slip of the pen, such as the year 202, is in no school year.
    within = (day for day in days if day and EARLIEST_START < day.year <= LATEST_START)
    return tuple(dict.fromkeys(f"{day:%Y-%m}" for day in within))


def years_of_months(months: dict[str, Month], year_starts: tuple[int, int]) -> tuple[Year, ...]:
    """The months by the school year of their middle, the last year first."""
    by_year: dict[str, list[Month]] = defaultdict(list)
    for name in sorted(months.keys() - {UNDATED}, reverse=True):
        middle = date(int(name[:4]), int(name[5:]), 15)
        by_year[str(SchoolYear.of(middle, year_starts))].append(months[name])
    return tuple(Year(name, tuple(some)) for name, some in by_year.items())


def month_asked(request: Request) -> Month:
    """The month that the address names; an empty one where nothing is of it. Raises ``Fault``."""
    name = request.path_params["month"]
    if name != UNDATED and not _MONTH.fullmatch(name):
        raise Fault(404, "page_timeline.not_a_month", Way(addresses.TIMELINE, "page_timeline.way"))
    with catalogue_of(request) as catalogue:
        return months_of(catalogue).get(name, Month(name))


def timeline(request: Request) -> Response:
    """``/thoi-gian``"""
    with catalogue_of(request) as catalogue:
        months = months_of(catalogue)
    years = years_of_months(months, portal_of(request).archive.settings.year_starts)
    undated = months.get(UNDATED)
    return page(
        request,
        "timeline.html",
        years=years,
        undated=len(undated.documents) if undated else 0,
        most=max((len(one.documents) for year in years for one in year.months), default=1),
    )


def month(request: Request) -> Response:
    """``/thoi-gian/2022-10``, or ``/thoi-gian/khong-ngay`` for documents without a date of their own."""
    found = month_asked(request)
    documents, columns = in_month_order(request, found)
    starts = portal_of(request).archive.settings.year_starts
    listed, heads = pieces_in_order(request, with_years(tuple(found.pieces), starts))
    # One list of two kinds: first what lies here, then what only the register names.
    shown = paged(request, (*documents, *listed))
    return page(
        request,
        "month.html",
        month=found,
        undated=found.name == UNDATED,
        found=shown,
        total=len(documents),
        documents=tuple(one for one in shown.rows if isinstance(one, DocumentRecord)),
        columns=columns,
        listed=len(listed),
        pieces=tuple(one for one in shown.rows if isinstance(one, PieceRecord)),
        heads=heads,
    )


def in_month_order(request: Request, found: Month) -> tuple[tuple[DocumentRecord, ...], tuple[Column, ...]]:
    """The documents of a month as ``?xep=`` asks."""
    return documents_in_order(request, tuple(found.documents))
