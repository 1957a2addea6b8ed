"""Records: what the catalogue answers with, one frozen type a kind of thing."""

import msgspec


class DocumentRecord(msgspec.Struct, frozen=True):
    """One document as the catalogue knows it. ``code`` is None while it is in the tray.

    ``parts`` is the number of papers in it where it carries several, else 0; ``signatures_whole`` is how many
    of its digital signatures are whole and complete.
    """

    digest: str
    path: str
    name: str
    size: int
    media_type: str
    pages: int
    received_at: str
    title: str
    code: str | None
    reason: str | None
    school_year: str | None
    symbol: str | None
    date: str | None
    issuer: str | None
    type: str | None
    parent: str | None
    urgency: str | None
    place: str | None
    parts: int
    signatures: int
    signatures_whole: int


class PartRecord(msgspec.Struct, frozen=True):
    """One paper of a document that carries several: its first and last page, and what it says of itself."""

    first: int
    last: int
    title: str
    symbol: str | None
    date: str | None
    issuer: str | None
    type: str | None


class PieceRecord(msgspec.Struct, frozen=True):
    """One piece of evidence: a code, with how many documents and pages lie under it."""

    code: str
    box: int | None
    standard: int
    criterion: str
    number: int
    title: str
    documents: int
    pages: int
    symbol: str | None
    date: str | None
    issuer: str | None
    school_years: str | None


class BoxRecord(msgspec.Struct, frozen=True):
    """One box: its number and what is in it."""

    number: int
    standards: str
    pieces: int
    documents: int
    pages: int


class EventRecord(msgspec.Struct, frozen=True):
    """One line of history."""

    sequence: int
    at: str
    by: str
    kind: str
    body: str


class RefusalRecord(msgspec.Struct, frozen=True):
    """One file that was not taken; ``kept`` is its place in the archive's folder."""

    sequence: int
    document: str | None
    path: str
    size: int
    reason: str
    kept: str
    at: str
