"""Report (báo cáo tự đánh giá): its text with each code a link, and what is wrong with them beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.citations import Citation, Finding, Place, Report
from archive.evidence.documents import Page, Reading
from archive.evidence.letters import fold
from archive.lists.citations import checked, place, todo, what
from archive.records import DocumentRecord
from archive.web import addresses, asked
from archive.web.beside import beside
from archive.web.evidence import by_digits
from archive.web.faults import Fault, Way, beyond
from archive.web.kept import lasting
from archive.web.listing import in_order
from archive.web.portal import Portal, catalogue_of, portal_of, sight_of
from archive.web.rendering import page, words_of
from archive.web.words import Words

_NAMED = ("bao cao", "tu danh gia")
"""What the title or the name of a report says, folded."""

_AT_ONCE = 5
"""Pages of a report that are one page of the portal: all 60 would be 300 kB."""

_MOST_LISTED = 20
_MOST_NEVER_CITED = 100
_MOST_CODES = 12
"""Codes of one range that are links."""


@dataclass(frozen=True)
class Stretch:
    """Text of a page: a code with its address, a statement without one, or plain.

    ``code`` is there if its evidence can be opened, ``more`` are the further codes of a range; ``labels`` say
    what is wrong; ``anchor`` is where the list of findings leads to.
    """

    text: str
    code: str | None = None
    cited: bool = False
    more: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    anchor: str = ""


_Mark = tuple[Place, Stretch]


@dataclass(frozen=True)
class Noted:
    """One finding in words; ``anchor`` is where in the text it is, "" for what is never cited."""

    finding: Finding
    label: str
    what: str
    todo: str
    place: str
    anchor: str


@dataclass(frozen=True)
class Group:
    """The findings of a criterion on the pages shown, and how many it has on which page first; without an id,
    those outside all criteria."""

    id: str | None
    name: str
    findings: tuple[Noted, ...]
    count: int
    first: int


@dataclass(frozen=True)
class Listed:
    """A report that can be opened, with how many codes it cites and how many findings it has."""

    document: DocumentRecord
    codes: int
    citations: int
    findings: int


_COLUMNS: dict[str, Callable[[Listed], tuple[object, ...]]] = {
    "nhan": lambda _: (),
    "ten": lambda one: (fold(one.document.title or one.document.name),),
    "dan": lambda one: (one.citations,),
    "xem-lai": lambda one: (one.findings,),
}
"""What reports, given in the order in which they came, are sorted by."""


def report(request: Request) -> Response:
    """``/bao-cao/<digest, or its first 12 digits or more>``"""
    portal = portal_of(request)
    words = words_of(request)
    _whole(request)
    with catalogue_of(request) as catalogue:
        document = by_digits(catalogue, request.path_params["digest"].lower())
        if not request.query_params.get("mo"):
            lasting(request, portal.archive.readings.path(document.digest))
        reading = portal.archive.readings.load(document.digest)
        if reading is None:
            way = Way(addresses.evidence(document.code, document.digest), "page_error.way_first_page")
            raise Fault(503, "page_report.no_reading", way)
        first = _first(request, document, reading)
        found = _checked(portal, catalogue, reading)
        known = frozenset(piece.code for piece in catalogue.shelf.all_pieces())
        leaf = asked.whole(request.query_params.get("to", "")) or 1
        opened = beside(portal, catalogue, request.query_params.get("mo", "").strip(), leaf, words)
    noted = _noted(found, words)
    never = tuple(one for one in noted if one.finding.kind == "never-cited")
    return page(
        request,
        "report.html",
        document=document,
        report=found,
        codes=len(found.counts()),
        groups=_groups(found, noted, first),
        never=never[:_MOST_NEVER_CITED],
        never_cited=len(never),
        wrong=len(noted) - len(never),
        first=first,
        at_once=_AT_ONCE,
        all=len(reading.pages),
        pages=tuple(_pages(reading.pages[first - 1 : first - 1 + _AT_ONCE], found, noted, known)),
        opened=opened,
    )


def _first(request: Request, document: DocumentRecord, reading: Reading) -> int:
    """The first of the pages that are shown, among which is the one asked for."""
    number = asked.page_number(request)
    if number > max(1, len(reading.pages)):
        way = Way(addresses.report(document.digest), "page_error.way_first_page")
        raise Fault(404, "page_error.no_page_of_document", way, n=number, pages=len(reading.pages))
    return (number - 1) // _AT_ONCE * _AT_ONCE + 1


def reports(request: Request) -> Response:
    """``/bao-cao``"""
    portal = portal_of(request)
    _whole(request)
    with catalogue_of(request) as catalogue:
        named = [one for one in catalogue.all_documents() if _is_named_report(one)][-_MOST_LISTED:]
        found = tuple(one for document in named for one in _listed(portal, catalogue, document))
    ordered, columns = in_order(request, found, _COLUMNS, usual="-nhan")
    return page(request, "reports.html", reports=ordered, columns=columns)


def _whole(request: Request) -> None:
    """A report cites pieces of every standard: whoever does not see them all is not told of the others."""
    if sight_of(request).standards is not None:
        raise beyond(sight_of(request))


def _is_named_report(document: DocumentRecord) -> bool:
    said = fold(f"{document.type or ''} {document.title} {document.name}")
    return all(name in said for name in _NAMED)


def _listed(portal: Portal, catalogue: Catalogue, document: DocumentRecord) -> Iterator[Listed]:
    reading = portal.archive.readings.load(document.digest)
    found = _checked(portal, catalogue, reading) if reading else None
    if found and found.citations:
        yield Listed(document, len(found.counts()), len(found.citations), len(found.findings))


def _checked(portal: Portal, catalogue: Catalogue, reading: Reading) -> Report:
    name = ("report", reading.document, reading.reader)
    return portal.counted(catalogue, name, lambda: checked(reading.pages, portal.archive, catalogue.shelf))


def _noted(report: Report, words: Words) -> tuple[Noted, ...]:
    return tuple(
        Noted(
            one,
            words.say(f"citation_label.{one.kind}"),
            what(one, words.say),
            todo(one, report, words.say),
            place(one.level, one.indicator, words.say),
            f"v{number}" if one.places else "",
        )
        for number, one in enumerate(report.findings, 1)
    )


def _groups(report: Report, noted: Sequence[Noted], first: int) -> tuple[Group, ...]:
    names = {str(criterion.id): criterion.name for criterion in report.edition.criteria}
    by_criterion: dict[str | None, list[Noted]] = defaultdict(list)
    for one in noted:
        if one.finding.kind != "never-cited":
            by_criterion[one.finding.criterion].append(one)
    return tuple(
        Group(
            id,
            names.get(id or "", ""),
            tuple(one for one in found if first <= (one.finding.page or 0) < first + _AT_ONCE),
            len(found),
            min(one.finding.page or 1 for one in found),
        )
        for id, found in by_criterion.items()
    )


def _pages(
    pages: Sequence[Page], report: Report, noted: Sequence[Noted], known: frozenset[str]
) -> Iterator[tuple[int, tuple[Stretch, ...]]]:
    """Each page's number and its text in stretches; put together they are the text."""
    texts = {page.number: page.text for page in pages}
    marks: dict[int, list[_Mark]] = defaultdict(list)
    for mark in _marks(texts, report, noted, known):
        marks[mark[0].page].append(mark)
    for number, text in texts.items():
        stretches = []
        done = 0
        for at, stretch in sorted(marks[number], key=lambda mark: mark[0]):
            if at.start >= done:
                stretches += [Stretch(text[done : at.start]), stretch]
                done = at.end
        yield number, (*stretches, Stretch(text[done:]))


