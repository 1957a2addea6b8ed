"""Words that say the same (chữ viết tắt): what may stand for others, CMHS for cha mẹ học sinh."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from archive.abbreviations import Pairs, shipped
from archive.index.analysis import word_keys

_MOST_READINGS = 4
MOST_ALIKE = 8  # in one run of words; bounds the time of an answer


class Word(msgspec.Struct, frozen=True):
    """A word asked for. `marked`: it was typed with marks, so a word with other marks is second best."""

    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


class Alike(msgspec.Struct, frozen=True):
    """In place of a run's words from `first` up to and without `end`, `words` may stand as well."""

    first: int
    end: int
    words: tuple[Word, ...]


def as_words(text: str) -> tuple[Word, ...]:
    """The words of a text."""
    return tuple(Word(exact, folded) for exact, folded in word_keys(text))


def alike(run: Sequence[Word], pairs: Pairs | None = None) -> tuple[Alike, ...]:
    """What may stand in place of words of the run, first to last, of one place the longest first.

    `pairs` are the abbreviations; None: those of the program.
    """
    return tuple(_alike([word.folded for word in run], _table(shipped() if pairs is None else pairs)))


def readings(run: Sequence[Word], others: Sequence[Alike]) -> tuple[tuple[Word, ...], ...]:
    """The run as it reads with one of the others, then with the first of each place; each reading once."""
    if not others:
        return ()
    made = [(*run[: one.first], *one.words, *run[one.end :]) for one in others[:_MOST_READINGS]]
    whole: list[Word] = []
    place = 0
    for one in others:
        if one.first >= place:
            whole.extend((*run[place : one.first], *one.words))
            place = one.end
    return tuple(dict.fromkeys((*made, (*whole, *run[place:]))))


def _alike(folded: Sequence[str], table: Mapping[str, Sequence[tuple[Word, ...]]]) -> Iterator[Alike]:
    longest = max((key.count(" ") + 1 for key in table), default=0)
    place = found = 0
    while place < len(folded) and found < MOST_ALIKE:
        for size in range(min(longest, len(folded) - place), 0, -1):
            for words in table.get(" ".join(folded[place : place + size]), ())[: MOST_ALIKE - found]:
                yield Alike(place, place + size, words)
                found += 1
        place += 1


@lru_cache(maxsize=8)
def _table(pairs: Pairs) -> Mapping[str, Sequence[tuple[Word, ...]]]:
    """Each side of a pair, folded, with what stands on the other; short forms also in one word."""
    table: dict[str, dict[tuple[Word, ...], None]] = defaultdict(dict)
    for short, long in pairs:
        shorts = (as_words(short), as_words("".join(word.exact for word in as_words(short))))
        longs = as_words(long)
        for words in shorts:
            if words and longs and words != longs:
                table[_key(words)][longs] = None
                table[_key(longs)][words] = None
    return {key: tuple(others) for key, others in table.items()}


def _key(words: Sequence[Word]) -> str:
    return " ".join(word.folded for word in words)
