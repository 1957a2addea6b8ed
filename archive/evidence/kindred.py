"""Kindred papers (văn bản cùng loại của các năm): titles that are alike but for the years that they name."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from archive.evidence.likeness import Title

MOST = 8
_ALIKE = 88.0  # of 100
_FEWEST = 2  # words that tell titles apart


def kindred(title: str, others: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the others, each (name, title), whose titles are the same but for years; 8 at most.

    In the order given. Other numbers (HK1, HK2; 8A, 8B) make other papers.
    """
    own = Title(title)
    if len(own.words) < _FEWEST:
        return ()
    found = []
    for name, text in others:
        other = Title(text)
        if _numbered(own) == _numbered(other) and fuzz.token_sort_ratio(own.joined, other.joined) >= _ALIKE:
            found.append(name)
            if len(found) == MOST:
                break
    return tuple(found)


def _numbered(title: Title) -> set[str]:
    """The words with numbers: `hk1`, `8a`."""
    return {word for word in title.words if any(letter.isdigit() for letter in word)}
