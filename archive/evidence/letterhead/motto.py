"""Mottoes (Quốc hiệu, tiêu ngữ, tiêu đề): what stands on top of a paper's right side and is nobody's name.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW 2018 (papers of the Party); Hướng dẫn
29-HD/VPTW.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.evidence.letterhead.likeness import edits, like
from archive.evidence.letterhead.lines import Line

_COUNTRY = "cong hoa xa hoi chu nghia viet nam".split()
_WISH = "doc lap tu do hanh phuc".split()
_PARTY = "dang cong san viet nam".split()
_YOUTH = "doan tncs ho chi minh".split()
_YOUTH_LONG = "doan thanh nien cong san ho chi minh".split()
_PHRASES = (
    (_COUNTRY, "country", 5), (_WISH, "wish", 4), (_PARTY, "party", 5), (_YOUTH_LONG, "youth", 7),
    (_YOUTH, "youth", 5),
)  # fmt: skip
"""Each motto with its side and how many of its words must be there."""
_WORDS = frozenset(word for phrase, _, _ in _PHRASES for word in phrase)
_WORD = re.compile(r"[^\s\w]*([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Motto:
    """A motto and the places in the line where it begins and ends. ``side``: whose papers bear it."""

    start: int
    end: int
    side: str


def motto_in(line: Line) -> Motto | None:
    """The motto that stands at the end of a line, with the left side's words before it, or None."""
    words = [(found[1], found.start(), found.end()) for found in _WORD.finditer(line.folded)]
    if not 2 <= len(words) <= 40:
        return None
    meant = [_meant(word) for word, _, _ in words]
    if sum(map(bool, meant)) >= 4:
        for phrase, side, least in _PHRASES:
            if found := _place(meant, words, phrase, least):
                return Motto(*found, side)
    return _torn(words)


@lru_cache(maxsize=4096)
def _meant(word: str) -> frozenset[str]:
    """The words of mottoes that a word read (folded) may be."""
    meant = {one for one in _WORDS if like(word, one)}
    # The first two words run together count as the first.
    return frozenset(meant | {phrase[0] for phrase, _, _ in _PHRASES if like(word, phrase[0] + phrase[1])})


def _place(
    meant: list[frozenset[str]], words: list[tuple[str, int, int]], phrase: list[str], least: int
) -> tuple[int, int] | None:
    """Where most words of the phrase stand in their order; words may have run together or fallen apart."""
    best, place = 0, None
    for at, one in enumerate(meant):
        if phrase[0] not in one and phrase[1] not in one:
            continue
        hits, last = _hits(meant[at : at + len(phrase) + 2], phrase)
        # The last of equal places: what stands before it is of the left side.
        if hits >= max(best, least):
            # The first word, badly read, is of the motto all the same.
            torn = at > 0 and phrase[0] not in one and edits(words[at - 1][0], phrase[0], 3) <= 3
            best, place = hits, (words[at - torn][1], words[at + last][2])
    return place


def _hits(meant: list[frozenset[str]], phrase: list[str]) -> tuple[int, int]:
    """How many words of the phrase are there in their order, and the index of the last of them."""
    hits, wanted, last = 0, 0, 0
    for at, one in enumerate(meant):
        for step in range(min(3, len(phrase) - wanted)):
            if phrase[wanted + step] in one:
                hits, wanted, last = hits + 1, wanted + step + 1, at
                break
    return hits, last


def _torn(words: list[tuple[str, int, int]]) -> Motto | None:
    """A motto whose words have run together or been torn: as letters, of the whole line or its end."""
    for phrase, side in ((_COUNTRY, "country"), (_WISH, "wish")):
        whole = "".join(phrase)
        for at, (word, start, _) in enumerate(words):
            if word[:1] not in (phrase[0][0], phrase[1][0]):
                continue
            letters = "".join(one for one, _, _ in words[at:])
            if abs(len(letters) - len(whole)) <= 4 and edits(letters, whole, 4) <= 4:
                return Motto(start, words[-1][2], side)
    return None
