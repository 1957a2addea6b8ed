"""Searchers: processes of their own that answer questions, so that several are answered at once.

To put hits in order is Python's work, of which one process does one thing at a time.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.home import Archive
from archive.index.hits import Answer, Question
from archive.index.together import School, search_in


class Searchers:
    """Processes that search the archives as one; without any, questions are answered by the caller's."""

    def __init__(self, archives: Sequence[Archive], processes: int) -> None:
        self._roots = tuple(archive.root for archive in archives)
        self._schools = tuple(map(School.of, archives))
        self._processes = processes
        self._renewing = threading.Lock()
        self._pool = self._started() if processes else None

    def search(self, question: Question) -> Answer:
        """The answer; raises as ``search_in`` does. May be asked by several threads."""
        pool = self._pool
        if pool is None:
            return search_in(self._schools, question)
        try:
            return pool.submit(_answer, question).result()
        except BrokenProcessPool:
            # One was killed, perhaps for want of memory.
            self._renew(pool)
            return search_in(self._schools, question)

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._processes, context, _begin, (self._roots,))
        # They start when there is something to do: the first who asks need not wait for that.
        for _ in range(self._processes):
            pool.submit(_answer, Question("", limit=0))
        return pool

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        with self._renewing:
            if self._pool is broken:
                self._pool = self._started()


_schools: tuple[School, ...] = ()
"""Of a searching process: what it searches."""


def _begin(roots: Sequence[Path]) -> None:
    global _schools  # noqa: PLW0603 - the process is for nothing else
    # Ctrl-C is for the parent, which ends us in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _schools = tuple(School.of(Archive.open(root)) for root in roots)


def _answer(question: Question) -> Answer:
    return search_in(_schools, question)


def _end_with_parent() -> None:
    """A parent that was killed ends nobody, and nobody else would."""
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
    os._exit(1)
