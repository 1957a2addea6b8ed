"""Coverage: how much of a page its pictures cover, and which of them may hold text that is nowhere else."""

from archive.evidence.documents import GRID, Word
from archive.ingest.lettering import Box, around

_MOSAIC = 50
"""Fields across and down a page by which it is found how much pictures cover."""

_LARGE = 0.04
"""Share of the page from which a picture may hold text. A seal or a logo has half of it."""

_SIDE = GRID // 20
"""The shorter side of a picture that may hold text, at least: a line of print with its margins."""

_TOUCHING = GRID // 200
"""The gap between pictures that are strips of one."""

_LABELS = 2
"""Words that may lie on a picture without being what it says."""


def is_unread(box: Box, words: tuple[Word, ...]) -> bool:
    """Whether a picture is large enough to hold text and no text is said to be there."""
    left, top, right, bottom = box
    across, down = right - left, bottom - top
    if across * down < _LARGE * GRID * GRID or min(across, down) < _SIDE:
        return False
    within = sum(
        1
        for word in words
        if left <= (word.left + word.right) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
    )
    return within <= _LABELS


def covered(pictures: tuple[Box, ...]) -> float:
    """The share of the page under pictures, one over the other or beside it."""
    field = GRID // _MOSAIC
    fields: set[tuple[int, int]] = set()
    for left, top, right, bottom in pictures:
        across = range((left + field // 2) // field, (right + field // 2) // field)
        fields.update(
            (x, y) for x in across for y in range((top + field // 2) // field, (bottom + field // 2) // field)
        )
    return len(fields) / _MOSAIC**2


def joined(pictures: tuple[Box, ...]) -> tuple[Box, ...]:
    """Pictures that overlap or touch as one: strips, tiles, a foreground over its background."""
    found: list[Box] = []
    for box in pictures[:500]:
        one = box
        while touching := [other for other in found if _touch(one, other)]:
            found = [other for other in found if other not in touching]
            one = around([one, *touching])
        found.append(one)
    return tuple(found)


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _TOUCHING
        and other[0] <= one[2] + _TOUCHING
        and one[1] <= other[3] + _TOUCHING
        and other[1] <= one[3] + _TOUCHING
    )
