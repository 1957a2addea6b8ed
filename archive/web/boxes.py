"""Boxes (hộp), the tray (khay) and school years (năm học): what lies together."""

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.filing import label_of, place
from archive.evidence.years import SchoolYear
from archive.records import PieceRecord
from archive.web import addresses, asked
from archive.web.faults import Fault, Way, beyond
from archive.web.kept import lasting
from archive.web.listing import (
    boxes_in_order,
    by_first_document,
    listing,
    tray_in_order,
    with_years,
    years_of,
)
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of, sight_of
from archive.web.rendering import moved, page


def shelf(request: Request) -> Response:
    """``/hop``"""
    lasting(request)
    with catalogue_of(request) as catalogue:
        boxes, columns = boxes_in_order(request, catalogue.shelf.boxes())
    return page(request, "shelf.html", boxes=boxes, columns=columns)


def box(request: Request) -> Response:
    """``/hop/1``"""
    lasting(request)
    number = box_number(request)
    with catalogue_of(request) as catalogue:
        boxes = catalogue.shelf.boxes()
        pieces = by_first_document(catalogue, catalogue.shelf.pieces_in_box(number))
    own = next((one for one in boxes if one.number == number), None)
    if own is None:
        raise no_box(number)
    if request.path_params["number"] != str(number):
        return moved(request, addresses.box(number))
    numbers, shown = [one.number for one in boxes], listing(request, pieces)
    return page(
        request,
        "box.html",
        box=own,
        listing=shown,
        elsewhere=tuple(piece for piece in shown.pieces if piece.kept_elsewhere),
        before=max((one for one in numbers if one < number), default=None),
        after=min((one for one in numbers if one > number), default=None),
    )


def box_number(request: Request) -> int:
    """The box that an address names."""
    number = asked.whole(request.path_params["number"])
    if number is None:
        raise Fault(404, "page_error.not_a_box", Way("/hop", "page_error.way_boxes"))
    return number


def no_box(number: int) -> Fault:
    """Nothing is known of a box."""
    return Fault(404, "page_error.no_box", Way("/hop", "page_error.way_boxes"), box=number)


def tray(request: Request) -> Response:
    """``/khay``"""
    archive = portal_of(request).archive
    if not sight_of(request).tray:
        raise beyond(sight_of(request))
    with catalogue_of(request) as catalogue:
        documents = catalogue.tray()
    why = {}
    for document in documents:
        placement = place(label_of(document.path, archive.cycles), archive.cycles, (), None)
        # One that could be filed by its name was taken out by a person.
        why[document.digest] = "taken-out" if placement.code else placement.reason
    ordered, columns = tray_in_order(request, documents)
    return page(request, "tray.html", found=paged(request, ordered), columns=columns, why=why)


def year_asked(request: Request) -> str:
    """The school year that an address names, as the catalogue writes it. Raises ``Fault``."""
    try:
        return str(SchoolYear.parse(request.path_params["year"]))
    except ValueError:
        raise Fault(404, "page_error.not_a_year", Way("/", "page_error.way_criteria")) from None


def pieces_of_year(request: Request, year: str) -> tuple[PieceRecord, ...]:
    """The pieces that count for a school year, also those that only the register lists with it."""
    starts = portal_of(request).archive.settings.year_starts
    with catalogue_of(request) as catalogue:
        every = with_years(catalogue.shelf.all_pieces(), starts)
        own = tuple(piece for piece in every if year in years_of(piece))
        return by_first_document(catalogue, own)


def school_year(request: Request) -> Response:
    """``/nam-hoc/2021-2022``"""
    year = year_asked(request)
    if year != request.path_params["year"]:
        return moved(request, addresses.school_year(year))
    return page(
        request, "school_year.html", year=year, listing=listing(request, pieces_of_year(request, year))
    )
