"""Citations: the codes that a self-evaluation report (báo cáo tự đánh giá) cites, and what is wrong there.

Source: Công văn 5932/BGDĐT-QLCL mục 3 (each statement has its evidence, and codes stand behind it); what
external evaluators look for.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.evidence.citations.checks import Checks, Cycle
from archive.evidence.citations.findings import KINDS, Citation, Finding
from archive.evidence.citations.headings import Placed, placed
from archive.evidence.citations.paragraphs import UNSEEN, Paragraph, Place, paragraphs
from archive.evidence.citations.pieces import Cited
from archive.evidence.citations.statements import Sentence, bare, is_bare, sentences
from archive.evidence.documents import Page
from archive.evidence.spellings import Spelled, spelled
from archive.evidence.standards import Edition

__all__ = ["KINDS", "Citation", "Cited", "Cycle", "Finding", "Place", "Report", "check"]

_NEAR = 1_000
"""Letters before and behind a code that are told as its sentence, at most."""

_MOST_QUOTES = 50
"""Paragraphs above a description that may be the indicators' words; a criterion has at most eight of them."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a report: the citations as they stand in it, the findings by criterion, then so.

    ``edition`` is that of most of its codes, ``cycle`` what its times were judged by. ``criteria`` are those
    that it has a section for, in its order.
    """

    edition: Edition
    cycle: Cycle | None
    criteria: tuple[str, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...]

    def counts(self) -> Counter[str]:
        """How often each code is cited."""
        return Counter(code for one in self.citations for code in dict.fromkeys(one.codes))


class _Told(NamedTuple):
    """A code that a paragraph cites: itself, or in a note. ``start`` and ``end`` are in the paragraph."""

    spelled: Spelled
    source: Paragraph
    start: int
    end: int


def check(
    pages: Sequence[Page],
    editions: Sequence[Edition],
    pieces: Sequence[Cited],
    cycles: Mapping[str, Cycle],
) -> Report:
    """Every citation of a report, and everything that is wrong with it.

    ``pages`` are those of its reading; ``editions`` those of the archive, the main one first; ``pieces`` all
    that the register has or that lies in a box, of every edition; ``cycles`` first and last school year by
    edition; of an edition that it lacks no times are judged.
    """
    found = paragraphs(pages)
    told = {id(one): tuple(_told(one, editions)) for one in found}
    edition = _edition_of((say.spelled for says in told.values() for say in says), editions)
    report = tuple(one for one in placed(found, edition) if not one.standing.appended)
    cycle = cycles.get(edition.id)
    checks = Checks(edition, pieces, cycle)
    citations = tuple(_citations(report, told))
    findings = [wrong for citation, say in citations for wrong in checks.of(citation, say.spelled)]
    findings += _statements(report, {key: _spans(says) for key, says in told.items()}, edition)
    findings += checks.never_cited()
    order = {str(criterion.id): place for place, criterion in enumerate(edition.criteria)}
    findings.sort(key=lambda one: (order.get(one.criterion or "", -1), not one.page, one.page, one.places))
    criteria = dict.fromkeys(one.standing.criterion for one in report if one.standing.criterion)
    return Report(edition, cycle, tuple(criteria), tuple(one for one, _ in citations), tuple(findings))


def _told(paragraph: Paragraph, editions: Sequence[Edition]) -> Iterator[_Told]:
    for one in spelled(paragraph.text, editions):
        yield _Told(one, paragraph, one.start, one.end)
    for start, end, note in paragraph.notes:
        for one in spelled(note.text, editions):
            yield _Told(one, note, start, end)


def _edition_of(codes: Iterable[Spelled], editions: Sequence[Edition]) -> Edition:
    """The edition whose codes the report cites most; the main one where that says nothing."""
    counts = Counter(one.style.name for one in codes if one.kind != "doubtful")
    return max(editions, key=lambda edition: counts[edition.code_style.name])


def _spans(says: Iterable[_Told]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(say.start, say.end) for say in says}))


def _citations(
    report: Iterable[Placed], told: Mapping[int, Sequence[_Told]]
) -> Iterator[tuple[Citation, _Told]]:
    before: Placed | None = None
    for one in report:
        says = told[id(one.paragraph)]
        alone = bool(says) and is_bare(one, _spans(says))
        said = sentences(one.paragraph, _spans(says)) if says else ()
        # Codes in a line of their own belong to what was said before it.
        proved = _last(before, told) if alone and before and before.standing == one.standing else ""
        for say in says:
            yield _citation(one, say, said, proved), say
        before = before if alone else one


def _last(one: Placed, told: Mapping[int, Sequence[_Told]]) -> str:
    """The last sentence of a paragraph; "" of a heading."""
    said = sentences(one.paragraph, _spans(told[id(one.paragraph)]), one.start)
    return one.paragraph.text[said[-1].start : said[-1].end][-_NEAR:] + " " if said else ""


def _citation(one: Placed, say: _Told, said: Sequence[Sentence], proved: str) -> Citation:
    place = max(0, bisect(said, say.start, key=lambda each: each.start) - 1)
    # Of what has no end of a sentence for pages, what is near the code will do.
    start, end = max(said[place].start, say.start - _NEAR), min(said[place].end, say.end + _NEAR)
    sentence = one.paragraph.text[start:end]
    places = say.source.places(say.spelled.start, say.spelled.end)
    return Citation(
        page=places[0].page,
        sentence=_on_one_line(proved + sentence),
        spelling=_on_one_line(say.spelled.spelling),
        codes=tuple(map(say.spelled.style.plain_of, say.spelled.codes)),
        criterion=one.standing.criterion,
        level=one.standing.level,
        indicator=one.standing.indicator,
        places=places,
    )


def _statements(
    report: Sequence[Placed], spans: dict[int, tuple[tuple[int, int], ...]], edition: Edition
) -> Iterator[Finding]:
    quoted = _quoted(report, edition)
    for one in bare(report, lambda paragraph: spans[id(paragraph)], quoted):
        places = one.paragraph.places(one.start, one.end)
        yield Finding(
            "statement-without-code",
            one.standing.criterion,
            places[0].page,
            _on_one_line(one.paragraph.text[one.start : one.end]),
            level=one.standing.level,
            indicator=one.standing.indicator,
            places=places,
        )


def _quoted(report: Sequence[Placed], edition: Edition) -> dict[str, tuple[str, ...]]:
    """The indicators' words by criterion: the edition's, and what the report prints above a description."""
    found = {
        str(criterion.id): tuple(indicator.text for indicator in criterion.indicators)
        for criterion in edition.criteria
    }
    described: set[str] = set()
    for one in report:
        criterion = one.standing.criterion
        if criterion and one.standing.describing:
            described.add(criterion)
        elif criterion and criterion not in described and len(found[criterion]) < _MOST_QUOTES:
            found[criterion] += (one.paragraph.text,)
    return found


def _on_one_line(text: str) -> str:
    return " ".join(text.replace(UNSEEN, "").split())
