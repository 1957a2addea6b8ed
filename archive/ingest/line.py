"""Line: several jobs under way at once, each given back in the order in which it was begun."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import Any, TypeVar

from archive.ingest.readers import Pool

T = TypeVar("T")
Begun = TypeVar("Begun")

_AHEAD = 3
"""Files under way for each reading process: enough to keep it busy, few enough to finish soon."""


class Work(ABC):
    """What is under way for one file; ``advance`` is called until ``finished``."""

    def __init__(self, readers: Pool) -> None:
        self._readers = readers

    @property
    @abstractmethod
    def finished(self) -> bool:
        """Whether nothing is outstanding."""

    @property
    @abstractmethod
    def waiting_for(self) -> "Iterator[Future[Any]]":
        """The tasks under way."""

    @abstractmethod
    def advance(self) -> None:
        """Take what has finished and start what follows from it."""

    def wait(self) -> None:
        """Wait until it is finished."""
        while not self.finished:
            self._readers.wait(tuple(self.waiting_for))
            self.advance()

    def cancel(self) -> None:
        """Stop waiting for anything."""
        for future in self.waiting_for:
            future.cancel()


def in_order(
    coming: Iterable[T],
    begin: Callable[[T], Begun],
    job_of: Callable[[Begun], Work | None],
    readers: Pool,
    leave: Callable[[Begun], None] = lambda _: None,
) -> Generator[Begun]:
    """Begin with one after another and give each back once its job, where it has one, is finished.

    When the generator is closed before its end, jobs still under way are cancelled, and what was begun but
    not worked on to the end is handed to ``leave``: also what was given last, where that failed.
    """
    source = iter(coming)
    line: deque[tuple[Begun, Work | None]] = deque()
    try:
        while True:
            for each in islice(source, max(0, _AHEAD * readers.jobs - len(line))):
                begun = begin(each)
                line.append((begun, job_of(begun)))
            if not line:
                return
            jobs = [job for _, job in line if job]
            for job in jobs:
                job.advance()
            first, its_job = line[0]
            if its_job is None or its_job.finished:
                yield first
                line.popleft()
            else:
                readers.wait(tuple(task for job in jobs for task in job.waiting_for))
    finally:
        for left, its_job in line:
            if its_job:
                its_job.cancel()
            leave(left)
