"""What a file's name adds to a letterhead: the number a pen wrote, when name and paper agree on the tail."""

import re
import unicodedata
from dataclasses import dataclass

from archive.evidence.documents import Field, Letterhead
from archive.evidence.letterhead.likeness import edits
from archive.evidence.letterhead.type import CODES
from archive.evidence.letters import fold

_EVIDENCE_CODE = re.compile(
    r"(?<![^\W_])h?\d{1,3}[\s._-]*[-–—.][\s._-]*\d{1,2}[.]\d{1,2}[\s._-]*[-–—._][\s._-]*\d{1,3}(?![^\W_])"
    r"|(?<![^\W_])\d{1,2}[.]\d{1,2}[\s_]*[-–—.][\s_]*\d{1,3}(?![^\W_])",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s*\(\d{1,3}\)\s*\Z")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}\Z")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?P<digits>\d{1,5})(?P<letter>[a-zđ]?)\Z", re.IGNORECASE)
_NAME_CHARACTERS = 255
_FOLDED_CODES = {fold(code): code for code in CODES}


@dataclass(frozen=True, slots=True)
class _Match:
    """A number in the name with the words behind it that are the tail's; ``sure`` by how well they agree."""

    number: str
    sure: float


def with_name(letterhead: Letterhead, name: str) -> Letterhead:
    """The letterhead with the number that the file's name proposes for its symbol.

    ``2084 kh syt.pdf`` makes ``/KH-SYT`` into ``2084/KH-SYT`` (source ``name``). A number that the page gave
    is never changed: it is surer where the name has the same, less sure where the name has another.
    """
    words = _words(name)
    symbol = letterhead.symbol
    if symbol is None:
        proposed = _whole(words)
        return _replaced(letterhead, proposed) if proposed else letterhead
    split = re.match(r"(\d{1,5}[a-zA-Z]?)?(.*)", symbol.value, re.DOTALL)
    number, tail = (split[1] or "", split[2]) if split else ("", symbol.value)
    found = _find(words, tail)
    if found is None:
        return letterhead
    if not number:
        # The number is the name's, the tail the page's; an open symbol is half as sure as its tail.
        sure = min(found.sure, round(2 * symbol.confidence, 3))
        return _replaced(letterhead, Field(found.number + tail, "name", sure))
    if number.lstrip("0").casefold() == found.number.lstrip("0").casefold():
        return _replaced(letterhead, Field(symbol.value, symbol.source, max(symbol.confidence, 0.95)))
    if found.sure >= 0.8:
        return _replaced(letterhead, Field(symbol.value, symbol.source, min(symbol.confidence, 0.6)))
    return letterhead


def _replaced(letterhead: Letterhead, symbol: Field) -> Letterhead:
    others = {name: getattr(letterhead, name) for name in Letterhead.__struct_fields__}
    return Letterhead(**{**others, "symbol": symbol})


def _words(name: str) -> list[str]:
    name = unicodedata.normalize("NFC", name[:_NAME_CHARACTERS])
    name = _COPY.sub("", _SUFFIX.sub("", name))
    # The number of an evidence code is not the paper's: H1-1.1-01 KH THCSKS.
    name = _EVIDENCE_CODE.sub(" ", name)
    return _WORD.findall(name)


def _find(words: list[str], tail: str) -> _Match | None:
    parts = [fold(part) for part in _WORD.findall(tail) if not re.fullmatch(r"(19|20)\d\d", part)]
    best: _Match | None = None
    for at, word in enumerate(words):
        number = _NUMBER.match(word)
        if not number:
            continue
        rest = [fold(one) for one in words[at + 1 :]]
        while rest and re.fullmatch(r"(19|20)\d\d", rest[0]):
            rest = rest[1:]
        sure = _agreement(rest, parts)
        if at and not sure:
            # "cv 1034 PGD", "QD 225 THCSKS": the type stands before the number.
            sure = _agreement([fold(words[at - 1]), *rest], parts)
            if not sure and fold(words[at - 1]) in ("cv", "so"):
                sure = _agreement(rest, parts)
        if sure and (best is None or sure > best.sure):
            best = _Match(_written(number, words[at + 1 :]), sure)
    return best


def _written(number: re.Match[str], others: list[str]) -> str:
    """The number as named; its letter is a capital as the tail's are, unless the name tells them apart."""
    told_apart = any(map(str.isupper, "".join(others)))
    return number["digits"] + (number["letter"] if told_apart else number["letter"].upper())


def _agreement(words: list[str], parts: list[str]) -> float:
    """How well the words behind the number agree with the tail's parts: 0 not at all, to 0.9."""
    if not parts or not words:
        return 0.0
    slips = matched = 0
    for word, part in zip(words, parts, strict=False):
        slip = _slip(word, part)
        if slip is None:
            break
        slips += slip
        matched += 1
    if matched == len(parts):
        return 0.9 if not slips else 0.8 if slips == 1 else 0.6
    if matched and matched == len(words):
        return 0.75 if matched > 1 else 0.5
    # "226 KH tu danh gia": the type agrees, and behind it come words, not another tail.
    if matched == 1 and len(parts) > 1 and words[0] == parts[0] and parts[0] in _FOLDED_CODES:
        return 0.6 if not _is_tail_like(words[1]) else 0.0
    return 0.0


def _is_tail_like(word: str) -> bool:
    """Whether a folded word is a short form and no word: it has no vowel."""
    return not re.search(r"[aeiouy]", word)


def _slip(word: str, part: str) -> int | None:
    """How many letters of a part are wrong in the name, 2 at most for a part cut short; None: another
    word."""
    if word == part:
        return 0
    if len(part) > 2 and part.startswith(word) and len(word) > 1:
        return 1
    return 1 if len(part) > 2 and len(word) > 1 and edits(word, part, 1) == 1 else None


def _whole(words: list[str]) -> Field | None:
    """A symbol that the name alone gives: a number, a type's short form and an office's in capitals."""
    for at, word in enumerate(words[:-2]):
        number = _NUMBER.match(word)
        code = _FOLDED_CODES.get(fold(words[at + 1])) if number else None
        office = words[at + 2]
        if number and code and words[at + 1].isupper() and re.fullmatch(r"[A-ZĐƯÂÊÔ]{2,10}", office):
            return Field(f"{_written(number, words[at + 1 :])}/{code}-{office}", "name", 0.4)
    return None
