"""Search (tìm): a question asked of an engine, the answer put together.

What is proportional to the documents found is the engine's work. Of the best fifty the pages are looked at
one by one, which decides their order and which page is shown; so is every fifty after them, when asked for.
"""

import time
from collections.abc import Iterator, Sequence

import msgspec

from archive.evidence.sight import ALL
from archive.index.clauses import AllOf, Among, AnyOf, Anything, Clause, Worth
from archive.index.engine import Engine, Snapshot
from archive.index.entries import FACETS
from archive.index.facets import counts, natural
from archive.index.hits import Answer, FacetCount, Hit, Matched, Question
from archive.index.language import Terms, terms_of
from archive.index.matching import coded, holding, named, phrased, seen, steps, titled, worth
from archive.index.ranking import Asked, Found, asked, found
from archive.index.rows import Record, writable
from archive.index.snippets import Wanted, snippet_of
from archive.index.spelling import forgiven

_LOOKED_OVER = 50  # documents at once
_NOTHING: Clause = AnyOf(())


def search(engine: Engine, question: Question) -> Answer:
    """The answer to any text whatever. Raises IndexUnusable when the files are damaged."""
    began = time.perf_counter()
    snapshot = engine.snapshot()
    terms = terms_of(question)
    # The index knows the words of all its documents: what is near them would tell of those out of sight.
    terms = forgiven(terms, snapshot) if question.sight == ALL else terms
    answering, had = _answering(snapshot, terms, question)
    filters = _filters(question)
    kept = AllOf((answering, *filters.values()))
    total = snapshot.count(kept) if filters or had is None else had
    nearest = _nearest(snapshot, terms, question, kept) if total else None
    matched, best = _level(snapshot, terms, kept, total, nearest)
    return Answer(
        total=total,
        hits=tuple(_hits(snapshot, terms, question, kept, nearest)) if total else (),
        facets=_facets(snapshot, answering, filters),
        matched=matched,
        best=best,
        first_words=terms.first_words,
        took_ms=round((time.perf_counter() - began) * 1000, 3),
    )


def _answering(snapshot: Snapshot, terms: Terms, question: Question) -> tuple[Clause, int | None]:
    """The strictest of the steps that enough documents take, of those that are seen; how many, if counted."""
    visible = seen(question.sight)
    last: Clause = _NOTHING
    had: int | None = None
    for clause, few in steps(terms, snapshot.values):
        last = AllOf((clause, *visible))
        had = snapshot.count(last) if few else None
        if had is None or had >= few:
            break
    return last, had


def _filters(question: Question) -> dict[str, Clause]:
    wanted: dict[str, dict[str, None]] = {}
    for facet, value in question.filters:
        values = wanted.setdefault(facet, {})
        # Halves of characters are in no value.
        values |= {value: None} if value == writable(value) else {}
    return {
        facet: Among(facet, tuple(values)) if facet in FACETS else _NOTHING
        for facet, values in wanted.items()
    }


def _facets(
    snapshot: Snapshot, answering: Clause, filters: dict[str, Clause]
) -> dict[str, tuple[FacetCount, ...]]:
    """Of a facet without a filter all at once; of each with one under the filters of the others."""
    free = [facet for facet in FACETS if facet not in filters]
    tallies = snapshot.tally(AllOf((answering, *filters.values())), free)
    for facet in FACETS:
        if facet in filters:
            others = (clause for name, clause in filters.items() if name != facet)
            tallies |= snapshot.tally(AllOf((answering, *others)), [facet])
    return {facet: counts(tallies[facet]) for facet in FACETS}


class _Nearest(msgspec.Struct, frozen=True):
    """The rows to look over, best first by rough worth; and how many documents have the words whole: those in
    a phrase, or as what they are called. None where there may be more than were asked for.
    """

    rows: Sequence[int]
    whole: int | None


