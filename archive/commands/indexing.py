"""Indexing: bring the index up after the ledger has its lines, whatever the index makes of it."""

import sqlite3
import threading
from types import TracebackType
from typing import Self

from archive.catalogue import Catalogue, CatalogueMissing
from archive.home import Archive
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.follow import follow

_EVERY = 1.0
"""Seconds between two commits of the index while papers come in, so that each can be found within two."""


def bring_up(archive: Archive, catalogue: Catalogue) -> Exception | None:
    """Follow in the index. What was recorded stands without it: a fault is given back, to be warned of."""
    try:
        follow(archive.index_path, catalogue, archive.readings, archive.settings.engine)
    except (OSError, IndexBusy, IndexUnusable) as fault:
        return fault
    return None


class KeptUp:
    """While it is entered, the index follows every second, however long the next paper takes to be read."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="index", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _follow(self) -> None:
        seen = None
        while not self._end.wait(_EVERY):
            try:
                with self._archive.catalogue() as catalogue:
                    head = catalogue.position.head
                    # A fault is warned of at the end of the batch, which follows once more.
                    if head != seen and bring_up(self._archive, catalogue) is None:
                        seen = head
            except (CatalogueMissing, sqlite3.Error):
                continue
