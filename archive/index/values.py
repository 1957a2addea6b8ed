"""The value that a field is asked for (giá trị): days, school years, numbers, codes, alone or a range."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from archive.evidence.years import SchoolYear
from archive.index.analysis import word_keys
from archive.index.fields import bare, load_fields
from archive.index.query import Between, Both, Either, Field, Is, Node, Without

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?")
_PRINTED = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_NUMBER = re.compile(r"\d{1,9}")
_CRITERION = re.compile(r"(\d{1,2})\.(\d{1,2})")
_STANDARD = re.compile(r"(\d{1,2})(?:\.\*?)?")


def value(field: Field, text: str) -> Node | None:
    """What a field with such values matches; None where ``text`` is no value of it.

    For the fields that are not made of words: for the others every text is one.
    """
    text = text.strip()
    if field == "date":
        days = _days(text)
        return Between("date", days[0].isoformat(), days[1].isoformat()) if days else None
    if field == "school_year":
        years = _years(text)
        return Between("school_year", str(years[0]), str(years[1])) if years else None
    if field == "origin":
        origin = load_fields().origins.get(bare(text))
        return words("origin", origin) if origin else None
    if field == "criterion" and (match := _STANDARD.fullmatch(text)):
        return words("standard", str(int(match[1])))
    plain = _plain(field, text)
    return words(field, plain) if plain else None


def between(field: Field, ends: Sequence[str], edges: str) -> Node | None:
    """What ``field:[a TO b]`` matches; ``edges`` are its two brackets, a ``{`` or ``}`` leaving out its end.

    Ends the wrong way round are turned. None where an end is no value of the field, or there is none.
    """
    found = [_ends(field, end) if end else None for end in ends]
    if any(end and not one for end, one in zip(ends, found, strict=True)) or not any(found):
        return None
    low, high = found
    if low and high and _order(low[0]) > _order(high[0]):
        low, high = high, low
    excluded = [
        Without(Between(field, *one))
        for one, edge in ((low, edges[0]), (high, edges[1]))
        if one and edge in "{}"
    ]
    whole = Between(field, low and low[0], high and high[1])
    return Both((whole, *excluded)) if excluded else whole


def words(field: Field, text: str, slop: int = 0) -> Is:
    """A field that holds these words one after the other."""
    return Is(field, tuple((folded, exact) for exact, folded in word_keys(text)), slop)


def coded(text: str, codes: Sequence[str]) -> Node:
    """What ``mã:`` matches: the code as it is printed where one of ``codes``, found in the question, stands
    there in whatever spelling; else the words."""
    wanted = _numbers(text)
    fitting = tuple(replace(words("code", code), printed=code) for code in codes if _numbers(code) == wanted)
    if not fitting:
        return words("code", text)
    return fitting[0] if len(fitting) == 1 else Either(fitting)


def _numbers(code: str) -> list[str]:
    return [part.lstrip("0") for part in re.findall(r"\d+|[^\W\d_]+", code.casefold())]


def _ends(field: Field, text: str) -> tuple[str, str] | None:
    """The first and last value that an end of a range stands for: a month has two days."""
    if field == "date":
        days = _days(text)
        return (days[0].isoformat(), days[1].isoformat()) if days else None
    if field == "school_year":
        years = _years(text)
        return (str(years[0]), str(years[1])) if years else None
    plain = _plain(field, text)
    return (plain, plain) if plain else None


def _plain(field: Field, text: str) -> str | None:
    if field == "criterion":
        match = _CRITERION.fullmatch(text)
        return f"{int(match[1])}.{int(match[2])}" if match else None
    return str(int(text)) if _NUMBER.fullmatch(text) else None


def _order(text: str) -> tuple[int, ...]:
    """Days, years, criteria and numbers all go by the numbers in them."""
    return tuple(map(int, re.findall(r"\d+", text)))


def _days(text: str) -> tuple[date, date] | None:
    """The first and last day of ``2022-10-03``, ``03/10/2022``, ``10/2022``, ``2022-10`` or ``2022``."""
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
    elif match := _PRINTED.fullmatch(text):
        day, month, year = (int(part) if part else None for part in match.groups())
    else:
        return None
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        return first, date(first.year, month or 12, monthrange(first.year, month or 12)[1])
    except ValueError:
        return None


def _years(text: str) -> tuple[SchoolYear, SchoolYear] | None:
    """The school year ``2021-2022``, also as ``2021-22``; of ``2021`` the two that it is part of."""
    try:
        if re.fullmatch(r"\d{4}", text):
            return SchoolYear(int(text) - 1), SchoolYear(int(text))
        year = SchoolYear.parse(f"NH {text}")
    except ValueError:
        return None
    return year, year
