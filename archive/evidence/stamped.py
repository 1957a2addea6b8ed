"""Stamped codes (mã đóng trên giấy): an evidence code that page 1 bears as its own, not one that it cites."""

import re

from archive.evidence.cycles import Coded, Cycles
from archive.evidence.documents import Page
from archive.evidence.letters import fold

COVER = "MC:"
"""What the text of a cover sheet's QR begins with; the code follows."""

COVER_WORDS = 120
"""Words that a cover sheet has at most, well above its own. The first page of a paper, which may bear such a
QR as a sticker, has more: 196 to 632 where 25 real ones were counted."""

_HEAD = 8
"""Lines at the top of a page among which a code by itself is a stamp; further down it may be a citation that
the end of a line cut off."""

_LABEL = r"ma[\W_]*(?:minh[\W_]*chung|mc)?[\W_]*(?:so)?[\W_]*"
_BESIDE = re.compile(r"[^\w.;,]*")
_BEHIND_LABEL = re.compile(rf"[\W_]*{_LABEL}")


def stamped(text: str, cycles: Cycles) -> tuple[Coded, ...]:
    """The codes that stand alone on a line at a page's top, or anywhere behind "Mã minh chứng", each once."""
    found: dict[Coded, None] = {}
    lines = [line for line in text.splitlines() if line.strip()]
    for place, line in enumerate(lines):
        codes = tuple(cycles.find(line))
        if len(codes) != 1:
            continue
        coded, one = codes[0]
        before, behind = fold(line[: one.start]), line[one.end :]
        alone = place < _HEAD and bool(_BESIDE.fullmatch(before))
        if _BESIDE.fullmatch(behind) and (alone or _BEHIND_LABEL.fullmatch(before)):
            found[coded] = None
    return tuple(found)


def on_cover(marks: tuple[str, ...], cycles: Cycles) -> tuple[Coded, ...]:
    """The codes that cover sheets' QR name, each once."""
    found: dict[Coded, None] = {}
    for mark in marks:
        if mark.startswith(COVER):
            try:
                found[cycles.parse(mark.removeprefix(COVER))] = None
            except ValueError:
                continue
    return tuple(found)


def without_cover(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages of the paper itself: those behind its cover sheet, where it has one and is more than that."""
    return pages[1:] if len(pages) > 1 and _is_cover(pages[0]) else pages


def _is_cover(page: Page) -> bool:
    return len(page.text.split()) <= COVER_WORDS and any(text.startswith(COVER) for text in page.marks)
