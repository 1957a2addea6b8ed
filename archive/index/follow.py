"""Follow: bring the index up to the catalogue, from wherever it stands, or from nothing."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.catalogue import Catalogue
from archive.evidence.sight import TRAY, marks_of
from archive.index.engine_tantivy import IndexUnusable, TantivyIndex
from archive.index.entries import Entry
from archive.readings import Readings
from archive.records import DocumentRecord


def follow(path: Path, catalogue: Catalogue, readings: Readings) -> int:
    """Index the documents that changed since the index was last brought up; how many they were.

    For the holder of the writer's lock. An index that is damaged, of another version, or ahead of the ledger
    is deleted and made anew.
    """
    index = _usable(path, catalogue.position.head.sequence)
    try:
        changed = catalogue.changed_after(index.position)
        if index.position != catalogue.position.head.sequence:
            # Of a document of which there is a better version, the better one answers.
            current = {digest: record for digest in changed if (record := catalogue.document(digest))}
            past = tuple(digest for digest, record in current.items() if record.replaced_by)
            found = (record for record in current.values() if not record.replaced_by)
            index.update(_entries(found, catalogue, readings), past, catalogue.position.head.sequence)
        return len(changed)
    finally:
        index.close()


def _usable(path: Path, end: int) -> TantivyIndex:
    try:
        index = TantivyIndex.open(path)
        if index.position <= end:
            return index
        index.close()
    except IndexUnusable:
        pass
    shutil.rmtree(path, ignore_errors=True)
    return TantivyIndex.open(path)


def _entries(records: Iterable[DocumentRecord], catalogue: Catalogue, readings: Readings) -> Iterator[Entry]:
    codes = catalogue.codes()
    for record in records:
        reading = readings.load(record.digest)
        piece = catalogue.shelf.piece(record.code) if record.code else None
        texts = tuple(page.text for page in reading.pages) if reading else ()
        marks = marks_of(codes.standards(record.code), codes.is_sensitive(record.code)) if record.code else ()
        yield entry_of(
            record, piece.criterion if piece else None, piece.box if piece else None, texts, marks or TRAY
        )


def entry_of(
    record: DocumentRecord,
    criterion: str | None,
    box: int | None,
    texts: tuple[str, ...],
    marks: tuple[str, ...] = TRAY,
) -> Entry:
    """What the index is told of a document."""
    return Entry(
        document=record.digest,
        code=record.code,
        title=record.title,
        name=record.name,
        symbol=record.symbol,
        date=record.date,
        standard=criterion.partition(".")[0] if criterion else None,
        criterion=criterion,
        box=str(box) if box else None,
        school_year=record.school_year,
        type=record.type,
        marks=marks,
        pages=texts,
    )
