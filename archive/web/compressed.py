"""Compressed: pages, styles and data are sent small to browsers that take gzip. Pictures and originals never.

What a page says to one reader and what came in its address stand in one stream, so its length could betray a
word to somebody who guesses. The session's cookie is never in a page, and no other site's request carries it.
"""

import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEVEL = 4
_GZIP = 16 + zlib.MAX_WBITS
_SHORTEST = 1_000
"""Bytes: what is shorter fits one packet as it is."""

_TYPES = ("text/", "application/json", "application/ld+json", "application/atom+xml", "image/svg+xml")


class Compressed:
    """Stands around the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on, compressed where that is asked for and of use."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(send, takes_gzip(Headers(scope=scope))).send)


class _Answer:
    """One answer: held back until it is whole if it is to be compressed. Originals come as attachments."""

    def __init__(self, send: Send, wanted: bool) -> None:
        self._send = send
        self._wanted = wanted
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start" and self._is_text(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    def _is_text(self, start: Message) -> bool:
        headers = MutableHeaders(scope=start)
        if "content-disposition" in headers or not headers.get("content-type", "").startswith(_TYPES):
            return False
        headers.add_vary_header("Accept-Encoding")
        return self._wanted and "content-encoding" not in headers

    async def _finish(self, start: Message) -> None:
        start, body = packed(start, self._body)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def packed(start: Message, body: bytes) -> tuple[Message, bytes]:
    """A whole answer as it is sent to those who take gzip; as it is where that is of no use."""
    if len(body) < _SHORTEST:
        return start, body
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    body = packer.compress(body) + packer.flush()
    start = {**start, "headers": list(start["headers"])}
    headers = MutableHeaders(scope=start)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    if headers.get("etag", "").startswith('"'):
        # The bytes are others, and mean the same.
        headers["ETag"] = f"W/{headers['etag']}"
    return start, body


def unpacked(start: Message, body: bytes) -> tuple[Message, bytes]:
    """An answer of ``packed`` as it is sent to everybody else."""
    start = {**start, "headers": list(start["headers"])}
    headers = MutableHeaders(scope=start)
    if "content-encoding" in headers:
        del headers["content-encoding"]
        body = zlib.decompress(body, _GZIP)
        headers["Content-Length"] = str(len(body))
    return start, body


def takes_gzip(headers: Headers) -> bool:
    """Whether whoever asks takes an answer compressed."""
    offers = (one.strip().partition(";") for one in headers.get("accept-encoding", "").split(","))
    return any(
        name.strip() == "gzip" and rest.replace(" ", "") not in ("q=0", "q=0.0") for name, _, rest in offers
    )
