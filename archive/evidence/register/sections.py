"""Sections of a register: criteria named in cells and over parts of it, and rows that name no evidence."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.evidence.codes import CriterionId
from archive.evidence.letters import fold

_ORDINAL = r"\W*(?:(?:[ivx]{1,5}|\d{1,2}|[a-z])\s*[.)/]\s*)?"
_STANDARD = re.compile(rf"(?:^|\n){_ORDINAL}tieu chuan\s*(?:so\s*)?(\d{{1,2}})(?![\d.]*\d)")
_CRITERION = re.compile(
    rf"(?:^|\n){_ORDINAL}(?:tieu chi|tc)\s*:?\s*(?:(\d{{1,2}})[.,])?(\d{{1,2}})(?!\d|[.,]\d)"
)
_LEVEL = re.compile(r"\W*(?:muc(?: do)?|chi bao)\s+[\da-z]\b")
_CELL = re.compile(r"\W*(?:tieu chi|tc)?\W*?(\d{1,2})(?:\s?[.,]\s?(\d{1,2}))?(?![\d]|[.,]\d)")
_FURTHER = re.compile(r"\s*(?:[,;&+/\n]|va\b)\s*(?:tieu chi|tc)?\s*(\d{1,2})[.,](\d{1,2})(?!\d|[.,]\d)")
_TOTAL = re.compile(
    r"\W*(?:tong (?:cong|so)\b|(?:tong|cong)\W*\d*\Z|danh muc (?:ma minh chung )?(?:nay )?(?:co|gom)\b)"
)
_SIGNED = re.compile(
    r"\W*(?:(?:pho )?(?:hieu truong|chu tich|giam doc)|thu truong|nguoi lap|lap bang|thu ky|[tk][mt]\."
    r"|xac nhan|nhom truong|to truong|noi nhan|luu:|da ky|ky(?: va ghi|,| ten)"
    r"|.{0,40}\bngay\b.{0,12}\bthang\b.{0,8}\bnam\b)"
)
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")


class Section(NamedTuple):
    """What a row over a part of the register names: a standard, a criterion, or both."""

    standard: int | None
    criterion: CriterionId | None


def section_of(text: str, standard: int | None) -> Section | None:
    """The part that "Tiêu chuẩn 1: …" or "Tiêu chí 1.10. …" begins; None for any other text.

    ``standard`` is the one that the part lies in, for criteria that are numbered within it: "Tiêu chí 3".
    """
    folded = fold(text.strip())
    named = _STANDARD.search(folded)
    number = int(named[1]) if named else None
    within = _CRITERION.search(folded)
    criterion = within and _criterion(within[1], within[2], number or standard)
    if number is None and criterion is None:
        return None
    return Section(number or (criterion.standard if criterion else None), criterion or None)


def _criterion(standard: str | None, number: str, usual: int | None) -> CriterionId | None:
    try:
        return CriterionId(int(standard) if standard else usual or 0, int(number))
    except ValueError:
        return None


def criteria_of(text: str, standard: int | None = None) -> tuple[CriterionId, ...]:
    """The criteria that a cell names: "1.10", "TC 1.1: Phương hướng", "1.1; 1.3", or "3" within a standard.

    () where it names none.
    """
    folded = fold(text.strip())
    match = _CELL.match(folded)
    if match is None:
        return ()
    found = [_criterion(match[1] if match[2] else None, match[2] or match[1], standard)]
    end = match.end()
    while further := _FURTHER.match(folded, end):
        found.append(_criterion(further[1], further[2], None))
        end = further.end()
    return tuple(dict.fromkeys(one for one in found if one))


def is_level(text: str) -> bool:
    """Whether a row names a level or an indicator: "Mức 1", "Chỉ báo a"."""
    return bool(_LEVEL.match(fold(text)))


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row with these texts counts what stands above it: "Tổng cộng: 120"."""
    return bool(texts) and bool(_TOTAL.match(fold(texts[0])))


def is_signature(texts: Sequence[str], ended: bool) -> bool:
    """Whether a row with these texts is of those who sign; names alone are once it has ``ended``."""
    if ended and all(_NAME.fullmatch(text) and text.istitle() for text in texts):
        return True
    return bool(texts) and all(_SIGNED.match(fold(text)) for text in texts)
