"""Gaps: what is there and what is missing, out of the catalogue, and as sheets to print."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.evidence.gaps import Asked, Cell, Count, Gaps, Row, gaps_of
from archive.evidence.gaps.years import Span, Years, cycle_of, years_of
from archive.evidence.standards import Edition
from archive.evidence.years import SchoolYear
from archive.records import PieceRecord
from archive.settings import Settings
from archive.shelf import Shelf
from archive.tables.sheet import Column, Line, Sheet, Tinted, Value

Say = Callable[..., str]
"""How a sentence of the wording is said: its key, then its values by name."""

_MISSING = "F8CBAD"
_NO_FILE = "FFE699"


def gaps_now(shelf: Shelf, edition: Edition, settings: Settings, this_year: SchoolYear) -> Gaps:
    """The gaps of an edition; ``this_year`` is the school year of today."""
    pieces = shelf.held(edition.id)
    cycle = cycle_of(settings.cycle(edition.id), pieces, this_year)
    return gaps_of(edition, Span(cycle, this_year), pieces)


def years_counted(piece: PieceRecord, year_starts: tuple[int, int]) -> Years:
    """The school years that a piece counts for."""
    texts = (piece.school_years or "").split(",")
    return years_of(tuple(filter(None, map(SchoolYear.find, texts))), piece.dated, year_starts)


def period(years: Years, say: Say) -> str:
    """The first and the last of years that follow one another."""
    return say("gaps.period", first=years[0], last=years[-1]) if len(years) > 1 else str(years[0])


def listed(one: Asked, years: Years, say: Say) -> str:
    """Years that an indicator lacks; "" for none. Where the cycle as a whole does, its period."""
    if one.ask == "cycle" and years:
        return period(one.years, say)
    return ", ".join(map(str, years))


def asked_words(one: Asked, say: Say) -> str:
    """What an indicator asks for: ``hằng năm``."""
    return say(f"gaps.ask_{one.ask.replace('-', '_')}")


def short(count: Count, number: Callable[[int], str] = str) -> str:
    """``3* (1)``: three pieces, some of them kept elsewhere, and one more without its file; "" for none."""
    there = number(count.there) + "*" * bool(count.elsewhere) if count.there else ""
    no_file = f"({number(count.no_file)})" if count.no_file else ""
    return " ".join(filter(None, (there, no_file)))


@dataclass(frozen=True, slots=True)
class Lack:
    """Indicators of one criterion that ask for the same, and lack the same."""

    row: Row
    indicators: tuple[Asked, ...]

    @property
    def labels(self) -> str:
        """``1c, 2a``"""
        return ", ".join(one.label for one in self.indicators)


def lacks(gaps: Gaps) -> Iterator[Lack]:
    """What is missing, in the edition's order, like with like."""
    for row in gaps.rows:
        alike: dict[object, list[Asked]] = {}
        for one in row.gaps:
            alike.setdefault((one.ask, one.missing, one.no_file), []).append(one)
        yield from (Lack(row, tuple(some)) for some in alike.values())


def sheets(gaps: Gaps, school: str, say: Say) -> tuple[Sheet, ...]:
    """The matrix, the list of what is missing and, where the edition has one, level 4: ready to print."""
    made = [_matrix(gaps, school, say), _list(gaps, school, say)]
    if gaps.school_wide:
        made.append(_school_wide(gaps, school, say))
    return tuple(made)


def _above(title: str, gaps: Gaps, school: str, say: Say) -> tuple[Line, ...]:
    cycle = say("gaps.cycle", years=period(gaps.cycle, say))
    return (
        Line(school.upper(), bold=True),
        Line(title.upper(), bold=True, size=14, align="center"),
        Line(f"{gaps.edition.name}. {cycle}", italic=True, size=11, align="center"),
        Line("", size=6),
    )


def _matrix(gaps: Gaps, school: str, say: Say) -> Sheet:
    columns = (
        Column(say("gaps.standard"), 26, merged=True),
        Column(say("gaps.criterion"), 8, "center"),
        Column(say("gaps.name"), 60),
        *(Column(str(year), 12, "center") for year in gaps.years),
        Column(say("gaps.other_years"), 10, "center"),
        Column(say("gaps.lacking"), 16, "center"),
    )
    rows = tuple(
        (
            f"{group.standard.number}. {group.standard.name}",
            str(row.criterion.id),
            row.criterion.name,
            *(_cell(cell, say) for cell in row.cells),
            _counted(row.others),
            ", ".join(one.label for one in row.gaps),
        )
        for group in gaps.groups
        for row in group.rows
    )
    above = _above(say("gaps.title"), gaps, school, say)
    below = (Line("", size=4), Line(say("gaps.legend"), italic=True, size=10))
    return Sheet(say("gaps.sheet_matrix"), columns, rows, above, below, size=11)


def _cell(cell: Cell, say: Say) -> Value:
    if cell.state == "missing":
        return Tinted(say("gaps.missing"), _MISSING)
    if cell.state == "no-file":
        return Tinted(say("gaps.no_file", n=cell.count.no_file), _NO_FILE)
    return _counted(cell.count)


def _counted(count: Count) -> str | int:
    """A plain number where it says all."""
    text = short(count)
    return int(text) if text.isdecimal() else text


def _list(gaps: Gaps, school: str, say: Say) -> Sheet:
    columns = (
        Column(say("gaps.criterion"), 9, "center", merged=True),
        Column(say("gaps.name"), 30, merged=True),
        Column(say("gaps.level"), 7, "center"),
        Column(say("gaps.letter"), 9, "center"),
        Column(say("gaps.text"), 60),
        Column(say("gaps.asked"), 16),
        Column(say("gaps.years_missing"), 32),
        Column(say("gaps.years_no_file"), 32),
    )
    rows = tuple(
        (
            str(row.criterion.id),
            row.criterion.name,
            one.indicator.level,
            one.indicator.letter or "",
            one.indicator.text,
            asked_words(one, say),
            listed(one, one.missing, say),
            listed(one, one.no_file, say),
        )
        for row in gaps.rows
        for one in row.gaps
    )
    above = _above(say("gaps.title_list"), gaps, school, say)
    below = () if rows else (Line(say("gaps.none"), italic=True),)
    return Sheet(say("gaps.sheet_list"), columns, rows, above, below, size=11)


def _school_wide(gaps: Gaps, school: str, say: Say) -> Sheet:
    columns = (
        Column(say("gaps.requirement"), 10, "center"),
        Column(say("gaps.text"), 100),
        Column(say("gaps.years"), 26, "center"),
    )
    rows = tuple(
        (one.requirement.number, one.requirement.text, period(one.years, say)) for one in gaps.school_wide
    )
    above = _above(say("gaps.title_school_wide"), gaps, school, say)
    return Sheet(say("gaps.sheet_school_wide"), columns, rows, above, size=12)