def _level(
    snapshot: Snapshot, terms: Terms, kept: Clause, total: int, nearest: _Nearest | None
) -> tuple[Matched, int]:
    """The best level that there is, and how many documents are at it."""
    if terms.tree is not None:
        return ("condition", total) if total else ("none", 0)
    if not terms.sequences:
        return "everything", total
    if not total:
        return "none", 0
    if terms.codes and (filed := snapshot.count(AllOf((kept, coded(terms))))):
        return "named", filed
    whole = nearest.whole if nearest else None
    if whole is None:
        whole = snapshot.count(AllOf((kept, AnyOf((named(terms), titled(terms), phrased(terms))))))
    if whole:
        return ("word" if sum(map(len, terms.sequences)) == 1 else "phrase"), whole
    words = len({word.folded for word in terms.plain})
    levels: tuple[tuple[Matched, int], ...] = (("all", words), ("most", words // 2 + 1))
    for level, least in levels:
        if held := snapshot.count(AllOf((kept, holding(terms, least)))):
            return level, held
    return "some", total


def _hits(
    snapshot: Snapshot, terms: Terms, question: Question, kept: Clause, nearest: _Nearest | None
) -> Iterator[Hit]:
    offset, limit = max(0, question.offset), max(0, question.limit)
    if not limit:
        return
    prepared = asked(terms, snapshot.size(), snapshot.frequency)
    if nearest:
        ranked = _ranked(snapshot, nearest.rows, prepared, offset, limit)
    else:
        by = question.sort if question.sort != "relevance" else "code"
        rows = snapshot.ordered(kept, by, offset, limit)
        ranked = [(found(record, prepared), record) for record in snapshot.records(rows)]
    wanted = Wanted(terms)
    for page, record in ranked:
        yield _hit(page, record, wanted)


def _ranked(
    snapshot: Snapshot, rows: Sequence[int], prepared: Asked, offset: int, limit: int
) -> Sequence[tuple[Found, Record]]:
    """The fifties that the stretch asked for lies in, each put in order by its pages."""
    first = offset - offset % _LOOKED_OVER
    ranked: list[tuple[Found, Record]] = []
    for start in range(first, len(rows), _LOOKED_OVER):
        records = snapshot.records(rows[start : start + _LOOKED_OVER])
        looked_over = [(found(record, prepared), record) for record in records]
        ranked += sorted(looked_over, key=_rank)
    return ranked[offset - first : offset - first + limit]


def _rank(one: tuple[Found, Record]) -> tuple[object, ...]:
    """Best first; of equals by code, what has none last, then by the name they came with."""
    page, record = one
    return -page.score, record.code is None, natural(record.code or ""), record.name, record.document


def _nearest(snapshot: Snapshot, terms: Terms, question: Question, kept: Clause) -> _Nearest | None:
    """All fifties up to the end of the stretch asked for; None where hits are not put in order by worth."""
    everything = terms.tree is None and not terms.sequences
    if question.limit <= 0 or question.sort != "relevance" or everything:
        return None
    last = max(0, question.offset) + question.limit
    return _best(snapshot, terms, kept, -(-last // _LOOKED_OVER) * _LOOKED_OVER)


def _best(snapshot: Snapshot, terms: Terms, kept: Clause, limit: int) -> _Nearest:
    """Rows in the order of the tiers; a tier is asked for only while those above it are not enough."""
    nearness = worth(terms)
    words = Worth((), nearness.words)
    tiers = (
        (coded(terms), words),
        (named(terms), words),
        (titled(terms), words),
        (phrased(terms), words),
        (Anything(), nearness),
    )
    rows: dict[int, None] = {}
    whole: int | None = None
    for tier, counting in tiers:
        if tier == Anything() and not terms.codes:
            whole = len(rows)
        if (terms.tree is not None and not terms.sequences and tier != Anything()) or tier == Among(
            "code", ()
        ):
            continue
        rows |= dict.fromkeys(snapshot.best(AllOf((kept, tier)), counting, limit))
        if len(rows) >= limit:
            break
    return _Nearest(list(rows)[:limit], whole)


def _hit(page: Found, record: Record, wanted: Wanted) -> Hit:
    return Hit(
        document=record.document,
        code=record.code,
        name=record.name,
        title=record.title,
        page=page.page,
        pages=page.pages,
        score=page.score,
        date=record.date,
        snippet=snippet_of(record.pages[page.page - 1].text, wanted),
    )
