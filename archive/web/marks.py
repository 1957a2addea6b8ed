"""Marks: the words of a page that answer a question, in its text and on its picture."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.evidence.documents import GRID, Page, Word
from archive.index.hits import Piece
from archive.index.snippets import Wanted, matching_words

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


def marked(page: Page, wanted: Wanted) -> tuple[bool, ...]:
    """Which of ``page.text.split()`` answer the question."""
    return matching_words(page.text.split(), wanted)


def boxes(page: Page, flags: Sequence[bool]) -> tuple[Box, ...]:
    """Where the marked words stand on the picture; neighbours on a line are one box. None without places."""
    # Readings promise a word for each of the text; one that does not keep it must not mark the wrong place.
    if len(page.words) != len(flags):
        return ()
    return tuple(_box(run) for run in _runs(page.words, flags))


def turned(box: Box, turn: int) -> Box:
    """Where a box stands when its page is turned clockwise by so many degrees."""
    right, bottom = 100 - box.left - box.width, 100 - box.top - box.height
    if turn == 90:
        return Box(bottom, box.left, box.height, box.width)
    if turn == 180:
        return Box(right, bottom, box.width, box.height)
    return Box(box.top, right, box.height, box.width) if turn == 270 else box


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


def matches(text: str, flags: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """The marked stretches of ``text.split()``: first and last word of each. None goes over a line's end."""
    found: list[tuple[int, int]] = []
    spans = [match.span() for match in _WORD.finditer(text)]
    for index, (span, flag) in enumerate(zip(spans, flags, strict=False)):
        if not flag:
            continue
        if found and found[-1][1] == index - 1 and _on_a_line(text, spans[index - 1], span):
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return tuple(found)


def pieces(text: str, flags: Sequence[bool]) -> tuple[Piece, ...]:
    """The text in stretches, marked and not; put together they are the text. Neighbours share a mark."""
    if not any(flags):
        return (Piece(text, marked=False),) if text else ()
    stretches: list[Piece] = []
    end = 0
    spans = [match.span() for match in _WORD.finditer(text)]
    for first, last in matches(text, flags):
        stretches.append(Piece(text[end : spans[first][0]], marked=False))
        stretches.append(Piece(text[spans[first][0] : spans[last][1]], marked=True))
        end = spans[last][1]
    stretches.append(Piece(text[end:], marked=False))
    return tuple(piece for piece in stretches if piece.text)


def _on_a_line(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    return "\n" not in text[before[1] : after[0]]
