"""The documents nearest to a question (gần nhất): found in tiers by the engine, then looked over by page.

Of the best thirty the pages are looked at one by one, which decides their order and which page is shown; so
is every thirty after them, when asked for.
"""

from collections.abc import Sequence

import msgspec

from archive.index.clauses import AllOf, Anything, Clause, Worth
from archive.index.engine import Snapshot
from archive.index.facets import natural
from archive.index.known import Known
from archive.index.language import Terms
from archive.index.matching import coded, named, phrased, titled, worth
from archive.index.ranking import Asked, Found, found
from archive.index.rows import Record

_AT_ONCE = 30  # documents that are looked over and put in order together

Tier = tuple[Clause, Worth]
"""Documents that come before those of the next tier, and what counts between them."""


class Nearest(msgspec.Struct, frozen=True):
    """The rows to look over, best first by rough worth, whole thirties; and how many stand above the last
    tier: None where there may be more than were asked for.
    """

    rows: Sequence[int]
    above: int | None


def tiers(terms: Terms, known: Known) -> Sequence[Tier]:
    """What is filed under a code asked for, called so, has the words as a phrase; then all the rest."""
    near = worth(terms)
    words = known.worth(near.words)
    nearness = Worth((*near.sets, *words.sets), words.words)
    if terms.tree is not None and not terms.sequences:
        return ((Anything(), nearness),)
    above = (named(terms), titled(terms), phrased(terms))
    filed = ((coded(terms), words),) if terms.codes else ()
    return (*filed, *((tier, words) for tier in above), (Anything(), nearness))


def nearest(snapshot: Snapshot, kept: Clause, ranks: Sequence[Tier], most: int) -> Nearest:
    """The rows of at least the ``most`` nearest; a tier is asked only while those above are not enough."""
    limit = -(-most // _AT_ONCE) * _AT_ONCE
    rows: dict[int, None] = {}
    above: int | None = None
    for place, (tier, counting) in enumerate(ranks, start=1):
        above = len(rows) if place == len(ranks) else None
        rows |= dict.fromkeys(snapshot.best(AllOf((kept, tier)), counting, limit))
        if len(rows) >= limit:
            break
    return Nearest(list(rows)[:limit], above)


def looked_over(
    snapshot: Snapshot, rows: Sequence[int], question: Asked, offset: int, limit: int
) -> Sequence[tuple[Found, Record]]:
    """The stretch asked for: the thirties that it lies in, each put in order by its pages."""
    first = offset - offset % _AT_ONCE
    ranked: list[tuple[Found, Record]] = []
    for start in range(first, len(rows), _AT_ONCE):
        records = snapshot.records(rows[start : start + _AT_ONCE])
        ranked += sorted(((found(record, question), record) for record in records), key=_rank)
    return ranked[offset - first : offset - first + limit]


def _rank(one: tuple[Found, Record]) -> tuple[object, ...]:
    """Best first; of equals by code, what has none last, then by the name they came with."""
    page, record = one
    return -page.score, record.code is None, natural(record.code or ""), record.name, record.document
