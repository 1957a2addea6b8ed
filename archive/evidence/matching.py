"""Matching (đối chiếu): which line of the register a paper is, by what it says of itself. Gives reasons.

A paper is filed by itself only where a rule below holds and no other line comes near; the thresholds are
measured by ``benchmarks/filing``. What is not sure is a suggestion.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from archive.evidence.issuers import may_be_one
from archive.evidence.letters import fold
from archive.evidence.likeness import Likeness, Title, alike
from archive.evidence.register.dated import Dated, parse_dated
from archive.evidence.years import SchoolYear

SURE = 0.90
"""Likeness of titles from which on a title alone is enough, where nothing speaks against it."""

ALONE = 0.85
"""The same, where the school year agrees and no other line is half as near (``CLEAR``)."""

CLEAR = 0.25
"""By how much all others must be less like it then."""

HELPED = 0.6
"""The same, where the symbol or the date agrees too."""

MARGIN = 0.06
"""By how much the second best line must be less like the paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says of itself. ``titles`` are what it may be called, the likeliest first."""

    titles: tuple[str, ...]
    symbol: str | None = None
    date: Day | None = None
    issuer: str | None = None
    school_year: SchoolYear | None = None
    criterion: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of the register, ready to be compared."""

    code: str
    criterion: str
    title: Title
    dated: Dated
    issuer: str
    years: frozenset[int]

    @cached_property
    def symbols(self) -> tuple[tuple[str, str], ...]:
        """Number and tail of each symbol that the line names."""
        return tuple(_parts(paper.symbol) for paper in self.dated.papers if paper.symbol)


def line_of(code: str, criterion: str, title: str, dated: str, issuer: str) -> Line:
    """A line from the words of the register."""
    years = frozenset(_years_in(f"{title} {dated}"))
    return Line(code, criterion, Title(title), parse_dated(dated), issuer, years)


_PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–—_/]\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _years_in(text: str) -> Iterator[int]:
    """Every calendar year that a text names or that lies in a period which it names."""
    for first, last in _PERIOD.findall(text):
        yield from range(int(first), min(int(last), int(first) + 10) + 1)
    yield from map(int, _YEAR.findall(text))


