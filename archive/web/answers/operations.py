"""Operations: every address of the portal, with what it gives. Routes and description are made of these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec
from starlette.requests import Request
from starlette.routing import Route

from archive.ingest.pictures import MEDIA_TYPE
from archive.web import (
    boxes,
    checks,
    compare,
    criterion,
    evidence,
    files,
    gaps,
    home,
    issuers,
    keeping,
    labels,
    latest,
    register,
    report,
    search,
    timeline,
)
from archive.web.addresses import CHECKS, EDITION, FEED, ISSUERS, LATEST, RETENTION, TIMELINE
from archive.web.answers import iiif, papers, places
from archive.web.answers.forms import JSON, SHEETS, answering
from archive.web.answers.sheets import has_sheet, sheet
from archive.web.listing import SORT

Endpoint = Callable[[Request], Any]
Data = Callable[[Request], msgspec.Struct]

HTML = "text/html"
ORIGINAL = "*/*"


@dataclass(frozen=True)
class Operation:
    """An address: its page, the same as data where there is that, and the parameters that it heeds.

    ``gives`` are the media types of its answer besides those of data and of sheets.
    """

    path: str
    page: Endpoint
    data: Data | None = None
    parameters: tuple[str, ...] = ()
    gives: tuple[str, ...] = (HTML,)

    @property
    def shape(self) -> type[msgspec.Struct] | None:
        """The type of its data."""
        if self.data is None:
            return None
        found: type[msgspec.Struct] = get_type_hints(self.data)["return"]
        return found

    @property
    def media_types(self) -> tuple[str, ...]:
        """All that it can give."""
        sheets = tuple(SHEETS.values()) if self.shape and has_sheet(self.shape) else ()
        return (*self.gives, *((JSON,) if self.data else ()), *sheets)

    def route(self) -> Route:
        """What answers requests at the address."""
        if self.data is None or self.shape is None:
            return Route(self.path, self.page)
        return Route(self.path, answering(self.page, self.data, sheet if has_sheet(self.shape) else None))


_PAGE = "trang"
_LOOK = ("phong", "quay", "cho")
_FILTERS = ("tieu-chuan", "tieu-chi", "hop", "nam-hoc", "loai")

OPERATIONS: tuple[Operation, ...] = (
    Operation("/", home.home, places.archive, (EDITION,)),
    Operation("/tim", search.search, papers.hits, ("q", *_FILTERS, _PAGE)),
    Operation("/tieu-chuan/{number}", criterion.standard, places.standard, (EDITION, SORT, _PAGE)),
    Operation(
        "/tieu-chi/{criterion}", criterion.criterion, places.of_criterion, (EDITION, "nam-hoc", SORT, _PAGE)
    ),
    Operation("/hop", boxes.shelf, places.shelf, (SORT,)),
    Operation("/hop/{number}", boxes.box, places.box, (SORT, _PAGE)),
    Operation("/hop/{number}/nhan", labels.spine),
    Operation("/hop/{number}/muc-luc", labels.contents),
    Operation("/danh-muc", register.register, papers.registered, (EDITION, SORT, _PAGE)),
    Operation(ISSUERS, issuers.issuers, places.every_issuer, (SORT, _PAGE)),
    Operation(ISSUERS + "/{issuer}", issuers.issuer, places.issuer, (SORT, _PAGE)),
    Operation(TIMELINE, timeline.timeline, places.months),
    Operation(TIMELINE + "/{month}", timeline.month, places.month, (SORT, _PAGE)),
    Operation(LATEST, latest.latest, places.newest, (SORT, _PAGE)),
    Operation(FEED, latest.feed, gives=(latest.ATOM,)),
    Operation("/nam-hoc/{year}", boxes.school_year, places.school_year, (SORT, _PAGE)),
    Operation("/bao-cao", report.reports, parameters=(SORT,)),
    Operation("/bao-cao/{digest}", report.report, parameters=(_PAGE, "mo", "to")),
    Operation("/thieu", gaps.gaps, places.gaps, (EDITION,)),
    Operation("/khay", boxes.tray, places.tray, (SORT, _PAGE)),
    Operation(RETENTION, keeping.keeping, papers.kept, (keeping.OUTCOME, SORT, _PAGE)),
    Operation(CHECKS, checks.checks, papers.checked),
    Operation("/van-ban/{digest}", evidence.document, papers.document, (_PAGE, "q", *_LOOK)),
    Operation("/so-sanh/{left}/{right}", compare.compare, parameters=(_PAGE,)),
    Operation("/iiif/{digest}/manifest", iiif.manifest, gives=(iiif.MANIFEST,)),
    Operation("/trang-anh/{digest}/{picture}", files.picture, gives=(MEDIA_TYPE,)),
    Operation("/tai/{digest}", files.original, gives=(ORIGINAL,)),
    Operation("/{code}", evidence.piece, papers.piece, ("van-ban", _PAGE, "q", *_LOOK)),
)
"""In the order in which they are tried: a code is anything of one part that is nothing else."""


def routes(before_codes: Sequence[Route]) -> list[Route]:
    """The routes of all operations; ``before_codes`` are others, which must not be taken for codes."""
    made = [operation.route() for operation in OPERATIONS]
    return [*made[:-1], *before_codes, made[-1]]
