"""Home: one archive's directory, opened. The only writer of objects and ledger."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from archive.abbreviations import Pairs, load_abbreviations
from archive.catalogue import Catalogue, CatalogueMissing
from archive.confinement import Seen
from archive.connecting import remove_catalogue
from archive.editions.load import load_edition
from archive.evidence import events
from archive.evidence.codes import EvidenceCode
from archive.evidence.cycles import Cycles
from archive.evidence.documents import Reading
from archive.evidence.sight import ALL, Sight
from archive.evidence.years import SchoolYear
from archive.readings import Readings
from archive.settings import NAME, Settings, load_settings
from storage.check import Finding, check
from storage.digest import Digest
from storage.files import make_directory, replace_file
from storage.ledger import BrokenChain, Head, Ledger, LedgerWriter, Line
from storage.lock import Locked, writer_lock
from storage.objects import ObjectStore, Staged

_SQLITE_ROOM = 1 << 16
"""Bytes that SQLite needs beside a catalogue to open it."""

_FOLDERS = ("drop", "refused", "exports", "objects", "ledger", "derived", "access")

_CONFIGURATION = """\
# Cấu hình kho minh chứng. Mọi mục và giá trị mặc định: docs/running.md
school = {school}
edition = {edition}
"""


class NotAHome(Exception):
    """The directory holds no archive."""


class HomeExists(Exception):
    """The directory holds an archive already, or other files."""


class Archive:
    """One opened home. All paths below are inside ``root``, so a copy of ``root`` is the whole archive."""

    def __init__(self, root: Path, settings: Settings, cycles: Cycles, abbreviations: Pairs) -> None:
        self.root, self.settings, self.cycles = root, settings, cycles
        self.abbreviations = abbreviations
        self.edition = cycles.main
        self.drop = root / "drop"
        self.refused = root / "refused"
        self.exports = root / "exports"
        self.derived = root / "derived"
        self.access = root / "access"
        self.objects = ObjectStore(root / "objects")
        self.ledger = Ledger(root / "ledger")
        self.readings = Readings(self.derived / "readings")
        self.page_images = self.derived / "pages"
        self.converted_files = self.derived / "converted"
        self.unpacked = self.derived / "unpacked"
        self.index_path = self.derived / "index"
        self.catalogue_path = self.derived / "catalogue.sqlite"
        self._seen: dict[Sight, tuple[Head, Seen]] = {}

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a home. Raises ``NotAHome``, ``SettingsFault``; ``ValueError`` for other faulty tables."""
        if not (root / NAME).is_file():
            raise NotAHome(str(root))
        settings = load_settings(root / NAME)
        ids = (settings.edition, *settings.other_editions)
        cycles = Cycles(tuple(load_edition(id, root / "editions") for id in ids))
        return cls(root.resolve(), settings, cycles, load_abbreviations(root))

    @classmethod
    def create(cls, root: Path, school: str, edition: str, at: datetime, by: str) -> Self:
        """Make a home in a new or empty directory. Raises ``HomeExists``; ``ValueError``: unknown edition."""
        if root.exists() and not _is_vacant(root):
            raise HomeExists(str(root))
        load_edition(edition)
        for folder in _FOLDERS:
            make_directory(root / folder)
        configuration = _CONFIGURATION.format(school=_toml_text(school), edition=_toml_text(edition))
        # The settings come last: a directory without them is no home.
        replace_file(root / NAME, configuration.encode())
        archive = cls.open(root)
        with archive.writing(lambda: at, by) as registrar:
            registrar.record(events.Opened(events.FORMAT, school, edition))
        return archive

    def catalogue(self, sight: Sight = ALL) -> Catalogue:
        """The catalogue within a sight, for reading. Raises ``CatalogueMissing``, ``EditionMissing``."""
        catalogue = Catalogue.open_for_reading(self.catalogue_path, self.cycles)
        if sight != ALL:
            catalogue.narrow(sight, self._seen)
        return catalogue

    def original(self, digest: str) -> Path:
        """Where a document's bytes lie."""
        return self.objects.path(Digest(digest))

    def converted(self, digest: str) -> Path:
        """The PDF that a document of an office format was converted to: where it lies, or would lie."""
        return self.converted_files / digest[:2] / f"{digest}.pdf"

    @contextmanager
    def writing(self, now: Callable[[], datetime], by: str, patience: float = 10.0) -> Iterator["Registrar"]:
        """Hold the writer's lock and give the registrar. Raises ``Locked``, ``BrokenChain``."""
        with self.locked(patience), self.registrar(now, by) as registrar:
            yield registrar

    @contextmanager
    def locked(self, patience: float) -> Iterator[None]:
        """Hold the writer's lock, waiting ``patience`` seconds for it at most. Raises ``Locked``."""
        with writer_lock(self.root / ".lock", patience):
            yield

    @contextmanager
    def registrar(self, now: Callable[[], datetime], by: str) -> Iterator["Registrar"]:
        """The registrar, for the holder of the lock. Raises ``BrokenChain``."""
        catalogue = self._catalogue_to_follow()
        try:
            registrar = Registrar(self, catalogue, now, by)
            registrar.follow()
            yield registrar
        finally:
            catalogue.close()

    def _catalogue_to_follow(self) -> Catalogue:
        try:
            return Catalogue.open_for_following(self.catalogue_path, self.cycles)
        except sqlite3.OperationalError as fault:
            if shutil.disk_usage(self.derived).free >= _SQLITE_ROOM:
                raise
            # SQLite calls a disk with no room for its shared memory an I/O error.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.catalogue_path)) from fault

    def up_to_date_catalogue(self, now: Callable[[], datetime], by: str) -> Catalogue:
        """The catalogue for reading, brought up to date first where it is behind and nobody else writes."""
        there = False
        try:
            with self.catalogue() as catalogue:
                there = True
                if catalogue.position.head == self.ledger.end().head:
                    return self.catalogue()
        except (CatalogueMissing, sqlite3.Error):
            pass
        try:
            with self.writing(now, by, patience=0.0 if there else 10.0):
                pass
        except (Locked, PermissionError):
            if not there:
                raise
        return self.catalogue()

    def readings_missing(self, catalogue: Catalogue) -> int:
        """How many documents cannot be found by their words, since their readings are gone."""
        return sum(1 for one in catalogue.all_documents() if not self.readings.path(one.digest).is_file())

    def check(self, progress: Callable[[Digest], None] = lambda _: None) -> Iterator[Finding]:
        """Everything about the two truths that is not as it should be; repairs nothing.

        The catalogue serves as the witness of the ledger's length: a ledger cut short has lost lines
        that the catalogue has seen.
        """
        broken = False
        for finding in check(self.objects, self.ledger, _objects_named, progress):
            broken = broken or finding.kind == "chain-broken"
            yield finding
        try:
            with Catalogue.open_for_reading(self.catalogue_path) as catalogue:
                seen = catalogue.position.head
        except (CatalogueMissing, sqlite3.Error):
            return
        # A chain that is broken has its finding, and cannot be followed to its end.
        if not broken and seen.sequence and seen not in self._heads():
            why = f"line {seen.sequence} is not the one that was read before"
            yield Finding("chain-broken", "catalogue", why)

    def _heads(self) -> Iterator[Head]:
        return (position.head for _, position in self.ledger.read())


