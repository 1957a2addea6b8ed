"""What a question with operators asks for (biểu thức tìm): a tree that any engine turns into its own query.

The language makes it, engines match by it, and ranking and marking look at its words. All words are keys of
``analysis``: ``folded`` without marks, ``exact`` with them.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

Field = Literal[
    "text",  # the text of a page, and the document's label
    "title",
    "symbol",
    "code",
    "name",
    "issuer",
    "type",
    "standard",
    "criterion",
    "box",
    "school_year",
    "origin",  # how it was read: text, layout, ocr, converted, none
    "date",
]


class Is(msgspec.Struct, frozen=True, tag=True):
    """A field that holds these words one after the other, each (folded, exact), within ``slop`` places.

    ``marked``: the words were typed with marks and in quotation marks, so only those very marks will do.
    ``printed``: how it is written, where its words alone do not tell.
    """

    field: Field
    words: tuple[tuple[str, str], ...]
    slop: int = 0
    marked: bool = False
    printed: str = ""


class Like(msgspec.Struct, frozen=True, tag=True):
    """A word of a field by its pattern, folded: ``*`` is any run of letters, ``?`` any one letter."""

    field: Field
    pattern: str


class Near(msgspec.Struct, frozen=True, tag=True):
    """A word of a field, folded, with at most ``edits`` letters (1 or 2) changed, left out or put in."""

    field: Field
    word: str
    edits: int = 1


class Between(msgspec.Struct, frozen=True, tag=True):
    """A value of a field from ``low`` to ``high``, both within; None is no bound.

    Dates are ISO days; criteria and numbers go by their numbers, so that 1.2 comes before 1.10.
    """

    field: Field
    low: str | None
    high: str | None


class Every(msgspec.Struct, frozen=True, tag=True):
    """All documents."""


class Both(msgspec.Struct, frozen=True, tag=True):
    """What all of the parts match (AND)."""

    parts: tuple["Node", ...]


class Either(msgspec.Struct, frozen=True, tag=True):
    """What one of the parts matches (OR)."""

    parts: tuple["Node", ...]


class Without(msgspec.Struct, frozen=True, tag=True):
    """What the part does not match (NOT)."""

    part: "Node"


Node = Is | Like | Near | Between | Every | Both | Either | Without


def wanted(node: Node) -> Iterator[Is | Like | Near]:
    """The words that a match may hold: all leaves but those below a NOT."""
    match node:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from wanted(part)
        case Is() | Like() | Near():
            yield node
