"""Guard: what holds for every request and every answer, whatever the page.

Methods, the name the portal is called by, and the headers that keep a browser from doing more than reading.
"""

import ipaddress
from functools import lru_cache
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")

POSTS = ("/dang-nhap", "/dang-xuat")
"""The two addresses that take a POST: signing in and out."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-cache",
}
"""Set where the page itself has not said otherwise."""

_RAW = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())

_HOME_NETWORKS = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


def secured(headers: MutableHeaders) -> None:
    """Add the headers of every answer."""
    said = {name for name, _ in headers.raw}
    headers.raw.extend(header for header in _RAW if header[0] not in said)


@lru_cache(maxsize=256)
def is_own_name(host: str, configured: str) -> bool:
    """Whether a Host header may name this portal: an address, a name of the local network, or ``configured``.

    A page elsewhere whose name was made to point here (DNS rebinding) comes with a public name.
    """
    name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    name = name.lower().rstrip(".")
    if not name:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(_HOME_NETWORKS) or name == configured.lower()
    return True


class Guard:
    """Stands before the application. ``refuse`` makes the friendly page of a status for a request."""

    def __init__(self, app: ASGIApp, host: str, refuse: ASGIApp) -> None:
        self._app = app
        self._host = host
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; answer the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secured(headers)
                if not scope["path"].startswith("/static/"):
                    # What one person was shown, no store of answers gives to the next.
                    headers.add_vary_header("Cookie")
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._chosen(scope)(scope, receive, guarded)

    def _chosen(self, scope: Scope) -> ASGIApp:
        status = 0
        may_post = scope["method"] == "POST" and scope["path"] in POSTS
        if scope["method"] not in METHODS and not may_post:
            status = 405
        elif not is_own_name(Headers(scope=scope).get("host", ""), self._host):
            status = 400
        if status:
            scope["portal.refused"] = status
            return self._refuse
        path: str = scope["path"]
        # "//" would make of the way back an address on another host.
        if path.endswith("/") and path != "/" and not path.startswith("//"):
            query = scope["query_string"].decode("latin-1")
            target = quote(path.rstrip("/")) + (f"?{query}" if query else "")
            return Response(status_code=308, headers={"Location": target})
        return self._app
