"""Notes of a report: taken from the foot of a page, and given to the lines that refer to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive.evidence.citations.seen import Line, Seen, middle

_NUMBER = re.compile(r"(?:\[(?P<closed>\d{1,3})\]|(?P<bare>\d{1,3}))\s+(?=\S)")
_MOST_LINES = 20
_SMALL = 0.9
"""How high a printed note's letters are beside the page's, at most."""

_MARK = r"(?:(?<=[^\W\d_]{{2}})|(?<=[)\]”\"%])|(?<=20\d\d))\.?(?P<mark>{number})(?![\w/%-]|[.,]\d)"
"""A note's number behind a word, a year or a bracket, as it comes from a text layer."""


def without_notes(page: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """A page without the notes at its foot, the lines that refer to them having them."""
    starts: list[tuple[int, _Number]] = []
    small = _SMALL * middle(one.height for one in page)
    for place in range(len(page) - 1, max(0, len(page) - _MOST_LINES), -1):
        number = _number_of(page[place], small)
        follows = number and (not starts or number.value == starts[0][1].value - 1)
        if number and follows and any(_mark_in(one, number) for one in page[:place]):
            starts.insert(0, (place, number))
    if not starts:
        return page
    ends = [*(place for place, _ in starts[1:]), len(page)]
    notes = {number: _note(page[place:end]) for (place, number), end in zip(starts, ends, strict=True)}
    return tuple(_with_notes(page[: starts[0][0]], notes))


class _Number(NamedTuple):
    """A note's number; ``closed``: it is written ``[1]``."""

    value: int
    closed: bool


def _number_of(one: Seen, small: float) -> _Number | None:
    """The number of the note that a line begins."""
    match = _NUMBER.match(one.line.text)
    if match and match["closed"]:
        return _Number(int(match["closed"]), closed=True)
    if not 0 < one.height < small:
        return None
    first = [number for place, number in one.raised if not place]
    return _Number(int(match["bare"]) if match else first[0], closed=False) if match or first else None


def _note(page: Sequence[Seen]) -> tuple[Line, ...]:
    first, *more = (one.line for one in page)
    match = _NUMBER.match(first.text)
    begin = match.end() if match else 0
    return replace(first, start=first.start + begin, text=first.text[begin:]), *more


def _mark_in(one: Seen, number: _Number) -> tuple[int, int] | None:
    """Where a line refers to a note."""
    if number.closed:
        at = one.line.text.find(f"[{number.value}]")
        return (at, at + len(str(number.value)) + 2) if at >= 0 else None
    for place, raised in one.raised:
        if raised == number.value:
            # It has no letters of its own in the line; the one before it stands for it.
            return max(0, place - 1), place
    mark = re.search(_MARK.format(number=number.value), one.line.text)
    return mark.span("mark") if mark else None


def _with_notes(page: Sequence[Seen], notes: dict[_Number, tuple[Line, ...]]) -> Iterator[Seen]:
    """The lines, each note given to the first that refers to it."""
    for one in page:
        found = {number: mark for number in notes if (mark := _mark_in(one, number))}
        own = [(*mark, notes.pop(number)) for number, mark in sorted(found.items(), key=lambda one: one[1])]
        yield replace(one, line=replace(one.line, notes=tuple(own))) if own else one
