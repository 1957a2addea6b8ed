"""What a page is worth as an answer (xếp hạng), whatever engine found its document.

The worth of a page is a sum in tiers, so that nearness decides and word statistics only part equals: the code
of the document, then a label named whole, then a phrase in the label, then a phrase on the page, then
neighbours, then all words, then most words; in each the very marks before other marks. All that stands below
a tier adds up to less than it.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from archive.index.alike import Word, readings
from archive.index.language import Terms
from archive.index.rows import Page, Record

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
WORDS = 3.0  # times the mean of the words' BM25, which is below 20

_MOST_BY_WORDS = ALL_WORDS + WORDS * 20
_SATURATION, _BY_LENGTH, _USUAL_LENGTH = 1.2, 0.75, 1_500  # of BM25; characters of a usual page


class Find(msgspec.Struct, frozen=True):
    """Words that stand so, a blank before and after each, and what it is worth that they do."""

    words: str
    worth: float


class Very(msgspec.Struct, frozen=True):
    """The same of words with their very marks, in UTF-8."""

    words: bytes
    worth: float


class Found(msgspec.Struct, frozen=True, gc=False):
    """A document that answers: its best page, what that is worth, and the pages worth opening."""

    page: int
    score: float
    pages: tuple[int, ...]


class Asked(msgspec.Struct, frozen=True):
    """A question as pages are looked over for it."""

    folded: tuple[Find, ...]
    """First the plain words as they were asked, where there are any."""
    exact: tuple[Very, ...]
    over_one: tuple[tuple[re.Pattern[str], float], ...]
    label_folded: tuple[Find, ...]
    label_exact: tuple[Find, ...]
    words: tuple[Find, ...]
    named: frozenset[str]
    codes: frozenset[str]


def asked(terms: Terms, documents: int, frequency: Callable[[str], int]) -> Asked:
    """The question, for an index of so many documents, so many of which have a word."""
    plain = tuple(dict.fromkeys(word.folded for word in terms.plain))
    share = 1 / max(1, 1 if terms.only_codes else len(terms.sequences))
    otherwise = readings(terms.plain, terms.alike)
    near = tuple(dict.fromkeys(pairwise(word.folded for word in terms.plain)))
    folded = [_run(words, PHRASE * share) for words in (*terms.sequences, *otherwise)]
    folded += [Find(f" {first} {second} ", NEIGHBOURS / len(near)) for first, second in near]
    in_label = PHRASE if terms.only_codes else LABEL_PHRASE * share
    labels = [_run(words, in_label) for words in (*terms.sequences, *otherwise)]
    labels += [Find(f" {first} {second} ", LABEL_NEIGHBOURS / len(near)) for first, second in near]
    folded += [
        Find(f" {first} {second} ", NEIGHBOURS / len(near)) for first, second in _beside(otherwise, near)
    ]
    runs = () if terms.only_codes else terms.sequences
    over = tuple(dict.fromkeys(_over_one(terms.plain)))
    return Asked(
        folded=tuple(folded),
        exact=tuple(Very(find.words.encode(), find.worth) for find in _very(runs, share)),
        over_one=tuple((re.compile(rf" {a} \S+ {b} "), OVER_ONE / len(over)) for a, b in over),
        label_folded=tuple(labels),
        label_exact=tuple(_run(words, VERY_PHRASE * share, very=True) for words in runs),
        words=tuple(Find(f" {word} ", rarity(documents, frequency(word)) / len(plain)) for word in plain),
        named=frozenset(terms.labels),
        codes=frozenset(terms.codes),
    )


def found(record: Record, question: Asked) -> Found:
    """The document's best page; the first of equals.

    A page is worth opening from half the best page's score on; half of NEIGHBOURS is enough, however high the
    best. So a page that holds the phrase does not bring with it every page that holds some of the words.
    """
    near = [_near(page, question) for page in record.pages]
    label = _label_score(record, question)
    # Words are counted only on pages that are then worth opening, or the best.
    enough = min(max(near[0] + label, *near), NEIGHBOURS) / 2 - _MOST_BY_WORDS
    scores = [
        round(score + _by_words(page, record, question), 2)
        if score + (0 if place else label) >= enough
        else score
        for place, (score, page) in enumerate(zip(near, record.pages, strict=True))
    ]
    scores[0] = round(scores[0] + label, 2)
    top = max(scores)
    least = min(top, NEIGHBOURS) / 2
    best = scores.index(top) + 1
    # With nothing to go by, as when everything is asked for, the first page stands for all.
    pages = tuple(page for page, score in enumerate(scores, start=1) if score >= least) if top else (1,)
    return Found(best, top, pages)


def _near(page: Page, question: Asked) -> float:
    """What it is worth that words stand beside each other."""
    text = page.folded
    score = sum([find.worth for find in question.folded if find.words in text])
    if score and question.exact:
        exact = page.exact
        score += sum([find.worth for find in question.exact if find.words in exact])
    if question.over_one and question.folded[0].words in text:
        return score + OVER_ONE
    return score + sum([worth for pattern, worth in question.over_one if pattern.search(text)])


def _by_words(page: Page, record: Record, question: Asked) -> float:
    """What it is worth that words stand anywhere on the page."""
    text = page.folded
    counts = [text.count(find.words) for find in question.words]
    if not counts:
        return 0.0
    held = (
        count or find.words in record.label_folded for count, find in zip(counts, question.words, strict=True)
    )
    length = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * len(text) / _USUAL_LENGTH)
    return (ALL_WORDS if all(held) else 0) + sum(
        WORDS * find.worth * count / (count + length)
        for count, find in zip(counts, question.words, strict=True)
        if count
    )


def _label_score(record: Record, question: Asked) -> float:
    score = sum(find.worth for find in question.label_folded if find.words in record.label_folded)
    score += sum(find.worth for find in question.label_exact if find.words in record.label_exact)
    score += sum(WORDS * find.worth / 2 for find in question.words if find.words in record.label_folded)
    score += NAMED if question.named.intersection(record.named) else 0
    return score + (CODE if record.code in question.codes else 0)


def rarity(documents: int, having: int) -> float:
    """What it tells that a word is there, which so many of the documents have: BM25's logarithm."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def _beside(runs: Iterable[Sequence[Word]], near: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours of the question as it reads with others in place of some words, beside its own."""
    found = dict.fromkeys(pair for words in runs for pair in pairwise(word.folded for word in words))
    return (pair for pair in found if near and pair not in near)


def _over_one(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    return ((first.folded, last.folded) for first, last in zip(words, words[2:], strict=False))


def _very(runs: Iterable[Sequence[Word]], share: float) -> Iterator[Find]:
    for words in runs:
        yield _run(words, VERY_PHRASE * share, very=True)
        near = tuple(dict.fromkeys(pairwise(word.exact for word in words)))
        for first, second in near:
            yield Find(f" {first} {second} ", VERY_NEIGHBOURS * share / len(near))


def _run(words: Sequence[Word], worth: float, *, very: bool = False) -> Find:
    return Find(f" {' '.join(word.exact if very else word.folded for word in words)} ", worth)
