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
from archive.evidence.tray.rows import TypedRow
from archive.ingest import convert, sniff
from archive.ingest.jobs import Job
from archive.ingest.limits import GRACE, Limits, ReadFault
from archive.ingest.line import Work
from archive.ingest.mail import detach
from archive.ingest.readers import Pool, result_of
from archive.ingest.returned import read_returned
from archive.ingest.unpack import Member, unpack
from storage.files import make_directory

_PAGES = 20
"""Preparing may take the time of so many pages: ten minutes as usually set, for a ZIP on a slow disk."""

_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a file's PDF is kept, and in which folder what is in it is put.

    ``unpacked`` is None when nothing is to be taken out of it, ``zips`` False when a ZIP is not to be opened.
    ``sheets``: a sheet of the tray that comes back is no document.
    """

    converted: Path
    unpacked: Path | None = None
    zips: bool = True
    sheets: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """``path`` is what is to be read, None for a mere container; ``disk`` is the system's error number.

    ``converter`` is what made a PDF of it, without a version where it is not known. ``returned`` are the rows
    of a sheet of the tray, None of anything else.
    """

    media_type: str
    path: Path | None
    members: tuple[Member, ...] = ()
    disk: int | None = None
    converter: str = ""
    returned: tuple[TypedRow, ...] | None = None


class Opening(Work):
    """One file.

    ``name`` is the file's, where it is known: a text is taken only when it is named as one. What lies under
    the name of a PDF or a picture and is text is a copy that went wrong.
    """

    def __init__(
        self, path: Path, places: Places, readers: Pool, limits: Limits, name: str | None = None
    ) -> None:
        super().__init__(readers)
        self.prepared: Prepared | None = None
        self._path = path
        self._places = places
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
        converter = self.prepared.converter if self.prepared else ""
        return msgspec.structs.replace(reading, reader=f"{reader} {converter}") if converter else reading

    def advance(self) -> None:
        """Take what has finished and start what follows from it."""
        if self._preparing and self._preparing.done():
            self._take(self._preparing)
        if self._job:
            self._job.advance()

    def _prepare(self) -> "Future[Prepared]":
        seconds = GRACE + _PAGES * self._limits.seconds_per_page
        return self._readers.here.submit(seconds, prepare, self._path, self._places, self._limits)

    def _take(self, future: "Future[Prepared]") -> None:
        self._preparing = None
        try:
            self.prepared = result_of(future)
        except ReadFault as fault:
            if fault.reason in (Reason.READER_DIED, Reason.READER_SLOW) and not self._again:
                # It may well have been another file's fault, or that of a machine with too much to do.
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
    returned = read_returned(path, media_type) if places.sheets else None
    if returned is not None:
        return Prepared(media_type, None, returned=returned)
    try:
        if media_type in sniff.CONVERTED:
            # A PDF that is there may be of another LibreOffice; it serves where there is none any more.
            if convert.converter() or not places.converted.is_file():
                convert.convert(path, media_type, places.converted, limits)
            return Prepared(media_type, places.converted, converter=convert.version() or "libreoffice")
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
