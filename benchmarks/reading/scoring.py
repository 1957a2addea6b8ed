"""Scores of a reading against a page typed by hand.

Word recall is that of bags: of the words typed (runs of letters and digits, NFC, large and small letters
alike), each counted as often as it stands there, the share that the reading has too. Words that only the
reading has do not count, wherever they are from.

The character error rate takes each typed line for itself and finds the run of the reading that it fits best
(edit distance in which what stands before and after the run costs nothing), so that the order in which the
two columns of a letterhead are read does not matter, nor what stands between the lines. Wrong and missing
letters count. Letters that are too many within a line count but for as many as the page's omitted
handwriting and stamps have: the typist left those out, and no reading can be blamed for them. The rate is
the sum over the page by the letters typed.

The strict rate is the plain edit distance between the whole page typed and the whole page read, in the
order of each, everything counted.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.corpus import plain_text

Row = NDArray[np.int32]
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one page, or of many (``+``)."""

    letters: int = 0
    wrong: int = 0
    strict: int = 0
    words: int = 0
    found: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.letters + other.letters,
            self.wrong + other.wrong,
            self.strict + other.strict,
            self.words + other.words,
            self.found + other.found,
        )

    @property
    def error_rate(self) -> float:
        """Character errors by letters typed, in percent."""
        return 100 * self.wrong / max(1, self.letters)

    @property
    def strict_rate(self) -> float:
        """The same over the whole page as it stands, in percent."""
        return 100 * self.strict / max(1, self.letters)

    @property
    def recall(self) -> float:
        """Words found by words typed, in percent."""
        return 100 * self.found / max(1, self.words)


def score(lines: tuple[str, ...], omitted: int, text: str) -> Score:
    """Score ``text`` against the typed ``lines``; ``omitted`` letters too many are forgiven."""
    read = plain_text(text)
    typed = " ".join(lines)
    wrong = extra = 0
    for line in lines:
        one, more = fit(line, read)
        wrong += one
        extra += more
    words, found = bag_recall(words_of(typed), words_of(read))
    return Score(
        sum(map(len, lines)), wrong + max(0, extra - omitted), edit_distance(typed, read), words, found
    )


def words_of(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, in small letters."""
    return re.findall(r"\w+", plain_text(text).casefold())


def bag_recall(wanted: Iterable[str], read: Iterable[str]) -> tuple[int, int]:
    """How many words are wanted, and how many of them the reading has, each as often as it has it."""
    bag = Counter(wanted)
    return bag.total(), (bag & Counter(read)).total()


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    right = _letters(other)
    row = np.arange(len(other) + 1, dtype=np.int32)
    for letter in _letters(one):
        row = _next(row, letter, right, 1, 1)
    return int(row[-1])


def fit(line: str, text: str) -> tuple[int, int]:
    """Wrong or missing letters, and letters too many, where ``line`` fits best in ``text``.

    Where it fits in several ways with as many errors, that with the most letters too many counts: each costs
    a thousandth less than another error, and no line has a thousand letters.
    """
    right = _letters(text)
    row = np.zeros(len(text) + 1, dtype=np.int32)
    for letter in _letters(line):
        row = _next(row, letter, right, _THOUSAND, _THOUSAND - 1)
    cost = int(row.min())
    errors = -(-cost // _THOUSAND)
    extra = errors * _THOUSAND - cost
    return errors - extra, extra


def _letters(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _next(row: Row, letter: np.uint32, right: NDArray[np.uint32], error: int, extra: int) -> Row:
    """One more row of the table of distances, with the costs of an error and of a letter too many."""
    best = row + error
    np.minimum(best[1:], row[:-1] + error * (right != letter), out=best[1:])
    # A letter too many, what comes from the left: the lowest value so far, and its cost for each step.
    steps = extra * np.arange(len(row), dtype=np.int32)
    return np.minimum.accumulate(best - steps) + steps
