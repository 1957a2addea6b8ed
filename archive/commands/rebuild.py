"""``archive rebuild``: make everything derived anew from objects and ledger."""

import time

from archive.console import Console, now, user
from archive.evidence import events
from archive.home import Archive, rebuild_catalogue, remove_derived
from archive.index.follow import follow
from archive.ingest import sniff
from archive.ingest.again import documents_received, read_again
from archive.ingest.limits import ReadFault
from archive.ingest.pictures import PICTURED, WIDTHS, Pictures, View
from archive.ingest.readers import Readers, open_readers, result_of
from archive.ingest.reading import reader_name


def run(console: Console, archive: Archive, readings: bool, jobs: int) -> None:
    """Read what has no reading (with ``readings``: everything), then catalogue, index and page images."""
    began = time.monotonic()
    with open_readers(archive.settings, jobs) as readers:
        # One lock over the whole, so that nobody brings an index up from readings that are not there yet.
        with archive.locked(patience=1.0):
            # The chain is walked to its end before anything goes: a break leaves all as it was.
            for _ in archive.ledger.read():
                pass
            documents = documents_received(archive)
            remove_derived(archive, readings)
            missing = tuple(one for one in documents if _is_missing(archive, one))
            console.say("rebuild.reading", count=len(missing))
            reader = reader_name(archive.settings.reading.languages)
            read = [len(reading.pages) for reading in read_again(archive, missing, readers, reader)]
            if len(read) < len(missing):
                console.say("rebuild.unread", count=len(missing) - len(read))
            lines = rebuild_catalogue(archive, now, user())
            with archive.registrar(now, user()) as registrar:
                indexed = follow(archive.index_path, registrar.catalogue, archive.readings)
        console.say("rebuild.catalogue", lines=lines, indexed=indexed)
        pictures = _pictures(archive, readers.here)
    seconds = round(time.monotonic() - began, 3)
    console.data(
        {
            "read": len(read),
            "pages": sum(read),
            "lines": lines,
            "indexed": indexed,
            "pictures": pictures,
            "seconds": seconds,
        }
    )
    console.say("rebuild.done", pictures=pictures, seconds=f"{seconds:.1f}")


def _is_missing(archive: Archive, document: events.Received) -> bool:
    """Whether a document has no reading, or the PDF is gone from which it was read and is drawn."""
    if document.media_type in sniff.CONVERTED and not archive.converted(document.document).is_file():
        return True
    return archive.readings.load(document.document) is None


def _pictures(archive: Archive, readers: Readers) -> int:
    """Make the page images that the portal shows first; the other sizes are made when asked for."""
    pictures = Pictures(archive, readers)
    width = WIDTHS[1]
    count = 0
    with archive.catalogue() as catalogue:
        documents = catalogue.all_documents()
        views = {
            document.digest: [
                View(number, width, catalogue.turned(document.digest, number))
                for number in range(1, document.pages + 1)
            ]
            for document in documents
            if document.media_type in PICTURED
        }
    for document in documents:
        started = [(view, pictures.start(document, view)) for view in views.get(document.digest, ())]
        for view, future in started:
            try:
                pictures.keep(pictures.path(document.digest, view), result_of(future))
                count += 1
            except ReadFault:
                # A page that cannot be shown is said to be so where it is shown.
                continue
    return count
