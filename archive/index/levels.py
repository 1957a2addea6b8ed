"""How well the documents found answer (mức khớp): the best level there is, and how many reach it."""

from collections.abc import Callable, Collection, Mapping

from archive.index.hits import Matched
from archive.index.language import Terms
from archive.index.ranking import CODE, PHRASE


def best_level(
    scores: Mapping[int, float], terms: Terms, holding: Callable[[int], Collection[int]]
) -> tuple[Matched, int]:
    """The level, and the number of documents at it.

    `scores` gives each document found its score; `holding(n)` are the documents with a page that, with its
    label, holds n or more of the different plain words and all that is quoted.
    """
    if not terms.sequences:
        return "everything", len(scores)
    if not scores:
        return "none", 0
    if named := sum(score >= CODE for score in scores.values()):
        return "named", named
    # Shares of the worth of a phrase may add up to a little less.
    if whole := sum(score >= PHRASE - 1 for score in scores.values()):
        return ("word" if sum(map(len, terms.sequences)) == 1 else "phrase"), whole
    words = len({word.folded for word in terms.plain})
    levels: tuple[tuple[Matched, int], ...] = (("all", words), ("most", words // 2 + 1))
    for level, least in levels:
        if held := len(scores.keys() & set(holding(least))):
            return level, held
    return "some", len(scores)
