"""Pieces of evidence as a report's check sees them: what is said of each, and if its time is the cycle's."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.evidence.codes import EvidenceCode
from archive.evidence.letters import fold
from archive.evidence.years import SchoolYear

_YEAR = r"(?:19|20)\d\d(?!\d)"
_TO = r"\s*(?:-|–|—|đến|tới)\s*(?:năm\s*)?"
_ENDS = (
    rf"(?:giai đoạn|nhiệm kỳ|thời kỳ|khóa|từ năm)\s*(?:năm\s*)?{_YEAR}{_TO}",
    r"(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?",
    r"(?:hiệu lực|giá trị|thời hạn)(?:\s+từ[^;]{0,30}?)?\s+(?:đến|tới)\s+"
    r"(?:hết\s+)?(?:ngày\s+|tháng\s+|năm\s+)?",
)
_PERIOD = re.compile(
    rf"(?:{'|'.join(_ENDS)})(?:(?:(?P<day>\d{{1,2}})[/.-])?(?P<month>\d{{1,2}})[/.-])?(?P<year>{_YEAR})",
    re.IGNORECASE,
)
"""A period that a paper is for, or the end of its force."""

_DAY = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>{_YEAR})")

_IN_FORCE = re.compile(
    r"con hieu luc|dang (?:co )?hieu luc|dang su dung|con gia tri|(?:vo|khong|khong xac dinh) thoi han"
)
_STANDING = re.compile(
    r"\W*(?:ban sao\s+)?(?:luat|bo luat|phap lenh|nghi dinh|thong tu|dieu le|quy chuan|tieu chuan viet nam"
    r"|giay chung nhan|bang (?:tot nghiep|cong nhan)|so do|ban ve|ly lich"
    r"|ho so (?:can bo|vien chuc|dat|thiet ke)|quyet dinh (?:(?:ve viec|v/v)\s+)?"
    r"(?:thanh lap (?:truong|chi bo|dang bo)|giao dat|cap dat|bo nhiem|tuyen dung))\b"
)
"""Papers, by their names folded, that hold until others take their place."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence that a report may cite. ``code`` is plain: ``H1-1.1-01``.

    ``documents``: how many lie under it; ``criteria``: its own first, then those that it serves too;
    ``dated``: what the register has under "Số, ngày ban hành"; ``date``: ISO 8601; ``school_years``:
    ``2021-2022``.
    """

    code: str
    title: str
    documents: int
    criteria: tuple[str, ...]
    held_elsewhere: bool = False
    dated: str = ""
    date: str | None = None
    school_years: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Untimely:
    """Why a piece does not belong to a cycle; ``when`` is what it says of its time, as it is printed."""

    kind: Literal["expired", "outside-cycle"]
    when: str


def untimely(piece: Cited, first: SchoolYear, last: SchoolYear) -> Untimely | None:
    """Whether a piece's own time lies outside the school years ``first`` to ``last``; None if it does not.

    What is said to be in force is. Where a piece names a period that it is for, its day and school year say
    nothing against it. Papers that hold until others take their place (laws, certificates, appointments) are
    never too old.
    """
    if any(_IN_FORCE.search(fold(text)) for text in _texts(piece)):
        return None
    ends = [end for text in _texts(piece) for match in _PERIOD.finditer(text) if (end := _end(match))]
    if ends:
        last_day, said = max(ends)
        return Untimely("expired", said) if last_day < first.first_day else None
    if _STANDING.match(fold(piece.title)):
        return None
    years = sorted(_years(piece))
    if years:
        if years[-1] < first:
            return Untimely("expired", ", ".join(map(str, years)))
        return Untimely("outside-cycle", ", ".join(map(str, years))) if years[0] > last else None
    days = sorted(_days(piece))
    if not days or any(first.first_day <= day <= last.last_day for day in days):
        return None
    return Untimely("outside-cycle", ", ".join(f"{day.day:02}/{day.month:02}/{day.year}" for day in days))


def _texts(piece: Cited) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", text) for text in (piece.title, piece.dated, piece.note))


def _years(piece: Cited) -> set[SchoolYear]:
    """The school years of its papers; where there are none, what the register says."""
    if piece.school_years:
        return {SchoolYear.parse(year) for year in piece.school_years}
    return {year for text in _texts(piece)[:2] if (year := SchoolYear.find(text))}


def _days(piece: Cited) -> Iterator[date]:
    if piece.date:
        yield date.fromisoformat(piece.date)
    for match in _DAY.finditer(piece.dated):
        if found := _end(match):
            yield found[0]


def _end(match: re.Match[str]) -> tuple[date, str] | None:
    """The last day that a match speaks of, with its words; None where there is no such day."""
    year, month, day = int(match["year"]), int(match["month"] or 12), int(match["day"] or 0)
    try:
        if day:
            return date(year, month, day), match[0]
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1), match[0]
    except ValueError:
        return None


def near(code: EvidenceCode, known: Collection[EvidenceCode], most: int = 3) -> tuple[EvidenceCode, ...]:
    """The codes that a slip makes of one that is not known: in the box, in the number or in the criterion."""
    ranked = []
    for other in known:
        same = (other.criterion == code.criterion, other.number == code.number, other.box == code.box)
        if sum(same) == 2 and (same[1] or _is_slip(code.number, other.number)):
            distance = abs((other.box or 0) - (code.box or 0)) + abs(other.number - code.number)
            distance += 10 * abs(other.criterion.standard - code.criterion.standard)
            distance += abs(other.criterion.number - code.criterion.number)
            ranked.append((not same[0], not same[1], distance, other))
    return tuple(other for *_, other in sorted(ranked)[:most])


def _is_slip(number: int, other: int) -> bool:
    """Whether two running numbers differ by one, in one digit before the last, or in the order of digits."""
    written, read = f"{number:03}", f"{other:03}"
    return abs(number - other) == 1 or written[-1] == read[-1] or sorted(written) == sorted(read)
