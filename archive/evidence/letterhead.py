"""Letterhead (thể thức văn bản): symbol, date, issuer, type and subject, from the text of page 1.

Source of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục I and III. What stands below the first "Căn cứ" belongs
to other papers and is never taken.
"""

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher

from archive.evidence.documents import Field, Letterhead, Origin, Page
from archive.evidence.letters import fold

TYPES = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo", "hướng dẫn",
    "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng",
    "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền", "giấy mời", "giấy giới thiệu", "thư mời",
    "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển", "phiếu báo", "nội quy", "điều lệ", "danh sách", "thông tư",
)  # fmt: skip
"""Names of types as printed in a heading (Phụ lục III, and those that schools use besides)."""

_BODY = re.compile(r"(can cu|thuc hien.*\bso|kinh gui|theo de nghi|xet de nghi|kinh thua)\b")
_MOTTO = re.compile(r"(cong h?oa+ *xa|doc *lap\W)")
_SYMBOL = re.compile(
    r"s[oóôốò0]\s*[:.]?\s*(?P<number>[^/\n]{0,14}?)\s*"
    r"(?P<tail>/\s*(?:(?:19|20)\d\d\s*/\s*)?[A-ZĐ][A-Za-zĐđƯưÂâÊêÔô&.]*(?:\s?[-\u2013]\s?(?-i:[A-ZĐƯÂÊÔ]{2})[A-Za-zĐđƯưÂâÊêÔô&.]*)*)",
    re.IGNORECASE,
)
_DAY = re.compile(r"ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})(?!\d)")
_MONTH = re.compile(r"thang\s*(\d{1,2})\s*nam\s*(\d{4})(?!\d)")
_BEGINS_TEXT = re.compile(
    r"\d{1,2}[.),]|[ivxlc]{1,5}[.)]|[-+*_\u2022]|[^:]{2,24}:"
    r"|(thoi gian|dia diem|hoi \d|hom nay|ngay|thanh phan|huong ung)\b"
)
"""How a line begins (folded) that is no longer the subject: a number, a bullet, or a label."""

_ABOUT = re.compile(r"\bv\s*/\s*v\b[\s.:]*")
_EDGE = " .,;:'\"_-—–“”„‘’"
_HEAD_LINES = 24
_LINE_CHARACTERS = 400
"""What is read of a line; a text layer without line ends can be one line of a megabyte."""
_ISSUER_LINES = 8
_SUBJECT_LINES = 6


def letterhead_of(page: Page) -> Letterhead:
    """What page 1 says of its paper. A field that the page does not give clearly is None."""
    lines = _head(page.text)
    folded = tuple(fold(line) for line in lines)
    source: Origin = page.origin
    sure = {"ocr": 0.8}.get(source, 0.95)
    kind, at = _type(lines, folded)
    return Letterhead(
        symbol=_symbol(lines, source, sure),
        date=_date(folded, source, sure),
        issuer=_issuer(lines, folded, source, sure),
        type=Field(kind, source, sure) if kind else None,
        subject=_subject(lines, folded, at, source, sure),
    )


def month_of(page: Page) -> date | None:
    """The first day of the month the paper is dated in, also where the day itself is handwritten."""
    for line in map(fold, _head(page.text)):
        if (found := _MONTH.search(line)) and 1 <= int(found[1]) <= 12 and 1945 <= int(found[2]) <= 2100:
            return date(int(found[2]), int(found[1]), 1)
    return None


def _head(text: str) -> tuple[str, ...]:
    """The lines above the body: up to the first one that cites a base or addresses somebody."""
    head: list[str] = []
    for raw in unicodedata.normalize("NFC", text).splitlines():
        line = " ".join(raw[: 2 * _LINE_CHARACTERS].split())[:_LINE_CHARACTERS]
        if not line:
            continue
        if len(head) == _HEAD_LINES or _BODY.match(fold(line).lstrip("_.-, ")):
            break
        head.append(line)
    return tuple(head)


