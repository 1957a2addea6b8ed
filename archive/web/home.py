"""The first page: search, the matrix of criteria and school years, the shelf, what came last."""

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.standards import Criterion, Edition, Standard
from archive.evidence.years import SchoolYear
from archive.records import PieceRecord
from archive.web.listing import years_of
from archive.web.portal import portal_of
from archive.web.rendering import page

FEWEST_YEARS = 3
"""School years of a cycle (chu kỳ)."""

MOST_YEARS = 5
LATEST = 8


@dataclass(frozen=True)
class Row:
    """A criterion's pieces: one count a school year, those of other or unknown years, and all of them."""

    criterion: Criterion
    yearly: bool
    by_year: tuple[int, ...]
    others: int
    total: int


@dataclass(frozen=True)
class Group:
    """A standard with the rows of its criteria."""

    standard: Standard
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many pieces the standard has."""
        return sum(row.total for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """Standards down, school years across."""

    years: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def has_others(self) -> bool:
        """Whether any piece lies outside the years shown."""
        return any(row.others for group in self.groups for row in group.rows)


def home(request: Request) -> Response:
    """``/``"""
    portal = portal_of(request)
    archive = portal.archive
    with archive.catalogue() as catalogue:
        pieces, boxes = catalogue.shelf.all_pieces(archive.edition.id), catalogue.shelf.boxes()
        latest, totals = catalogue.latest(LATEST), catalogue.totals()
    this_year = SchoolYear.of(portal.now().date(), archive.settings.year_starts)
    counted = matrix(archive.edition, pieces, this_year)
    return page(request, "home.html", matrix=counted, boxes=boxes, latest=latest, totals=totals)


def matrix(edition: Edition, pieces: tuple[PieceRecord, ...], this_year: SchoolYear) -> Matrix:
    """Count the pieces. A piece with papers of two years counts in both, and once in the total."""
    years = shown_years({year for piece in pieces for year in years_of(piece)}, this_year)
    cells: Counter[tuple[str, str]] = Counter()
    others: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for piece in pieces:
        own = years_of(piece)
        cells.update((piece.criterion, year) for year in own)
        others[piece.criterion] += not own or not set(own) <= set(years)
        totals[piece.criterion] += 1
    groups = []
    for standard in edition.standards:
        rows = []
        for criterion in standard.criteria:
            id = str(criterion.id)
            yearly = any(indicator.yearly or indicator.five_years for indicator in criterion.indicators)
            by_year = tuple(cells[id, year] for year in years)
            rows.append(Row(criterion, yearly, by_year, others[id], totals[id]))
        groups.append(Group(standard, tuple(rows)))
    return Matrix(years, tuple(groups))


def shown_years(present: set[str], this_year: SchoolYear) -> tuple[str, ...]:
    """The latest years that have something, made up to three by the years before, earliest first."""
    latest = sorted(present)[-MOST_YEARS:]
    first = int(latest[0][:4]) if latest else this_year.start + 1
    while len(latest) < FEWEST_YEARS:
        first -= 1
        latest.insert(0, f"{first}-{first + 1}")
    return tuple(latest)
