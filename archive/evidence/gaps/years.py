"""Years of a piece of evidence, and of a cycle (chu kỳ): what gaps are counted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from archive.evidence.register.dated import parse_dated
from archive.evidence.years import EARLIEST_START, LATEST_START, SchoolYear

Years = tuple[SchoolYear, ...]

Place = Literal["file", "elsewhere", "no-file"]
"""Where a piece is: in the archive, with a keeper elsewhere, or only in the register, its file missing."""

PLACES: tuple[Place, ...] = ("file", "elsewhere", "no-file")

_USUAL_CYCLE = 3
_FIVE = 5


class Held(NamedTuple):
    """A piece of evidence: the criteria that it serves, its own first; its school years; where it is.

    ``latest`` is the last year of its documents, or, without any, of the days that the register names.
    ``pieces`` is how many there are of which all this is the same.
    """

    criteria: tuple[str, ...]
    years: Years
    place: Place
    latest: SchoolYear | None = None
    pieces: int = 1


def held(
    criteria: tuple[str, ...], place: Place, of_documents: Years, dated: str, year_starts: tuple[int, int]
) -> Held:
    """A piece with the years that ``years_of`` gives it."""
    years, latest = _years_and_latest(of_documents, dated, year_starts)
    return Held(criteria, years, place, latest)


def years_of(of_documents: Years, dated: str, year_starts: tuple[int, int]) -> Years:
    """The school years of a piece, in order: of its documents, and those that the register's words name.

    "Giai đoạn 2020-2025" names each of its years. Where neither has any, the days named there say the year.
    """
    return held((), "file", of_documents, dated, year_starts).years


# Lists of pieces ask for all of them again, and next to none has changed since.
@lru_cache(maxsize=1 << 14)
def _years_and_latest(
    of_documents: Years, dated: str, year_starts: tuple[int, int]
) -> tuple[Years, SchoolYear | None]:
    named, of_days = _dated(dated, year_starts) if dated else ((), ())
    years = _together(of_documents, named) or of_days
    return years, max(of_documents or of_days, default=None)


def _together(some: Years, others: Years) -> Years:
    if not others and len(some) < 2:
        return some
    return tuple(sorted({*some, *others}))


def _dated(text: str, year_starts: tuple[int, int]) -> tuple[Years, Years]:
    """The school years that the words name, and those of the days in them."""
    found = parse_dated(text)
    days = (paper.date for paper in found.papers if paper.date)
    within = {SchoolYear.of(day, year_starts) for day in days if EARLIEST_START < day.year <= LATEST_START}
    return tuple(sorted(found.school_years)), tuple(sorted(within))


def cycle_of(said: Years, pieces: Iterable[Held], this_year: SchoolYear) -> Years:
    """The cycle's years: what the settings say, else three up to the latest that there is a paper of.

    A plan for years to come does not move the cycle: it ends with ``this_year`` at the latest.
    """
    if said:
        return said
    pieces = tuple(pieces)
    papers = (piece.latest for piece in pieces if piece.latest and piece.latest <= this_year)
    named = (year for piece in pieces for year in piece.years if year <= this_year)
    last = max(papers, default=None) or max(named, default=this_year)
    return up_to(last, _USUAL_CYCLE)


@dataclass(frozen=True, slots=True)
class Span:
    """The years that evidence can be asked for: the cycle's, the five up to its last, and until which."""

    cycle: Years
    this_year: SchoolYear

    @property
    def five(self) -> Years:
        """The five years up to the cycle's last."""
        return up_to(self.cycle[-1], _FIVE)

    def due(self, years: Years) -> Years:
        """Those of the years that have begun: of the others nothing is missing yet."""
        return tuple(year for year in years if year <= self.this_year)


def up_to(last: SchoolYear, count: int) -> Years:
    """So many years, the last of them ``last``."""
    return tuple(map(SchoolYear, range(max(EARLIEST_START, last.start - count + 1), last.start + 1)))
