"""Several archives searched as one (tra cứu nhiều kho): each keeps its index, their answers are one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Self, get_args

import msgspec

from archive.home import Archive
from archive.index.facets import counts, natural
from archive.index.faults import IndexUnusable
from archive.index.follow import Following
from archive.index.hits import Answer, Hit, Matched, Question

_LEVELS: tuple[Matched, ...] = get_args(Matched)


class School(msgspec.Struct, frozen=True):
    """One of the archives: its school's name, and its index."""

    name: str
    index: Following

    @classmethod
    def of(cls, archive: Archive) -> Self:
        """The school of an archive, or the name of its folder; the index is opened when first asked."""
        index = Following(archive.index_path, archive.settings.engine)
        return cls(archive.settings.school or archive.root.name, index)


def search_in(schools: Sequence[School], question: Question) -> Answer:
    """The answer of all; each hit says whose it is, `left_out` which of the others cannot be searched.

    What is worth what is told apart from any index, so hits of several stand in one order. Raises as the
    first archive's index does: IndexUnusable, FileNotFoundError.
    """
    first, *others = schools
    if not others:
        return first.index.search(question)
    upto = max(0, question.offset) + max(0, question.limit)
    wide = msgspec.structs.replace(question, offset=0, limit=upto)
    answers = [(first.name, first.index.search(wide))]
    left_out = []
    for school in others:
        try:
            answers.append((school.name, school.index.search(wide)))
        except (IndexUnusable, OSError):
            left_out.append(school.name)
    hits = sorted(_named(answers), key=lambda hit: _rank(hit, question))
    if question.sort == "date":
        hits.sort(key=lambda hit: hit.date or "", reverse=True)
    all_of_them = tuple(answer for _, answer in answers)
    matched = min((answer.matched for answer in all_of_them), key=_LEVELS.index)
    return Answer(
        total=sum(answer.total for answer in all_of_them),
        hits=tuple(hits[max(0, question.offset) : upto]),
        facets={name: counts(_sum(all_of_them, name)) for name in all_of_them[0].facets},
        matched=matched,
        best=sum(answer.best for answer in all_of_them if answer.matched == matched),
        first_words=all_of_them[0].first_words,
        took_ms=round(sum(answer.took_ms for answer in all_of_them), 3),
        left_out=tuple(left_out),
    )


def _named(answers: Sequence[tuple[str, Answer]]) -> Iterator[Hit]:
    for name, answer in answers:
        yield from (msgspec.structs.replace(hit, school=name) for hit in answer.hits)


def _rank(hit: Hit, question: Question) -> tuple[object, ...]:
    by_code = (hit.code is None, natural(hit.code or ""), hit.name)
    return by_code if question.sort == "code" else (-hit.score, *by_code)


def _sum(answers: Sequence[Answer], facet: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for answer in answers:
        total.update({one.value: one.count for one in answer.facets[facet]})
    return total
