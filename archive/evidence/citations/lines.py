"""Lines of a report: what its pages say without running heads and page numbers; where paragraphs begin."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.evidence.citations.notes import without_notes
from archive.evidence.citations.seen import Line, Seen, middle, seen
from archive.evidence.documents import Page
from archive.evidence.letters import fold

_PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—|.\s]*", re.IGNORECASE)
_EDGE = 2
"""Lines at the top and at the foot of a page that may be running ones."""

_LONGEST_HEAD = 110
_SHARE = 0.3
_NO_HEAD = re.compile(r"\W*#|muc #|tieu ch|phan |[a-d][).]|.*(?:[.;:]|\bh#.*)\Z", re.DOTALL)
"""Headings of the report itself, which are alike for all criteria, sentences, and lines with codes."""

_LETTERED = re.compile(r"[a-zđ][).]")
_FURTHER = re.compile(r"[-–—÷~]\s*\d|[\]);,.:]")

_UNWRAPPED = 170
"""A line of more characters is a paragraph as Word has it; no sheet of A4 is so wide."""

_SPACE = 60
"""Units of the grid of a space, where a line has none: that of 13 pt Times is 1.2 mm on A4."""

_INDENT = 120
"""Units of the grid that a line stands further right, at least, to begin a paragraph: 2.5 mm on A4."""


def lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines of a report in order, none of them blank. A page's words tell more than its text."""
    cut = tuple(map(seen, pages))
    heads = _running_heads(cut)
    unwrapped = any(len(one.line.text) > _UNWRAPPED and not one.words for page in cut for one in page)
    found: list[Line] = []
    before: tuple[Seen, ...] = ()
    for page in cut:
        kept = without_notes(_without_heads(page, heads))
        found += _as_paragraphs(kept, found[-1] if found else None) if unwrapped else _as_seen(kept, before)
        before = kept or before
    return tuple(found)


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", fold(" ".join(line.text.split())))


def _running_heads(pages: Sequence[Sequence[Seen]]) -> frozenset[str]:
    """What stands, but for its numbers, at the top or foot of many pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        edges = (*page[:_EDGE], *page[max(_EDGE, len(page) - _EDGE) :])
        counts.update({_pattern(one.line) for one in edges if len(one.line.text) <= _LONGEST_HEAD})
    enough = max(3, _SHARE * len(pages))
    return frozenset(
        pattern for pattern, count in counts.items() if count >= enough and not _NO_HEAD.match(pattern)
    )


def _without_heads(page: tuple[Seen, ...], heads: frozenset[str]) -> tuple[Seen, ...]:
    def is_idle(one: Seen) -> bool:
        return bool(_PAGE_NUMBER.fullmatch(one.line.text)) or _pattern(one.line) in heads

    for _ in range(_EDGE):
        if page and is_idle(page[0]):
            page = page[1:]
        if page and is_idle(page[-1]):
            page = page[:-1]
    return page


def _as_paragraphs(page: Sequence[Seen], last: Line | None) -> Iterator[Line]:
    """Lines that are paragraphs, but for those that somebody broke, and one that goes on overleaf."""
    for one in page:
        yield replace(one.line, opens=last is None or not (last.text[-1] == " " or _goes_on(last, one.line)))
        last = one.line


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a line goes on in the following, by their words alone."""
    end = line.text.rstrip()[-1]
    if following.text[0].isdigit():
        return end == "-"
    begins = following.text[0].islower() and not _LETTERED.match(following.text)
    return end not in '.!?:;…)]”"' and (begins or _FURTHER.match(following.text) is not None)


def _as_seen(page: Sequence[Seen], before: Sequence[Seen]) -> Iterator[Line]:
    """Lines as they are printed, judged by their words, their margins and the room between them."""
    margins, older = _margins(page), _margins(before)
    step = _step(page)
    last = before[-1] if before else None
    for number, one in enumerate(page):
        opens = None
        if last is not None:
            opens = _opens(last, one, older if not number else margins, margins)
            opens = opens or (number > 0 and 0 < step < _room_above(last, one))
            opens = opens and not _goes_on(last.line, one.line)
        yield replace(one.line, opens=opens)
        last = one


def _margins(page: Sequence[Seen]) -> tuple[int, int]:
    """Where lines begin and end on a page: in the grid's units, or in characters."""
    placed = [one.words for one in page if one.words]
    if placed:
        lefts = sorted(words[0].left for words in placed)
        return lefts[len(lefts) // 10], max(words[-1].right for words in placed)
    return 0, max((len(one.line.text) for one in page), default=0)


def _opens(last: Seen, one: Seen, older: tuple[int, int], margins: tuple[int, int]) -> bool:
    """Whether the line before would have had room for this one's first word, or this one is indented."""
    if last.words and one.words:
        first = one.words[0]
        # Further right than the line before: the second line of an item is so too, but not than the margin.
        further = first.left - margins[0] > max(_INDENT, last.words[0].left - older[0] + _INDENT)
        return further or older[1] - last.words[-1].right > 1.05 * (first.right - first.left) + _blank(last)
    return older[1] - len(last.line.text) > 1.25 * len(one.line.text.split()[0]) + 3


def _blank(line: Seen) -> int:
    """How wide a space is on a line."""
    gaps = [after.left - before.right for before, after in itertools.pairwise(line.words)]
    return min((gap for gap in gaps if gap > 0), default=_SPACE)


def _room_above(last: Seen, one: Seen) -> int:
    return one.top - last.top if last.words and one.words else 0


def _step(page: Sequence[Seen]) -> float:
    """More than the usual step from line to line; 0 where it cannot be seen."""
    steps = (_room_above(one, other) for one, other in itertools.pairwise(page))
    return 1.25 * middle(step for step in steps if step > 0)
