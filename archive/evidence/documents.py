"""Documents and their readings: the text got from bytes, page by page, with places."""

from collections.abc import Iterable
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


def mean_confidence(words: Iterable[Word]) -> float | None:
    """Mean confidence of the letters of some words, 0 to 1 with three decimals; None without any."""
    found = [(len(word.text), word.confidence) for word in words]
    letters = sum(length for length, _ in found)
    return round(sum(length * sure for length, sure in found) / letters / 100, 3) if letters else None


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page. ``number`` counts from 1; ``width`` and ``height`` are in points (1/72 inch), 0 if unknown.

    ``confidence`` is between 0 and 1. Where there are ``words``, they are ``text.split()`` in order.
    ``fault`` is a refusal reason when the page could not be read. ``turned`` is by how many degrees clockwise
    (0, 90, 180, 270) the page of the file has to be turned to stand upright; size and boxes are those of the
    upright page. ``why`` says in a few English words why the text is from where it is. ``marks`` are the
    texts of QR codes on it, each once.
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
    marks: tuple[str, ...] = ()


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
    ``whole``: the signed bytes are unchanged; None where that cannot be checked. ``complete``: nothing but
    further signatures was added behind them. ``at`` is ISO 8601, by the signer's own clock unless ``stamped``
    by a time authority.
    """

    signer: str | None
    authority: str | None
    whole: bool | None
    complete: bool
    at: str | None = None
    stamped: bool = False


class Mark(msgspec.Struct, frozen=True):
    """The text of a QR code, and the page (from 1) that it is on."""

    page: int
    text: str


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

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The QR codes on its pages, in order."""
        return tuple(Mark(page.number, text) for page in self.pages for text in page.marks)
