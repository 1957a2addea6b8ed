"""Marks: the words of a page that answer a question, in its text and on its picture."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.evidence.documents import GRID, Page, Word
from archive.index.hits import Piece
from archive.index.snippets import matching_words

_WORD = re.compile(r"\S+")
_MARGIN = 30
"""Units of the grid that a mark reaches beyond its word."""


@dataclass(frozen=True, slots=True)
class Box:
    """A marked stretch of a line, in per cent of the page's width and height from the top left."""

    left: float
    top: float
    width: float
    height: float


def marked(page: Page, question: str) -> tuple[bool, ...]:
    """Which of ``page.text.split()`` answer the question; none when nothing is asked."""
    words = page.text.split()
    return matching_words(words, question) if question else (False,) * len(words)


def boxes(page: Page, flags: Sequence[bool]) -> tuple[Box, ...]:
    """Where the marked words stand on the picture; neighbours on a line are one box. None without places."""
    # Readings promise a word for each of the text; one that does not keep it must not mark the wrong place.
    if len(page.words) != len(flags):
        return ()
    return tuple(_box(run) for run in _runs(page.words, flags))


def _runs(words: Sequence[Word], flags: Iterable[bool]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word, flag in zip(words, flags, strict=True):
        if run and not (flag and _goes_on(run[-1], word)):
            yield run
            run = []
        if flag:
            run.append(word)
    if run:
        yield run


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands right of the one before, on the same line and not in another column."""
    middle = (word.top + word.bottom) / 2
    height = max(before.bottom - before.top, word.bottom - word.top)
    return before.top <= middle <= before.bottom and -height <= word.left - before.right <= 3 * height


def _box(run: Sequence[Word]) -> Box:
    left = max(0, min(word.left for word in run) - _MARGIN)
    top = max(0, min(word.top for word in run) - _MARGIN)
    right = min(GRID, max(word.right for word in run) + _MARGIN)
    bottom = min(GRID, max(word.bottom for word in run) + _MARGIN)
    percent = GRID / 100
    return Box(left / percent, top / percent, (right - left) / percent, (bottom - top) / percent)


def pieces(text: str, flags: Sequence[bool]) -> tuple[Piece, ...]:
    """The text in stretches, marked and not; put together they are the text. Neighbours share a mark."""
    stretches: list[Piece] = []
    end = 0
    spans = [match.span() for match in _WORD.finditer(text)]
    index = 0
    while index < len(spans):
        if not (index < len(flags) and flags[index]):
            index += 1
            continue
        first = last = index
        while last + 1 < len(spans) and flags[last + 1] and _on_a_line(text, spans[last], spans[last + 1]):
            last += 1
        stretches.append(Piece(text[end : spans[first][0]], marked=False))
        stretches.append(Piece(text[spans[first][0] : spans[last][1]], marked=True))
        end = spans[last][1]
        index = last + 1
    stretches.append(Piece(text[end:], marked=False))
    return tuple(piece for piece in stretches if piece.text)


def _on_a_line(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    return "\n" not in text[before[1] : after[0]]
