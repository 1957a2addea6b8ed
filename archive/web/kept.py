"""Kept: pages as they were made last, for as long as they would be made the same again.

A council in a meeting opens the same few pages at once. A page follows from the address, the language, who
asks, the day, what the catalogue holds, and the files that it was made from; while none of these changes, it
is sent as it was.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.web.compressed import packed, takes_gzip, unpacked
from storage.files import stamp

_SECONDS = 10.0
"""For how long a page is kept that does not say what it follows from: so old is it at most."""

_BYTES = 48 << 20
_LARGEST = 1 << 20
_BESIDES = 2_000
"""Bytes that a page takes besides its text."""

_FILES = ("/tai/", "/trang-anh/", "/static/")
_KINDS = ("text/html", "application/json")
_FOLLOWS = "portal.follows"

Stamps = tuple[tuple[Path, Hashable], ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """``start`` and ``body`` are for who takes gzip. ``files`` is None where nobody said what they are."""

    start: Message
    body: bytes
    named: dict[str, Any]
    state: Hashable
    files: Stamps | None
    made: float

    @property
    def size(self) -> int:
        return len(self.body) + _BESIDES


def lasting(request: Request, *files: Path) -> None:
    """Say of the page being made, before it is, that it follows from the catalogue and from these alone."""
    request.scope[_FOLLOWS] = tuple((path, stamp(path)) for path in files)


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
        if (
            scope["type"] != "http"
            or scope["method"] not in ("GET", "HEAD")
            or scope["path"].startswith(_FILES)
        ):
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"], self._asker(scope))
        page = self._still(key, self._state())
        if page is None:
            # Whoever asks for the same page meanwhile waits for it, instead of having it made once more.
            making = self._making.setdefault(key, asyncio.Lock())
            async with making:
                # Asked for before the page is made: what changes in between makes it old.
                state = self._state()
                page = self._still(key, state) or await self._made(scope, receive, send, state)
                if page is None:
                    return
        self._keep(key, page)
        # What the address names, for whoever notes what was shown.
        scope["path_params"] = page.named
        await _sent(page, takes_gzip(Headers(scope=scope)), send)

    def _still(self, key: Hashable, state: Hashable) -> _Page | None:
        """The page that is kept, where it would be made the same again."""
        page = self._pages.get(key)
        if page is None or page.state != state:
            return None
        if page.files is None:
            return page if time.monotonic() - page.made <= _SECONDS else None
        return page if all(stamp(path) == found for path, found in page.files) else None

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
        start, body = packed(start, b"".join(chunks))
        return _Page(start, body, scope.get("path_params", {}), state, scope.get(_FOLLOWS), made)

    def _keep(self, key: Hashable, page: _Page) -> None:
        """Keep a page as the one asked for last; those that nobody has asked for longest make room for it."""
        if page.size > _LARGEST:
            return
        with self._changing:
            before = self._pages.pop(key, None)
            self._size += page.size - (before.size if before else 0)
            self._pages[key] = page
            while self._size > _BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._size -= oldest.size


async def _sent(page: _Page, packed_too: bool, send: Send) -> None:
    start, body = (page.start, page.body) if packed_too else unpacked(page.start, page.body)
    # Those around add to the headers.
    await send({**start, "headers": list(start["headers"])})
    await send({"type": "http.response.body", "body": body})


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").partition(";")[0] in _KINDS
        and not {"set-cookie", "etag", "content-disposition"} & set(headers.keys())
        and "no-store" not in headers.get("cache-control", "")
    )
