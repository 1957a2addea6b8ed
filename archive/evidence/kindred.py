"""Kindred papers (văn bản cùng loại của các năm): titles that are alike but for the years that they name."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from archive.evidence.likeness import Title

MOST = 8
_ALIKE = 88.0  # of 100
_FEWEST = 2  # words that tell titles apart


def kindred(title: str, others: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the others, each (name, title), whose titles are the same but for years; 8 at most.

    In the order given. Other numbers (HK1, HK2; 8A, 8B) make other papers.
    """
    own, numbers = _told(title)
    if len(own.split()) < _FEWEST:
        return ()
    alike = []
    for name, text in others:
        joined, others_numbers = _told(text)
        if numbers == others_numbers and fuzz.token_sort_ratio(own, joined, score_cutoff=_ALIKE):
            alike.append(name)
            if len(alike) == MOST:
                break
    return tuple(alike)


# Asked for on every page of a document, of all documents of its type.
@lru_cache(maxsize=1 << 14)
def _told(title: str) -> tuple[str, frozenset[str]]:
    """The words that tell a title apart, and those among them with numbers: `hk1`, `8a`."""
    words = Title(title).words
    return " ".join(words), frozenset(word for word in words if any(map(str.isdigit, word)))
