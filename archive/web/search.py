"""Search (tìm): the question, how it was understood, hits, and facets to narrow them."""

from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.codes import CriterionId
from archive.evidence.cycles import Cycles
from archive.evidence.sight import ALL
from archive.evidence.standards import Edition
from archive.index.asking import in_every_cycle, question_of
from archive.index.hits import Answer, Hit, Question, Sort
from archive.index.language import Terms, terms_of
from archive.index.spoken import noted, spoken
from archive.records import DocumentRecord, PartRecord, PieceRecord
from archive.web import addresses, asked
from archive.web.answers.forms import wants_sheet
from archive.web.evidence import no_piece_key
from archive.web.faults import Fault, Way
from archive.web.kept import lasting
from archive.web.narrowing import Address, Choice, Filters, chosen_of, facets_of, filters_of
from archive.web.portal import catalogue_of, portal_of, sight_of
from archive.web.rendering import page, words_of
from archive.web.words import Words

A_PAGE = 20
"""Hits on a page of results."""

A_SHEET = 1_000
"""Hits in a spreadsheet of results."""

_DEEPEST = 500
"""Pages of results that can be opened."""

_PAGE_LINKS = 8
_NAMED_CODES = 8
_LANGUAGE = {
    "phrase": '"hội đồng trường"',
    "either": '"kế hoạch" OR "phương hướng"',
    "without": '"kế hoạch" NOT "học kỳ II"',
    "prefix": "kiểm*",
    "fuzzy": "hoạch~",
    "type": 'loại:"quyết định"',
    "symbol": "số:226",
    "criterion": "tiêuchí:1.1 hộp:1",
    "year": "năm:2021-2022",
    "date": "ngày:[01/09/2021 TO 31/05/2022]",
}
"""Examples of the language of questions, by the name of the sentence that explains each."""


@dataclass(frozen=True)
class Shown:
    """A hit with what the catalogue says of its document, and the pages to open.

    ``part`` is the paper that the best page belongs to, where the document carries several.
    """

    hit: Hit
    document: DocumentRecord | None
    part: PartRecord | None
    address: str
    pages: tuple[tuple[int, str], ...]
    further: int


@dataclass(frozen=True)
class Found:
    """The answer to what an address asks, on the page of it that the address names."""

    question: str
    filters: Filters
    nothing: bool
    answer: Answer
    shown: tuple[Shown, ...]
    codes: tuple[str, ...]
    asked: Question
    number: int
    last: int
    sort: Sort


def found_for(request: Request, catalogue: Catalogue) -> Found:
    """Ask the index what an address asks; for a sheet as much of it as a sheet holds. Raises ``Fault``."""
    portal = portal_of(request)
    question = asked.question(request)
    filters = filters_of(request)
    number = 1 if wants_sheet(request) else asked.page_number(request)
    nothing = not question and not filters
    size = A_SHEET if wants_sheet(request) else A_PAGE
    limit = 0 if nothing else size
    offset = min(number - 1, _DEEPEST) * size
    sort = _sort(request)
    archive = portal.archive
    plain = question_of(question, archive.cycles, limit, offset, filters, archive.abbreviations)
    asked_for = replace(in_every_cycle(plain, catalogue), sort=sort)
    answer = portal.search(asked_for, catalogue)
    last = _last_page(answer, number, size, addresses.search(question, filters, sort=sort), words_of(request))
    marked = "" if asked_for.like else question
    documents = catalogue.documents(hit.document for hit in answer.hits)
    found = (
        _shown(hit, documents.get(hit.document), catalogue, marked, portal.school) for hit in answer.hits
    )
    shown = tuple(one for one in found if one)
    return Found(question, filters, nothing, answer, shown, plain.codes, asked_for, number, last, sort)


def search(request: Request) -> Response:
    """``/tim``"""
    portal = portal_of(request)
    edition = sight_of(request).of(portal.archive.edition)
    words = words_of(request)
    lasting(request, *portal.index_paths)
    with catalogue_of(request) as catalogue:
        found = found_for(request, catalogue)
        terms = terms_of(found.asked)
        meant = portal.suggestion(found.asked, found.answer, terms, catalogue)
        named, missing = _named(found.codes[:_NAMED_CODES], portal.archive.cycles, catalogue, words)
    question, filters, answer = found.question, found.filters, found.answer
    address = partial(addresses.search, question, sort=found.sort)
    return page(
        request,
        "search.html",
        question=question,
        nothing=found.nothing,
        answer=answer,
        hits=found.shown,
        facets=tuple(facets_of(answer, address, filters, edition, words)),
        chosen=chosen_of(address, filters, edition, words),
        filters=[(addresses.FACET_PARAMETERS[facet], value) for facet, value in filters],
        named=named,
        missing=missing,
        understood=_understood(answer, words),
        **_asked(terms, meant, filters, words),
        named_criterion=_named_criterion(edition, question),
        sorts=_sorts(question, filters, found.sort, words),
        sort=addresses.SORTS[found.sort],
        pages=_pages(address, filters, found.number, found.last),
        page_number=found.number,
        last=found.last,
        first=(found.number - 1) * A_PAGE + 1,
    )


