"""The parts of a question with operators (thành phần câu hỏi): words, phrases, fields, brackets, operators.

Every text has parts. What only looks like an operator or a field in ordinary text is a word: a colon with a
blank behind it (``Kính gửi: …``), a name that no field has (``V/v:``), VÀ, HOẶC, KHÔNG beside other capitals.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

from archive.index.fields import bare, load_fields
from archive.index.query import Field

Kind = Literal["word", "quoted", "range", "field", "open", "close", "and", "or", "not", "and-not", "maybe"]

_BLANK = re.compile(r"\s+")
_QUOTED = re.compile(r'["“”„«]([^"“”„«»]*)["“”»](~\d{0,2}(?!\w))?')
_RANGE = re.compile(r"[\[{][^\[\]{}]{0,200}[\]}]")
_WORD = re.compile(r'[^\s()"“”„«»]+|["“”„«»]')
# One to three words and a colon, with something behind it that can be a value.
_FIELD = re.compile(r"((?:[^\W\d]{1,24} ){0,2}[^\W\d]{1,24}):(?=[^\s):])")
_BOUND = re.compile(r"\s(?:TO|ĐẾN|DEN|to|đến)(?=\s|$)|^(?:TO|ĐẾN|to|đến)\s")

OPERATORS: dict[str, Kind] = {
    "AND": "and", "OR": "or", "NOT": "not", "ANDNOT": "and-not", "ANDMAYBE": "maybe", "REQUIRE": "and",
}  # fmt: skip
VIETNAMESE: dict[str, Kind] = {"VÀ": "and", "HOẶC": "or", "KHÔNG": "not"}


class Part(msgspec.Struct, frozen=True):
    """A part as it is typed. Of a quoted one ``text`` is what stands within, ``slop`` the ``~3`` behind."""

    kind: Kind
    text: str
    field: Field | None = None
    slop: int = 0
    unknown: bool = False
    """A word with a name before a colon that no field has."""


def parts(text: str) -> tuple[Part, ...]:
    """The parts of ``text``, first to last. Never raises."""
    found = tuple(_parts(unicodedata.normalize("NFC", text)))
    return tuple(_settled(found, place) for place in range(len(found)))


def bounds(text: str) -> tuple[str, str] | None:
    """The two ends of ``[a TO b]``, each perhaps empty; None where it is no range."""
    inside = text[1:-1]
    match = _BOUND.search(inside)
    return (inside[: match.start()].strip(), inside[match.end() :].strip()) if match else None


def _parts(text: str) -> Iterator[Part]:
    place = 0
    fresh = True  # a field begins a word, it does not end one
    while place < len(text):
        if blank := _BLANK.match(text, place):
            place, fresh = blank.end(), True
            continue
        if fresh and (named := _FIELD.match(text, place)):
            field = load_fields().names.get(bare(named[1]))
            if field:
                yield Part("field", named[1], field)
                place = named.end()
                if (within := _RANGE.match(text, place)) and bounds(within[0]):
                    yield Part("range", within[0])
                    place = within.end()
                continue
        part, place = _next(text, place)
        fresh = part.kind == "open"
        yield part


def _next(text: str, place: int) -> tuple[Part, int]:
    if text[place] in "()":
        return Part("open" if text[place] == "(" else "close", text[place]), place + 1
    if quoted := _QUOTED.match(text, place):
        slop = int(quoted[2][1:] or 1) if quoted[2] else 0
        return Part("quoted", quoted[1], slop=slop), quoted.end()
    match = _WORD.match(text, place)
    word = match[0] if match else text[place]
    named = re.match(r"([^\W\d]{3,24}):[^\s/:]", word)
    return Part(OPERATORS.get(word, "word"), word, unknown=bool(named)), place + len(word)


def _settled(found: tuple[Part, ...], place: int) -> Part:
    """A Vietnamese operator as such, unless a neighbour in capitals says that all of it is a heading."""
    part = found[place]
    kind = VIETNAMESE.get(part.text) if part.kind == "word" else None
    if kind is None:
        return part
    beside = found[place + 1 : place + 2] + found[max(0, place - 1) : place]
    if any(one.kind == "word" and len(one.text) > 1 and one.text.isupper() for one in beside):
        return part
    return msgspec.structs.replace(part, kind=kind)
