"""Files: pictures of pages, and the originals as they were dropped."""

import base64
import re
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from archive.evidence.letters import fold
from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault
from archive.ingest.pictures import MEDIA_TYPE, WIDTHS, View
from archive.records import DocumentRecord
from archive.web.evidence import by_digits
from archive.web.faults import Fault, no_such_page
from archive.web.portal import catalogue_of, portal_of
from archive.web.templating import STATIC, static_version

_FOREVER = "private, max-age=31536000, immutable"
"""Named by digest, so never another thing under the same address; on the reader's own computer only."""

_PICTURE = re.compile(r"([1-9][0-9]{0,6})-([0-9]{3,4})(?:-(90|180|270))?\.webp")
_UNSAFE = re.compile(r"[^A-Za-z0-9 ._()\[\]-]")
_STATIC = {"portal.css": "text/css", "portal.js": "text/javascript", "seal.svg": "image/svg+xml"}
_MAY_PASS = (Reason.READER_DIED, Reason.READER_SLOW)


async def picture(request: Request) -> Response:
    """``/trang-anh/<digest>/<page>-<width>.webp``, with ``-<degrees>`` behind the width if turned."""
    portal = portal_of(request)
    document, view, kept = await run_in_threadpool(_picture_asked, request)
    etag = f'"{document.digest[:24]}-{view.number}-{view.width}-{view.turned}"'
    headers = {"ETag": etag, "Cache-Control": _FOREVER}
    if _is_known(request, etag):
        return _unchanged(etag)
    if kept:
        return FileResponse(kept, media_type=MEDIA_TYPE, headers=headers)
    await run_in_threadpool(_there, request, document.digest)
    try:
        data = await portal.drawing.drawn(document, view)
    except ReadFault as fault:
        status = 503 if fault.reason in _MAY_PASS else 404
        raise Fault(status, "page_error.no_picture") from fault
    except RuntimeError as fault:
        # The pool of readers has ended. Pictures that are kept are still shown.
        raise Fault(503, "page_error.no_picture") from fault
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


def _picture_asked(request: Request) -> tuple[DocumentRecord, View, Path | None]:
    """The document and the view of a page that the address names, and the file if the picture is kept."""
    portal = portal_of(request)
    match = _PICTURE.fullmatch(request.path_params["picture"])
    if match is None or int(match[2]) not in WIDTHS:
        raise no_such_page()
    number = int(match[1])
    with catalogue_of(request) as catalogue:
        document = by_digits(catalogue, request.path_params["digest"])
        turned = catalogue.turned(document.digest, number) + int(match[3] or 0)
        view = View(number, int(match[2]), turned % 360)
    path = portal.pictures.path(document.digest, view)
    return document, view, path if path.is_file() else None


def original(request: Request) -> Response:
    """``/tai/<digest>``"""
    with catalogue_of(request) as catalogue:
        document = by_digits(catalogue, request.path_params["digest"])
    etag = f'"{document.digest}"'
    if _is_known(request, etag):
        return _unchanged(etag)
    path = _there(request, document.digest)
    digest = base64.b64encode(bytes.fromhex(document.digest)).decode()
    headers = {
        "ETag": etag,
        "Cache-Control": _FOREVER,
        "Content-Disposition": disposition(document.name),
        "Repr-Digest": f"sha-256=:{digest}:",
        "Digest": f"sha-256={digest}",
        # Whatever the bytes are: should a browser show them after all, it runs nothing in them.
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    }
    return FileResponse(path, media_type=document.media_type, headers=headers)


def static(request: Request) -> Response:
    """``/static/portal.css?v=…``"""
    name: str = request.path_params["name"]
    if name not in _STATIC:
        raise no_such_page()
    version = static_version(name)
    headers = {"ETag": f'"{version}"'}
    if request.query_params.get("v") == version:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response((STATIC / name).read_bytes(), media_type=_STATIC[name], headers=headers)


def disposition(name: str) -> str:
    """Content-Disposition of a download (RFC 6266): the name as dropped, and a plain one for old programs."""
    plain = _UNSAFE.sub("_", "".join(fold(char).upper() if char.isupper() else fold(char) for char in name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _there(request: Request, digest: str) -> Path:
    path = portal_of(request).archive.original(digest)
    if not path.is_file():
        raise Fault(404, "page_error.no_original")
    return path


def _is_known(request: Request, etag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in known.split(",")]


def _unchanged(etag: str) -> Response:
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": _FOREVER})