def _marks(
    texts: Mapping[int, str], report: Report, noted: Sequence[Noted], known: frozenset[str]
) -> Iterator[_Mark]:
    """What is marked: codes, and statements without one."""
    wrong: dict[object, list[Noted]] = defaultdict(list)
    for one in noted:
        wrong[one.finding.places].append(one)
    for citation in report.citations:
        yield from _mark(texts, citation, wrong[citation.places], known)
    for one in noted:
        if one.finding.kind == "statement-without-code":
            yield from _mark(texts, one.finding, [one], known)


def _mark(
    texts: Mapping[int, str], marked: Citation | Finding, wrong: Sequence[Noted], known: frozenset[str]
) -> Iterator[_Mark]:
    """One of them, which may go over lines and pages. What is said of it stands behind its last part."""
    codes = marked.codes if isinstance(marked, Citation) else ()
    there = [code for code in codes if code in known]
    first, last = marked.places[0], marked.places[-1]
    for each in marked.places:
        if each.page not in texts:
            continue
        stretch = Stretch(
            texts[each.page][each.start : each.end],
            there[0] if there else None,
            isinstance(marked, Citation),
            tuple(there[1:_MOST_CODES]) if each == last else (),
            tuple(dict.fromkeys(one.label for one in wrong)) if each == last else (),
            wrong[0].anchor if wrong and each == first else "",
        )
        yield each, stretch
