"""Letterhead (thể thức văn bản): what page 1 says of its paper, from its words' places or from its text.

Sources of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Hướng dẫn 36-HD/VPTW (papers of the
Party). What stands below the first "Căn cứ" or "Kính gửi" belongs to other papers and is never taken.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from archive.evidence.documents import Field, Letterhead, Origin, Page
from archive.evidence.letterhead.day import date_of, month_in, place_of
from archive.evidence.letterhead.head import Head, head_of
from archive.evidence.letterhead.issuer import issuers_of
from archive.evidence.letterhead.marks import Marks
from archive.evidence.letterhead.spelling import name, odd_share, sentence, well_known
from archive.evidence.letterhead.subject import subject_of
from archive.evidence.letterhead.symbol import looks_like_number, symbol_in, symbol_of
from archive.evidence.letterhead.type import About, Heading, about_in, heading_in, type_of, with_source
from archive.evidence.letterhead.urgency import urgency_of, without_urgency
from archive.evidence.letters import fold

_HELD = re.compile(
    r"(?:hom nay|thoi gian|luc|vao hoi|hoi)\b.{0,60}?ngay\s*(\d{1,2})\s*(?:thang|[/.-])\s*(\d{1,2})\s*"
    r"(?:nam|[/.-])\s*(\d{4})"
)
_HELD_SURE = 0.6
_CONFIRMED = 0.9
"""How sure a name at least is that the page has in two places."""
_REPAIRED, _DOUBTED = 0.8, 0.6
"""How sure a name at most is of which letters were guessed: a well-known one, and any other."""
_ODD = 0.08
_MONTH = re.compile(r"thang\s*(\d{1,2})\s*nam\s*(\d{4})(?!\d)")
_HEAD_CHARACTERS = 4000


def letterhead_of(page: Page) -> Letterhead:
    """What page 1 says of its paper. A field that the page does not give clearly is None.

    The number of a symbol is left open ("/KH-SYT") and the date None where a pen may have written them.
    """
    head = head_of(page)
    marks = Marks(page.text) if page.origin == "ocr" else None
    return _letterhead(head, page, marks)


def _letterhead(head: Head, page: Page, marks: Marks | None) -> Letterhead:
    origin = page.origin
    urgency = urgency_of(head, origin)
    if urgency:
        head = _quiet(head)
    heading, about = heading_in(head), about_in(head)
    end = _end(head, heading, about)
    found = symbol_in(head, end)
    framed = bool(head.mottoes or head.day or found or heading or about)
    names_end = found.at if found else _name_end(head, end)
    issuer, parent = (_named(one, marks) for one in issuers_of(head, names_end, framed, origin))
    symbol = symbol_of(
        found,
        issuer.value if issuer else None,
        heading.name if heading else None,
        origin,
        placed=bool(page.words),
    )
    kind = with_source(type_of(head, heading, about, symbol.value if symbol else None), origin)
    return Letterhead(
        symbol=symbol,
        date=date_of(head.day, origin) or _held(kind, page),
        issuer=issuer,
        type=kind,
        subject=_mended(subject_of(head, heading, about, origin), marks),
        parent=parent,
        urgency=urgency,
        place=_named(place_of(head.day, origin), marks),
    )


def month_of(page: Page) -> date | None:
    """The first day of the month the paper is dated in, also where the day itself is handwritten."""
    head = head_of(page)
    if month := month_in(head.day):
        return month
    for line in head.lines:
        found = _MONTH.search(line.folded) if head.day is None else None
        if found and 1 <= int(found[1]) <= 12 and 1945 <= int(found[2]) <= 2100:
            return date(int(found[2]), int(found[1]), 1)
    return None


def _quiet(head: Head) -> Head:
    return replace(head, lines=tuple(rest for line in head.lines if (rest := without_urgency(line)).text))


def _end(head: Head, heading: Heading | None, about: About | None) -> int:
    """The first line below symbol and issuer."""
    return min((one.at for one in (heading, about) if one), default=len(head.lines))


def _name_end(head: Head, end: int) -> int:
    """The line of the number: names of bodies stand over it. The type, or "V/v", where there is no number."""
    return next((at for at, line in enumerate(head.lines[:end]) if looks_like_number(line)), end)


def _held(kind: Field | None, page: Page) -> Field | None:
    """Minutes without a day's line are of the day they say they were held on."""
    if kind is None or kind.value != "biên bản":
        return None
    found = _HELD.search(fold(unicodedata.normalize("NFC", page.text[:_HEAD_CHARACTERS])))
    if not found:
        return None
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    origin: Origin = page.origin
    return Field(day.isoformat(), origin, _HELD_SURE) if 1945 <= day.year <= 2100 else None


def _mended(field: Field | None, marks: Marks | None) -> Field | None:
    """The subject with the words set right that were read wrong; in doubt where too many cannot be."""
    if field is None or marks is None:
        return field
    found = sentence(field.value, marks)
    sure = min(field.confidence, _DOUBTED) if odd_share(found.text) > _ODD else field.confidence
    return Field(found.text, field.source, sure) if found.text else None


def _named(field: Field | None, marks: Marks | None) -> Field | None:
    """The name of a body or a place as it was meant: surer where the page has it elsewhere, in doubt where
    letters were guessed and it is no well-known name."""
    if field is None or marks is None:
        return field
    found = name(field.value, marks)
    if not found.text:
        return None
    if found.guessed:
        sure = min(field.confidence, _REPAIRED if well_known(found.text) else _DOUBTED)
    else:
        sure = max(field.confidence, _CONFIRMED) if marks.confirmed(found.text) else field.confidence
    return Field(found.text, field.source, sure)
