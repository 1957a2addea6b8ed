"""Again: read documents of the archive once more, from their objects, when their readings are gone."""

from collections import deque
from collections.abc import Iterator

from archive.evidence import events
from archive.evidence.documents import Letterhead, Reading
from archive.home import Archive
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers


def documents_received(archive: Archive) -> tuple[events.Received, ...]:
    """Every document that the ledger says came in, in order."""
    records = (events.decode(line.event) for line, _ in archive.ledger.read())
    return tuple(event for event in records if isinstance(event, events.Received))


def read_again(
    archive: Archive, documents: tuple[events.Received, ...], readers: Readers, reader: str
) -> Iterator[Reading]:
    """Read ``documents`` and save their readings, several at a time; gives each as it is saved.

    One that cannot be read any more (its bytes are missing or changed) gets a reading without pages.
    """
    limits = Limits.of(archive.settings)
    coming = iter(documents)
    line: deque[tuple[events.Received, Job]] = deque()
    while True:
        while len(line) < 6 * readers.jobs and (document := next(coming, None)):
            line.append((document, Job(archive.original(document.document), readers, limits)))
        if not line:
            return
        for _, job in line:
            job.advance()
        document, first = line[0]
        if not first.finished:
            readers.wait([task for _, job in line for task in job.waiting_for])
            continue
        line.popleft()
        if first.refusal:
            reading = Reading(document.document, reader, document.media_type, (), Letterhead())
        else:
            reading = first.reading(document.document, reader)
        archive.readings.save(reading)
        yield reading
