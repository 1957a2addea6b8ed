"""Described: all operations as an OpenAPI 3.1 document, at ``/openapi.json``."""

import re
from functools import cache
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from archive import __version__
from archive.web.answers.forms import FORM, JSON, PROBLEM, SHEETS
from archive.web.answers.operations import HTML, OPERATIONS, Operation
from archive.web.answers.shapes import Problem
from archive.wording import LANGUAGES

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_NUMBER: Json = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
_YEAR: Json = {"type": "string", "examples": ["2022-2023"]}
_MANY: Json = {"type": "array", "items": {"type": "string"}}

PARAMETERS: dict[str, tuple[str, Json]] = {
    "bo": ("The set of standards (bộ tiêu chuẩn), by its id; the archive's main one without it.", _TEXT),
    "cho": ("Which of the page's marks is pointed at (chỗ), from 1.", _TEXT),
    "dang": ("The form (dạng) of the answer; otherwise the Accept header decides.", _TEXT),
    "hop": ("Boxes (hộp) to search in.", _MANY),
    "ket-luan": ("The verdict (kết luận) to show: giu, vinh-vien, chua-ro or het-han.", _TEXT),
    "lang": ("The language of sentences.", {"type": "string", "enum": list(LANGUAGES)}),
    "loai": ("Types of document (loại) to search in.", _MANY),
    "mo": ("The code whose evidence is opened beside a report (mở).", _TEXT),
    "nam-hoc": ("The school year (năm học); in a search, several.", _MANY),
    "phong": ("1 to 3 enlarge the page's picture (phóng to).", _TEXT),
    "quay": ("Degrees to turn the picture clockwise (quay): 90, 180 or 270.", _TEXT),
    "q": ("Words to search for, or to mark.", {"type": "string", "maxLength": 2000}),
    "tieu-chi": ("Criteria (tiêu chí) to search in.", _MANY),
    "tieu-chuan": ("Standards (tiêu chuẩn) to search in.", _MANY),
    "to": ("The leaf (tờ) of that evidence, through all its documents.", _TEXT),
    "trang": (
        "The page (trang), from 1: of a list or of a document. Data of pieces and sheets are whole.",
        _NUMBER,
    ),
    "van-ban": ("The document (văn bản) of a piece, by 12 or more digits of its digest.", _TEXT),
    "xep": ("The column to sort by (xếp theo); from last to first with - before it.", _TEXT),
}
"""What the parameters of queries mean, and what they can be."""

PATH_PARAMETERS: dict[str, tuple[str, Json]] = {
    "code": ("An evidence code in any spelling.", {"type": "string", "examples": ["H1-1.1-01"]}),
    "criterion": ("A criterion.", {"type": "string", "examples": ["1.10"]}),
    "digest": ("The SHA-256 of a document, or its first 12 digits or more.", _TEXT),
    "issuer": ("The letters and digits of an issuer's name.", _TEXT),
    "left": ("The SHA-256 of the document on the left, or its first 12 digits or more.", _TEXT),
    "month": ("A month, 2022-10, or khong-ngay for papers without a date.", _TEXT),
    "number": ("A number from 1.", _NUMBER),
    "picture": ("Page and width of a picture.", {"type": "string", "examples": ["1-960.webp"]}),
    "right": ("The document on the right, likewise.", _TEXT),
    "year": ("A school year.", _YEAR),
}


def described(_request: Request) -> Response:
    """``/openapi.json``"""
    return Response(msgspec.json.encode(description()), media_type=JSON)


@cache
def description() -> Json:
    """The document. Its schemas are the types of ``shapes``, its paths the operations."""
    shapes = [operation.shape for operation in OPERATIONS if operation.shape]
    _, schemas = msgspec.json.schema_components(
        (*shapes, Problem), ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kho minh chứng",
            "version": __version__,
            "description": "A school's evidence archive, to read. Every list and every paper that has a page"
            " has the same as data at the same address, and lists as spreadsheets.",
        },
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {"schemas": schemas},
    }


def _operation(operation: Operation) -> Json:
    in_path = re.findall(r"\{(\w+)\}", operation.path)
    forms = [FORM] if operation.data else []
    in_query = (*operation.parameters, *forms, "lang")
    page = operation.page
    return {
        "operationId": f"{page.__module__.rpartition('.')[2]}_{page.__name__}",
        "summary": (page.__doc__ or "").strip().splitlines()[0].strip("`"),
        "parameters": [
            *(_parameter(name, "path", *PATH_PARAMETERS[name]) for name in in_path),
            *(_parameter(name, "query", *PARAMETERS[name]) for name in in_query),
        ],
        "responses": {
            "200": {"description": "What is there.", "content": _content(operation)},
            "304": {"description": "It is as you have it."},
            "307": {"description": "It is elsewhere now."},
            "308": {"description": "Its own address."},
            **{status: _refusal(sentence) for status, sentence in _REFUSALS.items()},
        },
    }


_REFUSALS = {
    "400": "The request cannot be understood.",
    "401": "Somebody has to sign in first.",
    "403": "The account has ended.",
    "404": "There is no such thing.",
    "503": "The archive is not ready; try again.",
}


def _parameter(name: str, place: str, what: str, schema: Json) -> Json:
    if name == FORM:
        schema = {"type": "string", "enum": ["html", "json", *SHEETS]}
    return {"name": name, "in": place, "required": place == "path", "description": what, "schema": schema}


def _content(operation: Operation) -> Json:
    shape = operation.shape
    reference = {"$ref": f"#/components/schemas/{shape.__name__}"} if shape else {}
    kinds = operation.media_types
    return {media_type: {"schema": reference} if media_type == JSON else {} for media_type in kinds}


def _refusal(sentence: str) -> Json:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": sentence, "content": {PROBLEM: problem, HTML: {}}}