class Registrar:
    """The one that writes: objects, ledger lines, and the catalogue's new rows, in that order."""

    def __init__(self, archive: Archive, catalogue: Catalogue, now: Callable[[], datetime], by: str) -> None:
        self.archive = archive
        self.catalogue = catalogue
        self.now = now
        self._by = by
        self._ledger = LedgerWriter(archive.ledger)
        self._given: set[EvidenceCode] | None = None
        archive.objects.sweep()
        # What a killed writer was putting in place of a note, a reading or a converted file.
        for folder in (archive.refused, archive.readings.root, archive.converted_files):
            for path in folder.glob("*/.partial-*"):
                path.unlink(missing_ok=True)

    def stage(self, stream: BinaryIO) -> Staged:
        """Copy bytes in, hashed and forced to disk, not yet kept."""
        return self.archive.objects.stage(stream)

    def knows(self, digest: str) -> bool:
        """Whether a document of these bytes is in the archive."""
        # A catalogue that a full disk left behind the ledger would let the same bytes in twice.
        self.follow()
        return self.catalogue.document(digest) is not None

    def codes_given(self) -> Iterable[EvidenceCode]:
        """Every code of the main edition that was ever given."""
        if self._given is None:
            main = self.archive.edition
            self._given = {main.code_style.parse(code) for code in self.catalogue.shelf.codes_given(main.id)}
        return self._given

    def receive(self, staged: Staged, reading: Reading, *record: events.Event) -> None:
        """Keep the bytes, then the reading, then the ledger lines: each safe on disk before the next."""
        self.archive.objects.commit(staged)
        self.archive.readings.save(reading)
        self.record(*record)

    def keep(self, staged: Staged) -> None:
        """Bytes of a document in the archive: an object that is missing or damaged is made whole by them."""
        self.archive.objects.commit(staged)

    def record(self, *record: events.Event) -> Head:
        """Append events to the ledger as one batch, and follow them in the catalogue."""
        at = self.now()
        segment = str(SchoolYear.of(at.date(), self.archive.settings.year_starts))
        head = self._ledger.append(
            segment, at.isoformat(timespec="seconds"), self._by, [events.encode(event) for event in record]
        )
        self.follow()
        for event in record:
            if isinstance(event, events.Registered):
                self._given = None  # with an old code, which is given too
            elif isinstance(event, events.Filed) and self._given is not None:
                coded = self.archive.cycles.parse(event.code)
                if coded.edition is self.archive.edition:
                    self._given.add(coded.code)
        return head

    def follow(self) -> int:
        """Bring the catalogue up to the ledger's end; how many lines that took.

        Raises ``BrokenChain`` when the ledger lacks lines that the catalogue has seen.
        """
        archive = self.archive
        starts = archive.settings.year_starts
        count = self.catalogue.follow(archive.ledger, archive.readings, archive.cycles, starts)
        seen = self.catalogue.position
        if seen.head != self._ledger.head:
            why = f"the history's line {seen.head.sequence} is not the one that was read before"
            raise BrokenChain(seen.segment, seen.head.sequence, why)
        return count


def rebuild_catalogue(archive: Archive, now: Callable[[], datetime], by: str) -> int:
    """Delete the catalogue and make it anew from ledger and readings; how many ledger lines there were.

    For the holder of the lock.
    """
    remove_catalogue(archive.catalogue_path)
    with archive.registrar(now, by) as registrar:
        return registrar.catalogue.position.head.sequence


def _is_vacant(root: Path) -> bool:
    """Whether a home can be made here: nothing, or the empty folders of one that was never finished."""
    return root.is_dir() and all(
        path.name in _FOLDERS and path.is_dir() and not any(path.iterdir()) for path in root.iterdir()
    )


def remove_derived(archive: Archive) -> None:
    """Delete page images and index. Readings, and the PDFs that some are of, stay until there are others."""
    for path in (archive.page_images, archive.index_path):
        shutil.rmtree(path, ignore_errors=True)


def _objects_named(line: Line) -> tuple[Digest, ...]:
    return events.objects_named(events.decode(line.event))


def _toml_text(text: str) -> str:
    # A JSON string is a valid basic string of TOML.
    return msgspec.json.encode(text).decode()
