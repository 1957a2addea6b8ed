"""What to look for and what it is worth (xếp hạng), told to any engine that knows words and phrases.

The worth of a row is a sum in tiers, so that nearness decides and word statistics only part equals: the code
of the document, then a label named whole, then a phrase in a label, then a phrase on the page, then
neighbours, then all words, then most words; in each the very marks before other marks. All that stands below
a tier adds up to less than it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from archive.index.language import Terms, Word

CODE = 40_000.0  # the question holds the evidence code of the document
NAMED = 16_000.0  # the question is a label of the document, or holds its symbol or its date
LABEL_PHRASE = 4_000.0
PHRASE = 1_000.0
VERY_PHRASE = 400.0
NEIGHBOURS = 400.0  # shared among the pairs of neighbours
OVER_ONE = 150.0  # shared among the pairs with one word between: bridges a misread word
VERY_NEIGHBOURS = 100.0
LABEL_NEIGHBOURS = 150.0
ALL_WORDS = 60.0
FEW = 10  # documents; with fewer, pages that hold three quarters of the words are found too
WORDS = 3.0  # times the mean of the words' BM25, which is about 5 and below 20


class Find(msgspec.Struct, frozen=True):
    """Words to be found in a field, at these distances from the first; one word is a phrase of one."""

    field: str
    words: tuple[tuple[int, str], ...]
    worth: float
    """Added to the row's score; in a plan's `words` and `required`, the factor of its BM25."""
    first_page: bool = False
    """Counts on page 1 only, so that a label does not lift every page of its document."""


class Plan(msgspec.Struct, frozen=True):
    """A question as an engine needs it. A row must hold all of `required`, and `enough` of words and pairs.

    Each element of `words` and `pairs` counts once, whichever of its alternatives is found.
    """

    words: tuple[tuple[Find, ...], ...]
    pairs: tuple[tuple[Find, ...], ...]
    enough: tuple[tuple[int, int], ...]
    """From strict to lenient, never empty: how many a row must hold, and how many documents are too few.

    The next is tried when fewer documents than that are found.
    """
    required: tuple[tuple[Find, ...], ...]
    extras: tuple[Find, ...]
    named: tuple[str, ...]
    codes: tuple[str, ...]


def plan(terms: Terms) -> Plan:
    """The plan for a question with at least one word."""
    if terms.only_codes:
        cited = tuple(
            _run(field, words, PHRASE, first=field == "label_folded")
            for words in terms.quoted
            for field in ("folded", "label_folded")
        )
        return Plan((), (), ((0, 1),), (), cited, (), terms.codes)
    plain = tuple(dict.fromkeys(word.folded for word in terms.plain))
    share = WORDS / max(1, len(plain))
    return Plan(
        words=tuple((_one("folded", word, share), _one("label_folded", word, share)) for word in plain),
        pairs=tuple(_pairs(terms.plain)),
        enough=_enough(len(plain)),
        required=tuple(
            (_run("folded", words, 1 / len(words)), _run("label_folded", words, 1 / len(words), first=True))
            for words in terms.quoted
        ),
        extras=tuple(_extras(terms.sequences)),
        named=terms.labels,
        codes=terms.codes,
    )


def _enough(words: int) -> tuple[tuple[int, int], ...]:
    """All words, or for each one missing a pair of neighbours; then three quarters; then what there is.

    So a page that misreads a word is found at once. One where only common words are strewn about is found
    when there is little else: in an archive of a thousand documents that would be half of them.
    """
    steps = {words: FEW, words - words // 4: 1, words // 2: 1, 1: 1}
    return tuple((count, few) for count, few in steps.items() if 0 < count <= words) or ((0, 1),)


def _pairs(words: Sequence[Word]) -> Iterator[tuple[Find, ...]]:
    """Pairs of neighbours, and of words with one between, each once."""
    for distance, worth in ((1, NEIGHBOURS), (2, OVER_ONE)):
        folded = [word.folded for word in words]
        found = tuple(dict.fromkeys(zip(folded, folded[distance:], strict=False)))
        for first, last in found:
            run = ((0, first), (distance, last))
            label = LABEL_NEIGHBOURS * worth / (NEIGHBOURS + OVER_ONE) / len(found)
            yield (
                Find("folded", run, worth / len(found)),
                Find("label_folded", run, label, first_page=True),
            )


def _extras(sequences: Sequence[Sequence[Word]]) -> Iterator[Find]:
    for words in sequences:
        share = 1 / len(sequences)
        yield _run("folded", words, PHRASE * share)
        yield _run("label_folded", words, LABEL_PHRASE * share, first=True)
        yield _run("exact", words, VERY_PHRASE * share, very=True)
        yield _run("label_exact", words, VERY_PHRASE * share, first=True, very=True)
        pairs = tuple(dict.fromkeys((a.exact, b.exact) for a, b in pairwise(words)))
        for pair in pairs:
            yield Find("exact", tuple(enumerate(pair)), VERY_NEIGHBOURS * share / len(pairs))


def _one(field: str, word: str, worth: float) -> Find:
    return Find(field, ((0, word),), worth)


def _run(field: str, words: Sequence[Word], worth: float, *, first: bool = False, very: bool = False) -> Find:
    run = tuple((place, word.exact if very else word.folded) for place, word in enumerate(words))
    return Find(field, run, worth, first_page=first)
