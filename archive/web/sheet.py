"""Sheet: one page of a document as the portal shows it, with the pages around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.evidence.documents import Page, Reading
from archive.evidence.refusals import Reason
from archive.index.hits import Piece
from archive.ingest.pictures import PICTURED
from archive.records import DocumentRecord
from archive.web import addresses
from archive.web.marks import Box, boxes, marked, pieces
from archive.web.reading import how_read, page_read, why_empty
from archive.web.words import Words

_A4 = (595.0, 842.0)
"""Points: what is reserved for a page whose size is not known."""

_AROUND = 2
"""Thumbnails on each side of the page shown; a register of 300 pages is not sent as 300 pictures."""

_FEW = 2 * _AROUND + 3
"""Pages that are all shown: those around, the first and the last."""

_THUMBNAIL = 240

_UNDRAWABLE = (Reason.BROKEN, Reason.TOO_MANY_PIXELS)
"""Faults of a page that has no picture. One whose reading was too long can still be looked at."""

_MOST_SEARCHED = 200
"""Pages looked through for the question's words."""


@dataclass(frozen=True)
class Thumbnail:
    """A small picture that leads to its page, None if it has none; the size is in pixels of the screen."""

    number: int
    address: str
    picture: str | None
    height: int


@dataclass(frozen=True)
class Sheet:
    """A page and what stands around it. Heights are in pixels for a width of 960; addresses are links.

    ``pictured`` is whether this page has a picture, ``next_pictured`` whether there is a page after that has.
    """

    number: int
    pages: int
    pictured: bool
    next_pictured: bool
    height: int
    zoom: bool
    boxes: tuple[Box, ...]
    text: tuple[Piece, ...]
    missing: str
    read: str
    how_read: tuple[str, ...]
    with_words: tuple[int, ...]
    found: bool
    thumbnails: tuple[Thumbnail, ...]
    document: DocumentRecord
    question: str

    def address(self, number: int, zoom: bool | None = None) -> str:
        """Where page ``number`` of this document is, the question kept."""
        large = self.zoom if zoom is None else zoom
        return addresses.evidence(self.document.code, self.document.digest, number, self.question, large)

    @property
    def path(self) -> str:
        """Where this document is, for a form that adds the rest."""
        return addresses.evidence(self.document.code, None if self.document.code else self.document.digest)

    @property
    def long(self) -> bool:
        """Whether there are pages that no thumbnail leads to."""
        return self.pages > _FEW

    def picture(self, width: int, number: int = 0) -> str:
        """The picture of this page, or of page ``number``."""
        return addresses.picture(self.document.digest, number or self.number, width)

    @property
    def before(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def sheet(
    document: DocumentRecord, reading: Reading | None, number: int, question: str, zoom: bool, words: Words
) -> Sheet:
    """Page ``number`` (from 1) of a document, with the words of ``question`` marked."""
    by_number = {page.number: page for page in reading.pages} if reading else {}
    page = by_number.get(number)
    flags = marked(page, question) if page else ()
    pictured = _is_drawn(document, page)
    following = _is_drawn(document, by_number.get(number + 1))
    return Sheet(
        number=number,
        pages=document.pages,
        pictured=pictured,
        next_pictured=following and number < document.pages,
        height=_height(page, 960),
        zoom=zoom and pictured,
        boxes=boxes(page, flags) if page else (),
        text=pieces(page.text, flags) if page else (),
        missing=why_empty(page, words),
        read=page_read(page, words) if page else "",
        how_read=how_read(reading, words),
        with_words=_with_words(tuple(by_number.values()), question),
        found=any(flags),
        thumbnails=_thumbnails(document, by_number, number, question),
        document=document,
        question=question,
    )


def _with_words(pages: Sequence[Page], question: str) -> tuple[int, ...]:
    """The pages with the question's words: as many as it has, or half as many as the page with most."""
    if not question:
        return ()
    counts = {page.number: sum(marked(page, question)) for page in pages[:_MOST_SEARCHED]}
    enough = min(len(question.split()), max(counts.values(), default=0) / 2)
    return tuple(number for number, count in counts.items() if count and count >= enough)


def _thumbnails(
    document: DocumentRecord, pages: dict[int, Page], number: int, question: str
) -> tuple[Thumbnail, ...]:
    if document.pages < 2 or document.media_type not in PICTURED:
        return ()
    first = max(1, min(number - _AROUND, document.pages - _FEW + 2))
    last = min(document.pages, max(number + _AROUND, _FEW - 1))
    shown = dict.fromkeys((1, *range(first, last + 1), document.pages))
    return tuple(
        Thumbnail(
            each,
            addresses.evidence(document.code, document.digest, each, question),
            _thumbnail(document, pages.get(each), each),
            _height(pages.get(each), _THUMBNAIL),
        )
        for each in shown
    )


def _thumbnail(document: DocumentRecord, page: Page | None, number: int) -> str | None:
    drawn = _is_drawn(document, page)
    return addresses.picture(document.digest, number, _THUMBNAIL) if drawn else None


def _is_drawn(document: DocumentRecord, page: Page | None) -> bool:
    return document.media_type in PICTURED and not (page and page.fault in _UNDRAWABLE)


def _height(page: Page | None, width: int) -> int:
    known = page is not None and page.width > 0 and page.height > 0
    across, down = (page.width, page.height) if page and known else _A4
    return max(1, round(width * down / across))
