"""Finding: every place of a document where the words asked for stand, and the way from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.abbreviations import Pairs
from archive.evidence.documents import Page, Reading
from archive.index.hits import Piece
from archive.index.language import understand
from archive.index.snippets import Wanted
from archive.web.marks import marked, matches

_MOST_SEARCHED = 200
"""Pages looked through for the question's words."""

_MOST_LISTED = 100
_AROUND = 7
"""Words that stand on each side of a match in the list of them."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place: its page, which of that page's it is (from 1), its first and last word, what stands around."""

    page: int
    place: int
    first: int
    last: int
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The places of a document in order. ``at`` is the index of the one the reader stands at, if at one.

    ``flags`` are the marked words of the page shown, ``pages`` those worth opening.
    """

    flags: tuple[bool, ...] = ()
    pages: tuple[int, ...] = ()
    matches: tuple[Match, ...] = ()
    at: int | None = None
    number: int = 1

    @property
    def here(self) -> Match | None:
        """The place that the reader stands at."""
        return None if self.at is None else self.matches[self.at]

    @property
    def listed(self) -> tuple[Match, ...]:
        """The first of them, as many as a list may have."""
        return self.matches[:_MOST_LISTED]

    @property
    def before(self) -> Match | None:
        """The place before the one here, or before this page."""
        if self.at is not None:
            return self.matches[self.at - 1] if self.at else None
        return next((one for one in reversed(self.matches) if one.page < self.number), None)

    @property
    def after(self) -> Match | None:
        """The place after the one here, or the first from this page on."""
        if self.at is not None:
            return self.matches[self.at + 1] if self.at + 1 < len(self.matches) else None
        return next((one for one in self.matches if one.page >= self.number), None)


def find(
    reading: Reading | None, number: int, question: str, place: int, abbreviations: Pairs | None = None
) -> Found:
    """Where the words of ``question`` stand, seen from a place of page ``number``.

    ``abbreviations`` are the archive's; None: those of the program.
    """
    if reading is None or not question:
        return Found(number=number)
    wanted = Wanted(understand(question, abbreviations=abbreviations))
    flags = {page.number: marked(page, wanted) for page in reading.pages[:_MOST_SEARCHED]}
    here = next((page for page in reading.pages if page.number == number), None)
    if here and number not in flags:
        flags[number] = marked(here, wanted)
    worth = _worth_opening(flags, question)
    found = tuple(
        match
        for page in reading.pages
        if page.number in worth or page.number == number
        for match in _matches(page, flags[page.number])
    )
    at = next((index for index, one in enumerate(found) if (one.page, one.place) == (number, place)), None)
    return Found(flags.get(number, ()), worth, found, at, number)


def _worth_opening(flags: Mapping[int, Sequence[bool]], question: str) -> tuple[int, ...]:
    """Without pages that have a word of a longer question or two: a quarter of all words are "của" or "và".

    A page is left out that has fewer marks than the question has words, and than half the page with most.
    """
    counts = {number: sum(marks) for number, marks in flags.items()}
    enough = min(len(question.split()), max(counts.values(), default=0) / 2)
    return tuple(number for number, count in counts.items() if count and count >= enough)


def _matches(page: Page, flags: Sequence[bool]) -> tuple[Match, ...]:
    words = page.text.split()
    return tuple(
        Match(page.number, place, first, last, _snippet(words, first, last))
        for place, (first, last) in enumerate(matches(page.text, flags), 1)
    )


def _snippet(words: Sequence[str], first: int, last: int) -> tuple[Piece, ...]:
    before, after = words[max(0, first - _AROUND) : first], words[last + 1 : last + 1 + _AROUND]
    return (
        Piece(("… " if first > _AROUND else "") + "".join(f"{word} " for word in before), marked=False),
        Piece(" ".join(words[first : last + 1]), marked=True),
        Piece("".join(f" {word}" for word in after), marked=False),
    )
