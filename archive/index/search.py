"""Search (tìm): a question asked of an engine, the answer put together.

What is proportional to the documents found is the engine's work; the best of them are looked over page by
page (``archive.index.nearest``).
"""

import time
from collections.abc import Iterator

from archive.index.clauses import AllOf, Among, AnyOf, Anything, Clause
from archive.index.engine import Engine, Snapshot
from archive.index.entries import FACETS
from archive.index.facets import counts
from archive.index.hits import Answer, FacetCount, Hit, Matched, Question
from archive.index.known import Known
from archive.index.language import Terms, terms_of
from archive.index.likeness import likeness
from archive.index.matching import coded, holding, named, phrased, steps, titled
from archive.index.nearest import Nearest, looked_over, nearest, tiers
from archive.index.ranking import Found, asked, found
from archive.index.rows import Record, writable
from archive.index.snippets import Wanted, snippet
from archive.index.spelling import forgiven

_NOTHING: Clause = AnyOf(())


def search(engine: Engine, question: Question) -> Answer:
    """The answer to any text whatever. Raises IndexUnusable when the files are damaged."""
    began = time.perf_counter()
    return _Search(engine.snapshot(), question).answer(began)


class _Search:
    """One question, asked of the index as it stands."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot = snapshot
        self._question = question
        self._known = Known(snapshot, question.sight)
        self._like = likeness(snapshot, self._known, question.like) if question.like else None
        self._terms = (
            Terms(quoted=self._like.words) if self._like else forgiven(terms_of(question), self._known)
        )
        self._filters = _filters(question)
        self._everything = self._terms.tree is None and not self._terms.sequences

    def answer(self, began: float) -> Answer:
        """The answer; ``began`` is when the question came, by ``time.perf_counter``."""
        answering, total = self._answering()
        kept = AllOf((answering, *self._filters.values()))
        if total is None or self._filters:
            total = self._snapshot.count(kept)
        near = self._nearest(kept) if total else None
        matched, best = self._level(kept, total, near)
        return Answer(
            total=total,
            hits=tuple(self._hits(kept, near)) if total else (),
            facets=self._facets(answering),
            matched=matched,
            best=best,
            first_words=self._terms.first_words,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
        )

    def _answering(self) -> tuple[Clause, int | None]:
        """The strictest of the steps that enough documents take, of those in sight; how many, if counted."""
        if self._like:
            return self._known.within(self._like.clause), None
        last: Clause = _NOTHING
        had: int | None = None
        for clause, few in steps(self._terms, self._snapshot.values):
            last = self._known.within(clause)
            had = self._snapshot.count(last) if few else None
            if had is None or had >= few:
                break
        return last, had

    def _nearest(self, kept: Clause) -> Nearest | None:
        """What is looked over for the stretch asked for; None where hits are not put in order by worth."""
        question = self._question
        if question.limit <= 0 or question.sort != "relevance" or self._everything:
            return None
        most = max(0, question.offset) + question.limit
        ranks = ((Anything(), self._like.worth),) if self._like else tiers(self._terms, self._known)
        return nearest(self._snapshot, kept, ranks, most)

    def _level(self, kept: Clause, total: int, near: Nearest | None) -> tuple[Matched, int]:
        """The best level that there is, and how many documents are at it."""
        terms, count = self._terms, self._snapshot.count
        if terms.tree is not None:
            return ("condition", total) if total else ("none", 0)
        if self._like:
            return ("alike", total) if total else ("none", 0)
        if self._everything:
            return "everything", total
        if not total:
            return "none", 0
        if terms.codes and (filed := count(AllOf((kept, coded(terms))))):
            return "named", filed
        whole = near.above if near else None
        if whole is None:
            whole = count(AllOf((kept, AnyOf((named(terms), titled(terms), phrased(terms))))))
        if whole:
            return ("word" if sum(map(len, terms.sequences)) == 1 else "phrase"), whole
        words = len({word.folded for word in terms.plain})
        levels: tuple[tuple[Matched, int], ...] = (("all", words), ("most", words // 2 + 1))
        for level, least in levels:
            if held := count(AllOf((kept, holding(terms, least)))):
                return level, held
        return "some", total

    def _hits(self, kept: Clause, near: Nearest | None) -> Iterator[Hit]:
        question = self._question
        offset, limit = max(0, question.offset), max(0, question.limit)
        if not limit:
            return
        if self._like:
            prepared = self._like.asked
        else:
            prepared = asked(self._terms, self._known.size(), self._known.frequency)
        if near:
            ranked = looked_over(self._snapshot, near.rows, prepared, offset, limit)
        else:
            by = question.sort if question.sort != "relevance" else "code"
            records = self._snapshot.records(self._snapshot.ordered(kept, by, offset, limit))
            ranked = [(found(record, prepared), record) for record in records]
        wanted = Wanted(self._terms)
        for page, record in ranked:
            yield _hit(page, record, wanted)

    def _facets(self, answering: Clause) -> dict[str, tuple[FacetCount, ...]]:
        """Of a facet without a filter all at once; of each with one under the filters of the others."""
        filters, tally = self._filters, self._snapshot.tally
        free = [facet for facet in FACETS if facet not in filters]
        tallies = tally(AllOf((answering, *filters.values())), free)
        for facet in filters.keys() & set(FACETS):
            others = (clause for name, clause in filters.items() if name != facet)
            tallies |= tally(AllOf((answering, *others)), [facet])
        return {facet: counts(tallies[facet]) for facet in FACETS}


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
        snippet=snippet(record.pages[page.page - 1].text, wanted),
    )
