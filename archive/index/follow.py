"""Follow: bring the index up to the catalogue, from wherever it stands, or from nothing.

Below the index's folder lies a folder for each engine and version, such as ``tantivy-3-1``. Where the one
that is asked for is missing, it is made under another name and given its own when it is whole: until then,
what lies there answers.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.catalogue import Catalogue
from archive.evidence.sight import Sight, marks_of
from archive.index import versions
from archive.index.engine import NAMES, Engine, open_engine
from archive.index.entries import Entry
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.hits import Answer, Question
from archive.index.known import Known
from archive.index.search import search
from archive.readings import Readings
from archive.records import DocumentRecord
from archive.settings import Engine as EngineName
from storage.files import make_directory
from storage.lock import Locked, writer_lock

_MAKING = ".making"
_LOCK = ".lock"


def follow(root: Path, catalogue: Catalogue, readings: Readings, name: EngineName = "tantivy") -> int:
    """Index the documents that changed since the index was last brought up; how many they were.

    An index that is damaged or ahead of the ledger is made anew. Raises IndexBusy while another process does
    this.
    """
    make_directory(root)
    try:
        with writer_lock(root / _LOCK):
            place = root / folder(name)
            index = _usable(name, place, catalogue.position.head.sequence)
            if index is None:
                return _made_anew(root, name, catalogue, readings)
            try:
                return _bring_up(index, catalogue, readings)
            finally:
                index.close()
    except Locked as locked:
        raise IndexBusy(str(locked)) from locked


class Following:
    """The index to search in, opened when first asked: of this engine and version, else what lies there.

    One that is made anew is seen by the next question. Makes nothing, and may be used by several threads.
    """

    def __init__(self, root: Path, name: EngineName) -> None:
        self._root = root
        self._name = name
        self._opening = threading.Lock()
        self._opened: tuple[Path, int, Engine] | None = None

    def search(self, question: Question) -> Answer:
        """The answer. Raises IndexUnusable; FileNotFoundError where there is no index."""
        try:
            return search(self._engine(), question)
        except IndexUnusable:
            # Perhaps it was being made anew: the next question opens what lies there then.
            with self._opening:
                self._opened = None
            raise

    def known(self, sight: Sight) -> Known:
        """Its words, as far as a reader may know them. Raises as ``search`` does."""
        return Known(self._engine().snapshot(), sight)

    @property
    def position(self) -> int:
        """How far it has followed the ledger; -1 where there is none, or not of this engine and version."""
        place = self._root / folder(self._name)
        return self._engine().position if place.is_dir() else -1

    def stands(self) -> bool:
        """Whether there is an index that can be opened, of whatever version."""
        try:
            self._engine()
        except (IndexUnusable, FileNotFoundError):
            return False
        return True

    def close(self) -> None:
        """Let go of the files."""
        with self._opening:
            if self._opened:
                self._opened[2].close()
                self._opened = None

    def _engine(self) -> Engine:
        with self._opening:
            name, place = self._place()
            here = place.stat().st_ino
            if self._opened is None or self._opened[:2] != (place, here):
                # Questions under way may still ask the one opened before: it goes with the last of them.
                self._opened = (place, here, open_engine(name, place))
            return self._opened[2]

    def _place(self) -> tuple[EngineName, Path]:
        wanted = self._root / folder(self._name)
        if wanted.is_dir():
            return self._name, wanted
        for name in NAMES:
            for other in sorted(self._root.glob(f"{name}-*")):
                return name, other
        raise FileNotFoundError(str(wanted))


def folder(name: EngineName) -> str:
    """The folder of an engine's index: another version's is another's."""
    return f"{name}-{versions.VERSION}"


def is_current(root: Path, name: EngineName) -> bool:
    """Whether there is an index of this engine and version."""
    return (root / folder(name)).is_dir()


def _usable(name: EngineName, place: Path, end: int) -> Engine | None:
    """The index that can be brought up; None where it has to be made anew."""
    if not place.is_dir():
        return None
    try:
        index = open_engine(name, place)
    except IndexUnusable:
        return None
    if index.position <= end:
        return index
    index.close()
    return None


def _made_anew(root: Path, name: EngineName, catalogue: Catalogue, readings: Readings) -> int:
    making, place = root / _MAKING, root / folder(name)
    shutil.rmtree(making, ignore_errors=True)
    index = open_engine(name, making)
    try:
        count = _bring_up(index, catalogue, readings)
    finally:
        index.close()
    shutil.rmtree(place, ignore_errors=True)
    making.rename(place)
    for other in root.iterdir():
        if other.is_dir() and other != place:
            shutil.rmtree(other, ignore_errors=True)
        elif other.is_file() and other.name != _LOCK:
            other.unlink(missing_ok=True)
    return count


def _bring_up(index: Engine, catalogue: Catalogue, readings: Readings) -> int:
    end = catalogue.position.head.sequence
    if index.position == end:
        return 0
    changed = catalogue.changed_after(index.position)
    # Of a document of which there is a better version, the better one answers.
    current = {digest: record for digest in changed if (record := catalogue.document(digest))}
    past = tuple(digest for digest, record in current.items() if record.replaced_by)
    found = (record for record in current.values() if not record.replaced_by)
    index.update(_entries(found, catalogue, readings), past, end)
    return len(changed)


def _entries(records: Iterable[DocumentRecord], catalogue: Catalogue, readings: Readings) -> Iterator[Entry]:
    codes = catalogue.codes()
    closed = catalogue.closed(codes)
    for record in records:
        reading = readings.load(record.digest)
        piece = catalogue.shelf.piece(record.code) if record.code else None
        pages = reading.pages if reading else ()
        yield Entry(
            document=record.digest,
            code=record.code,
            title=record.title,
            name=record.name,
            symbol=record.symbol,
            date=record.date,
            standard=str(piece.standard) if piece else None,
            criterion=piece.criterion if piece else None,
            box=str(piece.box) if piece and piece.box else None,
            school_year=record.school_year,
            type=record.type,
            issuer=record.issuer,
            origin=tuple(dict.fromkeys(page.origin for page in pages)),
            marks=marks_of(codes.standards(record.code or ""), record.digest in closed),
            pages=tuple(page.text for page in pages),
        )
