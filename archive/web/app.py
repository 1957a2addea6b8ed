"""App: the portal put together from its parts."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from anyio import to_thread
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
from archive.index.hits import Answer, Question
from archive.ingest.readers import Readers
from archive.lending import MOST_OPEN
from archive.projection import EditionMissing
from archive.web import door, files, guard, looks, rendering, sign_in
from archive.web.answers import described
from archive.web.answers.operations import routes
from archive.web.compressed import Compressed
from archive.web.entrance import Entrance
from archive.web.faults import Fault
from archive.web.kept import Kept
from archive.web.portal import Portal, SearchMissing
from archive.web.templating import warm_up

_AT_ONCE = MOST_OPEN
"""Pages made at the same time: they share one interpreter, so more of them would only all be late."""


def create_app(
    archive: Archive,
    readers: Readers,
    now: Callable[[], datetime],
    may_be_open: bool = True,
    also: Sequence[Archive] = (),
    ask: Callable[[Question], Answer] | None = None,
) -> Starlette:
    """The portal of an archive, for any ASGI server. ``readers`` draw the pages; the caller closes them.
    ``also`` are archives that are searched too. ``ask`` searches them all; None: this process does.

    GET and HEAD only, but for signing in and out. Nothing of the archive is written, but for pictures of
    pages, which are derived, and what is below ``access``. ``may_be_open``: as long as there are no accounts,
    nobody has to sign in.
    """
    entrance = Entrance(archive.access, now, may_be_open)
    portal = Portal(archive, readers, now, entrance, also, ask)
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
        middleware=[
            Middleware(guard.Guard, host=archive.settings.portal.host, refuse=_refuse),
            Middleware(door.Door, entrance=entrance, refuse=_refuse),
            Middleware(Compressed),
            Middleware(Kept, asker=rendering.asker, state=portal.state),
        ],
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.portal = portal
    portal.pictures.warm_up()
    return app


def _routes() -> list[Route]:
    return routes(
        (
            Route("/nhat-ky", looks.looks),
            Route(door.SIGN_IN, sign_in.form),
            Route(door.SIGN_IN, sign_in.enter, methods=["POST"]),
            Route(door.SIGN_OUT, sign_in.form),
            Route(door.SIGN_OUT, sign_in.leave, methods=["POST"]),
            Route(door.INVITED + "{secret}", sign_in.invitation),
            Route("/openapi.json", described.described),
            Route("/robots.txt", _robots),
            Route("/static/{name}", files.static),
        )
    )


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """The templates are ready soon after the portal; what was looked at is on disk before it ends."""
    threading.Thread(target=warm_up, name="templates", daemon=True).start()
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    yield
    await run_in_threadpool(app.state.portal.entrance.log.close)


def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what the guard or the door turned away: a status, or the fault itself."""
    refused = scope["portal.refused"]
    fault = refused if isinstance(refused, Exception) else HTTPException(refused)
    response = await run_in_threadpool(rendering.refusal, Request(scope, receive), fault)
    await response(scope, receive, send)


def _unexpected(request: Request, fault: Exception) -> Response:
    """The page for a fault of ours. It stands outside the guard, so it brings the headers itself."""
    response = rendering.refusal(request, fault)
    guard.secured(response.headers)
    return response
