"""The search index (chỉ mục tìm kiếm) kept by tantivy: one row a document, in a directory that can go."""

import errno
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.index.clauses import Clause, Worth
from archive.index.engine import Order
from archive.index.engine_tantivy_query import query_of
from archive.index.entries import FACETS, Entry
from archive.index.faults import IndexUnusable, plainly
from archive.index.rows import PARTS, SETS, TEXTS, VALUES, Record, Row, record_from, row_of
from archive.index.view import Linked, may_write
from storage.files import replace_file

_POSITION = "position"
"""The file beside the index that says how far it has followed the ledger."""

_HEAP = 64_000_000  # bytes a writer fills before it writes a segment
_MANY = 1_000  # entries; from so many on the machine's cores share the work
_VALUES_AT_MOST = 100_000  # of one facet
_SEGMENT = 32  # bits; a row is the segment's number and the row's within it


class TantivyEngine:
    """An opened index. Searching takes no lock, and sees what another process has committed."""

    def __init__(self, path: Path, index: tantivy.Index | None) -> None:
        self._path = path
        self._linked = Linked(path) if index is None else None
        self._lock = threading.Lock()
        self._index = index
        self._stamp: tuple[int, int, int] | None = None
        self._loaded: tuple[tantivy.Searcher, tantivy.Schema] | None = None
        with plainly(path):
            self._load()

    @classmethod
    def open(cls, path: Path) -> "TantivyEngine":
        """The index in directory `path`, made when missing. Raises IndexUnusable; OSError as files do.

        Where nobody may write in the directory it is read through links to its files, since tantivy puts
        a short-lived lock beside the files that it opens.
        """
        if (path / "meta.json").is_file() and not may_write(path):
            return cls(path, None)
        path.mkdir(parents=True, exist_ok=True)
        with plainly(path):
            if not tantivy.Index.exists(str(path)):
                if any(path.iterdir()):
                    raise IndexUnusable(f"{path}: files, but no meta.json")
                return cls(path, tantivy.Index(_schema(), str(path)))
            return cls(path, tantivy.Index.open(str(path)))

    @property
    def position(self) -> int:
        """The ledger's sequence number up to which the index is; 0 when new."""
        try:
            return int((self._path / _POSITION).read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def update(self, entries: Iterable[Entry], gone: Iterable[str], position: int) -> None:
        """Put `entries` in place of what there was, and take out documents `gone`: one commit.

        `position` is written after the commit: killed in between, the same update is done again. It is no
        row of the index, whose word statistics then are the same however often it was brought up.
        Raises IndexBusy when another process writes.
        """
        if self._linked or self._index is None:
            raise PermissionError(errno.EACCES, "opened to be read", str(self._path))
        waiting = iter(entries)
        first = tuple(row for row, _ in zip(map(row_of, waiting), range(_MANY), strict=False))
        with plainly(self._path):
            # A thread is not worth its start where there are few.
            writer = self._index.writer(_HEAP, 1 if len(first) < _MANY else 2)
        try:
            for document in gone:
                writer.delete_documents_by_term("document", document)
            for rows in (first, map(row_of, waiting)):
                for row in rows:
                    with plainly(self._path):
                        writer.delete_documents_by_term("document", row.values["document"][0])
                        writer.add_document(_document(row))
            with plainly(self._path):
                writer.commit()
            replace_file(self._path / _POSITION, f"{position}\n".encode(), durable=False)
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()  # also lets go of the lock

    def snapshot(self) -> "TantivySnapshot":
        """The last commit."""
        with plainly(self._path), self._lock:
            # No meta.json: somebody is building the index anew; what was opened still answers.
            if _look(self._path) not in (self._stamp, None):
                self._load()
            if self._loaded is None:
                raise IndexUnusable(f"{self._path}: closed")
            return TantivySnapshot(self._path, *self._loaded)

    def close(self) -> None:
        """Let go of the files; the index cannot be used after."""
        with self._lock:
            self._loaded = self._index = None
            if self._linked:
                self._linked.close()

    def _load(self) -> None:
        seen = _look(self._path)
        if self._linked:
            self._index = self._linked.read(lambda view: tantivy.Index.open(str(view)))
        if self._index is not None:
            self._index.config_reader("manual")  # no thread that watches: `snapshot` looks by itself
            self._index.reload()
            self._loaded = self._index.searcher(), self._index.schema
        self._stamp = seen


class TantivySnapshot:
    """One commit of the index, asked. Raises IndexUnusable when the files are damaged."""

    def __init__(self, path: Path, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._path = path
        self._searcher = searcher
        self._schema = schema

    def size(self) -> int:
        """How many documents there are."""
        return int(self._searcher.num_docs)

    def count(self, clause: Clause) -> int:
        """How many documents a clause has."""
        with plainly(self._path):
            # In the order of a field, so that no scores are worked out.
            found = self._searcher.search(
                query_of(self._schema, clause), limit=1, count=True, order_by_field="by_code"
            )
        return int(found.count)  # type: ignore[attr-defined]  # left out of its types

    def best(self, clause: Clause, worth: Worth, limit: int) -> Sequence[int]:
        """The rows worth most, best first."""
        counting = [
            Query.const_score_query(query_of(self._schema, one), points) for one, points in worth.sets
        ]
        counting += [
            Query.boost_query(Query.term_query(self._schema, "folded", word), factor)
            for word, factor in worth.words
        ]
        query = Query.const_score_query(query_of(self._schema, clause), 0.0)
        query = Query.boolean_query([(Occur.Must, query), *((Occur.Should, one) for one in counting)])
        with plainly(self._path):
            hits = self._searcher.search(query, limit=max(1, limit), count=False).hits
        return [_number(address) for _, address in hits]

    def ordered(self, clause: Clause, by: Order, offset: int, limit: int) -> Sequence[int]:
        """The rows of a stretch: latest first, or by code; what has none last."""
        with plainly(self._path):
            hits = self._searcher.search(
                query_of(self._schema, clause),
                limit=max(1, limit),
                count=False,
                order_by_field=f"by_{by}",
                offset=offset,
                order=tantivy.Order.Asc if by == "code" else tantivy.Order.Desc,
            ).hits
        return [_number(address) for _, address in hits]

    def tally(self, clause: Clause, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many documents have each value."""
        if not facets:
            return {}
        asked = {facet: {"terms": {"field": facet, "size": _VALUES_AT_MOST}} for facet in facets}
        with plainly(self._path):
            answer = self._searcher.aggregate(query_of(self._schema, clause), asked)
        return {
            facet: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[facet]["buckets"]}
            for facet in facets
        }

    def records(self, rows: Sequence[int]) -> Sequence[Record]:
        """What the rows keep."""
        with plainly(self._path):
            return [record_from(self._searcher.doc(_address(row)).get_first("record") or b"") for row in rows]

    def frequency(self, word: str) -> int:
        """How many documents have a word."""
        with plainly(self._path):
            return int(self._searcher.doc_freq("words", word))

    def values(self, field: str) -> Iterable[str]:
        """The words or values of a field."""
        with plainly(self._path):
            return tuple(value for value, _ in self._searcher.terms_with_prefix(field, ""))


def _document(row: Row) -> tantivy.Document:
    given: dict[str, Any] = {name: list(values) for name, values in row.values.items() if values}
    given |= {name: text for name, text in row.texts.items() if text}
    return tantivy.Document(record=row.record, by_code=row.by_code, by_date=row.by_date, **given)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in SETS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in (*TEXTS, *(f"in_{part}" for part in PARTS)):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in FACETS)
    for name in ("by_code", "by_date"):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        found = (path / "meta.json").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _number(address: tantivy.DocAddress) -> int:
    return (address.segment_ord << _SEGMENT) | address.doc


def _address(row: int) -> tantivy.DocAddress:
    return tantivy.DocAddress(row >> _SEGMENT, row & ((1 << _SEGMENT) - 1))
