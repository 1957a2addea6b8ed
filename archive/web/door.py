"""Door: nobody comes in without a right to, and what is shown is noted. Stands between guard and pages."""

from urllib.parse import quote

import msgspec
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.access.looks import LONGEST, Downloaded, Look, Searched, Viewed
from archive.access.sessions import Session
from archive.access.store import AccountsUnreadable
from archive.web.entrance import Entrance, Expired, is_secure
from archive.web.reader import Reader

SIGN_IN, SIGN_OUT, INVITED = "/dang-nhap", "/dang-xuat", "/moi/"

_FREE = ("/static/", INVITED)
_FREE_PAGES = (SIGN_IN, SIGN_OUT, "/robots.txt")

_SHOWN = (200, 206)


def is_free(path: str) -> bool:
    """Whether a page is there for those too who have not signed in: it shows nothing of the archive."""
    return path in _FREE_PAGES or path.startswith(_FREE)


class Door:
    """``refuse`` makes the page of a fault that stands in the scope: a status, or ``Expired``."""

    def __init__(self, app: ASGIApp, entrance: Entrance, refuse: ASGIApp) -> None:
        self._app = app
        self._entrance = entrance
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with ``portal.reader`` in the scope; send others to sign in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        fault: object = None
        reader = None
        try:
            reader = self._entrance.reader(connection)
        except Expired as expired:
            fault = expired
        except (AccountsUnreadable, OSError):
            fault = 503
        scope["portal.reader"] = reader
        if is_free(scope["path"]):
            await self._app(scope, receive, send)
        elif reader is not None and self._entrance.log.is_full:
            await self._turn_away(503, scope, receive, send)
        elif reader is not None:
            await self._app(scope, receive, self._noting(reader, scope, send))
        elif fault is not None:
            await self._turn_away(fault, scope, receive, send)
        else:
            await self._to_sign_in(scope, receive, send)

    async def _turn_away(self, fault: object, scope: Scope, receive: Receive, send: Send) -> None:
        scope["portal.refused"] = fault
        await self._refuse(scope, receive, send)

    async def _to_sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope["query_string"].decode("latin-1")
        here = quote(scope["path"]) + (f"?{query}" if query else "")
        headers = {"Location": f"{SIGN_IN}?den={quote(here, safe='')}" if here != "/" else SIGN_IN}
        if not _takes_pages(Headers(scope=scope)):
            await self._turn_away(401, scope, receive, send)
            return
        await Response(status_code=303, headers=headers)(scope, receive, send)

    def _noting(self, reader: Reader, scope: Scope, send: Send) -> Send:
        """``send``, which notes what is shown, and keeps the session of whoever is still there."""
        account, session = reader.account, reader.session
        if account is None or session is None:
            return send
        moment = self._entrance.now()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                if (
                    scope["method"] == "GET"
                    and message["status"] in _SHOWN
                    and self._is_new(scope, session, headers)
                ):
                    self._entrance.note(_look(account.id, scope, headers), account.name)
                if session.is_stale(moment):
                    kept = Response()
                    seen = msgspec.structs.replace(session, seen=int(moment.timestamp()))
                    self._entrance.keep(seen, kept, is_secure(HTTPConnection(scope)))
                    message["headers"] = [
                        *message["headers"],
                        (b"set-cookie", kept.headers["set-cookie"].encode()),
                    ]
            await send(message)

        return noted

    def _is_new(self, scope: Scope, session: Session, headers: Headers) -> bool:
        """Of the many pictures that one page asks for, the first of a document is noted, once a session."""
        if not headers.get("content-type", "").startswith("image/"):
            return True
        return self._entrance.is_first(session.id, str(scope["path_params"].get("digest")))


def _takes_pages(headers: Headers) -> bool:
    accepted = headers.get("accept", "*/*")
    for_itself = headers.get("sec-fetch-dest", "document") == "document"
    return "text/html" in accepted or ("*/*" in accepted and for_itself)


def _look(account: str, scope: Scope, headers: Headers) -> Look:
    """What is being shown, by the address that asked for it."""
    query = scope["query_string"].decode("latin-1")
    path = (scope["path"] + (f"?{query}" if query else ""))[:LONGEST]
    asked = HTTPConnection(scope).query_params
    named = scope.get("path_params", {})
    code, document = named.get("code"), named.get("digest") or asked.get("van-ban")
    if headers.get("content-disposition", "").startswith("attachment"):
        return Downloaded(account, path, code, document)
    if "code" not in named and "digest" not in named and asked.get("q"):
        return Searched(account, path, asked["q"][:LONGEST])
    return Viewed(account, path, code, document)
