"""More like this (giống văn bản này): documents with the word pairs that set one apart from the others.

A Vietnamese word is two syllables more often than one, so pairs of syllables say what a paper is about. Those
that stand on few papers count most; a pair on no other paper, or on most of them, counts nothing.
"""

import math
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import msgspec

from archive.index.alike import Word
from archive.index.analysis import word_keys
from archive.index.clauses import AllOf, Among, AnyOf, Clause, Has, Not, Worth
from archive.index.common import exact
from archive.index.engine import Snapshot
from archive.index.known import Known
from archive.index.matching import beside
from archive.index.ranking import Asked, Find, rarity
from archive.index.rows import Record

_WEIGHED = 300  # pairs whose rarity is looked up
_TELLING = 30  # pairs that are asked for
_IN_TITLE = 3  # pages that a pair in the title counts for

Pair = tuple[str, str]


class Likeness(msgspec.Struct, frozen=True):
    """What a document like another has: pairs of words without marks, and what each is worth."""

    document: str
    pairs: tuple[tuple[Pair, float], ...]

    @property
    def clause(self) -> Clause:
        """Other documents with a tenth of the pairs."""
        sets = tuple(_stands(*two) for two, _ in self.pairs)
        return AllOf((AnyOf(sets, max(1, len(sets) // 10)), Not(Among("document", (self.document,)))))

    @property
    def worth(self) -> Worth:
        """What each pair counts."""
        return Worth(tuple((_stands(*two), points) for two, points in self.pairs))

    @property
    def words(self) -> tuple[tuple[Word, ...], ...]:
        """The pairs as they are marked."""
        return tuple((Word(first, first), Word(last, last)) for (first, last), _ in self.pairs)

    @property
    def asked(self) -> Asked:
        """The pairs as pages are looked over for them."""
        finds = tuple(Find(f" {first} {last} ", points) for (first, last), points in self.pairs)
        return Asked(finds, (), (), finds, (), (), frozenset(), frozenset())


def likeness(snapshot: Snapshot, known: Known, name: str) -> Likeness:
    """What tells of the document of this digest, or of the first that is filed under this code.

    Of one that is not there, or not in sight, nothing.
    """
    one = AnyOf((Among("document", (name,)), Among("code", (name,))))
    found = snapshot.records(snapshot.ordered(known.within(one), "code", 0, 1))
    counted = _counted(found[0]) if found else Counter[Pair]()
    documents = known.size()

    def telling(two: Pair) -> float:
        having = known.count(_stands(*two))
        tells = 1 < having <= documents / 2
        return rarity(documents, having) * (1 + math.log(counted[two])) if tells else 0.0

    return Likeness(found[0].document if found else name, _most(counted, telling))


def _most(counted: Counter[Pair], telling: Callable[[Pair], float]) -> tuple[tuple[Pair, float], ...]:
    weighed = sorted(((telling(two), two) for two, _ in counted.most_common(_WEIGHED)), reverse=True)
    return tuple((two, round(points, 3)) for points, two in weighed[:_TELLING] if points)


def _counted(record: Record) -> Counter[Pair]:
    """The pairs of common words, and on how many pages each stands. Numbers tell nothing."""
    counted: Counter[Pair] = Counter()
    title = " ".join(folded for _, folded in word_keys(record.title))
    for text, times in [(title, _IN_TITLE), *((page.folded, 1) for page in record.pages)]:
        for two in {two for two in pairwise(text.split()) if exact(*two)}:
            if all(map(str.isalpha, two)):
                counted[two] += times
    return counted


def _stands(first: str, last: str) -> Clause:
    """On a page, or in the label."""
    return AnyOf((beside(first, last), Has("label_folded", (first, last))))
