"""Criterion (tiêu chí) and standard (tiêu chuẩn): what is asked, and the evidence for it."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.codes import CriterionId
from archive.evidence.years import SchoolYear
from archive.web import addresses, asked
from archive.web.faults import Fault, Way
from archive.web.home import matrix
from archive.web.listing import by_first_document, listing, years_of
from archive.web.portal import portal_of
from archive.web.rendering import moved, page


def criterion(request: Request) -> Response:
    """``/tieu-chi/1.10``"""
    portal = portal_of(request)
    edition = portal.archive.edition
    written: str = request.path_params["criterion"]
    try:
        id = CriterionId.parse(written)
    except ValueError:
        raise Fault(404, "page_error.not_a_criterion", Way("/", "page_error.way_criteria")) from None
    found = edition.criterion(id)
    standard = edition.standard(id.standard)
    if found is None or standard is None:
        raise Fault(404, "page_error.no_criterion", Way("/", "page_error.way_criteria"), id=id)
    if written != str(id):
        return moved(request, addresses.criterion(id))
    year = asked.school_year(request)
    with portal.archive.catalogue() as catalogue:
        every = by_first_document(catalogue, catalogue.shelf.pieces_of_criterion(str(id), edition.id))
    years = Counter(each for piece in every for each in years_of(piece))
    shown = tuple(piece for piece in every if year is None or year in years_of(piece))
    return page(
        request,
        "criterion.html",
        criterion=found,
        standard=standard,
        listing=listing(request, shown),
        total=len(every),
        years=sorted(years.items()),
        year=year,
    )


def standard(request: Request) -> Response:
    """``/tieu-chuan/1``"""
    portal = portal_of(request)
    archive = portal.archive
    written: str = request.path_params["number"]
    number = asked.whole(written)
    if number is None or archive.edition.standard(number) is None:
        raise Fault(404, "page_error.no_standard", Way("/", "page_error.way_criteria"))
    if written != str(number):
        return moved(request, addresses.standard(number))
    with archive.catalogue() as catalogue:
        every = catalogue.shelf.all_pieces(archive.edition.id)
        pieces = by_first_document(catalogue, tuple(piece for piece in every if piece.standard == number))
    this_year = SchoolYear.of(portal.now().date(), archive.settings.year_starts)
    counted = matrix(archive.edition, every, this_year)
    (group,) = (group for group in counted.groups if group.standard.number == number)
    return page(request, "standard.html", group=group, listing=listing(request, pieces))
