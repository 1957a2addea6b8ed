"""Things: the parts that JSON answers are made of. Addresses are paths on this portal; days are ISO 8601."""

from typing import Literal

import msgspec

Where = Literal["file", "elsewhere", "no-file"]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What all of them are."""


class Piece(Shape, frozen=True, kw_only=True):
    """A piece of evidence (minh chứng). `where` is "no-file" when only the register has it.

    `dated` is what the register writes under number and date. `reused`: it has its code in another criterion.
    """

    code: str
    title: str
    address: str
    edition: str
    standard: int
    criterion: str
    box: int | None
    documents: int
    pages: int
    symbol: str | None
    date: str | None
    dated: str
    issuer: str | None
    school_years: tuple[str, ...]
    where: Where
    reused: bool


class Document(Shape, frozen=True, kw_only=True):
    """A document (văn bản), named by the SHA-256 of its bytes. `code` is null while it is in the tray.

    `manifest` is its IIIF manifest, null for one without pictures of pages.
    """

    digest: str
    code: str | None
    title: str
    name: str
    address: str
    original: str
    manifest: str | None
    media_type: str
    size: int
    pages: int
    received_at: str
    school_year: str | None
    symbol: str | None
    date: str | None
    issuer: str | None
    type: str | None


class Box(Shape, frozen=True, kw_only=True):
    """A box (hộp). `capacity` is the pages that it holds at most, 0 where nobody said."""

    number: int
    address: str
    standards: tuple[int, ...]
    pieces: int
    documents: int
    pages: int
    capacity: int
    place: str


class Happening(Shape, frozen=True, kw_only=True):
    """A line of the ledger, by its number there; `event` is what it says, as docs/format.md describes it.

    The number is null for a reader who does not see the whole archive.
    """

    sequence: int | None
    at: str
    by: str
    event: dict[str, str | int | bool | None]


class Lacking(Shape, frozen=True, kw_only=True):
    """An indicator of a criterion: its text, and the school years that lack evidence, or only its file."""

    level: int
    letter: str | None
    text: str
    missing: tuple[str, ...]
    no_file: tuple[str, ...]


class Cell(Shape, frozen=True, kw_only=True):
    """A criterion in one school year: pieces in the archive, kept elsewhere, and only in the register."""

    school_year: str
    state: Literal["has", "no-file", "missing", "not-asked"]
    files: int
    elsewhere: int
    no_file: int


class Row(Shape, frozen=True, kw_only=True):
    """A criterion with its pieces by school year."""

    criterion: str
    name: str
    address: str
    pieces: int
    years: tuple[Cell, ...]


class Page(Shape, frozen=True, kw_only=True):
    """A page of a document: its text, where that is from, and its picture where it has one."""

    number: int
    text: str
    origin: str
    picture: str | None


class Part(Shape, frozen=True, kw_only=True):
    """A paper in a document that carries several."""

    first: int
    last: int
    title: str
    symbol: str | None
    date: str | None


class Hit(Shape, frozen=True, kw_only=True):
    """A document found: the best page, all that are worth opening, and the words around the find."""

    document: str
    code: str | None
    title: str
    address: str
    page: int
    pages: tuple[int, ...]
    snippet: str


class FacetValue(Shape, frozen=True, kw_only=True):
    """How many documents have this value."""

    value: str
    count: int


class Issuer(Shape, frozen=True, kw_only=True):
    """Who issued papers (nơi ban hành), and how many pieces have one of theirs."""

    name: str
    address: str
    pieces: int


class Month(Shape, frozen=True, kw_only=True):
    """A month by the papers' own dates: documents, and pieces that only the register lists with a day."""

    month: str
    address: str
    documents: int
    only_listed: int


class Year(Shape, frozen=True, kw_only=True):
    """A school year with its months."""

    school_year: str
    address: str
    documents: int
    only_listed: int
    months: tuple[Month, ...]


class RegisterRow(Shape, frozen=True, kw_only=True):
    """A line of the register (danh mục mã minh chứng); `criteria` are further ones that it serves."""

    code: str
    title: str
    dated: str
    issuer: str
    note: str
    location: str
    keeper: str
    old_code: str
    criteria: tuple[str, ...]


class Kept(Shape, frozen=True, kw_only=True):
    """A filed document with the verdict of the retention schedule; `reasons` are sentences.

    `until` is the last calendar year that it must be kept, null where none can be named.
    """

    document: Document
    outcome: Literal["keep", "permanent", "expired", "unknown"]
    until: int | None
    reasons: tuple[str, ...]


class Export(Shape, frozen=True, kw_only=True):
    """A year-end export that was made."""

    at: str
    by: str
    school_year: str
    bag: str
    documents: int
    head: str


class Finding(Shape, frozen=True, kw_only=True):
    """What a check found amiss, and how often."""

    kind: str
    count: int


class Run(Shape, frozen=True, kw_only=True):
    """A check of every object and every line; `head` is that of the chain then, null if it was broken."""

    at: str
    by: str
    objects: int
    lines: int | None
    head: str | None
    serious: int
    findings: tuple[Finding, ...]