def _asked(terms: Terms, meant: str | None, filters: Filters, words: Words) -> dict[str, Any]:
    """How the question was understood, what was mended in it, what may have been meant, and how to ask."""
    return {
        "tree": spoken(terms.tree, words.say) if terms.tree else None,
        "notes": noted(terms.notes, words.say),
        "meant": (meant, addresses.search(meant, filters)) if meant else None,
        "language": [(text, words.say(f"page_search.language_{name}")) for name, text in _LANGUAGE.items()],
    }


def _last_page(answer: Answer, number: int, size: int, first: str, words: Words) -> int:
    """How many pages of results there are. Raises ``Fault`` when ``number`` is beyond them."""
    last = max(1, min(_DEEPEST, -(-answer.total // size)))
    if number > last:
        way = Way(first, "page_error.way_first_results")
        raise Fault(404, "page_error.no_results_page", way, n=words.number(number), last=words.number(last))
    return last


def _sort(request: Request) -> Sort:
    given = request.query_params.get(addresses.SORT, "")
    return next((sort for sort in get_args(Sort) if addresses.SORTS[sort] == given), "relevance")


def _sorts(question: str, filters: Filters, sort: Sort, words: Words) -> tuple[Choice, ...]:
    """The orders that the hits can be put in."""
    ways = {one: addresses.search(question, filters, sort=one) for one in addresses.SORTS}
    said = {one: words.say(f"page_search.sort_{one}") for one in ways}
    return tuple(Choice(said[one], None, way, one == sort, False) for one, way in ways.items())


def _shown(
    hit: Hit, document: DocumentRecord | None, catalogue: Catalogue, question: str, here: str
) -> Shown | None:
    """A hit; None for one that is no longer in the reader's sight."""
    if hit.school not in ("", here):
        # Another school's paper is found here and shown there.
        return Shown(hit, None, None, "", (), 0)
    # The index may be a moment behind or ahead: the catalogue has the word on where the document lies.
    if document is None and catalogue.sight != ALL:
        return None
    code = document.code if document else hit.code
    pages = tuple(
        (number, addresses.evidence(code, hit.document, number, question))
        for number in hit.pages[:_PAGE_LINKS]
    )
    best = addresses.evidence(code, hit.document, hit.page, question)
    part = catalogue.part_at(hit.document, hit.page) if document and document.parts else None
    return Shown(hit, document, part, best, pages, max(0, len(hit.pages) - _PAGE_LINKS))


def _named(
    codes: tuple[str, ...], cycles: Cycles, catalogue: Catalogue, words: Words
) -> tuple[list[PieceRecord], list[str]]:
    """The pieces whose codes were asked for, and a sentence for each code that has none."""
    found = {code: catalogue.shelf.named_now(code) for code in codes}
    missing = [_missing(code, cycles, catalogue, words) for code, pieces in found.items() if not pieces]
    return list(dict.fromkeys(piece for pieces in found.values() for piece in pieces)), missing


def _missing(plain: str, cycles: Cycles, catalogue: Catalogue, words: Words) -> str:
    """That there is no such piece, in the words of its own address."""
    coded = cycles.parse(plain)
    if coded.criterion is None:
        return words.say("page_error.code_of_no_criterion", code=plain, id=coded.code.criterion)
    return words.say(no_piece_key(plain, catalogue), code=plain)


def _understood(answer: Answer, words: Words) -> str:
    """How well the documents found answer: how many at the best level, and how many below it."""
    matched = words.say(f"page_search.matched_{answer.matched}")
    rest = answer.total - answer.best
    if not rest:
        return matched
    return words.say(
        "page_search.level_named" if answer.matched == "named" else "page_search.level",
        best=words.count("page.documents", answer.best),
        matched=matched,
        rest=words.count("page.documents", rest),
    )


def _named_criterion(edition: Edition, question: str) -> object:
    try:
        named: CriterionId | None = CriterionId.parse(question)
    except ValueError:
        named = CriterionId.from_label(question)
    return edition.criterion(named) if named else None


def _pages(address: Address, filters: Filters, number: int, last: int) -> tuple[tuple[int, str], ...]:
    """The pages of results to offer: the first, those around this one, the last."""
    near = range(max(1, number - 2), min(last, number + 2) + 1)
    offered = dict.fromkeys((1, *near, last))
    return tuple((one, address(filters, one)) for one in offered)
