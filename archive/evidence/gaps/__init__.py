"""Gaps: by criterion and school year, which evidence is there, what is asked for, and what is missing.

Evidence is filed under a criterion, not under one of its indicators. So of an indicator it is said which
years it asks for, and of which of them its criterion has nothing. Whether what is there proves it, a person
judges.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from archive.evidence.gaps.years import PLACES, Held, Place, Span, Years
from archive.evidence.standards import Criterion, Edition, Indicator, Requirement, Standard
from archive.evidence.years import SchoolYear

Ask = Literal["five-years", "yearly", "cycle"]
"""What an indicator asks for: each of the five years up to the cycle's last, each year of the cycle, or
something within the cycle."""

State = Literal["has", "no-file", "missing", "not-asked"]

_ASKS: tuple[Ask, ...] = ("five-years", "yearly", "cycle")


class Count(NamedTuple):
    """How many pieces, by where they are."""

    files: int = 0
    elsewhere: int = 0
    no_file: int = 0

    @property
    def there(self) -> int:
        """Those that can be looked at."""
        return self.files + self.elsewhere


@dataclass(frozen=True, slots=True)
class Cell:
    """A criterion's pieces of one year; ``ask`` is the strictest that asks for it, None if none does."""

    year: SchoolYear
    state: State
    ask: Ask | None
    count: Count


@dataclass(frozen=True, slots=True)
class Asked:
    """The years that one indicator asks for, those without any piece, and those with none but no-file ones.

    Where something within the cycle is asked for, all of its years are missing, or none. Years that have not
    begun are asked for, and not missing.
    """

    indicator: Indicator
    ask: Ask
    years: Years
    missing: Years
    no_file: Years

    @property
    def label(self) -> str:
        """The indicator's level and letter: ``2a``; ``3`` where the level has only one."""
        return f"{self.indicator.level}{self.indicator.letter or ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion: a cell for each year shown, the pieces of none of these years, and all of its pieces.

    ``undated`` of them have no year at all, and so count for none.
    """

    criterion: Criterion
    cells: tuple[Cell, ...]
    others: Count
    undated: Count
    total: Count
    asked: tuple[Asked, ...]

    @property
    def gaps(self) -> tuple[Asked, ...]:
        """The indicators that lack something, be it no more than a file."""
        return tuple(one for one in self.asked if one.missing or one.no_file)

    @property
    def is_short(self) -> bool:
        """Whether a year that is asked for has nothing at all."""
        return any(one.missing for one in self.asked)


@dataclass(frozen=True, slots=True)
class Group:
    """A standard with the rows of its criteria, and how many pieces have their code in it."""

    standard: Standard
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SchoolWide:
    """A requirement of level 4 with the years it asks for. No piece is filed under it: a person compares."""

    requirement: Requirement
    years: Years


@dataclass(frozen=True, slots=True)
class Gaps:
    """Standards down, ``years`` across: those of the cycle, and the five years where any criterion asks."""

    edition: Edition
    cycle: Years
    years: Years
    groups: tuple[Group, ...]
    school_wide: tuple[SchoolWide, ...]
    total: Count

    @property
    def rows(self) -> tuple[Row, ...]:
        """The criteria, in the edition's order."""
        return tuple(row for group in self.groups for row in group.rows)

    def row(self, criterion: Criterion) -> Row:
        """The row of a criterion of the edition."""
        return next(row for row in self.rows if row.criterion.id == criterion.id)

    @property
    def has_others(self) -> bool:
        """Whether any piece is of none of the years shown."""
        return any(sum(row.others) for row in self.rows)

    @property
    def short(self) -> int:
        """How many criteria are short of something."""
        return sum(row.is_short for row in self.rows)

    @property
    def missing(self) -> int:
        """How many cells are missing."""
        return sum(cell.state == "missing" for row in self.rows for cell in row.cells)


