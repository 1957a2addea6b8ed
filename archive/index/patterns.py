"""Words by their pattern (mẫu từ): ``kế*``, ``h?ch``, ``hoạch~``; and whether a word of a page fits."""

import re
from collections.abc import Callable

import msgspec

from archive.index.analysis import LONGEST_KEY, part_of_key, word_keys
from archive.index.query import Both, Field, Is, Like, Near, Node

_MOST_STARS = 4  # in one pattern; bounds the work on each word of the index
_FUZZY = re.compile(r"(.*\w)~([0-9]?)")
_BOOST = re.compile(r"(?<=[\w*?~])\^[0-9]{1,4}(?:\.[0-9]{1,4})?$")
_EDGES = re.compile(r"^[^\w*?]+|[^\w*?~]+$")
_SPLIT = re.compile(r"[^\w*?\u0300-\u036f]+")
_LEAST_FUZZY = 3  # letters; of two letters most words are one letter away


class Matcher(msgspec.Struct, frozen=True):
    """What a word as typed matches; ``patterned`` where that is more than the word."""

    node: Node | None
    patterned: bool


def matcher(field: Field, text: str) -> Matcher:
    """What ``text``, a word without blanks, asks of a field.

    A question mark at the end ends a sentence, and a star without letters is a bullet.
    """
    text = _BOOST.sub("", text)
    text = _EDGES.sub("", text)
    if fuzzy := _FUZZY.fullmatch(text):
        word = word_keys(fuzzy[1])
        if len(word) == 1 and len(word[0][1]) >= _LEAST_FUZZY and not word[0][1].isdigit():
            edits = min(2, int(fuzzy[2] or 1))
            if edits:
                return Matcher(Near(field, word[0][1], edits), True)
        text = fuzzy[1]
    text = text.rstrip("?~")
    if not set("*?") & set(text):
        found = tuple((folded, exact) for exact, folded in word_keys(text))
        return Matcher(Is(field, found) if found else None, False)
    return _patterned(field, [part for part in _SPLIT.split(text.replace("_", " ")) if part.strip("*?")])


def _patterned(field: Field, typed: list[str]) -> Matcher:
    """The parts of a word such as ``226/KH*``: those without a star stand one after the other."""
    made: list[Node] = []
    run: list[tuple[str, str]] = []
    for part in typed:
        if not set("*?") & set(part):
            run.extend((folded, exact) for exact, folded in word_keys(part))
        elif pattern := _pattern(part):
            made.append(Like(field, pattern))
    patterned = bool(made)
    if run:
        made.insert(0, Is(field, tuple(run)))
    if len(made) > 1:
        return Matcher(Both(tuple(made)), patterned)
    return Matcher(made[0] if made else None, patterned)


def _pattern(text: str) -> str:
    """The pattern, folded, with a bounded number of stars."""
    pieces = re.split(r"(\*+|\?)", text)
    folded = "".join(
        "*" if piece.startswith("*") else piece if piece == "?" else part_of_key(piece) for piece in pieces
    )[:LONGEST_KEY]
    head = folded.split("*")
    return "*".join(head[:_MOST_STARS]) + "*" if len(head) > _MOST_STARS + 1 else folded


def fits(node: Like | Near) -> Callable[[str], bool]:
    """Whether a word, folded, is one that the pattern asks for."""
    if isinstance(node, Near):
        return lambda word: _within(word, node.word, node.edits)
    parts = (".*" if one == "*" else "." if one == "?" else re.escape(one) for one in node.pattern)
    pattern = re.compile("".join(parts), re.DOTALL)
    return lambda word: pattern.fullmatch(word) is not None


def _within(word: str, other: str, edits: int) -> bool:
    """Whether ``edits`` letters changed, left out, put in or two neighbours exchanged make one the other."""
    if abs(len(word) - len(other)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, start=1):
        before, row, above = row, [place], before
        for column, wanted in enumerate(other, start=1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != wanted))
            swapped = place > 1 and column > 1 and letter == other[column - 2] and word[place - 2] == wanted
            row.append(min(cost, above[column - 2] + 1) if swapped else cost)
        if min(row) > edits:
            return False
    return row[-1] <= edits
