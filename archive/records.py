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
    replaced_by: str | None = None


class PartRecord(msgspec.Struct, frozen=True):
    """One paper of a document that carries several: its first and last page, and what it says of itself."""

    first: int
    last: int
    title: str
    symbol: str | None
    date: str | None
    issuer: str | None
    type: str | None


class BasisRecord(msgspec.Struct, frozen=True):
    """A paper that a document names (căn cứ), as its line says; ``named`` is the document that it is."""

    document: str
    page: int
    text: str
    symbol: str | None
    date: str | None
    issuer: str | None
    type: str | None
    title: str | None
    named: str | None = None


class PieceRecord(msgspec.Struct, frozen=True):
    """One piece of evidence: a code, with how many documents and pages lie under it.

    A piece that only the register lists has no document; ``keeper`` says who else holds it,
    ``location`` where it or its file is. ``registered``: the register lists it. ``linked``: it is of another
    criterion than the one asked for, which it serves too.
    """

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
    edition: str = ""
    registered: bool = False
    dated: str = ""
    keeper: str = ""
    location: str = ""
    linked: bool = False

    @property
    def kept_elsewhere(self) -> bool:
        """Whether somebody else holds it, so that no file is due; a place alone does not say so."""
        return not self.documents and bool(self.keeper)


class BoxRecord(msgspec.Struct, frozen=True):
    """One box: what is in it, how many pages it holds at most (0: nobody said), where it stands."""

    number: int
    standards: str
    pieces: int
    documents: int
    pages: int
    capacity: int = 0
    place: str = ""


class RegisterRecord(msgspec.Struct, frozen=True):
    """One line of the register. ``criteria`` are the further criteria that the piece serves."""

    code: str
    title: str
    dated: str
    issuer: str
    note: str
    keeper: str
    location: str
    old_code: str
    source: str
    criteria: tuple[str, ...] = ()


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
