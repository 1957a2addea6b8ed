"""Opening: one file on its way to a reading, converted or unpacked first where need be."""

import errno
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from archive.evidence.documents import Reading
from archive.evidence.refusals import Reason
from archive.ingest import convert, sniff
from archive.ingest.jobs import Job
from archive.ingest.limits import GRACE, Limits, ReadFault
from archive.ingest.mail import detach
from archive.ingest.readers import Pool, result_of
from archive.ingest.unpack import Member, unpack
from storage.files import make_directory

_PAGES = 20
"""Preparing may take the time of so many pages: ten minutes as usually set, for a ZIP on a slow disk."""

_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a file's PDF is kept, and in which folder what is in it is put.

    ``unpacked`` is None when nothing is to be taken out of it, ``zips`` False when a ZIP is not to be opened.
    """

    converted: Path
    unpacked: Path | None = None
    zips: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """``path`` is what is to be read, None for a mere container; ``disk`` is the system's error number."""

    media_type: str
    path: Path | None
    members: tuple[Member, ...] = ()
    disk: int | None = None


class Opening:
    """One file; ``advance`` is called until ``finished``. The shape is that of ``Job``.

    ``name`` is the file's, where it is known: a text is taken only when it is named as one. What lies under
    the name of a PDF or a picture and is text is a copy that went wrong.
    """

    def __init__(
        self, path: Path, places: Places, readers: Pool, limits: Limits, name: str | None = None
    ) -> None:
        self.prepared: Prepared | None = None
        self._path = path
        self._places = places
        self._readers = readers
        self._limits = limits
        self._name = name
        self._fault: Reason | None = None
        self._job: Job | None = None
        self._preparing: Future[Prepared] | None = None
        self._again = False
        if _is_to_be_read_as_it_lies(path):
            self._job = Job(path, readers, limits)
        else:
            self._preparing = self._prepare()

    @property
    def finished(self) -> bool:
        """Whether nothing is outstanding."""
        return self._preparing is None and (self._job is None or self._job.finished)

    @property
    def waiting_for(self) -> Iterator[Future[Any]]:
        """The tasks under way."""
        if self._preparing:
            yield self._preparing
        if self._job:
            yield from self._job.waiting_for

    @property
    def refusal(self) -> Reason | None:
        """Why the file cannot be taken."""
        return self._fault or (self._job.refusal if self._job else None)

    @property
    def disk_fault(self) -> OSError | None:
        """The disk's fault, for which no file is to blame."""
        number = self.prepared.disk if self.prepared else None
        return OSError(number, "while a file was prepared for reading") if number else None

    def reading(self, document: str, reader: str) -> Reading:
        """The whole reading, once finished without a refusal."""
        if self._job is None:
            raise ValueError("nothing was read")
        reading = self._job.reading(document, reader)
        if reading.media_type in sniff.CONVERTED:
            return msgspec.structs.replace(reading, reader=f"{reader} {convert.version()}")
        return reading

    def advance(self) -> None:
        """Take what has finished and start what follows from it."""
        if self._preparing and self._preparing.done():
            self._take(self._preparing)
        if self._job:
            self._job.advance()

    def wait(self) -> None:
        """Wait until it is finished."""
        while not self.finished:
            self._readers.wait(tuple(self.waiting_for))
            self.advance()

    def cancel(self) -> None:
        """Stop waiting for anything."""
        for future in self.waiting_for:
            future.cancel()

    def _prepare(self) -> "Future[Prepared]":
        seconds = GRACE + _PAGES * self._limits.seconds_per_page
        return self._readers.here.submit(seconds, prepare, self._path, self._places, self._limits)

    def _take(self, future: "Future[Prepared]") -> None:
        self._preparing = None
        try:
            self.prepared = result_of(future)
        except ReadFault as fault:
            if fault.reason is Reason.READER_DIED and not self._again:
                # It may well have been another file's fault.
                self._again = True
                self._preparing = self._prepare()
                return
            self._fault = fault.reason
            return
        media_type, path = self.prepared.media_type, self.prepared.path
        if media_type == sniff.TEXT and self._name is not None and not self._name.lower().endswith(".txt"):
            self._fault = Reason.UNSUPPORTED
        elif path:
            self._job = Job(path, self._readers, self._limits, media_type)


def _is_to_be_read_as_it_lies(path: Path) -> bool:
    try:
        return sniff.is_known_by_its_start(path)
    except OSError:
        # An object that is missing: to read it is to find that out.
        return True


def prepare(path: Path, places: Places, limits: Limits) -> Prepared:
    """Sniff a file; convert or unpack it. Runs in a reading process. Raises ``ReadFault``."""
    if path.stat().st_size == 0:
        raise ReadFault(Reason.EMPTY)
    media_type = sniff.sniff(path)
    try:
        if media_type in sniff.CONVERTED:
            if not places.converted.is_file():
                convert.convert(path, media_type, places.converted, limits)
            return Prepared(media_type, places.converted)
        if media_type == sniff.ZIP and places.unpacked and places.zips:
            return Prepared(media_type, None, unpack(path, _folder_in(places.unpacked), limits))
        if media_type == sniff.EML:
            members = detach(path, _folder_in(places.unpacked), limits) if places.unpacked else ()
            return Prepared(media_type, path, members)
    except OSError as fault:
        if fault.errno in _DISK:
            return Prepared(media_type, None, disk=fault.errno)
        raise
    if media_type not in sniff.TAKEN:
        raise ReadFault(sniff.refusal_of(media_type))
    return Prepared(media_type, path)


def _folder_in(folder: Path) -> Path:
    make_directory(folder)
    return Path(tempfile.mkdtemp(dir=folder))
