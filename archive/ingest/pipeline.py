"""Pipeline: settled arrivals become documents, one registrar writing in the order of arrival."""

import errno
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.evidence import events
from archive.evidence.filing import label_of, place
from archive.evidence.refusals import Reason, Waiting
from archive.evidence.titles import own_title
from archive.home import Registrar
from archive.ingest.arrivals import Arrival, Signature, is_being_written, open_arrival
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.outcomes import Outcome, waiting
from archive.ingest.readers import Readers
from archive.ingest.refuse import refuse
from storage.objects import Staged

_AHEAD = 3
"""Files under way for each reading process: enough to keep it busy, few enough to finish soon."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_DOUBTFUL = (Reason.EMPTY, Reason.BROKEN, Reason.UNSUPPORTED)
"""Refusals that a file still being copied would get too."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    arrival: Arrival
    staged: Staged
    job: Job


class Pipeline:
    """Takes arrivals in. ``doubtful`` tells whether one may still be on its way though it looks settled."""

    def __init__(
        self,
        registrar: Registrar,
        readers: Readers,
        reader: str,
        doubtful: Callable[[Arrival], bool],
        sentence: Callable[[Reason], str],
    ) -> None:
        self._registrar = registrar
        self._archive = registrar.archive
        self._readers = readers
        self._reader = reader
        self._limits = Limits.of(registrar.archive.settings)
        self._doubtful = doubtful
        self._sentence = sentence
        self._full = False

    def take(self, arrivals: Iterable[Arrival]) -> Iterator[Outcome]:
        """One outcome for each arrival, in their order."""
        coming = iter(arrivals)
        line: deque[_UnderWay | Outcome] = deque()
        try:
            while True:
                while len(line) < _AHEAD * self._readers.jobs and (arrival := next(coming, None)):
                    line.append(self._start(arrival))
                if not line:
                    return
                jobs = [each.job for each in line if isinstance(each, _UnderWay)]
                for job in jobs:
                    job.advance()
                first = line[0]
                if isinstance(first, Outcome):
                    yield first
                    line.popleft()
                elif first.job.finished:
                    yield self._finish(first)
                    line.popleft()
                else:
                    self._readers.wait([task for job in jobs for task in job.waiting_for])
        finally:
            for left in line:
                if isinstance(left, _UnderWay):
                    left.job.cancel()
                    self._archive.objects.discard(left.staged)

    def _start(self, arrival: Arrival) -> _UnderWay | Outcome:
        """Copy the file in and hand it to the readers; an outcome where it comes no further."""
        if self._full:
            return waiting(arrival.label, Waiting.DISK_FULL)
        try:
            if arrival.kind in ("closed", "failing"):
                closed = arrival.kind == "closed"
                return waiting(arrival.label, Waiting.NO_PERMISSION if closed else Waiting.UNREADABLE)
            if arrival.kind != "file":
                return self._refused(arrival, Reason.LINK if arrival.kind == "link" else Reason.SPECIAL, None)
            if arrival.signature.size > self._limits.bytes:
                return self._refused(arrival, Reason.TOO_LARGE, None)
            staged = self._stage(arrival)
        except FileNotFoundError:
            return waiting(arrival.label, Waiting.REMOVED)
        except PermissionError:
            return waiting(arrival.label, Waiting.NO_PERMISSION)
        except (OSError, sqlite3.OperationalError) as fault:
            return self._system_fault(arrival, fault)
        if isinstance(staged, Outcome):
            return staged
        return _UnderWay(arrival, staged, Job(staged.path, self._readers, self._limits))

    def _stage(self, arrival: Arrival) -> Staged | Outcome:
        with open_arrival(arrival) as stream:
            if is_being_written(stream.fileno()):
                return waiting(arrival.label, Waiting.BUSY)
            staged = self._registrar.stage(stream)
        if staged.size != arrival.signature.size or not _is_unchanged(arrival):
            self._archive.objects.discard(staged)
            return waiting(arrival.label, Waiting.CHANGED if arrival.path.exists() else Waiting.REMOVED)
        return self._again(arrival, staged) if self._registrar.knows(staged.digest) else staged

    def _finish(self, read: _UnderWay) -> Outcome:
        arrival, staged = read.arrival, read.staged
        try:
            # The same bytes may have come in under another name while these were read.
            if self._registrar.knows(staged.digest):
                return self._again(arrival, staged)
            if reason := read.job.refusal:
                self._archive.objects.discard(staged)
                return self._refused(arrival, reason, staged.digest)
            return self._taken(arrival, staged, read.job)
        except (OSError, sqlite3.OperationalError) as fault:
            self._archive.objects.discard(staged)
            return self._system_fault(arrival, fault)

    def _taken(self, arrival: Arrival, staged: Staged, job: Job) -> Outcome:
        reading = job.reading(staged.digest, self._reader)
        count = len(reading.pages)
        received = events.Received(staged.digest, arrival.label, staged.size, reading.media_type, count)
        label = label_of(arrival.label, self._archive.edition.code_style)
        title = own_title(label.title, reading.letterhead)
        filed, reason = self._filing(staged.digest, arrival.label, title)
        self._registrar.receive(staged, reading, received, *((filed,) if filed else ()))
        _remove(arrival)
        return Outcome(
            "filed" if filed else "tray",
            arrival.label,
            reason,
            staged.digest,
            filed.code if filed else None,
            count,
            sum(1 for page in reading.pages if page.fault),
        )

    def _filing(self, document: str, path: str, title: str) -> tuple[events.Filed | None, str]:
        """The event that files a document by its path, and the reason; no event leaves it in the tray."""
        edition = self._archive.edition
        label = label_of(path, edition.code_style)
        box = self._archive.settings.box_for(label.criterion.standard) if label.criterion else None
        placement = place(label, edition, self._registrar.codes_given(), box)
        if placement.code is None:
            return None, placement.reason
        year = str(label.school_year) if label.school_year else None
        code = edition.code_style.plain_of(placement.code)
        return events.Filed(document, code, title, placement.reason, year), placement.reason

    def _again(self, arrival: Arrival, staged: Staged) -> Outcome:
        """Bytes that are in the archive: another name is noted, and the name files them if none has yet."""
        catalogue, digest = self._registrar.catalogue, staged.digest
        self._registrar.keep(staged)
        record: list[events.Event] = []
        document = catalogue.document(digest)
        assert document is not None  # noqa: S101 - asked for just before, under the writer's lock
        code = document.code
        if not catalogue.was_dropped(digest, arrival.label):
            record.append(events.ReceivedAgain(digest, arrival.label))
        if code is None:
            # Also under its first name: what was to file it then may have been lost with the power.
            title = label_of(arrival.label, self._archive.edition.code_style).title or document.title
            filed, _ = self._filing(digest, arrival.label, title)
            if filed:
                record.append(filed)
                code = filed.code
        if record:
            self._registrar.record(*record)
        _remove(arrival)
        return Outcome("again", arrival.label, "known", digest, code, document.pages)

    def _refused(self, arrival: Arrival, reason: Reason, digest: str | None) -> Outcome:
        if reason in _DOUBTFUL and self._doubtful(arrival):
            return waiting(arrival.label, Waiting.UNSETTLED)
        if not _is_unchanged(arrival):
            return waiting(arrival.label, Waiting.CHANGED)
        try:
            refuse(self._registrar, arrival, reason, digest, self._sentence(reason))
        except OSError as fault:
            return self._system_fault(arrival, fault)
        return Outcome("refused", arrival.label, reason, digest)

    def _system_fault(self, arrival: Arrival, fault: OSError | sqlite3.OperationalError) -> Outcome:
        """The system failed us, not the file: it stays where it is."""
        if _is_full(fault):
            self._full = True
            return waiting(arrival.label, Waiting.DISK_FULL)
        return waiting(arrival.label, Waiting.UNREADABLE)


def _is_full(fault: OSError | sqlite3.OperationalError) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in _FULL
    # An extended code has the plain one in its lower byte; faults that SQLite did not report have none.
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL


def _is_unchanged(arrival: Arrival) -> bool:
    try:
        return Signature.of(arrival.path.lstat()) == arrival.signature
    except OSError:
        return False


def _remove(arrival: Arrival) -> None:
    """Take the source out of the drop folder, unless it is no longer what was taken in."""
    if _is_unchanged(arrival):
        try:
            arrival.path.unlink(missing_ok=True)
        except OSError:
            # A drop folder that may not be changed: the file is known, and is passed over next time.
            return
