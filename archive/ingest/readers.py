"""Readers: the processes in which files are opened, bounded in time and memory.

A hostile file kills its process, never the archive. The shape is that of ``concurrent.futures``.
"""

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault

T = TypeVar("T")

_TASKS_A_PROCESS = 500
"""Tasks after which a process is replaced, so that no library's leak adds up."""

_LOOK_AT_POOL = 1.0
"""Seconds between two looks whether the pool is still at work."""

_LOOK_AT_PARENT = 1.0
"""Seconds between two looks whether the parent is there."""


class Readers:
    """A pool of reading processes."""

    def __init__(self, jobs: int, memory: int) -> None:
        self.jobs = jobs or cores()
        self._memory = memory
        self._renewing = threading.Lock()
        self._closed = False
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        pool = ProcessPool(
            max_workers=self.jobs,
            max_tasks=_TASKS_A_PROCESS,
            initializer=_bound_process,
            initargs=(self._memory, os.getpid()),
            context=multiprocessing.get_context("spawn"),
        )
        with _interrupts_ignored():
            # Asking starts the processes. From their first moment on Ctrl-C is not for them.
            _ = pool.active
        return pool

    def submit(self, seconds: float, task: Callable[..., T], *arguments: object) -> "Future[T]":
        """Run ``task`` in a process, for ``seconds`` at most from when it starts."""
        pool = self._pool
        try:
            future: Future[T] = pool.schedule(task, args=arguments, timeout=seconds)
        except RuntimeError:
            # pebble gives up a whole pool when a process dies that has nothing to do.
            future = self._renewed(pool).schedule(task, args=arguments, timeout=seconds)
        return future

    def _renewed(self, broken: ProcessPool) -> ProcessPool:
        with self._renewing:
            if self._closed:
                raise RuntimeError("the reading processes have been stopped")
            if self._pool is broken:
                broken.stop()  # type: ignore[no-untyped-call]
                broken.join()
                self._pool = self._new_pool()
            return self._pool

    def wait(self, futures: "Collection[Future[Any]]") -> None:
        """Wait until one of the futures is done. What a broken pool will never finish ends as its death."""
        pool = self._pool
        while not wait(futures, _LOOK_AT_POOL, FIRST_COMPLETED).done:
            if not pool.active:
                for future in futures:
                    with suppress(InvalidStateError):
                        future.set_exception(BrokenProcessPool("lost with its pool"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def result_of(future: "Future[T]") -> T:
    """What a finished task gave. A death or a time-out of its process is a ``ReadFault`` like any other."""
    try:
        return future.result()
    except ReadFault:
        raise
    except TimeoutError as fault:
        raise ReadFault(Reason.READER_SLOW) from fault
    except (ProcessExpired, BrokenProcessPool, MemoryError, RecursionError) as fault:
        raise ReadFault(Reason.READER_DIED) from fault
    except Exception as fault:
        # Whatever a library raises over a file's content is the file's fault, and must not stop the others.
        raise ReadFault(Reason.BROKEN) from fault


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _bound_process(memory: int, parent: int) -> None:
    _, highest = resource.getrlimit(resource.RLIMIT_AS)
    if highest != resource.RLIM_INFINITY:
        # What the system allows may be less than what is asked for, and cannot be raised again.
        memory = min(memory, highest)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C is for the parent, which ends its pool in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries in C talk to the terminal about every odd byte; what matters comes back as a fault.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: a killed parent must not leave readers behind."""
    while os.getppid() == parent:
        time.sleep(_LOOK_AT_PARENT)
    os._exit(1)
