"""Pages found, gathered by document (gộp theo văn bản), and counted by facet."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from archive.index.analysis import keys
from archive.index.hits import FacetCount

_DIGITS = re.compile(r"(\d+)")


class Group(msgspec.Struct, frozen=True, gc=False):
    """A document found: its best page, with its score and row, and the pages worth opening."""

    page: int
    score: float
    place: int
    pages: tuple[int, ...]


def gathered(
    documents: Sequence[int], pages: Sequence[int], scores: Sequence[float], near: float
) -> tuple[Group, ...]:
    """The documents of the rows found; the three columns are of one length, best score first.

    A page is worth opening from half the best page's score on; half of `near` is enough, however high the
    best. So a page that holds the phrase does not bring with it every page that holds some of the words.
    """
    by_document: dict[int, list[int]] = {}
    for place, document in enumerate(documents):
        by_document.setdefault(document, []).append(place)
    return tuple(_group(places, pages, scores, near) for places in by_document.values())


def _group(places: Sequence[int], pages: Sequence[int], scores: Sequence[float], near: float) -> Group:
    top = scores[places[0]]
    if len(places) == 1:
        return Group(pages[places[0]], top, places[0], (pages[places[0]],))
    best = min((place for place in places if scores[place] == top), key=pages.__getitem__)
    least = min(top, near) / 2
    return Group(
        pages[best], top, best, tuple(sorted(pages[place] for place in places if scores[place] >= least))
    )


def chosen(
    filters: Iterable[tuple[str, str]], values: Mapping[str, Sequence[str | None]], size: int
) -> dict[str, tuple[bool, ...]]:
    """For each facet with filters, which of the `size` documents hold; `values` by facet, one a document."""
    wanted: dict[str, set[str]] = {}
    for facet, value in filters:
        wanted.setdefault(facet, set()).add(value)
    nowhere: tuple[None, ...] = (None,) * size
    return {
        facet: tuple(value in some for value in values.get(facet, nowhere)) for facet, some in wanted.items()
    }


def counted(
    values: Mapping[str, Sequence[str | None]], holds: Mapping[str, tuple[bool, ...]], size: int
) -> dict[str, tuple[FacetCount, ...]]:
    """How many documents have each value, under the filters of all other facets."""
    answer = {}
    for facet, column in values.items():
        others = [held for name, held in holds.items() if name != facet]
        kept = [all(held[place] for held in others) for place in range(size)] if others else [True] * size
        counts = Counter(
            value for value, keep in zip(column, kept, strict=True) if keep and value is not None
        )
        answer[facet] = tuple(FacetCount(value, counts[value]) for value in sorted(counts, key=natural))
    return answer


def natural(text: str) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """A sort key by which 1.2 comes before 1.10, and `Đề án` between `Danh sách` and `Kế hoạch`."""
    parts = [part for part in _DIGITS.split(text) if part]
    folded = tuple(
        (0, int(part[:18])) if part.isascii() and part.isdigit() else (1, keys(part)[1]) for part in parts
    )
    return folded, text
