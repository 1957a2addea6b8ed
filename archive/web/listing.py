"""Listing: pieces of evidence in a table, in the order the reader chose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from starlette.requests import Request

from archive.catalogue import Catalogue
from archive.evidence.letters import fold
from archive.lists.gaps import years_counted
from archive.records import BoxRecord, DocumentRecord, PieceRecord
from archive.web.addresses import with_query
from archive.web.paging import Paged, paged

_COLUMNS: dict[str, Callable[[PieceRecord], tuple[object, ...]]] = {
    # None comes last in each; within equal values the order of the codes stays.
    "ma": lambda _: (),
    "ten": lambda piece: (fold(piece.title), piece.title),
    "so": lambda piece: (piece.date is None, piece.date or "", piece.symbol or ""),
    "noi": lambda piece: (piece.issuer is None, fold(piece.issuer or "")),
    "nam": lambda piece: (piece.school_years is None, years_of(piece)),
    "trang": lambda piece: (piece.pages,),
    "hop": lambda piece: (piece.box or 0,),
}
"""Columns by their name in addresses, each with what it is sorted by."""


_TRAY_COLUMNS: dict[str, Callable[[DocumentRecord], tuple[object, ...]]] = {
    "nhan": lambda _: (),
    "ten": lambda document: (fold(document.title or document.name),),
    "nam": lambda document: (document.school_year is None, document.school_year or ""),
}
"""What the tray, given oldest first, is sorted by."""

_DOCUMENT_COLUMNS: dict[str, Callable[[DocumentRecord], tuple[object, ...]]] = {
    "nhan": lambda _: (),
    "ngay": lambda document: (document.date is None, document.date or ""),
    "ten": lambda document: (fold(document.title or document.name),),
    "ma": lambda document: (document.code is None, document.code or ""),
}
"""What documents, given in the order in which they came, are sorted by."""

_BOX_COLUMNS: dict[str, Callable[[BoxRecord], tuple[object, ...]]] = {
    "hop": lambda _: (),
    "minh-chung": lambda box: (box.pieces,),
    "trang": lambda box: (box.pages,),
}
"""What boxes, given by their numbers, are sorted by."""

SORT = "xep"
"""What the order (xếp theo) is called in an address."""

T = TypeVar("T")


def years_of(piece: PieceRecord) -> tuple[str, ...]:
    """The school years of a piece's documents, earliest first."""
    return tuple(sorted(piece.school_years.split(","))) if piece.school_years else ()


@dataclass(frozen=True)
class Column:
    """A table's column: its name in addresses, the address that sorts by it, and how it is sorted now."""

    name: str
    address: str
    sorted: str | None


@dataclass(frozen=True)
class Listing:
    """Pieces in order, a page of them at a time, and the columns that sort them."""

    found: Paged[PieceRecord]
    columns: tuple[Column, ...]

    @property
    def pieces(self) -> tuple[PieceRecord, ...]:
        """Those of the page that is shown."""
        return self.found.rows


def by_first_document(catalogue: Catalogue, pieces: tuple[PieceRecord, ...]) -> tuple[PieceRecord, ...]:
    """The pieces, those of several documents with symbol, date and issuer of their first document."""
    return tuple(
        _with_first(piece, catalogue.documents_under(piece.code)) if piece.documents > 1 else piece
        for piece in pieces
    )


def _with_first(piece: PieceRecord, documents: tuple[DocumentRecord, ...]) -> PieceRecord:
    first = documents[0]
    return msgspec.structs.replace(piece, symbol=first.symbol, date=first.date, issuer=first.issuer)


def listing(request: Request, pieces: tuple[PieceRecord, ...]) -> Listing:
    """Pieces (given in code order) as ``?xep=`` and ``?trang=`` ask. Raises ``Fault``."""
    ordered, columns = pieces_in_order(request, pieces)
    return Listing(paged(request, ordered), columns)


def pieces_in_order(
    request: Request, pieces: tuple[PieceRecord, ...]
) -> tuple[tuple[PieceRecord, ...], tuple[Column, ...]]:
    """All of the pieces as ``?xep=`` asks: a column's name, after ``-`` from last to first."""
    return in_order(request, pieces, _COLUMNS)


def tray_in_order(
    request: Request, documents: tuple[DocumentRecord, ...]
) -> tuple[tuple[DocumentRecord, ...], tuple[Column, ...]]:
    """The tray's documents (given oldest first) as ``?xep=`` asks, and what they can be sorted by."""
    return in_order(request, documents, _TRAY_COLUMNS)


def documents_in_order(
    request: Request, documents: tuple[DocumentRecord, ...]
) -> tuple[tuple[DocumentRecord, ...], tuple[Column, ...]]:
    """Documents, given as they came, as ``?xep=`` asks; the last to come first where it asks for nothing."""
    return in_order(request, documents, _DOCUMENT_COLUMNS, usual="-nhan")


def boxes_in_order(
    request: Request, boxes: tuple[BoxRecord, ...]
) -> tuple[tuple[BoxRecord, ...], tuple[Column, ...]]:
    """Boxes (given by their numbers) as ``?xep=`` asks, and what they can be sorted by."""
    return in_order(request, boxes, _BOX_COLUMNS)


def with_years(pieces: tuple[PieceRecord, ...], year_starts: tuple[int, int]) -> tuple[PieceRecord, ...]:
    """The pieces with all school years that they count for, also those that only the register names."""
    counted = (",".join(map(str, years_counted(piece, year_starts))) for piece in pieces)
    return tuple(
        msgspec.structs.replace(piece, school_years=years or None)
        for piece, years in zip(pieces, counted, strict=True)
    )


def in_order(
    request: Request,
    rows: tuple[T, ...],
    columns: Mapping[str, Callable[[T], tuple[object, ...]]],
    usual: str = "",
) -> tuple[tuple[T, ...], tuple[Column, ...]]:
    """The first of the columns is the order in which the rows are given; ``usual`` where nothing is asked."""
    given = next(iter(columns))
    usual = usual or given
    asked = request.query_params.get(SORT, usual)
    if asked.removeprefix("-") not in columns:
        asked = usual
    name = asked.removeprefix("-")
    backward = asked.startswith("-")
    ordered = sorted(rows, key=columns[name], reverse=backward)
    if backward and name == given:
        ordered = list(reversed(rows))
    offered = tuple(_column(request, column, name, backward, usual) for column in columns)
    return tuple(ordered), offered


def _column(request: Request, column: str, chosen: str, backward: bool, usual: str) -> Column:
    # In another order the list begins anew.
    left_out = (SORT, "trang", "lang")
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in left_out]
    turned = f"-{column}" if column == chosen and not backward else column
    address = with_query(request.url.path, [*kept, (SORT, turned if turned != usual else None)])
    direction = "descending" if backward else "ascending"
    return Column(column, address, direction if column == chosen else None)
