"""Bundles: one file that carries several papers, each with a letterhead of its own on its first page."""

import re
from dataclasses import dataclass

from archive.evidence.documents import GRID, Letterhead, Page, Part
from archive.evidence.letterhead import letterhead_of
from archive.evidence.letterhead.head import Head, bare, head_of

_ATTACHED = re.compile(
    r"\W*((dinh )?kem (theo|cong van|quyet dinh|ke hoach|thong bao)|ban hanh (kem|theo)|phu luc|phu bieu"
    r"|(bieu )?mau (so|phieu|bieu|don|\d)|bieu (so|mau)\b|danh sach kem)"
)
"""What an appendix or a form bears in its head (folded, at the beginning of a line): it goes with its
paper."""

_ATTACHED_INSIDE = re.compile(
    r"\b(ban hanh )?kem theo (cong van|quyet dinh|ke hoach|thong bao|thong tu|bao cao|huong dan)"
)
_FORM_ISSUER = re.compile(
    r"\W*(te+n (co quan|don vi|truong|to chuc)|(co quan|don vi|truong)( chu quan| cap tren)?\W*\Z|[.…_]{3})"
)
"""What stands in an issuer's place on a form to fill in (folded)."""

_BLANK = re.compile(r"[.…_·]{3,}")
_TOP = 0.33
"""How far down a page its motto may stand, a stamp or a page number over it, to be a first page's."""
_TOP_LINES = 12


@dataclass(frozen=True, slots=True)
class _First:
    """A page that begins a paper."""

    number: int
    letterhead: Letterhead


def parts_of(pages: tuple[Page, ...]) -> tuple[Part, ...]:
    """The papers of a file, in their order; () where it carries but one.

    A paper begins where a page has a motto, or an issuer and a number, at its top, and with it a symbol or
    a date, or an issuer and a type. Appendices, forms to fill in, and pages that go on belong to the paper
    before.
    """
    begun: list[_First] = []
    for at, page in enumerate(pages):
        head = head_of(page)
        if at and not _framed(head):
            continue
        letterhead = letterhead_of(page)
        if at == 0 or (_begins(head, letterhead) and not _again(begun[-1].letterhead, letterhead)):
            begun.append(_First(page.number, letterhead))
    # A first page that says nothing, a cover or a failed scan, is no paper of its own.
    if len(begun) > 1 and not _speaks(begun[0].letterhead) and not pages[0].text.strip():
        begun[:2] = [_First(begun[0].number, begun[1].letterhead)]
    if len(begun) < 2:
        return ()
    lasts = [one.number - 1 for one in begun[1:]] + [pages[-1].number]
    return tuple(Part(one.number, last, one.letterhead) for one, last in zip(begun, lasts, strict=True))


def _begins(head: Head, letterhead: Letterhead) -> bool:
    if _is_attached(head) or _is_form(head, letterhead):
        return False
    if letterhead.symbol or letterhead.date:
        return True
    return bool(letterhead.issuer and letterhead.type)


def _framed(head: Head) -> bool:
    """Whether a motto stands at the top of the page."""
    if not head.mottoes or head.motto_row > _TOP_LINES:
        return False
    return head.motto_level < GRID * _TOP


def _is_attached(head: Head) -> bool:
    return any(
        _ATTACHED.match(line.folded) or _ATTACHED_INSIDE.search(bare(line))
        for line in (*head.lines, *((head.body,) if head.body else ()))
        if line.row <= _TOP_LINES
    )


def _is_form(head: Head, letterhead: Letterhead) -> bool:
    """Whether the letterhead is one to fill in: its issuer is "Tên đơn vị", its number and day are dots."""
    for line in head.lines:
        if line.row <= _TOP_LINES and _left(head, line.left) and _FORM_ISSUER.match(line.folded):
            return True
    tail = letterhead.symbol.value if letterhead.symbol else ""
    blank = head.day is not None and head.day.day is None and bool(_BLANK.search(head.day.line.text))
    return blank and (not tail or not letterhead.issuer)


def _left(head: Head, left: int) -> bool:
    return head.right is None or left < head.right


def _speaks(letterhead: Letterhead) -> bool:
    return bool(letterhead.symbol or letterhead.issuer or letterhead.type or letterhead.date)


def _again(before: Letterhead, now: Letterhead) -> bool:
    """Whether a page repeats the letterhead of the paper it is in: the same whole symbol, the same day."""
    if not (before.symbol and now.symbol) or not now.symbol.value[:1].isdigit():
        return False
    same_day = before.date is None or now.date is None or before.date.value == now.date.value
    return before.symbol.value == now.symbol.value and same_day
