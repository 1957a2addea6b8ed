"""Portal: what all pages share. The archive, its pictures, its index opened once, its catalogue lent."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from archive.catalogue import Catalogue
from archive.evidence.gaps import Gaps
from archive.evidence.sight import Sight
from archive.evidence.standards import Edition
from archive.evidence.years import SchoolYear
from archive.home import Archive
from archive.index.faults import IndexUnusable
from archive.index.hits import Answer, Question
from archive.index.language import Terms
from archive.index.spelling import suggestion
from archive.index.together import School, search_in
from archive.ingest.pictures import Pictures
from archive.ingest.readers import Readers
from archive.lending import Lending
from archive.lists.gaps import gaps_now
from archive.web.drawing import Drawing
from archive.web.entrance import Entrance
from archive.yearend import school_schedule
from retention.schedule import Schedule
from storage.ledger import Head

T = TypeVar("T")


class SearchMissing(Exception):
    """There is no usable index."""


class Portal:
    """The parts of one running portal. Reads only."""

    def __init__(
        self,
        archive: Archive,
        readers: Readers,
        now: Callable[[], datetime],
        entrance: Entrance,
        also: Sequence[Archive] = (),
        ask: Callable[[Question], Answer] | None = None,
    ) -> None:
        self.archive = archive
        self.entrance = entrance
        self.pictures = Pictures(archive, readers)
        self.drawing = Drawing(self.pictures)
        self.now = now
        self._lending = Lending(archive)
        self.catalogue = self._lending.catalogue
        self._searched = (archive, *also)
        self._schools = tuple(map(School.of, self._searched))
        self._ask = ask or partial(search_in, self._schools)
        self.school = self._schools[0].name
        self._counted: dict[Hashable, tuple[Head, Any]] = {}

    def search(self, question: Question, catalogue: Catalogue) -> Answer:
        """Ask the index, which sees by itself what was indexed since, within the catalogue's sight.

        Raises ``SearchMissing``.
        """
        try:
            return self._ask(msgspec.structs.replace(question, sight=catalogue.sight))
        except (IndexUnusable, FileNotFoundError) as fault:
            raise SearchMissing(str(fault)) from fault

    def suggestion(
        self, question: Question, answer: Answer, terms: Terms, catalogue: Catalogue
    ) -> str | None:
        """Did you mean, in words in sight: see ``archive.index.spelling``. Raises ``SearchMissing``."""
        try:
            known = self._schools[0].index.known(catalogue.sight)
            return suggestion(lambda other: self.search(other, catalogue), known, question, answer, terms)
        except (IndexUnusable, FileNotFoundError) as fault:
            raise SearchMissing(str(fault)) from fault

    def state(self) -> Hashable:
        """What every page follows from: another value when they may be others."""
        return self.now().date(), self._lending.state()

    @property
    def index_paths(self) -> tuple[Path, ...]:
        """The folders whose stamps are others once something was indexed."""
        roots = (one.index_path for one in self._searched)
        return tuple(path for root in roots for path in (root, *root.glob("*/")))

    def counted(self, catalogue: Catalogue, name: Hashable, count: Callable[[], T]) -> T:
        """What ``count`` says of all that is in sight: asked anew only when the ledger has grown since."""
        name = (catalogue.sight, name)
        # Read first: a line that comes while ``count`` is under way makes the next call ask again.
        head = catalogue.position.head
        kept = self._counted.get(name)
        if kept is None or kept[0] != head:
            kept = self._counted[name] = (head, count())
        found: T = kept[1]
        return found

    def gaps(self, catalogue: Catalogue, edition: Edition) -> Gaps:
        """What is there and what is missing of an edition's evidence, where it is in sight."""
        edition = catalogue.sight.of(edition)
        settings = self.archive.settings
        year = SchoolYear.of(self.now().date(), settings.year_starts)
        name = ("gaps", edition.id, year)
        return self.counted(catalogue, name, lambda: gaps_now(catalogue.shelf, edition, settings, year))

    @cached_property
    def schedule(self) -> Schedule | None:
        """The retention schedule, read once; None where the school's own copy is faulty."""
        try:
            return school_schedule(self.archive)
        except ValueError:
            return None

    def named(self, edition: str) -> str | None:
        """What addresses call an edition: nothing where it is the main one."""
        return edition if edition not in ("", self.archive.edition.id) else None


def portal_of(request: Request) -> Portal:
    """The portal that a request came to."""
    portal: Portal = request.app.state.portal
    return portal


def catalogue_of(request: Request) -> AbstractContextManager[Catalogue]:
    """The catalogue, lent for a request: the one place that decides what a reader may see."""
    return portal_of(request).catalogue(sight_of(request))


def sight_of(request: Request) -> Sight:
    """What the reader may see. The door has put it there; without a door there is no page."""
    sight: Sight = request.scope["portal.reader"].sight
    return sight
