"""``archive rebuild``: make everything derived anew from objects and ledger."""

import time

from archive.console import Console, now, user
from archive.home import Archive, rebuild_catalogue, remove_derived
from archive.index.follow import follow
from archive.ingest.again import Wanting, documents_received, look_over, read_again
from archive.ingest.fingerprint import reader_name
from archive.ingest.limits import ReadFault
from archive.ingest.pictures import PICTURED, SCREEN, Pictures, View
from archive.ingest.readers import Readers, open_readers, result_of


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
            remove_derived(archive)
            reader = reader_name(archive.settings.reading.languages)
            wanting = Wanting(documents) if readings else look_over(archive, documents, readers, reader)
            missing = wanting.documents
            console.say("rebuild.reading", count=len(missing))
            read = [len(reading.pages) for reading in read_again(archive, missing, readers, reader)]
            if len(read) < len(missing):
                console.say("rebuild.unread", count=len(missing) - len(read))
            if wanting.others:
                console.say("rebuild.others", count=wanting.others)
            lines = rebuild_catalogue(archive, now, user())
            with archive.registrar(now, user()) as registrar:
                indexed = follow(
                    archive.index_path, registrar.catalogue, archive.readings, archive.settings.engine
                )
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


def _pictures(archive: Archive, readers: Readers) -> int:
    """Make the page images that the portal shows first; the other sizes are made when asked for."""
    pictures = Pictures(archive, readers)
    width = SCREEN
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
            readers.wait((future,))
            try:
                pictures.keep(pictures.path(document.digest, view), result_of(future))
                count += 1
            except ReadFault:
                # A page that cannot be shown is said to be so where it is shown.
                continue
    return count
