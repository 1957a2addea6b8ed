"""Documents and their readings: the text got from bytes, page by page, with places."""

from typing import Literal

import msgspec

Origin = Literal["text", "layout", "ocr", "converted", "none"]
"""Where a page's text is from: the file's text layer, its layout, OCR, conversion, or nowhere."""

GRID = 10_000
"""Word boxes count in ten-thousandths of the page's width and height, from the top left."""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A word and its box on the page, in units of 1/GRID of the page's width and height."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page. ``number`` counts from 1; ``width`` and ``height`` are in points (1/72 inch), 0 if unknown.

    ``confidence`` is between 0 and 1. Where there are ``words``, they are ``text.split()`` in order.
    ``fault`` is a refusal reason when the page could not be read.
    """

    number: int
    text: str
    origin: Origin
    confidence: float | None = None
    width: float = 0
    height: float = 0
    words: tuple[Word, ...] = ()
    fault: str | None = None


class Field(msgspec.Struct, frozen=True):
    """One thing that a paper says of itself, where that stands, and how sure the reading is (0 to 1)."""

    value: str
    source: str
    confidence: float


class Letterhead(msgspec.Struct, frozen=True):
    """Thể thức văn bản: what page 1 says of the paper. ``date`` is ISO 8601."""

    symbol: Field | None = None
    date: Field | None = None
    issuer: Field | None = None
    type: Field | None = None
    subject: Field | None = None


class Reading(msgspec.Struct, frozen=True):
    """All that was read from one document; a pure function of its bytes and ``reader`` (name and version)."""

    document: str
    reader: str
    media_type: str
    pages: tuple[Page, ...]
    letterhead: Letterhead = Letterhead()
