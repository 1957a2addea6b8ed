"""``archive gaps``: by criterion and school year, which evidence is missing."""

from pathlib import Path
from typing import Any

from archive.console import Console, now, user
from archive.evidence.gaps import Asked, Cell, Gaps, Row
from archive.evidence.gaps.years import Years
from archive.evidence.standards import Edition
from archive.evidence.years import SchoolYear
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.lists.gaps import asked_words, gaps_now, lacks, listed, period, sheets
from archive.tables import xlsx

_SUFFIX = ".xlsx"


def run(console: Console, archive: Archive, file: Path | None, edition_id: str | None) -> None:
    """List what is missing; with a file, write matrix and list to it. A file that is there stays as it is."""
    edition = _edition(archive, edition_id)
    if file and file.suffix.lower() != _SUFFIX:
        file = file.with_name(file.name + _SUFFIX)
    if file and file.exists():
        raise Failure(Exit.USAGE, "file-exists", path=file)
    if file and not file.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=file.absolute().parent)
    this_year = SchoolYear.of(now().date(), archive.settings.year_starts)
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        gaps = gaps_now(catalogue.shelf, edition, archive.settings, this_year)
    if file:
        xlsx.write(file, sheets(gaps, archive.settings.school, console.wording.say))
    console.data(_data(gaps, file))
    _tell(console, gaps)
    if file:
        console.say("gaps.written", path=file)


def _edition(archive: Archive, id: str | None) -> Edition:
    found = archive.cycles.edition(id) if id else archive.edition
    if found is None:
        known = ", ".join(edition.id for edition in archive.cycles.editions)
        raise Failure(Exit.USAGE, "no-edition", edition=id, known=known)
    return found


def _tell(console: Console, gaps: Gaps) -> None:
    say = console.wording.say
    console.line(gaps.edition.name)
    console.say("gaps.cycle", years=period(gaps.cycle, say))
    found = tuple(lacks(gaps))
    if not found:
        console.say("gaps.none")
    else:
        rows = (
            (
                one.row.criterion.id,
                one.row.criterion.name,
                one.labels,
                asked_words(one.indicators[0], say),
                listed(one.indicators[0], one.indicators[0].missing, say),
                listed(one.indicators[0], one.indicators[0].no_file, say),
            )
            for one in found
        )
        heads = ("criterion", "name", "indicators", "asked", "missing", "no_file")
        console.table([f"gaps_{head}" for head in heads], rows)
    console.say(
        "gaps.summary",
        lacking=gaps.short,
        criteria=len(gaps.rows),
        cells=gaps.missing,
        pieces=gaps.total.no_file,
    )
    if gaps.school_wide:
        console.say("gaps.school_wide")
        for one in gaps.school_wide:
            console.line(f"  {one.requirement.number}. {period(one.years, say)}: {one.requirement.text}")


def _data(gaps: Gaps, file: Path | None) -> dict[str, Any]:
    return {
        "edition": gaps.edition.id,
        "cycle": _labels(gaps.cycle),
        "years": _labels(gaps.years),
        "criteria": [_row(row) for row in gaps.rows],
        "level_four": [
            {"number": one.requirement.number, "text": one.requirement.text, "years": _labels(one.years)}
            for one in gaps.school_wide
        ],
        "missing": gaps.missing,
        "no_file": gaps.total.no_file,
        "file": str(file) if file else None,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "criterion": str(row.criterion.id),
        "name": row.criterion.name,
        "pieces": sum(row.total),
        "undated": sum(row.undated),
        "years": [_cell(cell) for cell in row.cells],
        "indicators": [_asked(one) for one in row.asked],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"year": cell.year.label, "state": cell.state, "asked": cell.ask, **cell.count._asdict()}


def _asked(one: Asked) -> dict[str, Any]:
    return {
        "level": one.indicator.level,
        "letter": one.indicator.letter,
        "asked": one.ask,
        "years": _labels(one.years),
        "missing": _labels(one.missing),
        "no_file": _labels(one.no_file),
    }


def _labels(years: Years) -> list[str]:
    return [year.label for year in years]
