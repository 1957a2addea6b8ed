"""Jobs: one file on its way through the reading processes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from archive.evidence.documents import Page, Reading
from archive.evidence.refusals import Reason
from archive.ingest.assembly import assemble
from archive.ingest.limits import DOCUMENT_CHARACTERS, DOCUMENT_WORDS, GRACE, Limits, ReadFault
from archive.ingest.line import Work
from archive.ingest.readers import Pool, result_of
from archive.ingest.reading import CHUNK, MOST, Beginning, begin, read_pages

T = TypeVar("T")


_TASK = 1.0
"""Seconds that a task should take."""


class Job(Work):
    """One file being read.

    A task whose process died is tried again page by page, so that one page costs only itself. A document that
    gives more text or takes more time than any paper is given up as a whole. ``media_type`` is that of the
    office file of which the PDF at ``path`` was made.
    """

    def __init__(self, path: Path, readers: Pool, limits: Limits, media_type: str | None = None) -> None:
        super().__init__(readers)
        self.path = path
        self.beginning: Beginning | None = None
        self.fault: Reason | None = None
        self._limits = limits
        self._pages: dict[int, Page] = {}
        self._characters = self._words = 0
        self._seconds = 0.0
        self._media_type = media_type
        self._begin: Future[tuple[float, Beginning]] | None = self._start(CHUNK)
        self._begun_again = False
        self._parts: dict[tuple[int, ...], tuple[_Part, bool]] = {}

    @property
    def finished(self) -> bool:
        """Whether nothing is outstanding."""
        return self._begin is None and not self._parts

    @property
    def waiting_for(self) -> Iterator[Future[Any]]:
        """The tasks under way."""
        if self._begin:
            yield self._begin
        yield from (future for future, _ in self._parts.values())

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages read, in order."""
        return tuple(self._pages[number] for number in sorted(self._pages))

    @property
    def refusal(self) -> Reason | None:
        """Why the file cannot be taken: it could not be opened, or not one of its pages could be read."""
        if self.fault or not self.finished:
            return self.fault
        # A sheet that was read in part has both a fault and text.
        faults = [page.fault for page in self.pages if not page.text or not page.fault]
        return Reason(faults[0]) if faults and faults[0] and all(faults) else None

    def reading(self, document: str, reader: str) -> Reading:
        """The whole reading, once finished without a refusal."""
        if self.beginning is None:
            raise ValueError("nothing was read")
        begun = self.beginning
        return assemble(document, begun.media_type, self.pages, reader, begun.signatures)

    def advance(self) -> None:
        """Take what has finished and start what follows from it."""
        if self._begin and self._begin.done():
            self._take_beginning(self._begin)
        for numbers, (future, again) in tuple(self._parts.items()):
            if future.done() and not self.fault:
                del self._parts[numbers]
                self._take_part(numbers, future, again)

    def _start(self, pages: int) -> "Future[tuple[float, Beginning]]":
        return self._submit(pages, begin, self.path, self._limits, pages, self._media_type)

    def _submit(self, pages: int, task: Any, *arguments: object) -> "Future[Any]":
        return self._readers.submit(self._time_for(pages), timed, task, *arguments)

    def _time_for(self, pages: int) -> float:
        return GRACE + pages * self._limits.seconds_per_page

    def _give_up(self, reason: Reason) -> None:
        self.cancel()
        self.fault = reason
        self._begin = None
        self._parts.clear()
        self._pages.clear()

    def _spend(self, seconds: float) -> None:
        """Count the time of a task: a processor's, not that in which it waited for others'."""
        self._seconds += seconds
        count = self.beginning.count if self.beginning else 0
        if self._seconds > self._limits.seconds_for(count):
            self._give_up(Reason.READER_SLOW)

    def _read(self, numbers: tuple[int, ...], again: bool) -> None:
        assert self.beginning is not None  # noqa: S101 - a page is only asked for when the file has begun
        future = self._submit(
            len(numbers), read_pages, self.path, self.beginning.media_type, numbers, self._limits
        )
        self._parts[numbers] = (future, again)

    def _take_beginning(self, future: "Future[tuple[float, Beginning]]") -> None:
        self._begin = None
        try:
            seconds, self.beginning = result_of(future)
        except ReadFault as fault:
            if fault.reason not in (Reason.READER_DIED, Reason.READER_SLOW) or self._begun_again:
                self.fault = fault.reason
                return
            # Perhaps only a page is hostile: once more without reading any, then each page by itself.
            self._begun_again = True
            self._begin = self._start(0)
            return
        self._spend(seconds)
        self._keep(self.beginning.pages)
        if self.fault:
            return
        missing = [number for number in range(1, self.beginning.count + 1) if number not in self._pages]
        read = len(self.beginning.pages)
        step = min(MOST, max(CHUNK, round(_TASK * read / seconds))) if read else 1
        for start in range(0, len(missing), step):
            self._read(tuple(missing[start : start + step]), again=False)

    def _take_part(self, numbers: tuple[int, ...], future: "_Part", again: bool) -> None:
        try:
            seconds, pages = result_of(future)
            self._spend(seconds)
            self._keep(pages)
        except ReadFault as fault:
            if fault.reason == Reason.READER_SLOW:
                self._spend(self._time_for(len(numbers)))
            if self.fault:
                return
            if len(numbers) > 1:
                for number in numbers:
                    self._read((number,), again=False)
            elif fault.reason == Reason.READER_DIED and not again:
                self._read(numbers, again=True)
            else:
                self._keep((Page(numbers[0], "", "none", fault=fault.reason),))

    def _keep(self, pages: tuple[Page, ...]) -> None:
        if self.fault:
            return
        self._pages.update((page.number, page) for page in pages)
        self._characters += sum(len(page.text) for page in pages)
        self._words += sum(len(page.words) for page in pages)
        if self._characters > DOCUMENT_CHARACTERS or self._words > DOCUMENT_WORDS:
            self._give_up(Reason.TOO_LARGE)


_Part = Future[tuple[float, tuple[Page, ...]]]


def timed(task: Callable[..., T], *arguments: object) -> tuple[float, T]:
    """What ``task`` gives, after the seconds of a processor that it took; run in a reading process."""
    began = time.process_time()
    found = task(*arguments)
    return time.process_time() - began, found
