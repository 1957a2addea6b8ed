"""Likeness: whether what was read is a word or a phrase one knows, a few letters read wrong."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def edits(one: str, other: str, limit: int) -> int:
    """How many letters must be put in, left out or changed to turn one into the other; ``limit`` + 1 if more.

    Takes no longer than ``limit`` times the length of the shorter.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    if one == other:
        return 0
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row] + [limit + 1] * len(other)
        for column in range(max(1, row - limit), min(len(other), row + limit) + 1):
            now[column] = min(
                before[column] + 1, now[column - 1] + 1, before[column - 1] + (letter != other[column - 1])
            )
        if min(now) > limit:
            return limit + 1
        before = now
    return min(before[-1], limit + 1)


def like(one: str, other: str) -> bool:
    """Whether two short words are the same but for a slip: none in two letters, one in up to five, two in
    more."""
    size = min(len(one), len(other))
    limit = 0 if size < 3 else 1 if size <= 5 else 2
    return edits(one, other, limit) <= limit


def spelt(text: str) -> str:
    """The letters a to z of a folded text, nothing between them."""
    return "".join(character for character in text if "a" <= character <= "z")
