"""Sheets: lists of the portal as spreadsheets, with the columns of its tables."""

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.register import table_of
from archive.tables import comma, xlsx
from archive.tables.register_sheet import register_sheet
from archive.tables.sheet import Column, Line, Sheet, Value, text_of
from archive.web.answers import shapes, things
from archive.web.answers.forms import SHEETS
from archive.web.files import disposition
from archive.web.portal import portal_of
from archive.web.register import rows_asked
from archive.web.rendering import words_of
from archive.web.words import Words

Cells = Callable[[Any, Words], Value]
Field = tuple[str, float, Cells]
"""A column: its heading's key in the wording, its width in characters, and what stands in it."""


def _where(one: things.Piece, words: Words) -> str:
    keys = {"elsewhere": "page_piece.elsewhere", "no-file": "page_piece.no_file"}
    return words.say(keys[one.where]) if one.where in keys else ""


_PIECES: tuple[Field, ...] = (
    ("page_table.ma", 14, lambda one, _: one.code),
    ("page_table.ten", 50, lambda one, _: one.title),
    ("page_sheet.symbol", 20, lambda one, words: words.symbol(one.symbol or "")),
    ("page_sheet.date", 12, lambda one, words: words.date(one.date)),
    ("page_sheet.dated", 24, lambda one, _: one.dated),
    ("page_table.noi", 28, lambda one, _: one.issuer or ""),
    ("page_table.nam", 14, lambda one, _: ", ".join(one.school_years)),
    ("page_sheet.documents", 9, lambda one, _: one.documents),
    ("page_table.trang", 8, lambda one, _: one.pages),
    ("page_table.hop", 8, lambda one, _: one.box or ""),
    ("page_sheet.where", 14, _where),
)

_DOCUMENTS: tuple[Field, ...] = (
    ("page_table.ma", 14, lambda one, _: one.code or ""),
    ("page_table.tray_ten", 50, lambda one, _: one.title),
    ("page_sheet.symbol", 20, lambda one, words: words.symbol(one.symbol or "")),
    ("page_sheet.date", 12, lambda one, words: words.date(one.date)),
    ("page_table.noi", 28, lambda one, _: one.issuer or ""),
    ("page_evidence.type", 14, lambda one, _: one.type or ""),
    ("page_table.nam", 12, lambda one, _: one.school_year or ""),
    ("page_table.trang", 8, lambda one, _: one.pages),
    ("page_table.tray_nhan", 16, lambda one, words: words.moment(one.received_at)),
    ("page_sheet.digest", 66, lambda one, _: one.digest),
)

_BOXES: tuple[Field, ...] = (
    ("page_table.hop", 8, lambda one, _: one.number),
    ("page_sheet.standards", 12, lambda one, _: ", ".join(map(str, one.standards))),
    ("page_sheet.pieces", 12, lambda one, _: one.pieces),
    ("page_sheet.documents", 10, lambda one, _: one.documents),
    ("page_table.trang", 8, lambda one, _: one.pages),
    ("page_sheet.capacity", 12, lambda one, _: one.capacity or ""),
    ("page_sheet.place", 40, lambda one, _: one.place),
)

_HITS: tuple[Field, ...] = (
    ("page_table.ma", 14, lambda one, _: one.code or ""),
    ("page_table.tray_ten", 50, lambda one, _: one.title),
    ("page_sheet.best_page", 10, lambda one, _: one.page),
    ("page_sheet.all_pages", 20, lambda one, _: ", ".join(map(str, one.pages))),
    ("page_sheet.snippet", 80, lambda one, _: " ".join(one.snippet.split())),
)

_ISSUERS: tuple[Field, ...] = (
    ("page_table.noi", 50, lambda one, _: one.name),
    ("page_sheet.pieces", 12, lambda one, _: one.pieces),
)

