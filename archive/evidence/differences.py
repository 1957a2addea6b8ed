"""Differences (chỗ khác nhau): which words of one text stand in another, in the same order."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


def differing(words: Sequence[str], others: Sequence[str]) -> tuple[bool, ...]:
    """Which of ``words`` have no counterpart among ``others``, both read in order.

    Case and the punctuation around a word make no difference; its marks do. Takes time by the product of the
    two lengths: give it pages, not books.
    """
    here, there = _keys(words), _keys(others)
    flags = [bool(key) for key in here]
    for block in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
        flags[block.a : block.a + block.size] = [False] * block.size
    return tuple(flags)


def _keys(words: Sequence[str]) -> list[str]:
    return [_EDGE.sub("", unicodedata.normalize("NFC", word).casefold()) for word in words]
