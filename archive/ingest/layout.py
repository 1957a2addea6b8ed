"""Layout: the letters of a page put in order by where they stand, by pdfplumber."""

import io
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from importlib import metadata
from itertools import pairwise
from typing import Any

from archive.evidence.documents import GRID
from archive.ingest.lettering import INKED_SPACE, Box, Lettering, Piece, around, font_name

MOST_CHARACTERS = 12_000
"""Characters of a page that are put in order: some 0.3 s. A dense A4 page has 5,000."""

MOST_OBJECTS = 5_000
"""Objects of a page that are read for it."""

_MOST_PROGRAM = 1 << 20
"""Bytes that say what is drawn, unpacked, of all streams that are no picture and no font: some 2 s."""

_MOST_UNPACKED = 16 << 20
_WIDEST_RANGE = 1 << 17
"""Codes that all ranges of a font's maps and widths may have together; there are no more than 65,536."""

_FONT_FILES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\1\0\4", b"%!PS")
_MAP = re.compile(rb"begin(?:bf|cid|notdef)range(.*?)end(?:bf|cid|notdef)range", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]{1,16})>\s*<([0-9A-Fa-f\s]{1,16})>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)")
_LINE = 0.35
"""How far from one another, in units of their size, the feet of letters of one line stand at most."""

_GAP = 0.17
"""The gap between letters, in units of their size, from which two words begin: a space is 0.25 wide."""


def version() -> str:
    """Name and version of what puts the letters in order, part of a reading's reader."""
    return f"pdfplumber-{metadata.version('pdfplumber')}"


def in_order(page: bytes) -> Lettering | None:
    """The words of a PDF of one page in lines from the top, each from the left; None if that takes too long.

    Boxes are of the page as it is shown. Whatever pdfplumber raises over the page is raised.
    """
    # Takes a third of a second, and few pages need it.
    import pdfplumber

    # What it finds odd about a file is nothing to those who archive it.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(page)) as pdf:
        if _is_too_much(pdf.doc):
            return None
        shown = pdf.pages[0]
        letters = [letter for letter in shown.chars if letter["upright"] and letter["size"] > 0]
        if len(letters) > MOST_CHARACTERS:
            return None
        return _lettering(_lines(_with_spaces_told(letters)), _seen(shown))


