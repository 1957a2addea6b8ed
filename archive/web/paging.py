"""Paging: long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.requests import Request

from archive.web import asked
from archive.web.addresses import with_query
from archive.web.answers.forms import wants_sheet
from archive.web.faults import Fault, Way

T = TypeVar("T")

A_PAGE = 50
"""Rows on a page."""


@dataclass(frozen=True)
class Paged(Generic[T]):
    """Rows of one page; ``links`` are the pages to offer with their addresses."""

    rows: tuple[T, ...]
    total: int
    number: int
    last: int
    links: tuple[tuple[int, str], ...]


def paged(request: Request, rows: Sequence[T]) -> Paged[T]:
    """The rows of the page that ``?trang=`` asks for, all for a sheet. Raises ``Fault``."""
    number = 1 if wants_sheet(request) else asked.page_number(request)
    size = max(1, len(rows)) if wants_sheet(request) else A_PAGE
    last = max(1, -(-len(rows) // size))
    if number > last:
        way = Way(_address(request, 1), "page_error.way_first_page")
        raise Fault(404, "page_take.no_page", way, n=number, last=last)
    near = range(max(1, number - 2), min(last, number + 2) + 1)
    links = tuple((one, _address(request, one)) for one in dict.fromkeys((1, *near, last)))
    first = (number - 1) * size
    return Paged(tuple(rows[first : first + size]), len(rows), number, last, links)


def _address(request: Request, number: int) -> str:
    pairs = request.query_params.multi_items()
    kept = [(name, value) for name, value in pairs if name not in ("trang", "lang")]
    return with_query(request.url.path, [*kept, ("trang", number if number > 1 else None)])
