"""Forms: whether a page, JSON or a spreadsheet is asked for, and each of them as an answer."""

from collections.abc import Callable
from functools import wraps

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from archive.web.answers import shapes
from archive.web.faults import Fault, Way

Endpoint = Callable[[Request], Response]

FORM = "dang"
"""What the form (dạng) of an answer is called in an address."""

JSON = "application/json"
PROBLEM = "application/problem+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
"""Forms of a list that spreadsheet programs open."""


def wants_json(request: Request) -> bool:
    """Whether the address says so, or the client takes JSON rather than a page."""
    form = request.query_params.get(FORM)
    if form is not None:
        return form == "json"
    weights = dict(map(_weighed, request.headers.get("accept", "").lower().split(",")))
    return weights.get(JSON, 0.0) > weights.get("text/html", 0.0)


def wants_sheet(request: Request) -> bool:
    """Whether a spreadsheet is asked for, which has the whole of a list."""
    return request.query_params.get(FORM) in SHEETS


def _weighed(accepted: str) -> tuple[str, float]:
    """A media type of an Accept header with its weight from 0 to 1."""
    kind, _, rest = accepted.partition(";")
    weight = rest.strip().removeprefix("q=")
    try:
        return kind.strip(), float(weight) if weight else 1.0
    except ValueError:
        return kind.strip(), 1.0


def problem(title: str, status: int, detail: str) -> Response:
    """Why there is no answer, for a program."""
    found = shapes.Problem(title=title, status=status, detail=detail)
    return Response(msgspec.json.encode(found), status, media_type=PROBLEM)


def answering(
    page: Endpoint,
    data: Callable[[Request], msgspec.Struct],
    sheet: Callable[[Request, msgspec.Struct, str], Response] | None = None,
) -> Endpoint:
    """The page, or the same as data, or as a sheet, as the request asks."""
    known = ("html", "json", *(SHEETS if sheet else ()))

    @wraps(page)
    def answer(request: Request) -> Response:
        form = request.query_params.get(FORM, "json" if wants_json(request) else "html")
        if form not in known:
            way = Way(request.url.path, "page_take.way_page")
            raise Fault(400, "page_take.no_form", way, known=", ".join(known))
        if form == "html":
            response = page(request)
        elif form == "json" or sheet is None:
            response = Response(msgspec.json.encode(data(request)), media_type=JSON)
        else:
            response = sheet(request, data(request), form)
        response.headers.add_vary_header("Accept")
        return response

    return answer
