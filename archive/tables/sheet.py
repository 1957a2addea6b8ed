"""Sheet: a table to be written for people, in Excel or in Word, with what makes it ready to print."""

import re
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a cell: a PNG, shown ``width`` by ``height`` pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tinted:
    """A value on a coloured ground: ``colour`` is six hexadecimal digits, red, green, blue."""

    value: str | int
    colour: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to an address."""

    text: str
    address: str


Value = str | int | Picture | Tinted | Linked


@dataclass(frozen=True, slots=True)
class Line:
    """A line above or below the table, over its whole width."""

    text: str
    bold: bool = False
    italic: bool = False
    size: int = 13
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``width`` in characters, as Excel counts it.

    ``choices`` are offered in a drop-down, and others may be typed. ``merged``: equal cells that follow one
    another become one.
    """

    heading: str
    width: float
    align: Align = "left"
    choices: tuple[str, ...] = ()
    merged: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the lines above and below it. Text is written as text, whatever it looks like."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    landscape: bool = True
    size: int = 13


def text_of(value: Value) -> str:
    """What a value says in letters; nothing for a picture."""
    if isinstance(value, Tinted):
        return writable(str(value.value))
    if isinstance(value, Linked):
        return writable(value.text)
    return "" if isinstance(value, Picture) else writable(str(value))


def writable(text: str) -> str:
    """The text without the control characters that no XML may carry."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def runs(values: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The first and last place of each run of equal texts, runs of one and of empty texts left out."""
    found: list[tuple[int, int]] = []
    first = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[first]:
            if place - first > 1 and values[first]:
                found.append((first, place - 1))
            first = place
    return tuple(found)
