"""Workplace: what a cluster's worker does for us: keep files sent to it, and read in bounded processes."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.fingerprint import Fingerprint, fingerprint
from archive.ingest.limits import ReadFault
from archive.ingest.parcels import Parcel, Parcels
from archive.ingest.readers import Readers, result_of

_FILES = "evidence-archive-files"

_changing = threading.Lock()
"""Held while one of the things that a worker has only once is asked for."""


@dataclass(frozen=True, slots=True)
class Call:
    """A task for a worker. Parcels among its arguments stand for the paths of files."""

    languages: str
    fingerprint: Fingerprint
    memory: int
    seconds: float
    task: Callable[..., object]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: a value, a fault of the file, or why it was not worked on.

    ``missing``: files that are to be sent to ``worker`` first. ``differs``: this worker would read otherwise.
    """

    worker: str
    value: object = None
    fault: Reason | None = None
    missing: tuple[Parcel, ...] = ()
    differs: Fingerprint | None = None


def carry_out(call: Call, worker: str, folder: Path, at_once: int) -> Answer:
    """Work on a call, on the worker at that address, which has this folder and works on so many at once."""
    if (found := fingerprint(call.languages)) != call.fingerprint:
        return Answer(worker, differs=found)
    wanted = tuple(each for each in call.arguments if isinstance(each, Parcel))
    parcels = parcels_in(folder)
    taken = parcels.take(wanted)
    try:
        if missing := tuple(parcel for parcel in wanted if parcel not in taken):
            return Answer(worker, missing=missing)
        arguments = (taken[each] if isinstance(each, Parcel) else each for each in call.arguments)
        readers = _readers(at_once, call.memory)
        future = readers.submit(call.seconds, call.task, *arguments)
        readers.wait((future,))
        answer = _answer(worker, future)
        # A file that went away meanwhile is no fault of its own, nor of its pages.
        gone = tuple(parcel for parcel, path in taken.items() if not path.is_file())
        return Answer(worker, missing=gone) if gone else answer
    finally:
        parcels.give_back(taken)


def _answer(worker: str, future: "Future[object]") -> Answer:
    try:
        return Answer(worker, result_of(future))
    except ReadFault as fault:
        return Answer(worker, fault=fault.reason)


def parcels_in(folder: Path) -> Parcels:
    """The files kept by the worker that has this folder."""
    with _changing:
        return _parcels_once(folder / _FILES)


def _readers(jobs: int, memory: int) -> Readers:
    with _changing:
        return _readers_once(jobs, memory)


@cache
def _readers_once(jobs: int, memory: int) -> Readers:
    # Dask's nanny marks its worker as one that may not have processes of its own.
    multiprocessing.current_process().daemon = False
    readers = Readers(jobs, memory)
    # They are to end before the worker waits for them.
    Finalize(None, readers.__exit__, exitpriority=100)
    return readers


_parcels_once = cache(Parcels)
