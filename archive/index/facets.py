"""Counts by facet (mặt lọc), in the order in which people look for their values."""

import re
from collections.abc import Mapping
from functools import lru_cache

from archive.index.analysis import keys
from archive.index.hits import FacetCount

_DIGITS = re.compile(r"(\d+)")


def counts(tally: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """The counts of a facet, by their values in natural order."""
    return tuple(FacetCount(value, tally[value]) for value in sorted(tally, key=natural) if tally[value])


# The same few values are put in order with every answer.
@lru_cache(maxsize=10_000)
def natural(text: str) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """A sort key by which 1.2 comes before 1.10, and `Đề án` between `Danh sách` and `Kế hoạch`."""
    parts = [part for part in _DIGITS.split(text) if part]
    folded = tuple(
        (0, int(part[:18])) if part.isascii() and part.isdigit() else (1, keys(part)[1]) for part in parts
    )
    return folded, text
