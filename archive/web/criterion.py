"""Criterion (tiêu chí) and standard (tiêu chuẩn): what is asked, and the evidence for it."""

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.codes import CriterionId
from archive.evidence.gaps import Row
from archive.evidence.standards import Criterion, Edition, Standard
from archive.lists.gaps import years_counted
from archive.records import PieceRecord
from archive.web import addresses, asked
from archive.web.editions import choices
from archive.web.faults import Fault, Way, beyond
from archive.web.gaps import Said
from archive.web.kept import lasting
from archive.web.listing import by_first_document, listing
from archive.web.portal import catalogue_of, portal_of, sight_of
from archive.web.rendering import moved, page, words_of


@dataclass(frozen=True)
class YearChoice:
    """A school year to look at: how many pieces it has, and whether it is asked for and has none."""

    year: str
    count: int
    missing: bool


@dataclass(frozen=True)
class Asked:
    """A criterion of an edition, all of its pieces, and those of the school year asked for.

    ``years`` has the school years that each piece counts for, by code.
    """

    edition: Edition
    standard: Standard
    criterion: Criterion
    row: Row
    every: tuple[PieceRecord, ...]
    years: dict[str, tuple[str, ...]]
    year: str | None

    @property
    def shown(self) -> tuple[PieceRecord, ...]:
        """The pieces of the school year asked for; all where none is."""
        return tuple(one for one in self.every if self.year is None or self.year in self.years[one.code])


def criterion_asked(request: Request) -> Asked:
    """What an address of a criterion names. Raises ``Fault``."""
    portal = portal_of(request)
    edition = asked.edition(request, portal.archive.cycles)
    written: str = request.path_params["criterion"]
    standard, found = _asked_for(edition, written, addresses.home(portal.named(edition.id)))
    if not sight_of(request).has(standard.number):
        raise beyond(sight_of(request))
    year = asked.school_year(request)
    with catalogue_of(request) as catalogue:
        every = by_first_document(catalogue, catalogue.shelf.pieces_of_criterion(str(found.id), edition.id))
        row = portal.gaps(catalogue, edition).row(found)
    starts = portal.archive.settings.year_starts
    years = {piece.code: tuple(map(str, years_counted(piece, starts))) for piece in every}
    return Asked(edition, standard, found, row, every, years, year)


def criterion(request: Request) -> Response:
    """``/tieu-chi/1.10``"""
    portal = portal_of(request)
    lasting(request)
    found = criterion_asked(request)
    if request.path_params["criterion"] != str(found.criterion.id):
        return moved(request, addresses.criterion(found.criterion.id))
    return page(
        request,
        "criterion.html",
        edition=found.edition,
        editions=choices(portal, found.edition, addresses.home),
        criterion=found.criterion,
        standard=found.standard,
        row=found.row,
        said=Said(words_of(request)),
        listing=listing(request, found.shown),
        total=len(found.every),
        years=_years(found.row, Counter(each for some in found.years.values() for each in some)),
        year=found.year,
    )


def _asked_for(edition: Edition, written: str, home: str) -> tuple[Standard, Criterion]:
    way = Way(home, "page_error.way_criteria")
    try:
        id = CriterionId.parse(written)
    except ValueError:
        raise Fault(404, "page_error.not_a_criterion", way) from None
    found, standard = edition.criterion(id), edition.standard(id.standard)
    if found is None or standard is None:
        raise Fault(404, "page_error.no_criterion", way, id=id)
    return standard, found


def _years(row: Row, counts: Counter[str]) -> tuple[YearChoice, ...]:
    missing = {cell.year.label for cell in row.cells if cell.state == "missing"}
    return tuple(YearChoice(year, counts[year], year in missing) for year in sorted({*counts, *missing}))


def standard_asked(request: Request) -> tuple[Edition, int]:
    """The edition and the number of the standard that an address names. Raises ``Fault``."""
    portal = portal_of(request)
    edition = asked.edition(request, portal.archive.cycles)
    number = asked.whole(request.path_params["number"])
    if number is None or edition.standard(number) is None:
        way = Way(addresses.home(portal.named(edition.id)), "page_error.way_criteria")
        raise Fault(404, "page_error.no_standard", way)
    if not sight_of(request).has(number):
        raise beyond(sight_of(request))
    return edition, number


def standard(request: Request) -> Response:
    """``/tieu-chuan/1``"""
    portal = portal_of(request)
    lasting(request)
    edition, number = standard_asked(request)
    if request.path_params["number"] != str(number):
        return moved(request, addresses.standard(number))
    with catalogue_of(request) as catalogue:
        every = catalogue.shelf.all_pieces(edition.id)
        pieces = by_first_document(catalogue, tuple(piece for piece in every if piece.standard == number))
        gaps = portal.gaps(catalogue, edition)
    return page(
        request,
        "standard.html",
        edition=edition,
        editions=choices(portal, edition, addresses.home),
        group=next(group for group in gaps.groups if group.standard.number == number),
        listing=listing(request, pieces),
    )
