"""Ranges and lists: the numbers, and the other end, that are joined to a code in a running text.

``[H1-1.1-01] đến [H1-1.1-05]``, ``H1-1.1-01÷05``, ``[H1-1.1-01; 02; 04-06]``, ``MC.1.1.01-03``. Codes written
out and set apart by commas are codes by themselves and not a list.
"""

import re
from typing import Literal, NamedTuple

from archive.evidence.codes import with_brackets
from archive.evidence.spellings.shapes import Head, Shapes, head_at
from archive.evidence.spellings.text import PlainText

LONGEST = 200
"""A range of more codes than this is taken for a slip."""

TIGHT = re.compile(
    r"(?P<mark>[-.,/])(?P<number>[0-9]{1,3})(?![0-9])(?<!-[0-9]{3})(?:[-.,/][0-9]{1,3}(?![0-9]))*"
)
"""Numbers joined to a code: a part, the end of a range, items. Three digits after a dash are a symbol's."""

# Words are bare of marks, as plain text is. A dash that begins a line is that of a list with a line an item.
_DASH = r" ?-\s?"
_RANGE = r"\s?(?:÷|~|…|\.{2,3}|(?:cho\s)?(?:den|toi)(?:\s(?:het|ma))?)\s?"
_LIST = r"(?:\s?[,;&+]\s?(?:va\s)?|\sva\s)"
_NUMBER = r"(?!0+(?![0-9]))[0-9]{1,3}(?![^\W_])"
# What follows must not make it a date, a symbol, a decimal or a share.
_ENDED = r"(?![./:][0-9])(?!-[^\W_])(?!(?:,[0-9]+)?\s?[%/°])"
_ITEM = re.compile(
    rf"(?:{_LIST}(?P<first>{_NUMBER})(?:(?:{_RANGE}|{_DASH})(?P<last>{_NUMBER}))?"
    rf"|(?:{_RANGE}|{_DASH})(?P<to>{_NUMBER})){_ENDED}",
    re.IGNORECASE,
)
_TO = re.compile(rf"(?:{_RANGE}|(?P<dash>{_DASH}))(?P<bracket>[\[(]\s?)?(?=[A-Za-z])", re.IGNORECASE)
_GOES_ON = re.compile(r"\s?(?!va\s)[^\W_]|(?:\s?[,;&]\s?|\sva\s)[0-9]|\s?[%/°]", re.IGNORECASE)


class Joined(NamedTuple):
    """A head and what is joined to it. ``reason`` is "" where it is sure; ``far``: a range ends elsewhere."""

    start: int
    end: int
    kind: Literal["one", "range", "list"]
    numbers: tuple[int, ...]
    reason: str = ""
    far: Head | None = None


_Pair = tuple[int, int | None]  # a number, and the last of the range that it begins


def joined(text: PlainText, shapes: Shapes, head: Head) -> Joined:
    """What is joined to the head; the head alone, in its brackets, where that is nothing."""
    start, end = with_brackets(text.flat, head.start, head.end)
    pairs: list[_Pair] = [(head.number, None)]
    if start == head.start:
        end = _add_items(text.lines, head.end, pairs)
    reason = ""
    far = None
    to = _TO.match(text.lines, end) if pairs[-1][1] is None else None
    if to and (far := head_at(text, shapes, to.end())):
        end, reason = _far_end(text, shapes, to, far)
        if (head.box, head.id) == (far.box, far.id):
            pairs[-1], far = (pairs[-1][0], far.number), None
        else:
            reason = "range-across"
    elif end > head.end and start == head.start and _GOES_ON.match(text.lines, end):
        reason = "list-or-number"
    if start == head.start:
        start, end = with_brackets(text.flat, start, end)
    kind: Literal["one", "range", "list"] = (
        "list" if len(pairs) > 1 else "range" if far or pairs[0][1] else "one"
    )
    numbers, fault = _spread(pairs)
    return Joined(start, end, kind, numbers, reason or fault, far)


def _add_items(lines: str, end: int, pairs: list[_Pair]) -> int:
    """Adds to the pairs the bare numbers that follow, one after the other; returns where they end."""
    while item := _ITEM.match(lines, end):
        if item["to"] is None:
            pairs.append((int(item["first"]), int(item["last"]) if item["last"] else None))
        elif pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], int(item["to"]))
        else:
            break
        end = item.end()
    return end


def _far_end(text: PlainText, shapes: Shapes, to: re.Match[str], far: Head) -> tuple[int, str]:
    """Where a range ends that ends in a code, and why it is doubtful that it is one, or ""."""
    end = with_brackets(text.flat, far.start, far.end)[1] if to["bracket"] else far.end
    if re.match(r"[^\W_]", text.flat[far.end : far.end + 1]):
        return end, "suffix"
    if TIGHT.match(text.flat, far.end):
        return end, "sub-number"
    more = _TO.match(text.lines, end) if to["dash"] else None
    return end, "range-or-list" if more and more["dash"] and head_at(text, shapes, more.end()) else ""


def _spread(pairs: list[_Pair]) -> tuple[tuple[int, ...], str]:
    """The numbers of the pairs, and what is wrong with a range among them, or ""."""
    numbers: list[int] = []
    reason = ""
    for first, last in pairs:
        low, high = sorted((first, first if last is None else last))
        if last is not None and last <= first:
            reason = reason or "range-down"
        numbers += range(low, high + 1) if high - low < LONGEST else (low, high)
        if high - low >= LONGEST or (last is not None and len(numbers) > LONGEST):
            ends = [end for pair in pairs for end in pair if end is not None]
            return tuple(ends), "range-long"
    return tuple(numbers), reason
