"""Lettering: the words of a page as its file spells them, and how they become text."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.evidence.documents import Word
from archive.evidence.syllables import is_syllable
from archive.ingest.judge import BROKEN_OFF

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in units of 1/GRID of the page as it is shown."""

INKED_SPACE = "\xa0"
"""What the file calls a space and shows as a letter. It stands inside a word."""

_DROPPED = {"Cc", "Cn", "Cs"}
"""Categories of characters that no text holds: controls, noncharacters, lone surrogates."""

_UNSEEN = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that are never seen: where a word may be broken, where it may not."""


class Piece(NamedTuple):
    """Letters of one word that one font shows; its name without the mark of a subset, "" if unknown."""

    text: str
    font: str


@dataclass(frozen=True, slots=True)
class Lettering:
    """The words of a page as the file spells them: before NFC, with whatever has no meaning.

    ``ends`` says what follows each word, " " or "\\n". ``pieces`` are the words by fonts, where asked for.
    """

    words: tuple[str, ...]
    ends: tuple[str, ...]
    boxes: tuple[Box, ...]
    pieces: tuple[tuple[Piece, ...], ...] = ()

    @property
    def text(self) -> str:
        """The words with what follows them."""
        return "".join(word + end for word, end in zip(self.words, self.ends, strict=True))


def as_text(lettering: Lettering, spelled: Sequence[str] | None = None) -> tuple[str, tuple[Word, ...]]:
    """Text in NFC and its words with their boxes, ``text.split()`` word for word.

    ``spelled``: the words as they are to be spelled, one for each of the file's.
    """
    given = lettering.words if spelled is None else spelled
    whole = "".join(given)
    if _is_clean(whole) and all(given):
        found = "".join(word + end for word, end in zip(given, lettering.ends, strict=True))
        return found.strip(), tuple(map(_word, given, lettering.boxes))
    text: list[str] = []
    words: list[Word] = []
    half = ""
    half_box: list[Box] = []
    for raw, end, box in zip(given, lettering.ends, lettering.boxes, strict=True):
        word = half + raw
        boxes = [*half_box, box]
        half, half_box = "", []
        if word.endswith(BROKEN_OFF):
            half, half_box = word, boxes
            continue
        if BROKEN_OFF in word:
            word = _joined(word)
        word = _cleaned(word)
        if word:
            text += (word, end)
            words.append(Word(word, *(box if len(boxes) == 1 else around(boxes))))
    if word := _cleaned(half.replace(BROKEN_OFF, "-")):
        text.append(word)
        words.append(Word(word, *around(half_box)))
    return "".join(text).strip(), tuple(words)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box round some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def font_name(name: str) -> str:
    """A font's name without the six letters that mark a subset: ``ABCDEF+.VnTime`` is ``.VnTime``."""
    mark, plus, rest = name.partition("+")
    return rest if plus and len(mark) == 6 and mark.isalpha() and mark.isupper() else name


def _joined(word: str) -> str:
    """A word that the end of a line broke: whole again if it is English, with its hyphen if Vietnamese."""
    first, *rest = word.split(BROKEN_OFF)
    for second in rest:
        broken = first.isascii() and second.isascii() and first[-1:].islower() and second[:1].islower()
        syllables = is_syllable(first.lower()) and is_syllable(second.lower())
        first += second if broken and not syllables else f"-{second}"
    return first


def _word(text: str, box: Box) -> Word:
    return Word(text, *box)


def _is_clean(text: str) -> bool:
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def _cleaned(word: str) -> str:
    found = unicodedata.normalize("NFC", word)
    if found.isprintable():
        return found
    kept = (
        one
        for one in found
        if one not in _UNSEEN and not one.isspace() and unicodedata.category(one) not in _DROPPED
    )
    return "".join(kept)
