"""Pipeline: settled arrivals become documents, one registrar writing in the order of arrival."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.evidence import events
from archive.evidence.documents import Reading
from archive.evidence.filing import label_of
from archive.evidence.refusals import Reason, Waiting
from archive.evidence.titles import own_title
from archive.evidence.tray.rows import TypedRow
from archive.home import Registrar
from archive.ingest import sniff
from archive.ingest.answered import answered
from archive.ingest.arrivals import Arrival, Signature, is_being_written, natural, open_arrival
from archive.ingest.deciding import Decider
from archive.ingest.limits import Limits
from archive.ingest.line import in_order
from archive.ingest.opening import Opening, Places
from archive.ingest.outcomes import Outcome, waiting
from archive.ingest.readers import Pool
from archive.ingest.refuse import refuse
from archive.ingest.unpack import Member
from storage.objects import Staged

_FULL = (errno.ENOSPC, errno.EDQUOT)
_DOUBTFUL = (Reason.EMPTY, Reason.BROKEN, Reason.UNSUPPORTED)
"""Refusals that a file still being copied would get too."""

_DEEPEST = 2
"""Files within files: an attachment of a mail in a ZIP is taken out, what is in that is not."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    arrival: Arrival
    staged: Staged
    opening: Opening


class Pipeline:
    """Takes arrivals in. ``doubtful`` tells whether one may still be on its way though it looks settled."""

    def __init__(
        self,
        registrar: Registrar,
        readers: Pool,
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
        self._decider = Decider(registrar)
        # What a killed run had taken out of files that still lie in the drop folder, whole.
        shutil.rmtree(self._archive.unpacked, ignore_errors=True)

    def take(self, arrivals: Iterable[Arrival]) -> Generator[tuple[Arrival, Outcome]]:
        """The outcomes in the order of the arrivals, each with the arrival of which it came.

        A ZIP has one for each file in it, a mail those of its attachments before its own. Such an arrival
        waits as a whole for what one of them waits for, which then is its last outcome.
        """
        with closing(in_order(arrivals, self._start, _opening, self._readers, self._leave)) as line:
            for arrival, begun in line:
                if isinstance(begun, Outcome):
                    yield arrival, begun
                else:
                    yield from ((arrival, outcome) for outcome in self._outcomes(begun))

    def _outcomes(self, read: _UnderWay) -> Generator[Outcome]:
        prepared = read.opening.prepared
        if prepared and prepared.members and not read.opening.refusal:
            within = (*read.arrival.within, prepared.media_type)
            # In the order of their names, as the files of a folder are.
            found = sorted(prepared.members, key=lambda member: natural(member.label))
            members = (_arrival_of(member, read.arrival, within) for member in found)
            with closing(self.take(members)) as taken:
                for _, outcome in taken:
                    yield outcome
                    if outcome.kind == "waiting":
                        # Nothing of it is lost: the file stays in the drop folder, and is opened again.
                        self._leave((read.arrival, read))
                        return
            if prepared.path is None:
                self._leave((read.arrival, read))
                read.arrival.remove()
                return
        self._clear(read.staged)
        if prepared and prepared.returned is not None:
            yield from self._returned(read.arrival, read.staged, prepared.returned)
        else:
            yield self._finish(read)

    def _returned(self, arrival: Arrival, staged: Staged, rows: tuple[TypedRow, ...]) -> Generator[Outcome]:
        self._archive.objects.discard(staged)
        try:
            yield from answered(self._registrar, arrival, rows)
        except (OSError, sqlite3.OperationalError) as fault:
            yield self._system_fault(arrival, fault)

    def _leave(self, begun: "_Begun") -> None:
        _, read = begun
        if isinstance(read, _UnderWay):
            self._archive.objects.discard(read.staged)
            self._clear(read.staged)

    def _clear(self, staged: Staged) -> None:
        """Remove what was taken out of a file, or was being when that failed."""
        shutil.rmtree(self._unpacked(staged), ignore_errors=True)

    def _unpacked(self, staged: Staged) -> Path:
        return self._archive.unpacked / staged.path.name

    def _start(self, arrival: Arrival) -> "_Begun":
        """Copy the file in and hand it to the readers; an outcome where it comes no further."""
        return arrival, self._begin(arrival)

    def _begin(self, arrival: Arrival) -> _UnderWay | Outcome:
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
        unpacked = self._unpacked(staged) if len(arrival.within) < _DEEPEST else None
        zips = sniff.ZIP not in arrival.within
        places = Places(self._archive.converted(staged.digest), unpacked, zips, sheets=True)
        name = Path(arrival.label).name
        return _UnderWay(arrival, staged, Opening(staged.path, places, self._readers, self._limits, name))

    def _stage(self, arrival: Arrival) -> Staged | Outcome:
        with open_arrival(arrival) as stream:
            if is_being_written(stream.fileno()):
                return waiting(arrival.label, Waiting.BUSY)
            staged = self._registrar.stage(stream)
        if staged.size != arrival.signature.size or not arrival.unchanged:
            self._archive.objects.discard(staged)
            return waiting(arrival.label, Waiting.CHANGED if arrival.path.exists() else Waiting.REMOVED)
        return self._again(arrival, staged) if self._registrar.knows(staged.digest) else staged

    def _finish(self, read: _UnderWay) -> Outcome:
        arrival, staged, opening = read.arrival, read.staged, read.opening
        try:
            if opening.disk_fault:
                raise opening.disk_fault
            # The same bytes may have come in under another name while these were read.
            if self._registrar.knows(staged.digest):
                return self._again(arrival, staged)
            if reason := opening.refusal:
                self._archive.objects.discard(staged)
                self._archive.converted(staged.digest).unlink(missing_ok=True)
                return self._refused(arrival, reason, staged.digest)
            return self._taken(arrival, staged, opening)
        except (OSError, sqlite3.OperationalError) as fault:
            self._archive.objects.discard(staged)
            return self._system_fault(arrival, fault)

    def _taken(self, arrival: Arrival, staged: Staged, opening: Opening) -> Outcome:
        reading = opening.reading(staged.digest, self._reader)
        count = len(reading.pages)
        received = events.Received(staged.digest, arrival.label, staged.size, reading.media_type, count)
        label = label_of(arrival.label, self._archive.cycles)
        title = own_title(label.title, reading.letterhead)
        filed, reason = self._filing(staged.digest, arrival.label, title, reading)
        self._registrar.receive(staged, reading, received, *((filed,) if filed else ()))
        arrival.remove()
        return Outcome(
            "filed" if filed else "tray",
            arrival.label,
            reason,
            staged.digest,
            filed.code if filed else None,
            count,
            sum(1 for page in reading.pages if page.fault),
        )

    def _filing(
        self, document: str, path: str, title: str, reading: Reading | None
    ) -> tuple[events.Filed | None, str]:
        """The event that files a document, and the reason; no event leaves it in the tray."""
        placement = self._decider.decide(path, reading)
        if placement.code is None:
            return None, placement.reason
        label = label_of(path, self._archive.cycles)
        year = str(label.school_year) if label.school_year else None
        return events.Filed(document, placement.code.plain, title, placement.reason, year), placement.reason

    def _again(self, arrival: Arrival, staged: Staged) -> Outcome:
        """Bytes that are in the archive: another name is noted, and the name files them if none has yet."""
        catalogue, digest = self._registrar.catalogue, staged.digest
        self._registrar.keep(staged)
        record: list[events.Event] = []
        document = catalogue.document(digest)
        assert document is not None  # noqa: S101 - asked for just before, under the writer's lock
        code, reason = document.code, "known"
        if not catalogue.was_dropped(digest, arrival.label):
            record.append(events.ReceivedAgain(digest, arrival.label))
        if code is None:
            # Also under its first name: what was to file it then may have been lost with the power.
            title = label_of(arrival.label, self._archive.cycles).title or document.title
            # What a person took from under a code goes under one again only if the file's path names it.
            undone = any(line.kind == "unfiled" for line in catalogue.history_of_document(digest))
            reading = None if undone else self._archive.readings.load(digest)
            filed, why = self._filing(digest, arrival.label, title, reading)
            if filed and not (undone and why == "criterion-in-folder"):
                record.append(filed)
                code, reason = filed.code, why
        if record:
            self._registrar.record(*record)
        arrival.remove()
        return Outcome("again", arrival.label, reason, digest, code, document.pages)

    def _refused(self, arrival: Arrival, reason: Reason, digest: str | None) -> Outcome:
        if reason in _DOUBTFUL and not arrival.within and self._doubtful(arrival):
            return waiting(arrival.label, Waiting.UNSETTLED)
        if not arrival.unchanged:
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


_Begun = tuple[Arrival, _UnderWay | Outcome]


def _opening(begun: _Begun) -> Opening | None:
    return begun[1].opening if isinstance(begun[1], _UnderWay) else None


def _arrival_of(member: Member, container: Arrival, within: tuple[str, ...]) -> Arrival:
    label = f"{container.label}/{member.label}"
    return Arrival(member.path, label, "file", Signature.of(member.path.lstat()), within)
