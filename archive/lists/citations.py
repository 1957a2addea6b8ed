"""Citations: a report checked against the archive, what is to be said of it, and sheets to print."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from archive.evidence.citations import Cited, Finding, Report, check
from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.documents import Page
from archive.home import Archive
from archive.shelf import Shelf
from archive.tables.sheet import Column, Line, Sheet

Say = Callable[..., str]
"""How a sentence of the wording is said: its key, then its values by name."""


def checked(pages: Sequence[Page], archive: Archive, shelf: Shelf) -> Report:
    """A report's pages checked against all that the archive has; times by the cycles of the settings."""
    editions = archive.cycles.editions
    years = {edition.id: archive.settings.cycle(edition.id) for edition in editions}
    cycles = {id: (found[0], found[-1]) for id, found in years.items() if found}
    report = check(pages, editions, pieces(archive, shelf), cycles)
    findings = tuple(
        replace(one, suggestions=shelf.other_codes(one.code))
        if one.kind == "other-cycle" and one.code
        else one
        for one in report.findings
    )
    return replace(report, findings=findings)


def pieces(archive: Archive, shelf: Shelf) -> tuple[Cited, ...]:
    """Every piece of every edition, as a report's check sees it."""
    links = shelf.links()
    notes = {
        line.code: line.note for edition in archive.cycles.editions for line in shelf.register(edition.id)
    }
    return tuple(
        Cited(
            one.code,
            one.title,
            one.documents,
            (one.criterion, *links.get(one.code, ())),
            one.kept_elsewhere,
            one.dated,
            one.date,
            tuple(one.school_years.split(",")) if one.school_years else (),
            notes.get(one.code, ""),
        )
        for one in shelf.all_pieces()
    )


def what(one: Finding, say: Say) -> str:
    """What is wrong, in a sentence."""
    return say(f"citation.{one.kind}", **_values(one, say))


def todo(one: Finding, report: Report, say: Say) -> str:
    """What is to be done about it, with what may have been meant."""
    style = report.edition.code_style
    example = style.printed_of(EvidenceCode(CriterionId(1, 1), 1, 1 if style.has_box else None))
    text = say(f"citation_todo.{one.kind}", **_values(one, say), example=example)
    if one.suggestions and one.kind != "doubtful":
        text += " " + say("citation_todo.maybe", suggestions=_listed(one.suggestions))
    return text


def _values(one: Finding, say: Say) -> dict[str, str]:
    return {
        "code": one.code or "",
        "spelling": one.spelling,
        "title": one.title,
        "criterion": one.criterion or "",
        "criteria": ", ".join(one.criteria),
        "when": one.when,
        "suggestions": _listed(one.suggestions),
        "reason": say(f"doubt.{one.reason}") if one.reason else "",
    }


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"[{code}]" for code in codes)


def place(level: int | None, indicator: str | None, say: Say) -> str:
    """``Mức 1, a``; "" where the report has no such headings."""
    return ", ".join(filter(None, (say("citations.level", level=level) if level else "", indicator)))


def sheets(report: Report, known: Sequence[Cited], school: str, say: Say) -> tuple[Sheet, ...]:
    """What is to be looked at, the codes cited, and the pieces that never are: ready to print."""
    return (
        _findings(report, school, say),
        _citations(report, {piece.code: piece.title for piece in known}, school, say),
        _never(report, school, say),
    )


def _sheet(
    name: str,
    report: Report,
    columns: tuple[Column, ...],
    rows: tuple[tuple[str | int, ...], ...],
    school: str,
    say: Say,
) -> Sheet:
    cycle = report.cycle
    years = say("citations.cycle", first=cycle[0], last=cycle[1]) if cycle else ""
    above = (
        Line(school.upper(), bold=True),
        Line(say(f"citations.title_{name}").upper(), bold=True, size=14, align="center"),
        Line(". ".join(filter(None, (report.edition.name, years))), italic=True, size=11, align="center"),
        Line("", size=6),
    )
    empty = {"findings": "nothing_found", "citations": "nothing_cited", "never": "all_cited"}[name]
    below = () if rows else (Line(say(f"citations.{empty}"), italic=True),)
    return Sheet(say(f"citations.sheet_{name}"), columns, rows, above, below, size=11)


def _findings(report: Report, school: str, say: Say) -> Sheet:
    columns = (
        Column(say("citations.column_criterion"), 9, "center", merged=True),
        Column(say("citations.column_place"), 12),
        Column(say("citations.column_page"), 7, "center"),
        Column(say("citations.column_sentence"), 56),
        Column(say("citations.column_code"), 18),
        Column(say("citations.column_what"), 40),
        Column(say("citations.column_todo"), 40),
    )
    rows = tuple(
        (
            one.criterion or "",
            place(one.level, one.indicator, say),
            one.page,
            one.sentence,
            one.spelling or one.code or "",
            what(one, say),
            todo(one, report, say),
        )
        for one in report.findings
        if one.page
    )
    return _sheet("findings", report, columns, rows, school, say)


def _citations(report: Report, titles: dict[str, str], school: str, say: Say) -> Sheet:
    columns = (
        Column(say("citations.column_code"), 18),
        Column(say("citations.column_title"), 70),
        Column(say("citations.column_times"), 10, "center"),
        Column(say("citations.column_pages"), 34),
        Column(say("citations.column_criteria"), 24),
    )
    pages: dict[str, dict[int, None]] = defaultdict(dict)
    criteria: dict[str, dict[str, None]] = defaultdict(dict)
    for one in report.citations:
        for code in one.codes:
            pages[code][one.page] = None
            criteria[code].update({one.criterion: None} if one.criterion else {})
    counts = report.counts()
    order = [code for code in titles if code in counts]
    rows = tuple(
        (
            code,
            titles.get(code, ""),
            counts[code],
            ", ".join(map(str, pages[code])),
            ", ".join(criteria[code]),
        )
        for code in (*order, *sorted(set(counts) - set(order)))
    )
    return _sheet("citations", report, columns, rows, school, say)


def _never(report: Report, school: str, say: Say) -> Sheet:
    columns = (
        Column(say("citations.column_criterion"), 9, "center", merged=True),
        Column(say("citations.column_code"), 18),
        Column(say("citations.column_title"), 100),
    )
    rows = tuple(
        (one.criterion or "", one.code or "", one.title)
        for one in report.findings
        if one.kind == "never-cited"
    )
    return _sheet("never", report, columns, rows, school, say)
