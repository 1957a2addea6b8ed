"""Rendering: a template and its values become a page in the reader's language."""

from collections.abc import Hashable
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from archive.web.answers.forms import FORM, SHEETS, problem, wants_json
from archive.web.entrance import Expired
from archive.web.faults import Fault, Way
from archive.web.portal import portal_of
from archive.web.templating import mark_of_vietnamese, templates
from archive.web.words import Words
from archive.wording import LANGUAGES

COOKIE = "lang"
_A_YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """The language asked for in the address, else the one kept in the cookie, else the archive's own."""
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    return portal_of(request).archive.settings.language


def asker(scope: Scope) -> Hashable:
    """All that an answer depends on besides its address and the archive: who asks, and in what way."""
    request, reader = Request(scope), scope["portal.reader"]
    headers = (request.headers.get(name, "") for name in ("host", "accept"))
    return (reader and reader.account, request.url.scheme, language_of(request), *headers)


def words_of(request: Request) -> Words:
    """The words of the reader's language."""
    return Words.of(language_of(request))


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """The page that ``template`` makes of ``values``."""
    portal = portal_of(request)
    words = words_of(request)
    common = {
        "words": words,
        "say": words.say,
        "count": words.count,
        "number": words.number,
        "lang": words.language,
        "vi": mark_of_vietnamese(words.language),
        "languages": {language: _with(request, "lang", language) for language in LANGUAGES},
        "forms": {form: _with(request, FORM, form) for form in SHEETS},
        "here": request.url.path,
        "settings": portal.archive.settings,
        "edition": portal.archive.edition,
        "named": portal.named,
        "today": words.date(portal.now().date().isoformat()),
        "question": "",
        "reader": request.scope.get("portal.reader"),
    }
    html = templates(words.language).get_template(template).render(common | values)
    response = HTMLResponse(html, status)
    response.headers["Content-Language"] = words.language
    asked = request.query_params.get("lang")
    if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, asked, max_age=_A_YEAR, httponly=True, samesite="lax")
    return response


def moved(request: Request, address: str, status: int = 308) -> Response:
    """The way to the same thing's own address, with the query that came."""
    query = request.url.query
    return Response(status_code=status, headers={"Location": f"{address}?{query}" if query else address})


def _with(request: Request, name: str, value: str) -> str:
    """This address with a parameter set. A path of two strokes would name another host."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != name]
    return "?" + urlencode([*pairs, (name, value)], errors="replace")


_SENTENCES = {
    400: "page_error.bad_request",
    404: "page_error.no_page",
    401: "page_error.sign_in",
    405: "page_error.read_only",
    503: "page_error.not_ready",
}


def fault_page(request: Request, fault: Fault) -> Response:
    """The page of something that cannot be shown: what is the matter, and the way on."""
    words = words_of(request)
    known = f"page_error.title_{fault.status}"
    headline = words.say(known if words.has(known) else "page_error.title_500")
    sentence = words.say(fault.key, **fault.values)
    if wants_json(request):
        response: Response = problem(headline, fault.status, sentence)
    else:
        ways = [(way.address, words.say(way.key, **way.values)) for way in fault.ways]
        response = page(request, "error.html", fault.status, headline=headline, sentence=sentence, ways=ways)
    if fault.status == 503:
        response.headers["Retry-After"] = "60"
    if fault.status == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def refusal(request: Request, fault: Exception) -> Response:
    """The page for a ``Fault`` or Starlette's own exception."""
    if isinstance(fault, Fault):
        return fault_page(request, fault)
    if isinstance(fault, Expired):
        return fault_page(request, _expired(request, fault))
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    return fault_page(request, Fault(status, _SENTENCES.get(status, "page_error.unexpected")))


def _expired(request: Request, fault: Expired) -> Fault:
    until = fault.account.until
    return Fault(
        403,
        "page_error.expired",
        Way("/dang-nhap", "page_error.way_sign_in"),
        name=fault.account.name,
        day=words_of(request).date(until.isoformat() if until else None),
        school=portal_of(request).archive.settings.school,
    )


def not_ready(request: Request, _fault: Exception) -> Response:
    """The page while the catalogue is missing, or cannot be read."""
    return fault_page(request, Fault(503, "page_error.not_ready"))


def search_missing(request: Request, _fault: Exception) -> Response:
    """The page while there is no index; browsing goes on without it."""
    ways = (Way("/", "page_error.way_criteria"), Way("/hop", "page_error.way_boxes"))
    return fault_page(request, Fault(503, "page_error.no_index", *ways))
