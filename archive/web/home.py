"""The first page: search, the matrix of criteria and school years, the shelf, what came last."""

from starlette.requests import Request
from starlette.responses import Response

from archive.web import addresses, asked
from archive.web.editions import choices
from archive.web.gaps import Said
from archive.web.kept import lasting
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page, words_of

LATEST = 8


def home(request: Request) -> Response:
    """``/``"""
    portal = portal_of(request)
    lasting(request)
    edition = asked.edition(request, portal.archive.cycles)
    with catalogue_of(request) as catalogue:
        gaps = portal.gaps(catalogue, edition)
        boxes = portal.counted(catalogue, "boxes", catalogue.shelf.boxes)
        totals = portal.counted(catalogue, "totals", catalogue.totals)
        latest = catalogue.latest(LATEST)
    return page(
        request,
        "home.html",
        edition=edition,
        editions=choices(portal, edition, addresses.home),
        gaps=gaps,
        said=Said(words_of(request)),
        boxes=boxes,
        latest=latest,
        totals=totals,
    )
