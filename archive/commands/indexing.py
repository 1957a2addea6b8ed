"""Indexing: bring the index up after the ledger has its lines, whatever the index makes of it."""

from archive.catalogue import Catalogue
from archive.home import Archive
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.follow import follow


def bring_up(archive: Archive, catalogue: Catalogue) -> Exception | None:
    """Follow in the index. What was recorded stands without it: a fault is given back, to be warned of."""
    try:
        follow(archive.index_path, catalogue, archive.readings)
    except (OSError, IndexBusy, IndexUnusable) as fault:
        return fault
    return None
