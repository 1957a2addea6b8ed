"""Lines as they are seen on a page: their text with its place, the boxes of their words, raised numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.evidence.documents import Page, Word

_RAISED = 0.75
"""How high a raised number is beside the page's letters, at most."""

_LONGEST_NUMBER = 3
_MOST_LINES = 1_000
"""Lines of a page that are put in order; a printed page has a tenth of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its place: ``text`` stands at ``start`` of the text of page number ``page``.

    ``opens``: by the look of it a paragraph begins here; None where that cannot be seen. ``notes`` are the
    footnotes that the line refers to, each with where its mark in the line begins and ends.
    """

    page: int
    start: int
    text: str
    opens: bool | None = None
    notes: "tuple[tuple[int, int, tuple[Line, ...]], ...]" = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A line with its words' boxes, where they have any.

    ``raised`` are small numbers that stand above it, each with the place in the text that it stands behind.
    """

    line: Line
    words: tuple[Word, ...]
    raised: tuple[tuple[int, int], ...] = ()

    @property
    def height(self) -> float:
        """How high its letters are; 0 where that is not known."""
        return middle(word.bottom - word.top for word in self.words)

    @property
    def top(self) -> int:
        """Where its highest letter begins; 0 where that is not known."""
        return min((word.top for word in self.words), default=0)

    @property
    def bottom(self) -> int:
        """Where its lowest letter ends; 0 where that is not known."""
        return max((word.bottom for word in self.words), default=0)


def seen(page: Page) -> tuple[Seen, ...]:
    """The lines of a page from top to bottom, none blank. One that goes on overleaf may end in a space."""
    return tuple(_with_raised(_in_order(_cut(page))))


def _cut(page: Page) -> Iterator[Seen]:
    placed = len(page.words) == len(page.text.split())
    start = word = 0
    for raw in page.text.split("\n"):
        count = len(raw.split()) if placed else 0
        if raw.strip():
            text = raw.lstrip()
            yield Seen(Line(page.number, start + len(raw) - len(text), text), page.words[word : word + count])
        word += count
        start += len(raw) + 1


def _in_order(page: Iterable[Seen]) -> tuple[Seen, ...]:
    """The lines, those put back that come late: text boxes often come after all else.

    A line that stands beside others, as in a column, stays where it is.
    """
    lines = tuple(page)
    if len(lines) > _MOST_LINES:
        return lines
    ordered: list[Seen] = []
    for one in lines:
        place = len(ordered)
        while place and _is_below(ordered[place - 1], one):
            place -= 1
        beside = place and not _is_below(one, ordered[place - 1]) and place < len(ordered)
        ordered.insert(len(ordered) if beside else place, one)
    return tuple(ordered)


def _is_below(one: Seen, other: Seen) -> bool:
    """Whether the middle of a line is below the foot of another one."""
    return bool(one.words and other.words) and (one.top + one.bottom) / 2 > other.bottom


def _with_raised(page: tuple[Seen, ...]) -> Iterator[Seen]:
    """The lines, those that are raised numbers given to the lines that they stand above."""
    small = _RAISED * middle(one.height for one in page)
    raised = {
        place
        for place, one in enumerate(page)
        if one.line.text.strip().isdigit()
        and len(one.line.text) <= _LONGEST_NUMBER
        and 0 < one.height < small
    }
    for place, one in enumerate(page):
        if place in raised:
            continue
        beside = (page[other].words[0] for other in (place - 1, place + 1) if other in raised)
        marks = tuple((_behind(one, mark), int(mark.text)) for mark in beside if _is_above(mark, one))
        yield replace(one, raised=marks) if marks else one


def _is_above(mark: Word, one: Seen) -> bool:
    """Whether a raised number is of the height of a line."""
    return bool(one.words) and one.top - one.height / 2 < mark.top < one.bottom


def _behind(one: Seen, mark: Word) -> int:
    """The place in a line's text behind the word that a raised number stands behind."""
    end = 0
    for word in one.words:
        if (word.left + word.right) / 2 > mark.left:
            break
        end = one.line.text.index(word.text, end) + len(word.text)
    return end


def middle(values: Iterable[float]) -> float:
    """The middle one of some values; 0 of none."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0
