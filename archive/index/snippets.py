"""The words that answer a question (chữ được tô): in a stretch of text, and on the image of a page."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.index.alike import Word
from archive.index.analysis import KEYS, keys, words_and_edges
from archive.index.hits import Piece
from archive.index.language import Terms
from archive.index.patterns import fits

WIDTH = 200  # characters of a snippet
_BLANKS = re.compile(r"\s+")
# Blanks, or the strokes within a symbol; never a word.
_JOINING = re.compile(r"\s*|(?:[^\w\s]|_)*")


def snippet(text: str, wanted: "Wanted", width: int = WIDTH) -> tuple[Piece, ...]:
    """About `width` characters of `text` where the question's words stand densest; its start when nowhere.

    Blanks are one space, cuts fall between words and show as `…`. An empty text gives no piece.
    """
    words, edges = words_and_edges(text)
    marked = marked_words(words, wanted)
    here = _densest(marked, words, edges, width)
    begin, end = (edges[2 * here[0]], edges[2 * here[-1] + 1]) if here else (0, 0)
    left, right = _cut(text, begin, end, width)
    spans = ((edges[2 * index], edges[2 * index + 1]) for index in marked)
    inside = _joined((span for span in spans if left <= span[0] and span[1] <= right), text)
    return tuple(_pieces(text, left, right, inside))


def matching_words(texts: Sequence[str], wanted: "Wanted") -> tuple[bool, ...]:
    """Which of the words of a page, given in reading order, are to be marked.

    A word as the reader of the page cut it may be several words here (`226/KH-THCSKS`) or none (`—`).
    """
    owners: list[int] = []
    found: list[str] = []
    for owner, text in enumerate(texts):
        words, _ = words_and_edges(text)
        found.extend(words)
        owners.extend([owner] * len(words))
    marked = {owners[index] for index in marked_words(found, wanted)}
    return tuple(owner in marked for owner in range(len(texts)))


class Wanted:
    """What a question asks of words, taken apart once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.sequences = terms.sequences + tuple(one.words for one in terms.alike)
        self.beside = {pair for words in self.sequences for pair in _pairs(words, 1)}
        self.over_one = {pair for words in self.sequences for pair in _pairs(words, 2)}
        self.folded = frozenset(word.folded for words in self.sequences for word in words)


def marked_words(found: Sequence[str], wanted: Wanted) -> tuple[int, ...]:
    """Which of the words `found`, as written, are marked: ascending indexes.

    Words that stand beside each other as in the question; where none do, the single words, those with
    the very marks asked for before those without. The words of a symbol or a code are never marked singly.
    """
    terms, sequences = wanted.terms, wanted.sequences
    folded = wanted.folded
    there = {index: known for index, known in enumerate(map(KEYS.__getitem__, found)) if known[1] in folded}
    chosen = _in_runs({index: folded for index, (_, folded) in there.items()}, wanted)
    alone = tuple(words for words in sequences if len(words) == 1)
    for words in alone if chosen or terms.together else (*terms.sequences, *alone):
        chosen |= _single(there, words)
    if terms.patterns:
        tests = tuple(map(fits, terms.patterns))
        fitting = {word for word in set(found) if any(test(keys(word)[1]) for test in tests)}
        chosen.update(index for index, word in enumerate(found) if word in fitting)
    return tuple(sorted(chosen))


def _in_runs(there: Mapping[int, str], wanted: Wanted) -> set[int]:
    starts = [index for index, folded in there.items() if (folded, there.get(index + 1)) in wanted.beside]
    chosen = {index + step for index in starts for step in (0, 1)}
    # A run goes on over one word, misread or misspelt.
    for index in tuple(chosen):
        for first, other in ((index - 2, index - 2), (index, index + 2)):
            if (there.get(first), there.get(first + 2)) in wanted.over_one:
                chosen.add(other)
    return chosen


def _pairs(words: Sequence[Word], distance: int) -> Iterator[tuple[str | None, str | None]]:
    return ((first.folded, last.folded) for first, last in zip(words, words[distance:], strict=False))


def _single(there: Mapping[int, tuple[str, str]], words: Iterable[Word]) -> set[int]:
    very = {exact for exact, _ in there.values()}
    exacts = {word.exact for word in words if word.marked and word.exact in very}
    others = {word.folded for word in words if word.exact not in exacts}
    return {index for index, (exact, folded) in there.items() if exact in exacts or folded in others}


def _densest(marked: Sequence[int], found: Sequence[str], edges: Sequence[int], width: int) -> Sequence[int]:
    """The marked words of the best window: most different words and neighbours, then the shortest."""
    best: Sequence[int] = ()
    most = (0, 0)
    known = [keys(found[index])[1] for index in marked]
    for first, index in enumerate(marked):
        begin = edges[2 * index]
        words: set[str] = set()
        neighbours: set[tuple[str, str]] = set()
        for last in range(first, len(marked)):
            here = marked[last]
            end = edges[2 * here + 1]
            if end - begin > width and last > first:
                break
            words.add(known[last])
            if last > first and marked[last - 1] == here - 1:
                neighbours.add((known[last - 1], known[last]))
            worth = (len(words) + 2 * len(neighbours), begin - end)
            if worth > most or not best:
                best, most = marked[first : last + 1], worth
    return best


def _cut(text: str, begin: int, end: int, width: int) -> tuple[int, int]:
    """Where to cut around `begin` to `end`, between words."""
    room = max(0, width - (end - begin))
    left = max(0, min(begin - room // 2, len(text) - width))
    right = min(len(text), max(end, left + width))
    if left > 0:
        blank = _BLANKS.search(text, left, begin)
        left = blank.end() if blank else begin
    if right < len(text):
        blank_after = max(text.rfind(blank, end, right) for blank in " \n\t\u00a0")
        right = blank_after if blank_after > left else max(end, right)
    return left, right


def _joined(spans: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans with nothing but blanks between them, or nothing but signs as in `112/KH-THCSKS`, are one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _JOINING.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, left: int, right: int, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    def plain(start: int, end: int) -> Iterator[Piece]:
        words = _BLANKS.sub(" ", text[start:end])
        words = words.lstrip() if start == left else words
        words = words.rstrip() if end == right else words
        words = ("…" if start == left > 0 else "") + words
        words += "…" if end == right and text[right:].strip() else ""
        if words:
            yield Piece(words, marked=False)

    place = left
    for start, end in spans:
        yield from plain(place, start)
        yield Piece(_BLANKS.sub(" ", text[start:end]), marked=True)
        place = end
    yield from plain(place, right)
