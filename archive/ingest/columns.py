"""Columns: the lines of a recognised page in the order in which people read them.

An official paper has two blocks side by side at its head (issuer and symbol; motto and date) and at its foot
(recipients; signature). The engine reads across both; here the left block comes first, then the right. Tables
are left as they are, row by row. Source of the form: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

import re
from collections.abc import Iterable, Sequence

from archive.evidence.documents import GRID, Word
from archive.evidence.letters import fold

Line = tuple[Word, ...]

_MOTTO = re.compile(r"(c.ng h.{1,2}a|x. h.i ch. ngh|doc lap|d.ng c.ng s.n)")
_RECIPIENTS = re.compile(r"\W*n.i nh.n\b")
_HEAD_LINES = 12
_MOTTO_WITHIN = 5
_GAP = GRID * 3 // 100
"""Width between the two blocks at least: words of one line stand a quarter of it apart."""

_BREAK = 3.0
"""Heights of a line between two lines that no longer belong to one block."""


def reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines`` (none empty, from the top down), with the blocks of head and foot one after the other."""
    head_end = _head_end(lines)
    foot_start = _foot_start(lines, head_end)
    return (
        *_side_by_side(lines[:head_end]),
        *lines[head_end:foot_start],
        *_side_by_side(lines[foot_start:]),
    )


def _head_end(lines: Sequence[Line]) -> int:
    """How many lines from the top make up the two blocks; 0 where there are none."""
    at = next((n for n, line in enumerate(lines[:_MOTTO_WITHIN]) if _MOTTO.search(_folded(line))), None)
    if at is None:
        return 0
    end = at
    for count in range(at + 1, min(len(lines), _HEAD_LINES) + 1):
        if _gutter(lines[:count]) is None or (count > 1 and _far(lines[count - 2], lines[count - 1])):
            break
        end = count
    return end if end > at else 0


def _foot_start(lines: Sequence[Line], after: int) -> int:
    """The line where recipients stand beside the signature; the number of lines where there are none."""
    for n in range(len(lines) - 1, after - 1, -1):
        if _RECIPIENTS.match(_folded(lines[n])):
            return n if _gutter(lines[n:]) is not None else len(lines)
    return len(lines)


def _gutter(lines: Iterable[Line]) -> int | None:
    """The middle of a band from top to bottom that no word touches, with words on both sides of it."""
    words = [word for line in lines for word in line]
    spans = sorted((word.left, word.right) for word in words)
    reach, gaps = 0, []
    for left, right in spans:
        if reach and left - reach >= _GAP:
            gaps.append((reach, left))
        reach = max(reach, right)
    # Where several are wide enough the columns are a table's.
    return (gaps[0][0] + gaps[0][1]) // 2 if len(gaps) == 1 else None


def _side_by_side(lines: Sequence[Line]) -> Sequence[Line]:
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    left = (tuple(word for word in line if word.right <= gutter) for line in lines)
    right = (tuple(word for word in line if word.right > gutter) for line in lines)
    return tuple(line for line in (*left, *right) if line)


def _far(above: Line, below: Line) -> bool:
    heights = sorted(word.bottom - word.top for word in (*above, *below))
    return (
        min(word.top for word in below) - max(word.bottom for word in above)
        > _BREAK * heights[len(heights) // 2]
    )


def _folded(line: Line) -> str:
    return fold(" ".join(word.text for word in line))
