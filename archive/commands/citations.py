"""``archive citations``: check the codes that a self-evaluation report cites."""

from pathlib import Path
from typing import Any

from archive.commands.read import read_file
from archive.console import Console, now, user
from archive.evidence.citations import Finding, Report
from archive.evidence.documents import Reading
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.lists.citations import checked, pieces, sheets, todo, what
from archive.tables import xlsx as excel

_SUFFIX = ".xlsx"
_LONGEST = 300
"""Letters of a sentence that the terminal shows."""


def run(console: Console, archive: Archive, file: Path, xlsx: Path | None) -> Exit:
    """List what is wrong by criterion; with ``xlsx`` write it there. A file that is there stays as it is."""
    if xlsx and xlsx.suffix.lower() != _SUFFIX:
        xlsx = xlsx.with_name(xlsx.name + _SUFFIX)
    if xlsx and xlsx.exists():
        raise Failure(Exit.USAGE, "file-exists", path=xlsx)
    if xlsx and not xlsx.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=xlsx.absolute().parent)
    reading = read_file(console, file, archive.settings)
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        report = checked(reading.pages, archive, catalogue.shelf)
        known = pieces(archive, catalogue.shelf)
    if xlsx:
        excel.write(xlsx, sheets(report, known, archive.settings.school, console.wording.say))
    console.data(_data(console, report, reading, file, xlsx))
    _tell(console, report, reading)
    if xlsx:
        console.say("citations.written", path=xlsx)
    return Exit.FINDINGS if report.findings or not report.citations else Exit.DONE


def _tell(console: Console, report: Report, reading: Reading) -> None:
    say = console.wording.say
    names = {str(criterion.id): criterion.name for criterion in report.edition.criteria}
    for id in (None, *names):
        found = [one for one in report.findings if one.criterion == id]
        if id in report.criteria:
            console.line(say("citations.criterion", id=id, name=names[id], **_counts(report, id)))
        elif found:
            name = say("citations.no_criterion") if id is None else f"{id}. {names[id]}"
            console.line(name)
        for one in found:
            _tell_one(console, one, report)
    if unread := _unread(reading):
        console.say("citations.unread", count=len(unread), pages=", ".join(map(str, unread)))
    if report.cycle is None:
        console.say("citations.no_cycle")
    if not report.citations:
        console.say("citations.no_codes")
        return
    key = "citations.bad" if report.findings else "citations.good"
    codes = len(report.counts())
    console.say(key, citations=len(report.citations), codes=codes, count=len(report.findings))


def _tell_one(console: Console, one: Finding, report: Report) -> None:
    say = console.wording.say
    text = what(one, say)
    console.line("  " + (say("citations.at", page=one.page, what=text) if one.page else text))
    if one.sentence:
        sentence = one.sentence if len(one.sentence) <= _LONGEST else one.sentence[: _LONGEST - 1] + "…"
        console.line("    " + say("citations.sentence", sentence=sentence))
    console.line("    " + todo(one, report, say))


def _counts(report: Report, criterion: str) -> dict[str, int]:
    own = [one for one in report.citations if one.criterion == criterion]
    return {"citations": len(own), "codes": len({code for one in own for code in one.codes})}


def _unread(reading: Reading) -> list[int]:
    return [page.number for page in reading.pages if page.fault]


def _data(
    console: Console, report: Report, reading: Reading, file: Path, xlsx: Path | None
) -> dict[str, Any]:
    return {
        "file": str(file),
        "xlsx": str(xlsx) if xlsx else None,
        "edition": report.edition.id,
        "cycle": [year.label for year in report.cycle] if report.cycle else None,
        "pages": len(reading.pages),
        "unread": _unread(reading),
        "criteria": [
            {"criterion": id, **_counts(report, id)}
            | {"findings": sum(one.criterion == id for one in report.findings)}
            for id in report.criteria
        ],
        "citations": [
            {
                "page": one.page,
                "criterion": one.criterion,
                "level": one.level,
                "indicator": one.indicator,
                "spelling": one.spelling,
                "codes": list(one.codes),
                "sentence": one.sentence,
            }
            for one in report.citations
        ],
        "findings": [_finding(console, one, report) for one in report.findings],
    }


def _finding(console: Console, one: Finding, report: Report) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "criterion": one.criterion,
        "level": one.level,
        "indicator": one.indicator,
        "page": one.page or None,
        "sentence": one.sentence or None,
        "spelling": one.spelling or None,
        "code": one.code,
        "suggestions": list(one.suggestions),
        "what": what(one, console.wording.say),
        "todo": todo(one, report, console.wording.say),
    }
