"""Words of a head set right by the page's other words and by common phrases: marks read wrong ("KÉ HOẠCH"),
and letters that no Vietnamese word has so ("YTẾ", "GIANC", "bệnh v iện").

A word is known by its neighbours: what stands beside the same word elsewhere speaks for how it is written.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from archive.evidence.letterhead.phrases import PHRASES
from archive.evidence.letters import fold

_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
"""Words with nothing but a space between them: what a comma or a dash parts are no neighbours."""
_CHARACTERS = 8_000
_MANY = 100
_COMMON = 4
"""A common phrase speaks for a reading as loud as so many places on the page."""


@dataclass(frozen=True, slots=True)
class _Common:
    """The common phrases by their first word: letters without marks, and the words as they are written; each
    two words of them, and those of them that are written in one way only; and the phrases whole."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    pairs: dict[tuple[str, str], tuple[str, str]]
    letters: frozenset[tuple[str, str]]
    whole: frozenset[str]


class Marks:
    """What a page and common phrases say of how words are written.

    ``text`` is NFC. Words are asked for folded; they are given in small letters.
    """

    def __init__(self, text: str) -> None:
        small = " ".join(text[:_CHARACTERS].lower().split())
        bare = folded(small)
        self.text = bare
        self._pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        if len(bare) != len(small):
            return
        for run in _RUN.finditer(small):
            start, end = run.span()
            keys, words = bare[start:end].split(" "), run[0].split(" ")
            for key, pair in zip(pairwise(keys), pairwise(words), strict=True):
                self._pairs[key][pair] += 1
        for one, other in self._pairs:
            self._after[one].add(other)
            self._before[other].add(one)

    def count(self, one: str, other: str) -> int:
        """How often two words stand side by side on the page, whatever their marks; more if it is common."""
        return self.times(one, other) + _COMMON * self.usual(one, other)

    def usual(self, one: str, other: str) -> bool:
        """Whether two words stand side by side in a common phrase."""
        return (one, other) in common().letters

    def times(self, one: str, other: str) -> int:
        """How often two words stand side by side on the page."""
        found = self._pairs.get((one, other))
        return found.total() if found else 0

    def between(self, one: str | None, other: str | None) -> set[str]:
        """The words that stand behind the one and before the other, None being any; on the page or
        commonly."""
        after = self._after.get(one, set()) | _common_after().get(one, set()) if one else None
        before = self._before.get(other, set()) | _common_before().get(other, set()) if other else None
        found = after & before if after is not None and before is not None else after or before or set()
        # Between words that stand beside so many others anything may stand.
        return found if len(found) <= _MANY else set()

    def written(self, one: str, other: str) -> tuple[str, str]:
        """Two words side by side with their marks, as they are most often written."""
        if known := common().pairs.get((one, other)):
            return known
        found = self._pairs.get((one, other))
        return max(found, key=lambda pair: found[pair]) if found else (one, other)

    def confirmed(self, text: str) -> bool:
        """Whether each two words of the text stand side by side elsewhere on the page, or in a common
        phrase."""
        words = text.lower().split()
        keys = list(pairwise(map(fold, words)))
        return bool(keys) and all(
            common().pairs.get(key) == pair or self._pairs.get(key, Counter())[pair] > 1
            for key, pair in zip(keys, pairwise(words), strict=True)
        )

    def marked(self, text: str) -> str:
        """The text with wrong marks set right; letters stay the letters they are, and capitals capitals.

        A word is changed where the readings that page and phrases have for it in this neighbourhood
        outnumber its own by two, and its neighbours do not gainsay one another.
        """
        pieces: list[str] = []
        end = 0
        for run in _RUN.finditer(text):
            pieces += [text[end : run.start()], self._run_marked(run[0])]
            end = run.end()
        return "".join([*pieces, text[end:]])

    def _run_marked(self, text: str) -> str:
        shapes = text.split(" ")
        words = [shape.lower() for shape in shapes]
        keys = [fold(word) for word in words]
        votes = [(Counter[str](), Counter[str]()) for _ in words]
        for at, key in enumerate(pairwise(keys)):
            for pair, times in self._pairs.get(key, Counter()).items():
                votes[at][1][pair[0]] += times
                votes[at + 1][0][pair[1]] += times
            # Its own place on the page is no evidence for a word.
            votes[at][1][words[at]] -= 1
            votes[at + 1][0][words[at + 1]] -= 1
        for at, written in _phrases_in(keys, words):
            for place, word in enumerate(written, at):
                for side in votes[place]:
                    side[word] += _COMMON
        return " ".join(
            _as_written(_winner(word, *vote), shape)
            for word, shape, vote in zip(words, shapes, votes, strict=True)
        )


def _winner(word: str, before: Counter[str], after: Counter[str]) -> str:
    both = before + after
    best = max(both, key=lambda one: (both[one], one == word), default=word)
    outdone = both[best] >= both[word] + 2 and before[best] >= before[word] and after[best] >= after[word]
    return best if outdone and len(best) == len(word) else word


def _phrases_in(keys: list[str], words: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    """The common phrases in words, and where; of two words one must be right as it stands, of three or more
    one in three."""
    return [
        (at, written)
        for at, key in enumerate(keys)
        for letters, written in common().phrases.get(key, ())
        if tuple(keys[at : at + len(letters)]) == letters
        and 3 * sum(map(str.__eq__, words[at:], written)) >= len(written)
    ]


def _as_written(word: str, shape: str) -> str:
    """The word in the capitals and small letters of ``shape``; ``shape`` where letters have no such pair."""
    if len(word) != len(shape) or word == shape.lower():
        return shape
    return "".join(
        letter.upper() if model.isupper() else letter for letter, model in zip(word, shape, strict=True)
    )


def folded(text: str) -> str:
    """``fold`` of a long text, each letter of it looked up once."""
    return text.translate({ord(letter): fold(letter) for letter in set(text)})


@cache
def common() -> _Common:
    """The common phrases; what can be written in two ways says nothing."""
    ways: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for phrase in PHRASES:
        words = tuple(phrase.lower().split())
        ways[tuple(map(fold, words))].add(words)
    clear = {letters: next(iter(way)) for letters, way in ways.items() if len(way) == 1 and len(letters) > 1}
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    pairs: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for letters, words in clear.items():
        phrases[letters[0]].append((letters, words))
        for key, pair in zip(pairwise(letters), pairwise(words), strict=True):
            pairs[key].add(pair)
    return _Common(
        {first: tuple(found) for first, found in phrases.items()},
        {key: next(iter(found)) for key, found in pairs.items() if len(found) == 1},
        frozenset(pairs),
        frozenset(" ".join(words) for words in clear.values()),
    )


@cache
def _common_after() -> dict[str, set[str]]:
    after: dict[str, set[str]] = defaultdict(set)
    for one, other in common().letters:
        after[one].add(other)
    return after


@cache
def _common_before() -> dict[str, set[str]]:
    before: dict[str, set[str]] = defaultdict(set)
    for one, other in common().letters:
        before[other].add(one)
    return before