def _symbol(lines: tuple[str, ...], source: Origin, sure: float) -> Field | None:
    for line in lines:
        found = _SYMBOL.match(line.lstrip("_.-,'; "))
        if not found:
            continue
        number = found["number"].strip()
        tail = re.sub(r"\s", "", found["tail"]).replace("\u2013", "-").rstrip(".-")
        # Papers of the Party put the type before the stroke: 12-BC/CB.
        if party := re.fullmatch(r"(.*?)\s*(-\s*[A-ZĐ]{1,5})", number):
            number, tail = party[1], re.sub(r"\s", "", party[2]) + tail
        # A number on a scan is often handwritten; its digits are not to be trusted, so it is left open.
        known = number if source != "ocr" and re.fullmatch(r"\d{1,5}[a-zA-Z]?", number) else ""
        return Field(known + tail, source, sure if known else sure / 2)
    return None


def _date(folded: tuple[str, ...], source: Origin, sure: float) -> Field | None:
    for line in folded:
        if found := _DAY.search(line):
            try:
                day = date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                return None
            return Field(day.isoformat(), source, sure) if 1945 <= day.year <= 2100 else None
    return None


def _issuer(lines: tuple[str, ...], folded: tuple[str, ...], source: Origin, sure: float) -> Field | None:
    """The last line in capitals on the left, above the symbol; the motto stands on the right of it."""
    last = None
    seen_motto = any(map(_MOTTO.search, folded[:_ISSUER_LINES]))
    for line, bare in zip(lines[:_ISSUER_LINES], folded, strict=False):
        if _SYMBOL.match(line) or _DAY.search(bare) or _near_type(bare):
            break
        motto = _MOTTO.search(bare)
        left = (line[: motto.start()] if motto else line).strip(_EDGE)
        capitals = [character for character in left if character.isalpha()]
        if len(capitals) >= 4 and sum(map(str.isupper, capitals)) / len(capitals) > 0.8:
            last = left
    return Field(last, source, sure * 0.9) if last and seen_motto else None


def _near_type(bare: str) -> str | None:
    heading = re.sub(r"[^a-z]", "", bare)
    likeness, name = max(
        (SequenceMatcher(None, heading, fold(name).replace(" ", "")).ratio(), name) for name in TYPES
    )
    return name if likeness >= 0.86 else None


def _type(lines: tuple[str, ...], folded: tuple[str, ...]) -> tuple[str | None, int]:
    """The type and the index of the line that ends it; -1 when there is none."""
    for at, (line, bare) in enumerate(zip(lines, folded, strict=True)):
        if line.upper() == line and (name := _near_type(bare)):
            return name, at
    for at, bare in enumerate(folded):
        if _ABOUT.match(bare):
            return "công văn", at
    for at, (line, bare) in enumerate(zip(lines, folded, strict=True)):
        # "KẾ HOẠCH TỰ ĐÁNH GIÁ": type and subject in one line of capitals.
        name = next((name for name in TYPES if bare.startswith(fold(name) + " ")), None)
        if name and line.upper() == line:
            return name, at
    return None, -1


def _subject(
    lines: tuple[str, ...], folded: tuple[str, ...], at: int, source: Origin, sure: float
) -> Field | None:
    if at < 0:
        return None
    about = _ABOUT.match(folded[at])
    same_line = lines[at][about.end() :] if about else ("" if _near_type(folded[at]) else lines[at])
    parts = [same_line] if same_line else []
    following = zip(lines, folded, strict=True)
    for line, bare in tuple(following)[at + 1 : at + 1 + _SUBJECT_LINES]:
        letters = [character for character in line if character.isalpha()]
        shouted = len(letters) > 2 and sum(map(str.isupper, letters)) / len(letters) > 0.8
        if sum(map(str.isalnum, line)) < 3 or _BEGINS_TEXT.match(bare) or (parts and shouted):
            break
        parts.append(line)
    subject = " ".join(parts).strip(_EDGE)
    return Field(subject, source, sure * 0.8) if subject else None
