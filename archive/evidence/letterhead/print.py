"""Print or pen: how sure it is that print wrote some characters, by the engine's confidence and by their
height."""

from collections.abc import Callable
from dataclasses import dataclass

from archive.evidence.documents import Word
from archive.evidence.letterhead.lines import Line


@dataclass(frozen=True, slots=True)
class Print:
    """What a printed word is like: the engine's confidence at least (percent), and its height in capitals,
    between two bounds; and how sure it is at most that print wrote it."""

    least: int
    low: float = 0.7
    high: float = 1.3
    most: float = 1.0


Kinds = Callable[[Word, bool, bool], tuple[Print, ...]]
"""The kinds of print that a word can be of, the surest first; whether it begins before, or ends behind, the
characters asked for."""


def printed(line: Line, start: int, end: int, capital: int, kinds: Kinds) -> float:
    """How sure it is (0 to 1) that print wrote the words that ``line.text[start:end]`` is of.

    ``capital`` is the height of a printed capital, 0 if unknown. 1 where nothing was recognised; 0 where one
    of the words is of none of its kinds.
    """
    sure = 1.0
    at = 0
    for word in line.words:
        stop = at + len(word.text)
        if at < end and start < stop:
            height = (word.bottom - word.top) / capital if capital else 1.0
            fits = [
                min(kind.most, word.confidence / 100)
                for kind in kinds(word, at < start, stop > end)
                if word.confidence >= kind.least and kind.low < height < kind.high
            ]
            sure = min(sure, fits[0] if fits else 0.0)
        at = stop + 1
    return sure
