"""Looks (nhật ký xem): who looked at what, for the archivist; by person and by paper."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.access.accounts import Account, of_id
from archive.access.log import log_of, newest
from archive.access.looks import (
    Downloaded,
    Look,
    Searched,
    SignedIn,
    TurnedAway,
    Viewed,
    is_at,
    is_by,
)
from archive.catalogue import Catalogue
from archive.evidence.cycles import Cycles
from archive.web.addresses import SHORT, evidence
from archive.web.faults import no_such_page
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page, words_of
from archive.web.words import Words

SHOWN = 200
"""Lines on the page."""


@dataclass(frozen=True)
class Line:
    """A line in words: when, who, what; ``address`` leads to what was looked at, ``about`` names it."""

    at: str
    by: str
    account: str | None
    what: str
    about: str
    address: str | None


def looks(request: Request) -> Response:
    """``/nhat-ky``, for the archivist only: to anybody else there is no such page."""
    reader = request.scope["portal.reader"]
    if not reader.is_archivist:
        raise no_such_page()
    portal = portal_of(request)
    words = words_of(request)
    accounts = portal.entrance.store.accounts()
    account = of_id(accounts, request.query_params.get("nguoi", ""))
    paper = request.query_params.get("ma", "").strip()[:100]
    with catalogue_of(request) as catalogue:
        code, digests = at_paper(paper, portal.archive.cycles, catalogue)

    def wanted(look: Look) -> bool:
        return (account is None or is_by(look, account.id)) and (not paper or is_at(look, code, digests))

    found = newest(log_of(portal.entrance.folder), wanted, SHOWN)
    response = page(
        request,
        "looks.html",
        lines=tuple(_line(one.at, one.by, one.look, words) for one in found),
        accounts=accounts,
        account=account,
        states={one.id: _state(one, request, words) for one in accounts},
        paper=paper,
        most=SHOWN,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def at_paper(paper: str, cycles: Cycles, catalogue: Catalogue) -> tuple[str | None, tuple[str, ...]]:
    """The code and the digests of what a person calls a paper: a code in any spelling, or digits."""
    try:
        code: str | None = cycles.parse(paper).plain
    except ValueError:
        code = None
    if code is not None:
        return code, tuple(one.digest for one in catalogue.documents_under(code))
    document = catalogue.document(paper.lower()) if len(paper) >= 6 else None
    return (document.code, (document.digest,)) if document else (None, ())


def _line(at: str, by: str, look: Look, words: Words) -> Line:
    kind = look.__struct_config__.tag
    key = f"page_looks.{str(kind).replace('-', '_')}"
    if isinstance(look, TurnedAway):
        key = f"{key}_{look.why}"
    elif isinstance(look, SignedIn) and look.invited:
        key = f"{key}_invited"
    if isinstance(look, Viewed | Downloaded) and look.document and not look.code:
        # A document is spoken of by the digits that its address has.
        short, pictures = look.document[:SHORT], look.path.endswith(".webp")
        what = words.say("page_looks.pictures") if pictures else words.say(key)
        return Line(words.moment(at), by, look.account, what, short, evidence(None, look.document))
    if isinstance(look, Viewed | Searched | Downloaded):
        about = look.question if isinstance(look, Searched) else look.path
        return Line(words.moment(at), by, look.account, words.say(key), about, look.path)
    return Line(words.moment(at), by, look.account, words.say(key), look.address, None)


def _state(account: Account, request: Request, words: Words) -> str:
    return words.say(f"access_state.{account.state(portal_of(request).now())}")
