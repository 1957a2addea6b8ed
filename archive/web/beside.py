"""Beside: a piece of evidence opened next to the report that cites it, leaf by leaf."""

from dataclasses import dataclass

from archive.catalogue import Catalogue
from archive.evidence.cycles import Cycles
from archive.records import DocumentRecord, PieceRecord
from archive.web import addresses
from archive.web.look import PLAIN
from archive.web.portal import Portal
from archive.web.sheet import Sheet, sheet
from archive.web.words import Words


@dataclass(frozen=True)
class Beside:
    """What stands beside a report: a piece and one leaf of it, counted through all its documents from 1.

    ``piece`` is None where the archive has none of that code, ``sheet`` where there is no file of it.
    """

    code: str
    printed: str
    piece: PieceRecord | None = None
    document: DocumentRecord | None = None
    sheet: Sheet | None = None
    there: bool = False
    leaf: int = 1
    leaves: int = 0

    @property
    def whole(self) -> str:
        """The page of the evidence itself."""
        if self.document is None or self.sheet is None:
            return addresses.evidence(self.code)
        return addresses.evidence(self.code, self.document.digest, self.sheet.number)


def beside(portal: Portal, catalogue: Catalogue, written: str, leaf: int, words: Words) -> Beside | None:
    """The piece that a code in the address names, at a leaf of it; None when no code is named."""
    if not written:
        return None
    named = _named(portal.archive.cycles, written)
    if named is None:
        return Beside(written, written)
    code, printed = named
    piece = catalogue.shelf.piece(code)
    documents = catalogue.documents_under(code) if piece else ()
    if not documents:
        return Beside(code, printed, piece)
    leaves = sum(max(1, one.pages) for one in documents)
    leaf = min(max(1, leaf), leaves)
    document, number = _leaf(documents, leaf)
    reading = portal.archive.readings.load(document.digest)
    shown = sheet(document, reading, number, "", PLAIN, words)
    there = portal.archive.original(document.digest).is_file()
    return Beside(code, printed, piece, document, shown, there, leaf, leaves)


def _named(cycles: Cycles, written: str) -> tuple[str, str] | None:
    try:
        coded = cycles.parse(written)
    except ValueError:
        return None
    return coded.plain, coded.printed


def _leaf(documents: tuple[DocumentRecord, ...], leaf: int) -> tuple[DocumentRecord, int]:
    """The document that has a leaf, and which of its pages that is."""
    for document in documents[:-1]:
        if leaf <= max(1, document.pages):
            return document, leaf
        leaf -= max(1, document.pages)
    return documents[-1], leaf