def _seen(shown: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is seen of a page, in the points in which its letters' places are.

    That is the crop box within the media box. pdfplumber's own is not turned with the page.
    """
    x0, y0, x1, y1 = shown.page_obj.mediabox
    crop = shown.page_obj.cropbox
    across, along = _common((x0, x1), crop[::2]), _common((y0, y1), crop[1::2])
    # By this pdfminer turns and moves what is on the page.
    a, b, c, d, e, f = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(shown.rotation, (1, 0, 0, 1, -x0, -y0))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(across, along, strict=True)]
    left, right = sorted(x for x, _ in corners)
    bottom, top = sorted(y for _, y in corners)
    # Of its letters' places pdfplumber moves x0 and x1 by this, but not y0 and y1.
    return left + shown.mediabox[0], bottom, right + shown.mediabox[0], top


def _common(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """What two ranges, by their ends in any order, have in common; all of the first if that is nothing."""
    low, high = max(min(one), min(other)), min(max(one), max(other))
    return (low, high) if low < high else one


def _with_spaces_told(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some fonts' letters are taken for spaces: those clearly wider than their font's narrowest space."""
    narrow: dict[str, float] = {}
    for letter in letters:
        if letter["text"].isspace():
            share = letter["adv"] / letter["size"]
            narrow[letter["fontname"]] = min(share, narrow.get(letter["fontname"], share))
    for letter in letters:
        if letter["text"].isspace() and letter["adv"] / letter["size"] > 1.3 * narrow[letter["fontname"]]:
            letter["text"] = INKED_SPACE
    return letters


def _lines(letters: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Letters of one line each, from the left, without those printed twice to look bold."""
    line: list[dict[str, Any]] = []
    for letter in sorted(letters, key=_foot):
        if line and _foot(letter) - _foot(line[-1]) > _LINE * min(letter["size"], line[-1]["size"]):
            yield _from_left(line)
            line = []
        line.append(letter)
    if line:
        yield _from_left(line)


def _foot(letter: dict[str, Any]) -> float:
    return -float(letter["matrix"][5])


def _from_left(line: list[dict[str, Any]]) -> list[dict[str, Any]]:
    line.sort(key=lambda letter: float(letter["x0"]))
    twice = {
        id(letter)
        for before, letter in pairwise(line)
        if before["text"] == letter["text"] and letter["x0"] - before["x0"] < 0.2 * letter["width"]
    }
    return [letter for letter in line if id(letter) not in twice]


def _lettering(lines: Iterable[list[dict[str, Any]]], shown: tuple[float, ...]) -> Lettering:
    words: list[str] = []
    ends: list[str] = []
    boxes: list[Box] = []
    pieces: list[tuple[Piece, ...]] = []
    for line in lines:
        for word in _words(line):
            parts = tuple(_pieces(word))
            pieces.append(parts)
            words.append("".join(part.text for part in parts))
            boxes.append(around([_box(letter, shown) for letter in word]))
            ends.append(" ")
        if ends:
            ends[-1] = "\n"
    return Lettering(tuple(words), tuple(ends), tuple(boxes), tuple(pieces))


def _words(line: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    word: list[dict[str, Any]] = []
    for letter in line:
        space = letter["text"].isspace() and letter["text"] != INKED_SPACE
        if word and (space or letter["x0"] - word[-1]["x1"] > _GAP * letter["size"]):
            yield word
            word = []
        if not space and letter["text"]:
            word.append(letter)
    if word:
        yield word


def _pieces(word: list[dict[str, Any]]) -> Iterator[Piece]:
    text, font = "", font_name(word[0]["fontname"])
    for letter in word:
        name = font_name(letter["fontname"])
        if name != font:
            yield Piece(text, font)
            text, font = "", name
        text += "".join(letter["text"].split()) or letter["text"]
    yield Piece(text, font)


def _box(letter: dict[str, Any], shown: tuple[float, ...]) -> Box:
    left, bottom, right, top = shown
    across, down = GRID / max(1.0, right - left), GRID / max(1.0, top - bottom)
    sides = (
        (letter["x0"] - left) * across,
        (top - letter["y1"]) * down,
        (letter["x1"] - left) * across,
        (top - letter["y0"]) * down,
    )
    x0, y0, x1, y1 = (min(max(round(side), 0), GRID) for side in sides)
    return x0, y0, x1, y1


def _is_too_much(document: Any) -> bool:
    """Whether reading the page could take more than a few seconds: long programs, ranges without end."""
    program = unpacked = ranges = 0
    for number in (number for table in document.xrefs for number in table.get_objids()):
        thing = document.getobj(number)
        if isinstance(thing, dict):
            ranges += sum(_widths(thing.get("W")))
        if not hasattr(thing, "rawdata") or str(thing.attrs.get("Subtype", "")) == "/'Image'":
            continue
        content = _unpacked(thing)
        if content is None:
            return True
        unpacked += len(content)
        if not content.startswith(_FONT_FILES):
            program += len(content)
            ranges += sum(_ranges(content))
        if program > _MOST_PROGRAM or unpacked > _MOST_UNPACKED or ranges > _WIDEST_RANGE:
            return True
    return ranges > _WIDEST_RANGE


def _unpacked(stream: Any) -> bytes | None:
    """The stream's bytes, or None if they are too many, or packed in another way than pages are."""
    raw = bytes(stream.rawdata or b"")
    filters = stream.get_filters()
    if not filters:
        return raw
    if [str(name) for name, _ in filters] != ["/'FlateDecode'"]:
        return raw if len(raw) < 1 << 17 else None
    try:
        content = zlib.decompressobj().decompress(raw, _MOST_UNPACKED + 1)
    except zlib.error:
        return raw
    return None if len(content) > _MOST_UNPACKED else content


def _ranges(content: bytes) -> Iterator[int]:
    for block in _MAP.findall(content):
        for low, high in _RANGE.findall(block):
            yield max(0, int(b"".join(high.split()) or b"0", 16) - int(b"".join(low.split()) or b"0", 16))


def _widths(listed: object) -> Iterator[int]:
    """The lengths of the ranges ``first last width`` of a font's widths, or more."""
    numbers: list[int] = [one for one in listed if isinstance(one, int)] if isinstance(listed, list) else []
    yield from (last - first for first, last in pairwise(numbers) if last - first > 1 << 16)
