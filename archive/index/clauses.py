"""What an engine is asked for (điều kiện): sets of documents, said so that any engine can find them.

Fields are those of ``rows``; words are keys of ``analysis``.
"""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import comb

import msgspec

_MOST_SPREADS = 128


class Has(msgspec.Struct, frozen=True, tag=True):
    """Documents whose field holds these words in this order, with at most ``slop`` other words among them."""

    field: str
    words: tuple[str, ...]
    slop: int = 0


class Among(msgspec.Struct, frozen=True, tag=True):
    """Documents whose field has one of these values, whole."""

    field: str
    values: tuple[str, ...]


class Fits(msgspec.Struct, frozen=True, tag=True):
    """Documents with a word of the field of this shape: ``*`` is any run of letters, ``?`` any one letter."""

    field: str
    pattern: str


class Resembles(msgspec.Struct, frozen=True, tag=True):
    """Documents with a word of the field that is ``edits`` (1 or 2) letters off: others, more, fewer."""

    field: str
    word: str
    edits: int


class Anything(msgspec.Struct, frozen=True, tag=True):
    """All documents."""


class AllOf(msgspec.Struct, frozen=True, tag=True):
    """Documents in all of the parts; with no part, all documents."""

    parts: tuple["Clause", ...]


class AnyOf(msgspec.Struct, frozen=True, tag=True):
    """Documents in at least ``least`` of the parts; with no part, none."""

    parts: tuple["Clause", ...]
    least: int = 1


class Not(msgspec.Struct, frozen=True, tag=True):
    """Documents that are not in the part."""

    part: "Clause"


Clause = Has | Among | Fits | Resembles | Anything | AllOf | AnyOf | Not


class Worth(msgspec.Struct, frozen=True):
    """What finds count when the best of many are picked: a set its points, a word its BM25 times a factor."""

    sets: tuple[tuple[Clause, float], ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    """Words of the field ``folded``."""


def room(words: int, slop: int) -> int:
    """The slop that is heeded: the more words, the fewer may stand among them, for there are many ways to."""
    while slop and comb(words - 1 + slop, slop) > _MOST_SPREADS:
        slop -= 1
    return slop


def spreads(words: tuple[str, ...], slop: int) -> Iterator[list[str | tuple[int, str]]]:
    """All the ways in which words stand in this order with at most ``slop`` others among them, by place."""
    # Where each of the other words stands: before word 1, 2, …; or after the last, where it does not count.
    for others in combinations_with_replacement(range(1, len(words) + 1), slop):
        yield [(place + sum(other <= place for other in others), word) for place, word in enumerate(words)]
