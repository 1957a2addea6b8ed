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
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar
from weakref import WeakKeyDictionary

from pebble import ProcessExpired, ProcessPool

from archive.evidence.refusals import Reason
from archive.ingest.faults import ClusterFault, ClusterMissing
from archive.ingest.limits import ReadFault
from archive.settings import PROCESSES, Settings

if TYPE_CHECKING:
    from archive.ingest.cluster import ClusterReaders

T = TypeVar("T")

_TASKS_A_PROCESS = 500
"""Tasks after which a process is replaced, so that no library's leak adds up."""

_LOOK_AT_POOL = 1.0
"""Seconds between two looks whether the pool is still at work."""

_LOOK_AT_PARENT = 1.0
"""Seconds between two looks whether the parent is there."""


class Pool(Protocol):
    """Where files are read: in processes of this machine, or on a cluster's."""

    @property
    def jobs(self) -> int:
        """Tasks that are worked on at once."""

    @property
    def here(self) -> "Readers":
        """The processes that see this machine's files, for tasks that write some or leave some behind."""

    def submit(self, seconds: float, task: Callable[..., T], *arguments: object) -> "Future[T]":
        """Run ``task`` apart, for ``seconds`` at most from when it starts.

        Each ``Path`` among the arguments is a file's, whose bytes are there under it when the task runs.
        """

    def wait(self, futures: "Collection[Future[Any]]") -> None:
        """Wait until one of the futures is done."""


class Readers:
    """A pool of reading processes, which start when there is something to do; a ``Pool``."""

    def __init__(self, jobs: int, memory: int) -> None:
        self.jobs = jobs or cores()
        self._memory = memory
        self._changing = threading.Lock()
        self._closed = False
        self._pool: ProcessPool | None = None
        self._pool_of: WeakKeyDictionary[Future[Any], ProcessPool] = WeakKeyDictionary()

    @property
    def here(self) -> "Readers":
        """These: their processes see this machine's files."""
        return self

    def _new_pool(self) -> ProcessPool:
        pool = ProcessPool(
            max_workers=self.jobs,
            max_tasks=_TASKS_A_PROCESS,
            initializer=_bound_process,
            initargs=(self._memory, os.getpid()),
            context=multiprocessing.get_context("spawn"),
        )
        with _interrupts_kept_away():
            # Asking starts the processes. From their first moment on Ctrl-C is not for them.
            _ = pool.active
        return pool

    def submit(self, seconds: float, task: Callable[..., T], *arguments: object) -> "Future[T]":
        """Run ``task`` in a process, for ``seconds`` at most from when it starts."""
        pool = self._opened()
        try:
            future: Future[T] = pool.schedule(task, args=arguments, timeout=seconds)
        except RuntimeError:
            # pebble gives up a whole pool when a process dies that has nothing to do.
            pool = self._opened(instead_of=pool)
            future = pool.schedule(task, args=arguments, timeout=seconds)
        self._pool_of[future] = pool
        return future

    def _opened(self, instead_of: ProcessPool | None = None) -> ProcessPool:
        with self._changing:
            if self._closed:
                raise RuntimeError("the reading processes have been stopped")
            if self._pool is None:
                self._pool = self._new_pool()
            elif self._pool is instead_of:
                _end(self._pool)
                self._pool = self._new_pool()
            return self._pool

    def wait(self, futures: "Collection[Future[Any]]") -> None:
        """Wait until one of the futures is done. What a broken pool will never finish ends as its death."""
        while not wait(futures, _LOOK_AT_POOL, FIRST_COMPLETED).done:
            for future in futures:
                # Its own pool, which another may have replaced. A cluster's future has none here.
                pool = self._pool_of.get(future)
                if pool and not pool.active:
                    with suppress(InvalidStateError):
                        future.set_exception(BrokenProcessPool("lost with its pool"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changing:
            self._closed = True
        if self._pool:
            _end(self._pool)


def open_readers(settings: Settings, jobs: int, patience: float | None = None) -> "Readers | ClusterReaders":
    """What ``archive.toml`` says shall read; at most ``jobs`` tasks at once, unless that is 0.

    ``patience`` is for how many seconds a cluster may let us wait, if not as long as usual. Raises
    ``ClusterFault``.
    """
    memory = settings.reading.memory_mb << 20
    here = Readers(jobs or settings.reading.jobs, memory)
    if settings.readers == PROCESSES:
        return here
    try:
        from archive.ingest.cluster import ClusterReaders
    except ModuleNotFoundError as fault:
        if fault.name not in ("dask", "distributed"):
            raise
        raise ClusterMissing(settings.readers, fault) from fault
    waiting = {} if patience is None else {"patience": patience}
    return ClusterReaders(settings.readers, jobs, memory, settings.reading.languages, here, **waiting)


def result_of(future: "Future[T]") -> T:
    """What a finished task gave. A death or a time-out of its process is a ``ReadFault`` like any other.

    A ``ClusterFault`` is no file's, and stays what it is.
    """
    try:
        return future.result()
    except (ReadFault, ClusterFault):
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


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


@contextmanager
def _interrupts_kept_away() -> Iterator[None]:
    """Processes and threads begun in here, and what those begin, never get Ctrl-C.

    Holding signals back is handed down and can be done in any thread, unlike ignoring them.
    """
    # The process that this starts, where it is not there yet, would let signals through again behind itself.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
