"""Naming on the page of a document: its bases, the papers that name it, its like of other years."""

from dataclasses import dataclass

from archive.catalogue import Catalogue
from archive.records import BasisRecord, DocumentRecord


@dataclass(frozen=True)
class Named:
    """A line of one document that names another, and the document at its other end, where that is here."""

    basis: BasisRecord
    document: DocumentRecord | None


@dataclass(frozen=True)
class Naming:
    """What stands on the page: what the document names, what names it, what is like it."""

    bases: tuple[Named, ...]
    named_by: tuple[Named, ...]
    like: tuple[DocumentRecord, ...]


def naming(catalogue: Catalogue, digest: str) -> Naming:
    """All of it for a document."""
    asked = catalogue.naming
    return Naming(
        tuple(
            Named(one, catalogue.document(one.named) if one.named else None) for one in asked.bases_of(digest)
        ),
        tuple(
            Named(one, found)
            for one in asked.named_by(digest)
            if (found := catalogue.document(one.document)) is not None
        ),
        tuple(found for one in asked.like(digest) if (found := catalogue.document(one)) is not None),
    )
