"""Sign-in (đăng nhập), sign-out, and the link by which somebody invited sets a password: the only POSTs."""

import hmac
import secrets
from datetime import timedelta
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.access import passwords
from archive.access.accounts import Account, Accounts, invited, named, put, with_password
from archive.access.looks import SignedIn, SignedOut, TurnedAway
from archive.evidence.letters import fold
from archive.web.door import INVITED, SIGN_IN
from archive.web.entrance import SESSION, TICKET, Entrance, Expired, address_of, is_secure
from archive.web.faults import Fault, Way
from archive.web.portal import portal_of
from archive.web.rendering import page, refusal, words_of

Form = dict[str, str]

_LONGEST_FORM = 16_384
"""Bytes."""

_TYPED = 200
"""Characters of a name that are looked at."""


def form(request: Request) -> Response:
    """``/dang-nhap``, to be filled in."""
    entrance = portal_of(request).entrance
    if entrance.is_open or request.scope["portal.reader"]:
        return _onward(own_path(request.query_params.get("den", "")))
    return _shown(request, "sign_in.html", den=own_path(request.query_params.get("den", "")))


def invitation(request: Request) -> Response:
    """``/moi/<secret>``: the form that sets the password of whoever was invited."""
    secret: str = request.path_params["secret"]
    entrance = portal_of(request).entrance
    account = invited(entrance.store.accounts(), secret, entrance.now())
    if account is None:
        raise _no_link()
    return _shown(request, "invitation.html", account=account, secret=secret)


async def enter(request: Request) -> Response:
    """POST ``/dang-nhap``: a name and a password, or an invitation and a new password."""
    filled = await _read(request)
    return await run_in_threadpool(_entered, request, filled)


async def leave(request: Request) -> Response:
    """POST ``/dang-xuat``"""
    entrance = portal_of(request).entrance
    reader = request.scope["portal.reader"]
    response = _onward(SIGN_IN)
    if reader and reader.account and reader.session:
        entrance.sessions.end(reader.session)
        entrance.note(SignedOut(reader.account.id, address_of(request)), reader.account.name)
    response.delete_cookie(SESSION, httponly=True, samesite="lax", secure=is_secure(request))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def own_path(text: str) -> str:
    """A way on that leads to a page of ours; the first page for anything else."""
    inside = text.startswith("/") and not text.startswith(("//", "/\\", SIGN_IN, "/dang-xuat", INVITED))
    return text if inside and text.isprintable() and text.isascii() and "\\" not in text else "/"


async def _read(request: Request) -> Form:
    """The fields of a form. Raises ``Fault`` when it is larger than any of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            raise Fault(400, "page_error.bad_request")
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Fault(400, "page_error.bad_request") from None
    return dict(pairs)


def _entered(request: Request, filled: Form) -> Response:
    entrance = portal_of(request).entrance
    if entrance.is_open:
        return _onward("/")
    secret = filled.get("moi")
    if not _has_ticket(request, filled):
        if secret is None:
            return _refused(request, filled, 400, "ticket")
        return _onward(INVITED + quote(secret[:_TYPED], safe=""))
    return _set_password(request, filled, secret) if secret is not None else _signed_in(request, filled)


def _signed_in(request: Request, filled: Form) -> Response:
    entrance = portal_of(request).entrance
    name, address, now = filled.get("ten", "")[:_TYPED], address_of(request), entrance.now()
    account = named(entrance.store.accounts(), name)
    key = account.id if account else fold(name)
    if wait := entrance.throttle.wait(key, address, now):
        if entrance.is_first("often", key, address, str(now)[:15]):
            _turn_away(entrance, account, address, "often")
        return _too_often(request, filled, wait)
    if not passwords.matches(account.password if account else "", filled.get("mat-khau", "")) or not account:
        entrance.throttle.failed(key, address, now)
        _turn_away(entrance, account, address, "wrong")
        return _refused(request, filled, 403, "wrong")
    entrance.throttle.passed(key, address)
    if account.has_ended(now):
        _turn_away(entrance, account, address, "expired")
        return refusal(request, Expired(account))
    return _let_in(request, account, own_path(filled.get("den", "")), by_link=False)


def _set_password(request: Request, filled: Form, secret: str) -> Response:
    entrance = portal_of(request).entrance
    account = invited(entrance.store.accounts(), secret, entrance.now())
    if account is None:
        _turn_away(entrance, None, address_of(request), "link")
        raise _no_link()
    password = filled.get("mat-khau", "")
    if fault := passwords.fault_of(password, filled.get("lan-nua", "")):
        wrong = words_of(request).say(f"page_entry.{fault}", n=passwords.SHORTEST, most=passwords.LONGEST)
        return _shown(request, "invitation.html", 400, account=account, secret=secret, wrong=wrong)
    hashed = passwords.hashed(password)

    def rule(accounts: Accounts) -> Accounts:
        # Looked at again while nobody else writes: a link works once.
        still = invited(accounts, secret, entrance.now())
        return put(accounts, with_password(still, hashed)) if still else accounts

    after = named(entrance.store.change(rule), account.name)
    if after is None or after.password != hashed:
        raise _no_link()
    return _let_in(request, after, "/", by_link=True)


def _let_in(request: Request, account: Account, onward: str, by_link: bool) -> Response:
    entrance = portal_of(request).entrance
    entrance.note(SignedIn(account.id, address_of(request), by_link), account.name)
    response = _onward(onward)
    entrance.let_in(account, response, is_secure(request))
    response.delete_cookie(TICKET, httponly=True, samesite="strict", secure=is_secure(request))
    return response


def _turn_away(entrance: Entrance, account: Account | None, address: str, why: str) -> None:
    look = TurnedAway(address, why, account.id if account else None)
    entrance.note(look, account.name if account else "")


def _refused(request: Request, filled: Form, status: int, key: str, **values: object) -> Response:
    """The form again, with what is wrong; the name stands, the password does not."""
    wrong = words_of(request).say(f"page_entry.{key}", **values)
    name, den = filled.get("ten", "")[:_TYPED], own_path(filled.get("den", ""))
    return _shown(request, "sign_in.html", status, den=den, name=name, wrong=wrong)


def _too_often(request: Request, filled: Form, wait: timedelta) -> Response:
    response = _refused(request, filled, 429, "often", n=max(1, -(-int(wait.total_seconds()) // 60)))
    response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return response


def _shown(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A form with a ticket: the browser's own, where it has one, so that two windows do not quarrel."""
    sessions = portal_of(request).entrance.sessions
    ticket = request.cookies.get(TICKET, "")
    if not sessions.is_ticket(ticket):
        ticket = sessions.ticket(secrets.token_urlsafe(18))
    response = page(request, template, status, **({"ticket": ticket, "wrong": "", "name": ""} | values))
    response.set_cookie(TICKET, ticket, httponly=True, samesite="strict", secure=is_secure(request))
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_ticket(request: Request, filled: Form) -> bool:
    shown, kept = filled.get(TICKET, ""), request.cookies.get(TICKET, "")
    same = hmac.compare_digest(shown.encode(), kept.encode())
    return same and portal_of(request).entrance.sessions.is_ticket(shown)


def _no_link() -> Fault:
    return Fault(404, "page_error.no_link", Way(SIGN_IN, "page_error.way_sign_in"))


def _onward(address: str) -> Response:
    return Response(status_code=303, headers={"Location": address, "Cache-Control": "no-store"})
