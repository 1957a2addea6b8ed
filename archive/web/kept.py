"""Kept: pages as they were made last, for as long as they would be made the same again.

A council in a meeting opens the same few pages at once. A page follows from the address, the language, who
asks, the day, and what the catalogue and the index hold; while none of these changes, it is sent as it was.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECONDS = 10.0
"""For how long a page is kept: as old at most is what follows from files beside catalogue and index."""

_BYTES = 32 << 20
_LARGEST = 1 << 20
_FILES = ("/tai/", "/trang-anh/", "/static/")
_KINDS = ("text/html", "application/json")


@dataclass(frozen=True, slots=True)
class _Page:
    start: Message
    body: bytes
    named: dict[str, Any]
    state: Hashable
    made: float


class Kept:
    """Stands around the application, inside whoever decides what a reader may see.

    ``asker`` says of a request all that a page depends on besides its address, ``state`` what it depends on
    in the archive.
    """

    def __init__(
        self, app: ASGIApp, asker: Callable[[Scope], Hashable], state: Callable[[], Hashable]
    ) -> None:
        self._app = app
        self._asker = asker
        self._state = state
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._size = 0
        self._making: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._changing = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page that is kept, or the one that is made, and keep that."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"], self._asker(scope))
        # Asked for before the page is made: what changes in between makes it old.
        state = self._state()
        page = self._still(key, state)
        if page is None and scope["path"].startswith(_FILES):
            await self._app(scope, receive, send)
            return
        if page is None:
            # Whoever asks for the same page meanwhile waits for it, instead of having it made once more.
            making = self._making.setdefault(key, asyncio.Lock())
            async with making:
                page = self._still(key, state) or await self._made(scope, receive, send, state)
                if page is None:
                    return
                self._keep(key, page)
        # What the address names, for whoever notes what was shown.
        scope["path_params"] = page.named
        await send({**page.start, "headers": list(page.start["headers"])})
        await send({"type": "http.response.body", "body": page.body})

    def _still(self, key: Hashable, state: Hashable) -> _Page | None:
        """The page that is kept, where it would be made the same again."""
        page = self._pages.get(key)
        fresh = page and page.state == state and time.monotonic() - page.made <= _SECONDS
        return page if fresh else None

    async def _made(self, scope: Scope, receive: Receive, send: Send, state: Hashable) -> _Page | None:
        """The page made now; None when it was sent at once, being nothing to keep."""
        start: Message | None = None
        chunks: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _may_be_kept(message):
                start = message
            elif start is None:
                await send(message)
            else:
                chunks.append(message.get("body", b""))

        made = time.monotonic()
        await self._app(scope, receive, collect)
        if start is None:
            return None
        return _Page(start, b"".join(chunks), scope.get("path_params", {}), state, made)

    def _keep(self, key: Hashable, page: _Page) -> None:
        if len(page.body) > _LARGEST:
            return
        with self._changing:
            before = self._pages.pop(key, None)
            self._size += len(page.body) - (len(before.body) if before else 0)
            self._pages[key] = page
            while self._size > _BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.body)


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").partition(";")[0] in _KINDS
        and not {"set-cookie", "etag", "content-disposition"} & set(headers.keys())
        and "no-store" not in headers.get("cache-control", "")
    )
