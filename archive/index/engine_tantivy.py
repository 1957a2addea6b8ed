"""The search index (chỉ mục tìm kiếm) kept by tantivy: one row a page, in a directory that can be deleted."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from archive.index.entries import FACETS, Entry
from archive.index.facets import Group, chosen, counted, gathered
from archive.index.faults import IndexBusy, IndexUnusable, plainly
from archive.index.hits import Answer, Hit, Question
from archive.index.language import Terms, understand
from archive.index.levels import best_level
from archive.index.ranking import ALL_WORDS, CODE, NAMED, NEIGHBOURS, Find, Plan, plan
from archive.index.rows import Record, number, record_from, rows
from archive.index.schema_tantivy import schema_of_pages, within_sight
from archive.index.shadow import Shadow
from archive.index.snippets import snippet
from storage.files import replace_file

__all__ = ("IndexBusy", "IndexUnusable", "TantivyIndex")

_POSITION = "position"
"""The file beside the index that says how far it has followed the ledger."""

HEAP = 64_000_000  # bytes a writer fills before it writes a segment


class TantivyIndex:
    """An opened index. Searching takes no lock, and sees what another process has committed."""

    def __init__(self, path: Path, index: tantivy.Index, shadow: Shadow) -> None:
        index.config_reader("manual")  # no thread that watches: `search` looks by itself
        self._path = path
        self._index = index
        self._shadow = shadow
        self._reloading = threading.Lock()
        self._stamp = self._look()
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def open(cls, path: Path) -> "TantivyIndex":
        """The index in directory `path`, made when missing. Raises IndexUnusable; OSError as files do.

        Takes no writer's lock. Where nobody may write in the directory, it can be searched all the same.
        """
        path.mkdir(parents=True, exist_ok=True)
        shadow = Shadow(path)
        schema = schema_of_pages()
        with plainly(path):
            if not tantivy.Index.exists(str(path)):
                if any(path.iterdir()):
                    raise IndexUnusable(f"{path}: files, but no meta.json")
                return cls(path, tantivy.Index(schema, str(path)), shadow)
            index = tantivy.Index.open(str(shadow.where))
            if index.schema != schema:
                raise IndexUnusable(f"{path}: made by another version")
            return cls(path, index, shadow)

    @property
    def position(self) -> int:
        """The ledger's sequence number up to which the index is; 0 when new."""
        try:
            return int((self._path / _POSITION).read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def documents(self) -> int:
        """How many documents the index holds."""
        with plainly(self._path):
            first = Query.term_query(self._index.schema, "page", 1)
            answer = self._fresh().aggregate(first, {"rows": {"value_count": {"field": "page"}}})
            return int(answer["rows"]["value"])

    def update(self, entries: Iterable[Entry], gone: Iterable[str], position: int) -> None:
        """Put all pages of `entries` in place of what there was, and take out documents `gone`: one commit.

        `position` is written after the commit: killed in between, the same update is done again, which is
        harmless. It is no row of the index, whose word statistics then are the same however often it was
        brought up to the ledger.
        Raises IndexBusy when another process writes.
        """
        with plainly(self._path):
            writer = self._index.writer(HEAP, 1)
        try:
            for document in gone:
                writer.delete_documents_by_term("document", document)
            for entry in entries:
                made = tuple(rows(entry))  # outside `plainly`: not to be taken for a fault of the index
                with plainly(self._path):
                    writer.delete_documents_by_term("document", entry.document)
                    for row in made:
                        writer.add_document(tantivy.Document(**row))
            with plainly(self._path):
                writer.commit()
            replace_file(self._path / _POSITION, f"{position}\n".encode(), durable=False)
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()  # also lets go of the lock
        self.reload()

    def reload(self) -> None:
        """See the last commit. `search` does so by itself."""
        with plainly(self._path), self._reloading:
            seen = self._look()
            self._shadow.refresh()
            self._index.reload()
            self._searcher = self._index.searcher()
            self._stamp = seen

    def close(self) -> None:
        """Let go of the files; the index cannot be used after."""
        with self._reloading:
            del self._searcher, self._index

    def search(self, question: Question) -> Answer:
        """The answer to any text whatever. Raises IndexUnusable when the files are damaged."""
        began = time.perf_counter()
        terms = understand(question.text, question.codes, only_codes=question.only_codes)
        with plainly(self._path):
            searcher = self._fresh()
            schema = self._index.schema
            within = within_sight(schema, question.sight)
            groups, addresses = _found(searcher, schema, terms, within)
            values = _values(searcher, groups, addresses)
            holds = chosen(question.filters, values, len(groups))
            kept = [
                (group, addresses[group.place])
                for place, group in enumerate(groups)
                if all(held[place] for held in holds.values())
            ]
            offset = max(0, question.offset)
            numbers = _column(searcher, "number", [address for _, address in kept])
            scores = {one: group.score for one, (group, _) in zip(numbers, kept, strict=True)}
            matched, best = best_level(scores, terms, lambda least: _holding(searcher, schema, terms, least))
            shown = kept[offset : offset + max(0, question.limit)]
            return Answer(
                total=len(kept),
                hits=tuple(_hit(group, _record(searcher, address), terms) for group, address in shown),
                facets=counted(values, holds, len(groups)),
                matched=matched,
                best=best,
                first_words=terms.first_words,
                took_ms=round((time.perf_counter() - began) * 1000, 3),
            )

    def _fresh(self) -> tantivy.Searcher:
        seen = self._look()
        # No meta.json: somebody is building the index anew; what was opened still answers.
        if seen not in (self._stamp, None):
            self.reload()
        return self._searcher

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = (self._path / "meta.json").stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _found(
    searcher: tantivy.Searcher, schema: tantivy.Schema, terms: Terms, within: tuple[Query, ...]
) -> tuple[tuple[Group, ...], list[tantivy.DocAddress]]:
    """The documents found, best first, and the address of every row found."""
    limit = max(1, searcher.num_docs)
    found: list[tuple[float, tantivy.DocAddress]] = []
    addresses: list[tantivy.DocAddress] = []
    documents: tuple[int, ...] = ()
    for query, few in _queries(schema, terms):
        seen = Query.boolean_query([(Occur.Must, one) for one in (query, *within)])
        found = searcher.search(seen if within else query, limit=limit, count=False).hits
        addresses = [address for _, address in found]
        documents = _column(searcher, "number", addresses)
        if len(set(documents)) >= few:
            break
    pages, orders = (_column(searcher, name, addresses) for name in ("page", "order"))
    # Sums near 20,000 in 32 bits are sure to two places; an index built anew may add them in another order.
    scores = [round(score, 2) for score, _ in found]
    groups = gathered(documents, pages, scores, near=NEIGHBOURS)

    def rank(group: Group) -> tuple[float, int, int, int]:
        return -group.score, orders[group.place], group.page, documents[group.place]

    return tuple(sorted(groups, key=rank)), addresses


def _queries(schema: tantivy.Schema, terms: Terms) -> Iterator[tuple[Query, int]]:
    """From strict to lenient, each with the number of documents that is too few to stop at it."""
    if not terms.sequences:
        yield Query.term_query(schema, "page", 1), 0
        return
    asked = plan(terms)
    called = [
        Query.const_score_query(_on_first_page(schema, Query.term_set_query(schema, field, names)), worth)
        for field, names, worth in (("named", asked.named, NAMED), ("code", asked.codes, CODE))
    ]
    for enough, few in asked.enough:
        either = (_body(schema, asked, enough), *called)
        yield Query.boolean_query([(Occur.Should, query) for query in either]), few


def _holding(searcher: tantivy.Searcher, schema: tantivy.Schema, terms: Terms, least: int) -> set[int]:
    """The numbers of the documents with a row that holds `least` of the words, and all that is quoted."""
    asked = plan(terms)
    words = [(Occur.Should, _any(schema, finds)) for finds in asked.words]
    clauses = [(Occur.Must, _any(schema, finds)) for finds in asked.required]
    if words:
        clauses.append((Occur.Must, Query.boolean_query(words, minimum_number_should_match=least)))
    found = searcher.search(Query.boolean_query(clauses), limit=max(1, searcher.num_docs), count=False).hits
    return set(_column(searcher, "number", [address for _, address in found]))


def _body(schema: tantivy.Schema, asked: Plan, enough: int) -> Query:
    words = [_any(schema, finds, scored=True) for finds in asked.words]
    pairs = [_any(schema, finds) for finds in asked.pairs]
    clauses = [(Occur.Must, _any(schema, finds, scored=True)) for finds in asked.required]
    if words:
        counted_ones = [(Occur.Should, query) for query in (*words, *pairs)]
        clauses.append((Occur.Must, Query.boolean_query(counted_ones, minimum_number_should_match=enough)))
        whole = Query.boolean_query([(Occur.Must, query) for query in words])
        clauses.append((Occur.Should, Query.const_score_query(whole, ALL_WORDS)))
    clauses.extend((Occur.Should, _find(schema, find)) for find in asked.extras)
    return Query.boolean_query(clauses)


def _any(schema: tantivy.Schema, finds: Sequence[Find], *, scored: bool = False) -> Query:
    return Query.boolean_query([(Occur.Should, _find(schema, find, scored=scored)) for find in finds])


def _find(schema: tantivy.Schema, find: Find, *, scored: bool = False) -> Query:
    if len(find.words) == 1:
        query = Query.term_query(schema, find.field, find.words[0][1])
    else:
        query = Query.phrase_query(schema, find.field, list(find.words))
    if find.first_page:
        query = _on_first_page(schema, query)
    return Query.boost_query(query, find.worth) if scored else Query.const_score_query(query, find.worth)


def _on_first_page(schema: tantivy.Schema, query: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_query(schema, "page", 1))])


def _values(
    searcher: tantivy.Searcher, groups: Sequence[Group], addresses: Sequence[tantivy.DocAddress]
) -> dict[str, tuple[str | None, ...]]:
    """The facets of the documents found."""
    best = [addresses[group.place] for group in groups]
    values: dict[str, tuple[str | None, ...]] = {}
    for facet in FACETS:
        names = {number(value): value for value, _ in searcher.terms_with_prefix(facet, "")}
        values[facet] = tuple(names.get(value) for value in _column(searcher, f"{facet}_number", best))
    return values


def _column(
    searcher: tantivy.Searcher, name: str, addresses: Sequence[tantivy.DocAddress]
) -> tuple[int, ...]:
    """A column of whole numbers; 0 where a row has none."""
    return tuple(int(value or 0) for value in searcher.fast_field_values(name, list(addresses)))


def _record(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Record:
    stored: bytes = searcher.doc(address).get_first("record") or b""
    return record_from(stored)


def _hit(group: Group, record: Record, terms: Terms) -> Hit:
    return Hit(
        document=record.document,
        code=record.code,
        name=record.name,
        title=record.title,
        page=group.page,
        pages=group.pages,
        score=group.score,
        snippet=snippet(record.text, terms),
    )
