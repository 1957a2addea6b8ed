"""Words that no page has (chữ gõ sai): the archive's own words that are meant, and the question with them.

What an index knows comes as ``Vocabulary``; what is near is a matter of letters without marks.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Protocol

import msgspec
from rapidfuzz.distance import OSA

from archive.index.alike import Alike, Word
from archive.index.analysis import keys, words_and_edges
from archive.index.hits import Answer, Question
from archive.index.language import Terms

FEW = 3
"""Documents; where fewer are found, or none has all the words, another spelling is offered."""

_WELL = ("named", "phrase", "word", "all")

_SHORT = 4  # letters; a shorter word is one letter away from dozens
_LONG = 6  # letters; from here on two may be wrong
_MOST_WORDS = 4  # of one question
_WEIGHED = 50  # near words whose frequency is looked up
_NEAREST = 3  # words that an unknown one may stand for
# Pairs that a reader of characters takes for one another though more than one letter differs.
_LIKENED = str.maketrans({"m": "rn", "w": "vv"})


class Vocabulary(Protocol):
    """The words of an index as it stands."""

    def frequency(self, word: str) -> int:
        """How many documents or pages have a word, given without marks."""
        ...

    def stands(self, exact: str) -> bool:
        """Whether a page has a word with these very marks."""
        ...

    def values(self, field: str) -> Iterable[str]:
        """The different words of ``words``, without marks, or of ``exact``, with them.

        There may be some that no document has which may be known: their frequency is 0, they do not stand.
        """
        ...


def nearest(word: str, known: Iterable[str], frequency: Callable[[str], int]) -> tuple[str, ...]:
    """The likeliest known words for one that no page has, folded; the nearest first, then the commonest.

    One letter may be wrong, from six letters on two; `rn` for `m` counts as one.
    """
    if not _asks(word):
        return ()
    most = 2 if len(word) >= _LONG else 1
    likened = word.translate(_LIKENED)
    found: list[tuple[int, str]] = []
    for other in known:
        if abs(len(other) - len(word)) > most or len(other) < _SHORT - 1 or not other.isalpha():
            continue
        distance = OSA.distance(word, other, score_cutoff=most)
        if distance > most and other.translate(_LIKENED) == likened:
            distance = 1
        if distance <= most:
            found.append((distance, other))
    # The commonest of the nearest: of a bounded number, for each is looked up.
    counted = ((distance, -frequency(other), other) for distance, other in sorted(found))
    likely = sorted(islice((one for one in counted if one[1]), _WEIGHED))
    return tuple(other for _, _, other in likely[:_NEAREST])


def forgiven(terms: Terms, vocabulary: Vocabulary) -> Terms:
    """The terms, in which words that no page has may also stand as those nearest to them.

    At most half of the words: where most are unknown, what is near them says nothing.
    """
    words = tuple(dict.fromkeys(word.folded for word in terms.plain))
    if terms.only_codes or terms.together or terms.tree is not None or len(words) < 2:
        return terms
    unseen = sum(not vocabulary.frequency(word) for word in words)
    if not unseen or 2 * unseen > len(words):
        return terms
    unknown = _unknown(words, vocabulary)
    meant = tuple(
        Alike(place, place + 1, (Word(other, other),))
        for place, word in enumerate(terms.plain)
        for other in unknown.get(word.folded, ())
    )
    return msgspec.structs.replace(terms, alike=terms.alike + meant) if meant else terms


def suggestion(
    search: Callable[[Question], Answer],
    vocabulary: Vocabulary,
    question: Question,
    answer: Answer,
    terms: Terms,
) -> str | None:
    """Did you mean: the question in the archive's own words, where it then finds more; None otherwise.

    ``answer`` and ``terms`` are the question's; what its asker may not see is not found by the other either.
    """
    if not terms.sequences or (answer.total >= FEW and answer.matched in _WELL):
        return None
    text = corrected(question.text, terms, vocabulary)
    if text is None:
        return None
    better = search(msgspec.structs.replace(question, text=text, limit=0, offset=0))
    return text if better.total and (better.best > answer.best or better.matched != answer.matched) else None


def corrected(text: str, terms: Terms, vocabulary: Vocabulary) -> str | None:
    """The question with each word that no page has as the likeliest that one has; None if there is none."""
    asked = {word.folded for words in terms.sequences for word in words}
    unknown = _unknown(sorted(asked), vocabulary)
    if not unknown:
        return None
    words, edges = words_and_edges(text)
    made: list[str] = []
    place = 0
    for index, word in enumerate(words):
        if meant := unknown.get(keys(word)[1]):
            made.extend((text[place : edges[2 * index]], _written(meant[0], vocabulary)))
            place = edges[2 * index + 1]
    return "".join((*made, text[place:]))


def _unknown(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Of the words those that no page has, each with the nearest that one has."""
    unknown = [word for word in words if _asks(word) and not vocabulary.frequency(word)][:_MOST_WORDS]
    known = tuple(vocabulary.values("words")) if unknown else ()
    found = {word: nearest(word, known, vocabulary.frequency) for word in unknown}
    return {word: near for word, near in found.items() if near}


def _written(folded: str, vocabulary: Vocabulary) -> str:
    """A word with the marks that it has, where it has the same everywhere."""
    forms = (word for word in vocabulary.values("exact") if keys(word)[1] == folded)
    written = tuple(islice(filter(vocabulary.stands, forms), 2))
    return written[0] if len(written) == 1 else folded


def _asks(word: str) -> bool:
    """Whether a word can be a slip: numbers cannot, nor what is too short or no word."""
    return _SHORT <= len(word) <= 24 and word.isalpha()
