"""The search index (chỉ mục tìm kiếm) kept by Whoosh, in pure Python: where there is no tantivy.

It keeps the same rows and finds the same sets; at a school's size it takes some hundredths of a second.
"""

import zlib
from collections.abc import Iterable
from pathlib import Path

from whoosh import fields, formats, index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn
from whoosh.reading import IndexReader, TermNotFound
from whoosh.writing import LockError, SegmentWriter

from archive.index.engine_whoosh_snapshot import WhooshSnapshot, plainly_of_whoosh
from archive.index.entries import Entry
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.rows import PARTS, SETS, TEXTS, VALUES, row_of
from storage.files import replace_file

_POSITION = "position"
_MEGABYTES = 128  # a writer fills before it writes a segment
_PRESSED = 3  # of zlib's nine: half the size for a tenth of the time


class WhooshEngine:
    """An opened index. Searching takes no lock, and sees what another process has committed."""

    def __init__(self, path: Path, opened: index.Index) -> None:
        self._path = path
        self._index = opened
        self._reader: IndexReader | None = None
        self._seen: tuple[str, int] | None = None

    @classmethod
    def open(cls, path: Path) -> "WhooshEngine":
        """The index in directory `path`, made when missing. Raises IndexUnusable; OSError as files do."""
        path.mkdir(parents=True, exist_ok=True)
        with plainly_of_whoosh(path):
            if index.exists_in(str(path)):
                return cls(path, index.open_dir(str(path)))
            if any(path.iterdir()):
                raise IndexUnusable(f"{path}: files, but no index")
            return cls(path, index.create_in(str(path), _schema()))

    @property
    def position(self) -> int:
        """The ledger's sequence number up to which the index is; 0 when new."""
        try:
            return int((self._path / _POSITION).read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def update(self, entries: Iterable[Entry], gone: Iterable[str], position: int) -> None:
        """Put `entries` in place of what there was, and take out documents `gone`: one commit.

        Raises IndexBusy when another process writes.
        """
        try:
            writer: SegmentWriter = self._index.writer(limitmb=_MEGABYTES)
        except LockError as error:
            raise IndexBusy(f"{self._path}: {error}") from error
        try:
            rows = {entry.document: row_of(entry) for entry in entries}
            with plainly_of_whoosh(self._path):
                _take_out(writer, {*gone, *rows})
                for row in rows.values():
                    texts = {name: text.split() for name, text in row.texts.items() if text}
                    values = {name: list(found) for name, found in row.values.items() if found}
                    record = zlib.compress(row.record, _PRESSED)
                    writer.add_document(
                        **texts, **values, record=record, by_code=row.by_code, by_date=row.by_date
                    )
                writer.commit()
            replace_file(self._path / _POSITION, f"{position}\n".encode(), durable=False)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise

    def snapshot(self) -> "WhooshSnapshot":
        """The last commit."""
        with plainly_of_whoosh(self._path):
            seen, reader = self._seen, self._reader
            stamp = _look(self._path)
            # None there: somebody is building the index anew; what was opened still answers.
            if reader is None or stamp not in (seen, None):
                # Who asks the one before goes on with it; it lets go of its files with its last asker.
                reader = self._reader = self._index.reader()
                self._seen = stamp
            return WhooshSnapshot(self._path, reader)

    def close(self) -> None:
        """Let go of the files; the index cannot be used after."""
        self._reader = None
        self._index.close()


def _look(path: Path) -> tuple[str, int] | None:
    """The list of segments of the last commit, as a file."""
    lists = [(found.name, found.stat().st_ino) for found in path.glob("_MAIN_*.toc")]
    return max(lists, key=lambda found: (len(found[0]), found[0]), default=None)


def _take_out(writer: SegmentWriter, documents: Iterable[str]) -> None:
    reader = writer.reader()
    try:
        for document in documents:
            try:
                rows = list(reader.postings("document", document).all_ids())
            except TermNotFound:
                continue
            for row in rows:
                writer.delete_document(row)
    finally:
        reader.close()


class _Set(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Words or values of which it only matters that they are there."""

    def __init__(self) -> None:
        self.analyzer = SpaceSeparatedTokenizer()
        self.format = formats.Existence()
        self.scorable = False
        self.stored = False
        self.unique = False
        self.set_sortable(False)


def _schema() -> fields.Schema:
    schema = fields.Schema(
        record=fields.STORED(),
        by_code=fields.COLUMN(NumericColumn("q")),
        by_date=fields.COLUMN(NumericColumn("q")),
    )
    for name in (*SETS, *VALUES):
        schema.add(name, _Set())
    for name in (*TEXTS, *(f"in_{part}" for part in PARTS)):
        schema.add(name, fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
    return schema
