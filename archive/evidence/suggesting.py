"""Suggesting (gợi ý): where a paper in the tray may belong, the likeliest first, each with its reason."""

import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.evidence.letters import fold
from archive.evidence.likeness import Title, alike
from archive.evidence.matching import Line, Paper, match
from archive.evidence.standards import Criterion

SUGGESTIONS = (
    "symbol-and-date",
    "symbol-and-title",
    "date-and-title",
    "title",
    "neighbour",
    "criterion-text",
)
"""Why something is suggested."""

_ALIKE = 0.75
"""From which likeness on a filed paper is a neighbour."""

_SAME_ISSUER = 0.05
_NEIGHBOUR = 0.85
_BY_TEXT = 0.6
"""How much a neighbour, and the words of a criterion, count beside a line of the register."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code, or a criterion whose next number would be given (``code`` None). ``score`` is 0 to 1.

    ``like`` is the code of the paper that this one is like, or what the criterion asks for.
    """

    code: str | None
    criterion: str
    score: float
    reason: str
    like: str = ""


@dataclass(frozen=True)
class Neighbour:
    """A document that is filed, as far as others may be like it."""

    code: str
    criterion: str
    title: Title
    tail: str
    issuer: str


def neighbour_of(code: str, criterion: str, title: str, symbol: str | None, issuer: str | None) -> Neighbour:
    """A filed document, ready to be compared."""
    return Neighbour(code, criterion, Title(title), tail_of(symbol), fold(issuer or ""))


def tail_of(symbol: str | None) -> str:
    """The letters of a symbol, folded: those of ``226/KH-THCSKS`` are ``khthcsks``."""
    return "".join(character for character in fold(symbol or "") if character.isalpha())


@dataclass(frozen=True)
class Criteria:
    """The criteria of an edition by their words: rare words say more."""

    criteria: tuple[Criterion, ...]

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {str(one.id): frozenset(_pairs(_text(one))) for one in self.criteria}

    @cached_property
    def _weights(self) -> dict[str, float]:
        counted = Counter(word for words in self._words.values() for word in words)
        return {word: math.log((1 + len(self.criteria)) / n) for word, n in counted.items()}

    def scores(self, text: str) -> Iterator[tuple[str, float]]:
        """How much of the text's weight each criterion has, 0 to 1; those with nothing are left out."""
        asked = [word for word in dict.fromkeys(_pairs(text)) if word in self._weights]
        whole = sum(self._weights[word] for word in asked)
        for id, words in self._words.items():
            found = sum(self._weights[word] for word in asked if word in words)
            if found:
                yield id, found / whole


def _text(criterion: Criterion) -> str:
    return " . ".join((criterion.name, *(indicator.text for indicator in criterion.indicators)))


def _pairs(text: str) -> Iterator[str]:
    """Words and pairs of neighbouring words, folded: of Vietnamese syllables the pairs are the words."""
    words = Title(text).folded.split()
    yield from words
    yield from map(" ".join, itertools.pairwise(words))


def suggest(
    paper: Paper,
    lines: Iterable[Line],
    filled: Collection[str],
    neighbours: Iterable[Neighbour],
    criteria: Criteria,
    most: int = 3,
) -> tuple[Suggestion, ...]:
    """The likeliest places of a paper, best first; each code and each criterion once."""
    found = [
        Suggestion(one.line.code, one.line.criterion, one.score, one.reason)
        for one in match(paper, lines, filled, most).likely
    ]
    found += _like(paper, neighbours)
    text = " . ".join(paper.titles)
    asked = sorted(criteria.scores(text), key=lambda one: -one[1])
    found += [Suggestion(None, criterion, _BY_TEXT * share, "criterion-text") for criterion, share in asked]
    found.sort(key=lambda one: -one.score)
    kept = _each_once(found)
    by_text = next((one for one in kept if one.reason == "criterion-text"), None)
    if by_text and by_text not in kept[:most] and kept[most - 1].score < _ALIKE:
        # Lines that are hardly alike leave room for what the criteria themselves ask for.
        return (*kept[: most - 1], by_text)
    return kept[:most]


def _each_once(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Each code and each criterion once; a criterion is no news where one of its codes was suggested."""
    kept: dict[tuple[str | None, str], Suggestion] = {}
    for one in found:
        if one.code or not any(one.criterion == other.criterion for other in kept.values()):
            kept.setdefault((one.code, one.criterion), one)
    return tuple(kept.values())


def _like(paper: Paper, neighbours: Iterable[Neighbour]) -> Iterator[Suggestion]:
    """By criterion the filed paper most like this one: last year's plan shows where this year's goes."""
    titles = tuple(Title(text) for text in dict.fromkeys(paper.titles) if text)
    tail, issuer = tail_of(paper.symbol), fold(paper.issuer or "")
    best: dict[str, tuple[float, Neighbour]] = {}
    for one in neighbours:
        like = max((alike(title, one.title).score for title in titles), default=0.0)
        if like < _ALIKE:
            continue
        like += _SAME_ISSUER * (bool(issuer) and issuer == one.issuer)
        like += _SAME_ISSUER * (bool(tail) and tail == one.tail)
        if like > best.get(one.criterion, (0.0, one))[0]:
            best[one.criterion] = (like, one)
    for criterion, (like, one) in best.items():
        yield Suggestion(None, criterion, min(1.0, _NEIGHBOUR * like), "neighbour", one.code)
