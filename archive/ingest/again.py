"""Again: read documents of the archive once more, from their objects, when their readings are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from archive.evidence import events
from archive.evidence.documents import Letterhead, Reading
from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest import convert, sniff
from archive.ingest.limits import GRACE, Limits, ReadFault
from archive.ingest.line import in_order
from archive.ingest.opening import Opening, Places
from archive.ingest.readers import Pool, result_of

_OF_THE_MACHINE = (Reason.NO_CONVERTER, Reason.READER_SLOW, Reason.READER_DIED)


@dataclass(frozen=True, slots=True)
class Wanting:
    """What is to be read again, and of how many more the reading was made by other means than are here."""

    documents: tuple[events.Received, ...]
    others: int = 0


def documents_received(archive: Archive) -> tuple[events.Received, ...]:
    """Every document that the ledger says came in, in order."""
    records = (events.decode(line.event) for line, _ in archive.ledger.read())
    return tuple(event for event in records if isinstance(event, events.Received))


def look_over(
    archive: Archive, documents: tuple[events.Received, ...], readers: Pool, reader: str
) -> Wanting:
    """Which of ``documents`` have no reading, or are without the PDF that it was made of."""
    missing, others = [], 0
    converted = frozenset(one.document for one in documents if one.media_type in sniff.CONVERTED)
    converter = _converter(readers) if converted else ""
    for one in documents:
        reading = archive.readings.load(one.document)
        if reading is None or (one.document in converted and not archive.converted(one.document).is_file()):
            missing.append(one)
        elif reading.pages and one.document not in converted:
            others += reading.reader != reader
        elif reading.pages and converter:
            others += reading.reader != f"{reader} {converter}"
    return Wanting(tuple(missing), others)


def _converter(readers: Pool) -> str:
    future = readers.here.submit(GRACE + 2 * convert.ASKING, convert.version)
    readers.here.wait((future,))
    try:
        return result_of(future)
    except ReadFault:
        return ""


def read_again(
    archive: Archive, documents: tuple[events.Received, ...], readers: Pool, reader: str
) -> Iterator[Reading]:
    """Read ``documents`` and save their readings, several at a time; gives each as it is saved.

    One that cannot be read any more (its bytes are missing or changed) gets a reading without pages. Where
    the machine is at fault, without LibreOffice or out of time, what was read before stays, nothing is given,
    and the next time tries again. Raises ``OSError`` for a full disk.
    """
    limits = Limits.of(archive.settings)

    def begin(document: events.Received) -> tuple[events.Received, Opening]:
        places = Places(archive.converted(document.document))
        return document, Opening(archive.original(document.document), places, readers, limits)

    for document, opening in in_order(documents, begin, itemgetter(1), readers):
        if opening.disk_fault:
            raise opening.disk_fault
        if opening.refusal in _OF_THE_MACHINE:
            continue
        if opening.refusal:
            reading = Reading(document.document, reader, document.media_type, (), Letterhead())
        else:
            reading = opening.reading(document.document, reader)
        archive.readings.save(reading)
        yield reading
