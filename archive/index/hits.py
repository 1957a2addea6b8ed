"""Questions and answers of a search (tra cứu), whatever engine answers."""

from typing import Literal

import msgspec

from archive.evidence.sight import Sight

Matched = Literal[
    "named", "phrase", "word", "all", "most", "some", "alike", "everything", "condition", "none"
]
"""From good to bad."""
Sort = Literal["relevance", "date", "code"]


class Question(msgspec.Struct, frozen=True):
    """What is asked. Filters of one facet are alternatives; filters of different facets must all hold."""

    text: str
    limit: int = 20
    offset: int = 0
    filters: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    """Evidence codes that stand in the text, in their plain form: `H1-1.1-01`."""
    only_codes: bool = False
    """The text is nothing but those codes: only what has or cites one of them answers."""
    sort: Sort = "relevance"
    """Best first; or latest date first, or by code, what has none last."""
    sight: Sight = Sight()
    """What the asker may see: all else is neither found nor counted."""
    abbreviations: tuple[tuple[str, str], ...] | None = None
    """Short forms and what they say; None: those of the program."""
    like: str | None = None
    """The digest of a document, or the code of its piece: others like it are asked for, and no words."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a snippet; `marked` when it answers the question."""

    text: str
    marked: bool


class Hit(msgspec.Struct, frozen=True):
    """One document found. `page` is its best page, `pages` those worth opening, ascending, from 1."""

    document: str
    code: str | None
    name: str
    title: str
    page: int
    pages: tuple[int, ...]
    score: float
    snippet: tuple[Piece, ...]
    date: str | None = None
    school: str = ""
    """Whose archive it is in, where several are searched as one."""


class FacetCount(msgspec.Struct, frozen=True):
    """How many documents have this value."""

    value: str
    count: int


class Answer(msgspec.Struct, frozen=True):
    """The hits, best first. `total` and the counts are of documents, not pages.

    The counts of a facet heed the filters of all other facets and not its own, so that they say what
    choosing one more of its values would add. Values stand in natural order: 1.2 before 1.10.
    `matched` is the best level that a document reaches, and `best` how many of the total reach it: filed
    under the code asked for; the words as a phrase, or as what the document is called (`word` where one was
    asked for); all of the words; more than half of them; some. It is `none` when nothing was found,
    `everything` when nothing was asked, `condition` when the question has operators, and `alike` when what
    is like a document was asked for.
    """

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    matched: Matched
    best: int
    first_words: int | None = None
    """How many words were searched, where the question has more."""
    left_out: tuple[str, ...] = ()
    """Schools whose archives could not be searched, where several are searched as one."""