def gaps_of(edition: Edition, span: Span, pieces: Iterable[Held]) -> Gaps:
    """Count the pieces of an edition; the cycle has at least one year, in order.

    A piece with papers of two years counts in both, and once in the total. A piece that serves two criteria
    counts in both rows, and once with its own standard. One of a criterion that the edition lacks does not
    count.
    """
    five = any(one.five_years for criterion in edition.criteria for one in criterion.indicators)
    years = tuple(sorted({*span.cycle, *(span.five if five else ())}))
    tallies = {str(criterion.id): _Tally() for criterion in edition.criteria}
    own: Counter[str] = Counter()
    every: Counter[Place] = Counter()
    shown = frozenset(year.start for year in years)
    for piece in pieces:
        if piece.criteria[0] in tallies:
            own[piece.criteria[0]] += piece.pieces
            every[piece.place] += piece.pieces
        for criterion in dict.fromkeys(piece.criteria):
            if tally := tallies.get(criterion):
                tally.add(piece, shown)
    groups = []
    for standard in edition.standards:
        rows = tuple(_row(one, tallies[str(one.id)], span, years) for one in standard.criteria)
        total = sum(own[str(criterion.id)] for criterion in standard.criteria)
        groups.append(Group(standard, rows, total))
    wide = tuple(SchoolWide(one, span.five if one.five_years else span.cycle) for one in edition.level_four)
    return Gaps(edition, span.cycle, years, tuple(groups), wide, _count(every))


class _Tally:
    """A criterion's pieces while they are counted, years by their first calendar year."""

    def __init__(self) -> None:
        self.by_year: defaultdict[int, Counter[Place]] = defaultdict(Counter)
        self.undated: Counter[Place] = Counter()
        self.others: Counter[Place] = Counter()
        self.total: Counter[Place] = Counter()

    def add(self, piece: Held, shown: frozenset[int]) -> None:
        self.total[piece.place] += piece.pieces
        starts = [year.start for year in piece.years]
        for start in starts:
            self.by_year[start][piece.place] += piece.pieces
        if not starts:
            self.undated[piece.place] += piece.pieces
        if shown.isdisjoint(starts):
            self.others[piece.place] += piece.pieces


def _row(criterion: Criterion, tally: _Tally, span: Span, years: Years) -> Row:
    counts = {year: _count(tally.by_year[year.start]) for year in {*years, *span.cycle, *span.five}}
    undated = _count(tally.undated)
    asked = tuple(_asked(one, counts, undated, span) for one in criterion.indicators)
    cells = tuple(_cell(year, counts[year], asked) for year in years)
    return Row(criterion, cells, _count(tally.others), undated, _count(tally.total), asked)


def _asked(indicator: Indicator, counts: Mapping[SchoolYear, Count], undated: Count, span: Span) -> Asked:
    ask = _ask_of(indicator)
    if ask == "cycle":
        # Of a piece without a year nothing says that it is not of the cycle: the paper is there.
        found = (undated, *(counts[year] for year in span.cycle))
        there, listed = any(one.there for one in found), any(one.no_file for one in found)
        missing = () if there or listed else span.due(span.cycle)
        return Asked(indicator, ask, span.cycle, missing, span.cycle if listed and not there else ())
    years = span.five if ask == "five-years" else span.cycle
    if indicator.five_years and indicator.yearly:
        years = tuple(sorted({*years, *span.cycle}))
    without = tuple(year for year in years if not counts[year].there)
    missing = span.due(tuple(year for year in without if not counts[year].no_file))
    return Asked(indicator, ask, years, missing, tuple(year for year in without if counts[year].no_file))


def _ask_of(indicator: Indicator) -> Ask:
    if indicator.five_years:
        return "five-years"
    return "yearly" if indicator.yearly else "cycle"


def _cell(year: SchoolYear, count: Count, asked: tuple[Asked, ...]) -> Cell:
    ask = next((ask for ask in _ASKS for one in asked if one.ask == ask and year in one.years), None)
    if count.there:
        return Cell(year, "has", ask, count)
    if count.no_file:
        return Cell(year, "no-file", ask, count)
    missing = any(year in one.missing for one in asked)
    return Cell(year, "missing" if missing else "not-asked", ask, count)


def _count(by_place: Counter[Place]) -> Count:
    return Count(*(by_place[place] for place in PLACES))
