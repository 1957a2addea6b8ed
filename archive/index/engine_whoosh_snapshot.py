"""One commit of an index kept by Whoosh, asked (ảnh chụp): a clause is the set of the numbers of its rows."""

import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path

from whoosh.reading import IndexReader, TermNotFound

from archive.index.clauses import (
    AllOf,
    Among,
    AnyOf,
    Anything,
    Clause,
    Fits,
    Has,
    Not,
    Resembles,
    Worth,
)
from archive.index.engine import Order
from archive.index.faults import IndexBusy, IndexUnusable, plainly
from archive.index.ranking import rarity
from archive.index.rows import Record, record_from

_SATURATION, _BY_LENGTH = 1.2, 0.75  # of BM25, as tantivy has them


class WhooshSnapshot:
    """One commit of the index, asked: a clause is the set of the numbers of its rows."""

    def __init__(self, path: Path, reader: IndexReader) -> None:
        self._path = path
        self._reader = reader
        self._known: dict[Clause, frozenset[int]] = {}
        self._scores: dict[str, dict[int, float]] = {}

    def size(self) -> int:
        """How many documents there are."""
        return int(self._reader.doc_count())

    def count(self, clause: Clause) -> int:
        """How many documents a clause has."""
        with plainly_of_whoosh(self._path):
            return len(self._rows(clause))

    def best(self, clause: Clause, worth: Worth, limit: int) -> Sequence[int]:
        """The rows worth most, best first."""
        with plainly_of_whoosh(self._path):
            scores = dict.fromkeys(self._rows(clause), 0.0)
            for one, points in worth.sets:
                for row in scores.keys() & self._rows(one):
                    scores[row] += points
            for word, factor in worth.words:
                found = self._bm25(word)
                for row in scores.keys() & found.keys():
                    scores[row] += factor * found[row]
        return sorted(scores, key=lambda row: (-scores[row], row))[:limit]

    def ordered(self, clause: Clause, by: Order, offset: int, limit: int) -> Sequence[int]:
        """The rows of a stretch: latest first, or by code; what has none last."""
        with plainly_of_whoosh(self._path):
            column = self._reader.column_reader(f"by_{by}")
            turned = 1 if by == "code" else -1
            rows = sorted(self._rows(clause), key=lambda row: (turned * column[row], row))
        return rows[offset : offset + limit]

    def tally(self, clause: Clause, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many documents have each value."""
        with plainly_of_whoosh(self._path):
            rows = self._rows(clause)
            counts = {
                facet: {value: len(rows & self._rows(Among(facet, (value,)))) for value in self.values(facet)}
                for facet in facets
            }
        return {facet: {value: n for value, n in found.items() if n} for facet, found in counts.items()}

    def records(self, rows: Sequence[int]) -> Sequence[Record]:
        """What the rows keep."""
        with plainly_of_whoosh(self._path):
            return [record_from(zlib.decompress(self._reader.stored_fields(row)["record"])) for row in rows]

    def frequency(self, word: str) -> int:
        """How many documents have a word."""
        with plainly_of_whoosh(self._path):
            return int(self._reader.doc_frequency("words", word))

    def values(self, field: str) -> Iterable[str]:
        """The words or values of a field."""
        with plainly_of_whoosh(self._path):
            return tuple(self._reader.field_terms(field))

    def _rows(self, clause: Clause) -> frozenset[int]:
        if clause not in self._known:
            self._known[clause] = self._found(clause)
        return self._known[clause]

    def _found(self, clause: Clause) -> frozenset[int]:
        match clause:
            case Anything():
                return frozenset(self._reader.all_doc_ids())
            case AllOf(parts):
                sets = sorted((self._rows(part) for part in parts), key=len)
                return reduce(frozenset.intersection, sets) if sets else self._rows(Anything())
            case AnyOf(parts, 1):
                return frozenset().union(*map(self._rows, parts))
            case AnyOf(parts, least):
                counts = Counter(row for part in parts for row in self._rows(part))
                return frozenset(row for row, count in counts.items() if count >= least)
            case Not(part):
                return self._rows(Anything()) - self._rows(part)
            case _:
                return self._leaf(clause)

    def _leaf(self, clause: Has | Among | Fits | Resembles) -> frozenset[int]:
        match clause:
            case Among(field, values):
                return self._with_any(field, values)
            case Has(field, words, slop):
                return self._in_order(field, words, slop)
            case Fits(field, pattern):
                parts = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
                shape = re.compile(".*".join(parts), re.DOTALL)
                return self._with_any(field, filter(shape.fullmatch, self.values(field)))
            case Resembles(field, word, edits):
                return self._with_any(field, tuple(self._reader.terms_within(field, word, edits)))

    def _with_any(self, field: str, words: Iterable[str]) -> frozenset[int]:
        return frozenset().union(*(self._postings(field, word) for word in words))

    def _postings(self, field: str, word: str) -> Iterator[int]:
        try:
            yield from self._reader.postings(field, word).all_ids()
        except TermNotFound:
            return

    def _in_order(self, field: str, words: Sequence[str], slop: int) -> frozenset[int]:
        """The rows with these words one after the other, at most ``slop`` others among them."""
        rows = [frozenset(self._postings(field, word)) for word in words]
        both = reduce(frozenset.intersection, rows) if rows else frozenset()
        if len(words) < 2 or not both:
            return both
        places = {word: self._places(field, word, sorted(both)) for word in set(words)}
        return frozenset(row for row in both if _stand([places[word][row] for word in words], slop))

    def _places(self, field: str, word: str, rows: Sequence[int]) -> dict[int, Sequence[int]]:
        matcher = self._reader.postings(field, word)
        places = {}
        for row in rows:
            if matcher.id() < row:
                matcher.skip_to(row)
            places[row] = matcher.value_as("positions")
        return places

    def _bm25(self, word: str) -> dict[int, float]:
        """What a word on its pages is worth to each of the rows that have it."""
        if word in self._scores:
            return self._scores[word]
        reader = self._reader
        count = max(1, reader.doc_count_all())
        usual = max(1.0, reader.field_length("folded") / count)
        scores = dict(self._weights(word))
        rare = rarity(count, len(scores))
        for row, often in scores.items():
            length = 1 - _BY_LENGTH + _BY_LENGTH * reader.doc_field_length(row, "folded") / usual
            scores[row] = rare * often * (1 + _SATURATION) / (often + _SATURATION * length)
        self._scores[word] = scores
        return scores

    def _weights(self, word: str) -> Iterator[tuple[int, float]]:
        try:
            matcher = self._reader.postings("folded", word)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()


def _stand(places: Sequence[Sequence[int]], slop: int) -> bool:
    for start in places[0]:
        last = start
        for following in places[1:]:
            after = bisect_right(following, last)
            if after == len(following) or following[after] - start > len(places) - 1 + slop:
                break
            last = following[after]
        else:
            if last - start <= len(places) - 1 + slop:
                return True
    return False


@contextmanager
def plainly_of_whoosh(path: Path) -> Iterator[None]:
    """What a damaged index makes Whoosh raise, which may be anything, becomes IndexUnusable."""
    try:
        with plainly(path):
            yield
    except (IndexUnusable, IndexBusy, OSError, MemoryError):
        raise
    except Exception as error:
        raise IndexUnusable(f"{path}: {error!r}") from error