@dataclass(frozen=True, slots=True)
class Likely:
    """A line that the paper may be: how likely (0 to 1), and why (see ``REASONS``).

    ``against`` is what speaks against it, whatever agrees: such a line is never sure.
    """

    line: Line
    score: float
    reason: str
    against: str = ""
    year_agrees: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The line that the paper is, if that is sure; and the likeliest ones, best first."""

    sure: Likely | None
    likely: tuple[Likely, ...] = field(default=())


_LEAST = 0.45
"""Likeness below which a line is not worth naming."""

REASONS = ("symbol-and-date", "symbol-and-title", "date-and-title", "title")
"""Why a paper is taken for a line."""


def match(paper: Paper, lines: Iterable[Line], filled: Collection[str] = (), most: int = 5) -> Match:
    """Compare a paper with every line; ``most`` likely ones are given. ``filled`` codes have documents."""
    titles = tuple(Title(text) for text in dict.fromkeys(paper.titles) if text)
    symbol = _parts(paper.symbol) if paper.symbol else ("", "")
    found = [likely for line in lines if (likely := _likely(paper, symbol, titles, line))]
    found.sort(key=lambda likely: (-likely.score, likely.line.code in filled, likely.line.code))
    best = found[0] if found else None
    sure = best if best and _is_sure(best, found[1:], filled) else None
    return Match(sure, tuple(found[:most]))


def _likely(paper: Paper, ours: tuple[str, str], titles: tuple[Title, ...], line: Line) -> Likely | None:
    if paper.criterion and line.criterion != paper.criterion:
        return None
    like = max((alike(title, line.title) for title in titles), default=Likeness(0.0, False))
    symbol, day, year = (
        _symbols_agree(ours, line),
        _days_agree(paper.date, line.dated),
        _years_agree(paper, titles, line),
    )
    whole = bool(symbol and day)
    against = _against(paper, line, symbol, None if whole else year)
    score = like.score * (1.0 if symbol is not False else 0.9) * (1.0 if year is not False or whole else 0.6)
    if whole:
        # The same number on the same day, of whoever: tail or title has to say that it is the same body.
        same_body = bool(ours[1]) and any(tail and _same_tail(tail, ours[1]) for _, tail in line.symbols)
        against = against or ("" if same_body or like.score >= HELPED else "title")
        return Likely(line, 0.9 + like.score / 10, "symbol-and-date", against, bool(year))
    against = against or ("title" if like.apart else "")
    if symbol and score >= HELPED:
        score = 0.6 + 0.4 * score - 0.3 * (day is False)
        return Likely(
            line, score, "symbol-and-title", against or ("date" if day is False else ""), bool(year)
        )
    if day and score >= HELPED:
        return Likely(
            line, 0.6 + 0.4 * score - 0.25 * (symbol is False), "date-and-title", against, bool(year)
        )
    score *= 0.75 if day is False and not symbol else 1.0
    if score <= _LEAST and not symbol:
        return None
    return Likely(line, max(score, _LEAST), "title", against or ("date" if day is False else ""), bool(year))


def _against(paper: Paper, line: Line, symbol: bool | None, year: bool | None) -> str:
    if symbol is False:
        return "symbol"
    if year is False:
        return "year"
    return "" if may_be_one(paper.issuer, line.issuer) else "issuer"


def _is_sure(best: Likely, others: list[Likely], filled: Collection[str]) -> bool:
    if best.against:
        return False
    # Number and day together are a paper's own: only a line that has both can be meant as well.
    whole = best.reason == "symbol-and-date"
    rivals = (
        one for one in others if one.line.code != best.line.code and (not whole or one.reason == best.reason)
    )
    clear = best.score - max((one.score for one in rivals), default=0.0)
    if clear < MARGIN:
        return False
    if best.reason != "title":
        return True
    if best.line.code in filled or (best.line.years and not best.year_agrees):
        # The same title comes every year, and a second paper of a title may be another one.
        return False
    return best.score >= SURE or (best.year_agrees and best.score >= ALONE and clear >= CLEAR)


_LONG_TAIL = 6

_SYMBOL = re.compile(r"0*(?P<number>\d{1,5}[a-z]?)?(?:/(?P<year>(?:19|20)\d\d))?[/-]?(?P<tail>[^\d/-].*)?")


def _parts(symbol: str) -> tuple[str, str]:
    """Number and tail of a symbol, both folded and without separators: ``226``, ``khthcsks``."""
    found = _SYMBOL.fullmatch(fold(symbol).replace(" ", ""))
    if found is None:
        return "", re.sub(r"[\W_]", "", fold(symbol))
    return found["number"] or "", re.sub(r"[\W_]", "", found["tail"] or "")


def _symbols_agree(ours: tuple[str, str], line: Line) -> bool | None:
    """True: one of the line's symbols is this; False: all are others; None: nobody can tell."""
    number, tail = ours
    if not line.symbols or not (number or tail):
        return None
    fitting = [theirs for theirs, other in line.symbols if not tail or not other or _same_tail(tail, other)]
    if not fitting:
        return False
    if not number or not any(fitting):
        # Only the printed tail is known, and that is the school's own on most of its papers.
        return None
    return number in fitting or (None if "" in fitting else False)


def _same_tail(one: str, other: str) -> bool:
    """Tails are the same with one slip of OCR in a long one."""
    return one == other or (min(len(one), len(other)) >= _LONG_TAIL and Levenshtein.distance(one, other) == 1)


def _days_agree(day: Day | None, dated: Dated) -> bool | None:
    theirs = [paper.date for paper in dated.papers if paper.date]
    return None if day is None or not theirs else day in theirs


def _years_agree(paper: Paper, titles: tuple[Title, ...], line: Line) -> bool | None:
    """Whether the year that the paper names, or else was issued in, is one that the line names."""
    theirs = {year.start for year in line.dated.school_years} | line.title.years
    named = {year for title in titles for year in title.years}
    ours = named or ({paper.school_year.start} if paper.school_year else set())
    if ours and theirs:
        return bool(ours & theirs)
    if paper.date and line.years:
        return paper.date.year in line.years
    return None
