"""Gaps (minh chứng còn thiếu): all criteria by all years of the cycle, on one screen."""

from starlette.requests import Request
from starlette.responses import Response

from archive.evidence.gaps import Ask, Asked, Cell, Count
from archive.evidence.gaps.years import Years
from archive.lists.gaps import asked_words, listed, period, short
from archive.web import addresses, asked
from archive.web.editions import choices
from archive.web.kept import lasting
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page, words_of
from archive.web.words import Words

_WHY: dict[Ask, str] = {
    "five-years": "page_gaps.why_five_years",
    "yearly": "page_gaps.why_yearly",
    "cycle": "page_gaps.why_cycle",
}
_OF_CYCLE = ("page_gaps.missing_cycle", "page_gaps.no_file_cycle")
_OF_YEARS = ("page_gaps.missing_years", "page_gaps.no_file_years")


def gaps(request: Request) -> Response:
    """``/thieu``"""
    portal = portal_of(request)
    lasting(request)
    edition = asked.edition(request, portal.archive.cycles)
    with catalogue_of(request) as catalogue:
        found = portal.gaps(catalogue, edition)
    return page(
        request,
        "gaps.html",
        edition=edition,
        editions=choices(portal, edition, addresses.gaps),
        gaps=found,
        said=Said(words_of(request)),
    )


class Said:
    """How a page speaks of the cells of the matrix, and of what indicators ask for."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._say = words.say

    def short(self, count: Count) -> str:
        """``3* (1)``: three pieces, some of them kept elsewhere, and one more without its file."""
        return short(count, self._words.number) or "–"

    def count(self, count: Count) -> str:
        """The same in words."""
        parts = [self._words.count("page.pieces", count.there)] if count.there else []
        for name, n in (("elsewhere", count.elsewhere), ("no_file", count.no_file)):
            if n:
                parts.append(self._say(f"gaps.{name}", n=self._words.number(n)))
        return ", ".join(parts)

    def cell(self, cell: Cell) -> str:
        """A cell in words: what is there, or why something is missing."""
        if cell.state == "missing":
            return self._say(_WHY[cell.ask or "cycle"])
        return self.count(cell.count) or self._say("page_gaps.not_asked")

    def period(self, years: Years) -> str:
        """The first and the last of years that follow one another."""
        return period(years, self._say)

    def asked(self, one: Asked) -> str:
        """The years that an indicator asks for; "" where anything within the cycle will do."""
        if one.ask == "cycle":
            return ""
        ask = asked_words(one, self._say)
        return self._say("page_gaps.asked_years", ask=ask, years=self.period(one.years))

    def lacking(self, one: Asked) -> tuple[str, ...]:
        """What an indicator lacks, a sentence a kind."""
        missing, no_file = _OF_CYCLE if one.ask == "cycle" else _OF_YEARS
        return tuple(
            self._say(key, years=listed(one, years, self._say))
            for key, years in ((missing, one.missing), (no_file, one.no_file))
            if years
        )
