"""Tray (khay): the documents that are not filed, why, and where each may belong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.catalogue import Catalogue
from archive.evidence.cycles import Cycles
from archive.evidence.filing import Label, label_of, place
from archive.evidence.matching import Paper
from archive.evidence.suggesting import Criteria, Suggestion, suggest
from archive.evidence.years import SchoolYear
from archive.records import DocumentRecord


@dataclass(frozen=True, slots=True)
class Waiting:
    """One document in the tray, why it is there, and where it may belong, the likeliest first."""

    document: DocumentRecord
    reason: str
    suggestions: tuple[Suggestion, ...]


def waiting(catalogue: Catalogue, cycles: Cycles, most: int = 3) -> Iterator[Waiting]:
    """The tray, oldest first, with at most ``most`` suggestions each."""
    documents = catalogue.tray()
    if not documents:
        return
    shelf = catalogue.shelf
    lines, filled = shelf.lines(cycles), shelf.codes_filled()
    neighbours, criteria = shelf.neighbours(cycles.main.id), Criteria(cycles.main.criteria)
    for document in documents:
        label = label_of(document.path, cycles)
        found = suggest(_paper(document, label), lines, filled, neighbours, criteria, most)
        yield Waiting(document, _reason(label, cycles), found)


def _reason(label: Label, cycles: Cycles) -> str:
    placement = place(label, cycles, (), None)
    # A path that names a code, and yet lies here: it was taken from under that code again.
    return "no-code" if placement.code else placement.reason


def _paper(document: DocumentRecord, label: Label) -> Paper:
    year = SchoolYear.parse(document.school_year) if document.school_year else None
    return Paper(
        (document.title, label.title),
        document.symbol,
        date.fromisoformat(document.date) if document.date else None,
        document.issuer,
        year,
        str(label.criterion) if label.criterion else None,
    )
