"""Sheet: one page of a document as the portal shows it, with the pages around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.abbreviations import Pairs
from archive.evidence.documents import Page, Reading
from archive.evidence.refusals import Reason
from archive.index.hits import Piece
from archive.ingest.pictures import PICTURED, SCREEN
from archive.records import DocumentRecord
from archive.web import addresses
from archive.web.finding import Found, Match, find
from archive.web.look import Look
from archive.web.marks import Box, boxes, pieces, turned
from archive.web.overlay import Overlay, overlay, size_of
from archive.web.reading import how_read, page_read, why_empty
from archive.web.words import Words

_AROUND = 2
"""Thumbnails on each side of the page shown; a register of 300 pages is not sent as 300 pictures."""

_FEW = 2 * _AROUND + 3
"""Pages that are all shown: those around, the first and the last."""

_THUMBNAIL = 240

_UNDRAWABLE = (Reason.BROKEN, Reason.TOO_MANY_PIXELS)
"""Faults of a page that has no picture. One whose reading was too long can still be looked at."""

ON_SCREEN = (480, SCREEN, 1600)
NEAR = (SCREEN, 1600, 2400)
"""Widths that a browser chooses from, as far away and when zoomed in."""


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
    ``pointed`` are the boxes of the match that the reader stands at; they are among ``boxes`` too.
    """

    number: int
    pages: int
    pictured: bool
    next_pictured: bool
    height: int
    look: Look
    boxes: tuple[Box, ...]
    pointed: tuple[Box, ...]
    overlay: Overlay | None
    text: tuple[Piece, ...]
    missing: str
    read: str
    how_read: tuple[str, ...]
    found: Found
    thumbnails: tuple[Thumbnail, ...]
    document: DocumentRecord
    question: str

    def address(self, number: int, look: Look | None = None) -> str:
        """Where page ``number`` of this document is, question and zoom kept; the turn is this page's own."""
        seen = look or Look(self.look.zoom)
        return addresses.evidence(self.document.code, self.document.digest, number, self.question, seen)

    def seen(self, look: Look) -> str:
        """Where this page is, looked at otherwise."""
        return self.address(self.number, look)

    def of(self, match: Match) -> str:
        """Where a match is; the browser goes to the mark itself."""
        turn = self.look.turn if match.page == self.number else 0
        return self.address(match.page, Look(self.look.zoom, turn, match.place)) + "#cho"

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
        if number in (0, self.number):
            return addresses.picture(self.document.digest, self.number, width, self.look.turn)
        return addresses.picture(self.document.digest, number, width)

    @property
    def pictures(self) -> str:
        """The pictures of this page that a browser chooses from (srcset)."""
        widths = NEAR if self.look.zoom else ON_SCREEN
        return ", ".join(f"{self.picture(width)} {width}w" for width in widths)

    @property
    def before(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def sheet(
    document: DocumentRecord,
    reading: Reading | None,
    number: int,
    question: str,
    look: Look,
    words: Words,
    abbreviations: Pairs | None = None,
) -> Sheet:
    """Page ``number`` (from 1) of a document, with the words of ``question`` and their short forms marked."""
    by_number = {page.number: page for page in reading.pages} if reading else {}
    page = by_number.get(number)
    found = find(reading, number, question, look.place, abbreviations)
    pictured = _is_drawn(document, page)
    following = _is_drawn(document, by_number.get(number + 1))
    return Sheet(
        number=number,
        pages=document.pages,
        pictured=pictured,
        next_pictured=following and number < document.pages,
        height=_height(page, SCREEN, look.turn),
        look=look if pictured else Look(place=look.place),
        boxes=_boxes(page, found.flags, look),
        pointed=_boxes(page, _only(found.here, found.flags), look),
        overlay=overlay(page, look.turn),
        text=pieces(page.text, found.flags) if page else (),
        missing=why_empty(page, words),
        read=page_read(page, words) if page else "",
        how_read=how_read(reading, words),
        found=found,
        thumbnails=_thumbnails(document, by_number, number, question),
        document=document,
        question=question,
    )


def _boxes(page: Page | None, flags: tuple[bool, ...], look: Look) -> tuple[Box, ...]:
    return tuple(turned(box, look.turn) for box in boxes(page, flags)) if page else ()


def _only(match: Match | None, flags: tuple[bool, ...]) -> tuple[bool, ...]:
    """The marks of one match."""
    return tuple(match is not None and match.first <= index <= match.last for index in range(len(flags)))


def _thumbnails(
    document: DocumentRecord, pages: Mapping[int, Page], number: int, question: str
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


def _height(page: Page | None, width: int, turn: int = 0) -> int:
    across, down = size_of(page, turn)
    return max(1, round(width * down / across))