_MONTHS: tuple[Field, ...] = (
    ("page_sheet.month", 12, lambda one, _: f"{one.month[5:]}/{one.month[:4]}"),
    ("page_sheet.documents", 12, lambda one, _: one.documents),
    ("page_sheet.only_listed", 24, lambda one, _: one.only_listed),
)

_KEPT: tuple[Field, ...] = (
    ("page_table.ma", 14, lambda one, _: one.document.code or ""),
    ("page_table.tray_ten", 50, lambda one, _: one.document.title),
    ("page_evidence.type", 14, lambda one, _: one.document.type or ""),
    ("page_table.nam", 12, lambda one, _: one.document.school_year or ""),
    ("yearend.column_verdict", 24, lambda one, words: words.say(f"verdict.{one.outcome}")),
    ("yearend.column_until", 12, lambda one, _: one.until or ""),
    ("yearend.column_reasons", 80, lambda one, _: " ".join(one.reasons)),
)

_LISTS: dict[type[msgspec.Struct], tuple[str, tuple[Field, ...], Callable[[Any], tuple[Any, ...]]]] = {
    shapes.PieceList: ("page_sheet.of_pieces", _PIECES, lambda data: data.pieces),
    shapes.DocumentList: ("page_sheet.of_documents", _DOCUMENTS, lambda data: data.documents),
    shapes.MonthPapers: ("page_sheet.of_documents", _DOCUMENTS, lambda data: data.documents),
    shapes.Shelf: ("page_sheet.of_boxes", _BOXES, lambda data: data.boxes),
    shapes.Search: ("page_sheet.of_hits", _HITS, lambda data: data.hits),
    shapes.Issuers: ("page_sheet.of_issuers", _ISSUERS, lambda data: data.issuers),
    shapes.Timeline: (
        "page_sheet.of_months",
        _MONTHS,
        lambda data: tuple(month for year in data.years for month in year.months),
    ),
    shapes.Retention: ("page_sheet.of_kept", _KEPT, lambda data: data.kept),
}
"""The lists that are given as sheets: what they are called, their columns, and their rows."""


def has_sheet(shape: type[msgspec.Struct]) -> bool:
    """Whether answers of that shape are given as a sheet too."""
    return shape is shapes.Register or any(issubclass(shape, known) for known in _LISTS)


def sheet(request: Request, data: msgspec.Struct, form: str) -> Response:
    """The list as a file to save, ``form`` being "xlsx" or "csv"."""
    made = _register(request) if isinstance(data, shapes.Register) else _list(request, data)
    if form == "csv":
        headings = tuple(column.heading for column in made.columns)
        content = comma.encoded(headings, (tuple(map(text_of, row)) for row in made.rows))
    else:
        content = xlsx.workbook((made,))
    headers = {"Content-Disposition": disposition(f"{made.name}.{form}")}
    return Response(content, media_type=SHEETS[form], headers=headers)


def _register(request: Request) -> Sheet:
    edition, rows = rows_asked(request)
    total = words_of(request).say("register.total", count=len(rows))
    return register_sheet(table_of(rows, edition), edition, portal_of(request).archive.settings.school, total)


def _list(request: Request, data: msgspec.Struct) -> Sheet:
    words = words_of(request)
    name, fields, rows_of = next(found for shape, found in _LISTS.items() if isinstance(data, shape))
    rows = rows_of(data)
    title = getattr(data, "title", "") or getattr(data, "question", "") or words.say(name)
    count = words.say("page_sheet.rows", n=words.number(len(rows)), day=words.date(_today(request)))
    return Sheet(
        words.say(name),
        tuple(Column(words.say(key), width) for key, width, _ in fields),
        tuple(tuple(cell(row, words) for _, _, cell in fields) for row in rows),
        above=(
            Line(portal_of(request).archive.settings.school.upper(), bold=True),
            Line(title, bold=True, size=14, align="center"),
            Line(count, italic=True, size=11, align="center"),
            Line("", size=6),
        ),
        size=11,
    )


def _today(request: Request) -> str:
    return portal_of(request).now().date().isoformat()
