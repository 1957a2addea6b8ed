"""Documents and their readings: the text got from bytes, page by page, with places."""

from typing import Literal

import msgspec

Origin = Literal["text", "layout", "ocr", "converted", "none"]
"""Where a page's text is from: the file's text layer, its layout, OCR, conversion, or nowhere."""

GRID = 10_000
"""Word boxes count in ten-thousandths of the page's width and height, from the top left."""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A word and its box on the page, in units of 1/GRID of the page's width and height.

    ``confidence`` is the OCR engine's, in percent; 100 where the word was not recognised but found.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: int = 100


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page. ``number`` counts from 1; ``width`` and ``height`` are in points (1/72 inch), 0 if unknown.

    ``confidence`` is between 0 and 1. Where there are ``words``, they are ``text.split()`` in order.
    ``fault`` is a refusal reason when the page could not be read. ``turned`` is by how many degrees clockwise
    (0, 90, 180, 270) the page of the file has to be turned to stand upright; size and boxes are those of the
    upright page. ``why`` says in a few English words why the text is from where it is.
    """

    number: int
    text: str
    origin: Origin
    confidence: float | None = None
    width: float = 0
    height: float = 0
    words: tuple[Word, ...] = ()
    fault: str | None = None
    turned: int = 0
    why: str = ""


class Field(msgspec.Struct, frozen=True):
    """One thing that a paper says of itself, where that stands, and how sure the reading is (0 to 1)."""

    value: str
    source: str
    confidence: float


class Letterhead(msgspec.Struct, frozen=True):
    """Thể thức văn bản: what page 1 says of the paper. ``date`` is ISO 8601.

    ``parent`` is the body above the issuer, ``urgency`` the degree of haste (khẩn, hỏa tốc), ``place`` where
    the paper is dated.
    """

    symbol: Field | None = None
    date: Field | None = None
    issuer: Field | None = None
    type: Field | None = None
    subject: Field | None = None
    parent: Field | None = None
    urgency: Field | None = None
    place: Field | None = None


class Part(msgspec.Struct, frozen=True):
    """One paper of several in one file: its first and last page (from 1), and what it says of itself."""

    first: int
    last: int
    letterhead: Letterhead


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """Chữ ký số: one digital signature in a file, as the file itself bears it out.

    ``signer`` and ``authority`` are what the certificate says; nobody is asked whether it may be trusted.
    ``whole``: the signed bytes are unchanged. ``complete``: nothing but further signatures was added behind
    them. ``at`` is ISO 8601, by the signer's own clock unless ``stamped`` by a time authority.
    """

    signer: str | None
    authority: str | None
    whole: bool
    complete: bool
    at: str | None = None
    stamped: bool = False


class Reading(msgspec.Struct, frozen=True):
    """All that was read from one document; a pure function of its bytes and ``reader`` (name and version).

    ``parts`` is empty unless the file carries several papers.
    """

    document: str
    reader: str
    media_type: str
    pages: tuple[Page, ...]
    letterhead: Letterhead = Letterhead()
    parts: tuple[Part, ...] = ()
    signatures: tuple[Signature, ...] = ()
