"""Heights of rows: how many lines texts take in their columns. Excel measures only when a person edits."""

from collections.abc import Iterable

_NARROW = frozenset("iíìỉĩịljtfrI.,;:'!|()[]/- ")
_EMS = {"narrow": 0.29, "capital": 0.7, "usual": 0.47}
"""Widths of letters of Times New Roman, in its size."""

_PIXELS_A_CHARACTER = 7
_PIXELS_A_POINT = 96 / 72
_LINE = 1.25
_MOST_POINTS = 409.0
"""Excel has no higher rows."""


def height(texts: Iterable[tuple[str, float]], size: int, bold: bool = False) -> float:
    """Points that a row needs for its texts, each with its column's width in characters."""
    lines = max((_lines(text, width, size * (1.08 if bold else 1.0)) for text, width in texts), default=1)
    return min(lines * size * _LINE + 4, _MOST_POINTS)


def _lines(text: str, width: float, size: float) -> int:
    room = width * _PIXELS_A_CHARACTER / (size * _PIXELS_A_POINT)
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """The lines that a paragraph is broken into; ``room`` and widths are in ems."""
    count, used = 1, 0.0
    for word in line.split(" "):
        needed = sum(map(_ems, word))
        if used and used + needed > room:
            count += 1
            used = 0.0
        # A word longer than the line is broken within.
        count += int(needed / room)
        used += needed % room + _EMS["narrow"]
    return count


def _ems(letter: str) -> float:
    return _EMS["narrow" if letter in _NARROW else "capital" if letter.isupper() else "usual"]
