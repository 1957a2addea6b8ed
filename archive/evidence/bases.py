"""Bases (căn cứ): the papers that a paper names first of all, each with its symbol, day, issuer and title."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from archive.evidence.letters import fold

MOST_PAGES = 3  # from the first; what stands further in is the paper's own text
MOST_BASES = 40
_LONGEST = 700  # characters of one basis

# "Căn cứ" at a line's start or behind the end of the one before; OCR takes ă, ư for other vowels of theirs.
_BEGINS = re.compile(r"(?:^|[;.]|\n)[\s\-–—+*•(]{0,20}c[ao]n\s{1,3}c[ui](?=[\s:,])", re.M)
_ENDS = re.compile(r";|\.\s*(?:\n|$)|,\s*\n\s*(?=c[ao]n\s+c[uu])|\n\s*\n")
_LETTER = re.compile("[a-z]")
_TYPES = (
    "nghi quyet", "nghi dinh", "quyet dinh", "thong tu lien tich", "thong tu", "chi thi", "cong van",
    "ke hoach", "huong dan", "thong bao", "bao cao", "bien ban", "to trinh", "chuong trinh", "phuong an",
    "de an", "quy che", "dieu le", "luat", "phap lenh",
)  # fmt: skip
_TYPE = re.compile(rf"\b({'|'.join(_TYPES)})\b")
_TAIL = r"[^\W\d_][^\W_]*(?:[&.]+[^\W_]+)*(?:\s?[-–]\s?[^\W\d_][^\W_]*(?:[&.]+[^\W_]+)*)*"
_SYMBOL = re.compile(rf"(?<![\w/])(\d{{1,5}}[a-zA-ZđĐ]?)?\s?(/\s?(?:(?:19|20)\d\d\s?/\s?)?{_TAIL})")
_DAY = re.compile(
    r"\bngay\s+(\d{1,2})\s*(?:[/.-]\s*(\d{1,2})\s*[/.-]\s*|thang\s+(\d{1,2})\s+nam\s+)((?:19|20)\d\d)"
)
_OF = re.compile(r"\bcua\s+(.+?)(?=\s+(?:ve\s+viec|v/v|ve|ban\s+hanh|quy\s+dinh|huong\s+dan)\b|[,;]|$)")
_ABOUT = re.compile(r"\b(?:ve\s+viec|v/v|ve|ban\s+hanh|quy\s+dinh|huong\s+dan)\b")


class Basis(msgspec.Struct, frozen=True):
    """A paper that a paper names; what it does not say is None. ``date`` is an ISO day, ``text`` all of it.

    ``symbol`` has no blanks and may begin with a stroke, where the number is open.
    """

    page: int
    text: str
    symbol: str | None = None
    date: str | None = None
    issuer: str | None = None
    type: str | None = None
    title: str | None = None


def bases(texts: Sequence[str]) -> tuple[Basis, ...]:
    """The papers that a document of these pages names in its Căn cứ lines, in order. Never raises.

    A line that names no paper by symbol or day ("Căn cứ tình hình thực tế …") is none.
    """
    return tuple(_bases(texts))[:MOST_BASES]


def symbol_key(symbol: str | None) -> str | None:
    """One spelling of a symbol, to compare by; None where its number is open, so that it says little."""
    key = re.sub(r"[^\w/&-]", "", fold(unicodedata.normalize("NFC", symbol or "").replace("–", "-")))
    match = re.match(r"0*(\d+[a-z]?)(?=[/-])", key)
    return f"{match[1]}{key[match.end() :]}" if match else None


def symbol_tail(symbol: str | None) -> str | None:
    """What stands behind a symbol's number, to compare by where the number is open; None without a stroke."""
    key = re.sub(r"[^\w/&-]", "", fold(unicodedata.normalize("NFC", symbol or "").replace("–", "-")))
    return key[key.index("/") :] if "/" in key else None


def _bases(texts: Sequence[str]) -> Iterator[Basis]:
    for page, read in enumerate(texts[:MOST_PAGES], start=1):
        text = unicodedata.normalize("NFC", read)
        folded = fold(text)
        starts = [match.start() for match in _BEGINS.finditer(folded)]
        for start, after in pairwise((*starts, len(text))):
            first = _line_start(folded, start)
            end = _ENDS.search(folded, first, min(after, first + _LONGEST))
            line = " ".join(text[first : end.start() if end else min(after, first + _LONGEST)].split())
            if found := _basis(page, line):
                yield found


def _line_start(folded: str, start: int) -> int:
    """Where the first letter stands."""
    letter = _LETTER.search(folded, start)
    return letter.start() if letter else start


def _basis(page: int, line: str) -> Basis | None:
    folded = fold(line)
    symbol = _SYMBOL.search(line)
    day = _DAY.search(folded)
    if not symbol and not day:
        return None
    stated = [found for found in (symbol, day) if found]
    kind = _TYPE.search(folded, 0, min(found.start() for found in stated))
    after = max(found.end() for found in stated)
    of = _OF.search(folded, after)
    about = _ABOUT.search(folded, of.end() if of else after)
    return Basis(
        page,
        line,
        symbol=re.sub(r"\s", "", symbol[0]).replace("–", "-") if symbol else None,
        date=_iso(day),
        issuer=line[slice(*of.span(1))].strip() if of else None,
        type=line[slice(*kind.span())].lower() if kind else None,
        title=line[about.start() :].strip() if about else None,
    )


def _iso(day: re.Match[str] | None) -> str | None:
    if day is None:
        return None
    try:
        return date(int(day[4]), int(day[2] or day[3]), int(day[1])).isoformat()
    except ValueError:
        return None
