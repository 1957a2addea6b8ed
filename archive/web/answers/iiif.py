"""IIIF: a document as a manifest of the IIIF Presentation API 3.0, for viewers of other houses."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.documents import Page, Reading
from archive.ingest.pictures import MEDIA_TYPE, PICTURED
from archive.records import DocumentRecord
from archive.web import addresses
from archive.web.evidence import by_digits
from archive.web.faults import Fault, Way
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import moved, words_of
from archive.web.words import Words

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
MANIFEST = f'application/ld+json;profile="{CONTEXT}"'
_WIDTH = 1600
_THUMBNAIL = 240
_A4 = (595.0, 842.0)

Json = dict[str, Any]


def manifest(request: Request) -> Response:
    """``/iiif/<digest>/manifest``"""
    archive = portal_of(request).archive
    with catalogue_of(request) as catalogue:
        document = by_digits(catalogue, request.path_params["digest"].lower())
    if document.media_type not in PICTURED or not document.pages:
        way = Way(addresses.evidence(document.code, document.digest), "page_error.way_first_page")
        raise Fault(404, "page_take.no_manifest", way)
    if request.path_params["digest"] != document.digest:
        return moved(request, addresses.manifest(document.digest))
    base = str(request.base_url).rstrip("/")
    made = manifest_of(document, archive.readings.load(document.digest), base, words_of(request))
    made["requiredStatement"] = {
        "label": _said("Nguồn", "Source"),
        "value": {"vi": [archive.settings.school or "Kho minh chứng"]},
    }
    return Response(msgspec.json.encode(made), media_type=MANIFEST)


def manifest_of(document: DocumentRecord, reading: Reading | None, base: str, words: Words) -> Json:
    """The manifest of a document; ``base`` is the portal's address without a stroke at its end."""
    pages = {page.number: page for page in reading.pages} if reading else {}
    title = document.title or document.name
    page = base + addresses.evidence(document.code, document.digest)
    return {
        "@context": CONTEXT,
        "id": base + addresses.manifest(document.digest),
        "type": "Manifest",
        "label": {"vi": [f"{document.code} {title}" if document.code else title]},
        "metadata": _metadata(document, words),
        "homepage": [{"id": page, "type": "Text", "label": {"vi": [title]}, "format": "text/html"}],
        "rendering": [
            {
                "id": base + addresses.original(document),
                "type": "Text",
                "label": _said("Bản gốc", "Original"),
                "format": document.media_type,
            }
        ],
        "seeAlso": [
            {
                "id": f"{base}/van-ban/{document.digest}?dang=json",
                "type": "Dataset",
                "label": _said("Dữ liệu của văn bản", "The document as data"),
                "format": "application/json",
            }
        ],
        "behavior": ["paged" if document.pages > 1 else "individuals"],
        "items": [
            _canvas(document, number, pages.get(number), base) for number in range(1, document.pages + 1)
        ],
    }


def _metadata(document: DocumentRecord, words: Words) -> list[Json]:
    fields = (
        ("Mã minh chứng", "Evidence code", document.code),
        ("Số, ký hiệu", "Number", document.symbol),
        ("Ngày ban hành", "Date", words.date(document.date)),
        ("Nơi ban hành", "Issued by", document.issuer),
        ("Năm học", "School year", document.school_year),
        ("SHA-256", "SHA-256", document.digest),
    )
    return [{"label": _said(vi, en), "value": {"none": [value]}} for vi, en, value in fields if value]


def _canvas(document: DocumentRecord, number: int, page: Page | None, base: str) -> Json:
    height = _height(page, _WIDTH)
    canvas = f"{base}{addresses.manifest(document.digest)}/{number}"
    small = base + addresses.picture(document.digest, number, _THUMBNAIL)
    made: Json = {
        "id": canvas,
        "type": "Canvas",
        "label": {"vi": [f"Trang {number}"], "en": [f"Page {number}"]},
        "width": _WIDTH,
        "height": height,
        "thumbnail": [_image(small, _THUMBNAIL, _height(page, _THUMBNAIL))],
        "items": [
            {
                "id": f"{canvas}/images",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/image",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": _image(
                            base + addresses.picture(document.digest, number, _WIDTH), _WIDTH, height
                        ),
                        "target": canvas,
                    }
                ],
            }
        ],
    }
    if page and page.text.strip():
        made["annotations"] = [_text(canvas, page.text)]
    return made


def _text(canvas: str, text: str) -> Json:
    """What was read on the page, beside its picture."""
    return {
        "id": f"{canvas}/texts",
        "type": "AnnotationPage",
        "items": [
            {
                "id": f"{canvas}/text",
                "type": "Annotation",
                "motivation": "supplementing",
                "body": {"type": "TextualBody", "value": text, "format": "text/plain", "language": "vi"},
                "target": canvas,
            }
        ],
    }


def _image(address: str, width: int, height: int) -> Json:
    return {"id": address, "type": "Image", "format": MEDIA_TYPE, "width": width, "height": height}


def _height(page: Page | None, width: int) -> int:
    known = page is not None and page.width > 0 and page.height > 0
    across, down = (page.width, page.height) if page and known else _A4
    return max(1, round(width * down / across))


def _said(vi: str, en: str) -> Json:
    return {"vi": [vi], "en": [en]}
