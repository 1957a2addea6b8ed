"""Shapes: what a JSON answer holds. The description at ``/openapi.json`` is made of these types.

Addresses are paths on this portal. Days are ISO 8601; what is not known is null. Lists are whole, in the
order that ``?xep=`` asks for, except where ``page`` and ``last_page`` say otherwise.
"""

from archive.web.answers.things import (
    Box,
    Document,
    Export,
    FacetValue,
    Happening,
    Hit,
    Issuer,
    Kept,
    Lacking,
    Page,
    Part,
    Piece,
    RegisterRow,
    Row,
    Run,
    Shape,
    Year,
)


class PieceList(Shape, frozen=True, kw_only=True):
    """Pieces of evidence that belong together."""

    title: str
    total: int
    pieces: tuple[Piece, ...]


class DocumentList(Shape, frozen=True, kw_only=True):
    """Documents that belong together."""

    title: str
    total: int
    page: int
    last_page: int
    documents: tuple[Document, ...]


class Shelf(Shape, frozen=True, kw_only=True):
    """The boxes."""

    total: int
    boxes: tuple[Box, ...]


class BoxContents(PieceList, frozen=True, kw_only=True):
    """A box with what lies in it."""

    box: Box


class Gaps(Shape, frozen=True, kw_only=True):
    """What is there and what is missing, by criterion and school year; `missing` counts cells."""

    edition: str
    edition_name: str
    cycle: tuple[str, ...]
    missing: int
    no_file: int
    criteria: tuple[Row, ...]


class Home(Shape, frozen=True, kw_only=True):
    """The archive as a whole."""

    school: str
    edition: str
    edition_name: str
    pieces: int
    documents: int
    pages: int
    tray: int
    criteria: tuple[Row, ...]
    boxes: tuple[Box, ...]
    latest: tuple[Document, ...]


class Criterion(PieceList, frozen=True, kw_only=True):
    """A criterion (tiêu chí): what it asks for, and its evidence."""

    id: str
    standard: int
    edition: str
    indicators: tuple[Lacking, ...]


class Standard(PieceList, frozen=True, kw_only=True):
    """A standard (tiêu chuẩn) with its criteria and all evidence."""

    number: int
    edition: str
    criteria: tuple[Row, ...]


class Evidence(Shape, frozen=True, kw_only=True):
    """A piece by its code, with its documents, its codes in other cycles, and its history."""

    piece: Piece
    also_for: tuple[str, ...]
    other_codes: tuple[str, ...]
    documents: tuple[Document, ...]
    history: tuple[Happening, ...]


class WholeDocument(Shape, frozen=True, kw_only=True):
    """A document with its pages and its history."""

    document: Document
    parts: tuple[Part, ...]
    pages: tuple[Page, ...]
    history: tuple[Happening, ...]


class Search(Shape, frozen=True, kw_only=True):
    """The answer to a search; `total` counts documents, `hits` are those of this page, best first."""

    question: str
    matched: str
    total: int
    page: int
    last_page: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]


class Issuers(Shape, frozen=True, kw_only=True):
    """Everybody who issued something; `unknown` counts the pieces of which nobody knows who did."""

    total: int
    unknown: int
    issuers: tuple[Issuer, ...]


class Timeline(Shape, frozen=True, kw_only=True):
    """Papers by month, by school year; `undated` counts documents without a date of their own."""

    total: int
    undated: int
    years: tuple[Year, ...]


class MonthPapers(Shape, frozen=True, kw_only=True):
    """The papers of a month: documents, and pieces that only the register lists."""

    title: str
    total: int
    documents: tuple[Document, ...]
    pieces: tuple[Piece, ...]


class Register(Shape, frozen=True, kw_only=True):
    """The register of an edition."""

    edition: str
    name: str
    total: int
    rows: tuple[RegisterRow, ...]


class Retention(Shape, frozen=True, kw_only=True):
    """What is kept until when, and why; `outcomes` counts all filed documents, `kept` has this page's."""

    schedule: str
    checked: str
    outcomes: dict[str, int]
    total: int
    page: int
    last_page: int
    kept: tuple[Kept, ...]
    exports: tuple[Export, ...]


class Checks(Shape, frozen=True, kw_only=True):
    """The head of the chain as the portal has read it, and the checks that were made, newest first.

    `lines` and `head` are null for readers who do not see the whole archive.
    """

    lines: int | None
    head: str | None
    runs: tuple[Run, ...]


class Problem(Shape, frozen=True, kw_only=True):
    """Why there is no answer (RFC 9457), in the reader's language."""

    title: str
    status: int
    detail: str
