"""Lending: catalogues that stay open, each lent to one reader after the other.

To open one and to keep it within a sight takes as long as most of what a page asks of it.
"""

import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from archive.catalogue import Catalogue, CatalogueMissing
from archive.evidence.sight import ALL, Sight
from archive.home import Archive
from archive.projection import EditionMissing
from storage.files import stamp

MOST_OPEN = 8
"""Catalogues of one sight that stay open: so many readers at once find one."""

Idle = defaultdict[Sight, list[Catalogue]]


class Lending:
    """Lends the catalogues of one archive. May be used by several threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._path = archive.catalogue_path
        self._idle: Idle = defaultdict(list)
        self._watch: list[Catalogue] = []
        self._watching = threading.Lock()
        self._changes = 0
        weakref.finalize(self, _close, self._idle, self._watch)

    @contextmanager
    def catalogue(self, sight: Sight) -> Iterator[Catalogue]:
        """A catalogue within a sight, in the state of this moment. Raises as ``Archive.catalogue`` does."""
        catalogue = self._kept(sight) or self._opened(sight)
        try:
            yield catalogue
        except sqlite3.Error:
            catalogue.close()
            raise
        except BaseException:
            self._take_back(catalogue)
            raise
        self._take_back(catalogue)

    def state(self) -> Hashable:
        """Another value whenever what is lent from now on may say something else than what was before."""
        with self._watching:
            try:
                return self._seen_now()
            except (CatalogueMissing, EditionMissing, sqlite3.Error):
                self._changes += 1
                return self._changes

    def _seen_now(self) -> Hashable:
        watch = self._watch[0] if self._watch else None
        if watch is None or not watch.hold(self._path):
            self._changes += 1
            if watch:
                self._watch.pop().close()
            watch = self._opened(ALL)
            self._watch.append(watch)
        if watch.let_go():
            return self._changes
        return stamp(self._path), stamp(self._path.with_name(f"{self._path.name}-wal"))

    def _opened(self, sight: Sight) -> Catalogue:
        catalogue = self._archive.catalogue(sight)
        catalogue.hold(self._path)
        return catalogue

    def _kept(self, sight: Sight) -> Catalogue | None:
        """One that is as it was when it was opened: what is within its sight was found out then."""
        try:
            catalogue = self._idle[sight].pop()
        except IndexError:
            return None
        try:
            if catalogue.hold(self._path):
                return catalogue
        except sqlite3.Error:
            pass
        catalogue.close()
        # The others are hardly younger.
        _close(self._idle, [])
        return None

    def _take_back(self, catalogue: Catalogue) -> None:
        idle = self._idle[catalogue.sight]
        if catalogue.let_go() and len(idle) < MOST_OPEN:
            idle.append(catalogue)
        else:
            catalogue.close()


def _close(idle: Idle, watch: list[Catalogue]) -> None:
    for some in (*tuple(idle.values()), watch):
        while some:
            some.pop().close()
