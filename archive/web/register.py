"""Register (danh mục mã minh chứng): in its official form."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.letters import fold
from archive.evidence.register import Row, table_of
from archive.evidence.standards import Edition
from archive.lists.register import rows_now
from archive.web import addresses, asked
from archive.web.editions import choices
from archive.web.listing import in_order
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page

_NAMES = {
    "criterion": "tc",
    "place_number": "tt",
    "code": "ma",
    "title": "ten",
    "dated": "so",
    "issuer": "noi",
    "location": "noi-giu",
    "note": "ghi-chu",
}
"""What the form's columns are called in addresses."""

_AS_GIVEN = ("criterion", "place_number")


def rows_asked(request: Request) -> tuple[Edition, tuple[Row, ...]]:
    """The edition asked for, with the rows of its register."""
    edition = asked.edition(request, portal_of(request).archive.cycles)
    with catalogue_of(request) as catalogue:
        return edition, rows_now(catalogue.shelf, edition)


def register(request: Request) -> Response:
    """``/danh-muc``"""
    edition, rows = rows_asked(request)
    fields = tuple(column.field for column in edition.register.columns)
    by_name = {_NAMES[name]: _given if name in _AS_GIVEN else _by(place) for place, name in enumerate(fields)}
    ordered, columns = in_order(request, table_of(rows, edition).rows, by_name)
    return page(
        request,
        "register.html",
        chosen=edition,
        editions=choices(portal_of(request), edition, addresses.register),
        found=paged(request, ordered),
        columns=tuple(zip(edition.register.headings, columns, strict=True)),
        code=fields.index("code"),
        total=len(rows),
    )


def _given(_: tuple[str, ...]) -> tuple[object, ...]:
    return ()


def _by(place: int) -> Callable[[tuple[str, ...]], tuple[object, ...]]:
    return lambda row: (not row[place], fold(row[place]))
