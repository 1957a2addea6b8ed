"""App: the portal put together from its parts."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from archive.catalogue import CatalogueMissing
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.projection import EditionMissing
from archive.web import files, guard, rendering
from archive.web.answers import described
from archive.web.answers.operations import routes
from archive.web.faults import Fault
from archive.web.portal import Portal, SearchMissing


def create_app(archive: Archive, readers: Readers, now: Callable[[], datetime]) -> Starlette:
    """The portal of an archive, for any ASGI server. ``readers`` draw the pages; the caller closes them.

    GET and HEAD only. Nothing of the archive is written, but for pictures of pages, which are derived.
    """
    app = Starlette(
        routes=_routes(),
        exception_handlers={
            Fault: rendering.refusal,
            HTTPException: rendering.refusal,
            CatalogueMissing: rendering.not_ready,
            EditionMissing: rendering.not_ready,
            sqlite3.Error: rendering.not_ready,
            SearchMissing: rendering.search_missing,
            Exception: _unexpected,
        },
        middleware=[Middleware(guard.Guard, host=archive.settings.portal.host, refuse=_refuse)],
    )
    app.router.redirect_slashes = False
    app.state.portal = Portal(archive, readers, now)
    app.state.portal.pictures.warm_up()
    return app


def _routes() -> list[Route]:
    return routes(
        (
            Route("/openapi.json", described.described),
            Route("/robots.txt", _robots),
            Route("/static/{name}", files.static),
        )
    )


def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what the guard turned away."""
    fault = HTTPException(scope["portal.refused"])
    response = await run_in_threadpool(rendering.refusal, Request(scope, receive), fault)
    await response(scope, receive, send)


def _unexpected(request: Request, fault: Exception) -> Response:
    """The page for a fault of ours. It stands outside the guard, so it brings the headers itself."""
    response = rendering.refusal(request, fault)
    guard.secured(response.headers)
    return response
