"""Codes in the cells of a register: one that is sure, or its readings with the reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from archive.evidence.codes import EvidenceCode
from archive.evidence.spellings import Spelled, spelled
from archive.evidence.standards import Edition

_NOTHING = re.compile(r"[\s\W_]*")


@dataclass(frozen=True, slots=True)
class CodeRead:
    """The code of a cell, plain, and its edition; or None, with the plain codes it may be and a reason.

    Reasons are those of ``spellings.DOUBTS``, and ``several``, ``more-text``, ``unreadable``.
    """

    plain: str = ""
    code: EvidenceCode | None = None
    edition: Edition | None = None
    readings: tuple[str, ...] = ()
    reason: str = ""


def read_code(text: str, editions: Sequence[Edition]) -> CodeRead:
    """The one code that a cell holds, if it surely does."""
    for edition in editions:
        try:
            code = edition.code_style.parse(text)
        except ValueError:
            continue
        if edition.knows(code):
            return CodeRead(edition.code_style.plain_of(code), code, edition)
    found = tuple(spelled(text, editions))
    if len(found) == 1 and found[0].kind == "one" and _is_all(text, found[0]):
        (one,) = found
        edition = next(edition for edition in editions if edition.code_style == one.style)
        return CodeRead(one.style.plain_of(one.codes[0]), one.codes[0], edition)
    readings = tuple(dict.fromkeys(plain for one in found for plain in _readings(one)))
    return CodeRead(readings=readings, reason=_reason(found))


def _is_all(text: str, one: Spelled) -> bool:
    return bool(_NOTHING.fullmatch(text[: one.start]) and _NOTHING.fullmatch(text[one.end :]))


def _readings(one: Spelled) -> tuple[str, ...]:
    codes = one.codes or tuple(code for reading in one.readings for code in reading.codes)
    return tuple(one.style.plain_of(code) for code in codes)


def _reason(found: Sequence[Spelled]) -> str:
    if not found:
        return "unreadable"
    if len(found) > 1 or found[0].kind in ("list", "range"):
        return "several"
    return found[0].readings[0].reason if found[0].readings else "more-text"


@cache
def _beginning(plain: str) -> re.Pattern[str]:
    """What a code of a style begins with, its letters and a digit: most texts have no such thing."""
    letters = "".join(takewhile(str.isalpha, plain))
    return re.compile(rf"{letters}[\W_]{{0,4}}[0-9]", re.IGNORECASE)


def codes_in(text: str, editions: Sequence[Edition]) -> tuple[str, ...]:
    """The codes that surely stand in a longer text, plain, each once."""
    if not any(_beginning(edition.code_style.plain).search(text) for edition in editions):
        return ()
    found = (one for one in spelled(text, editions) if one.kind != "doubtful")
    return tuple(dict.fromkeys(one.style.plain_of(code) for one in found for code in one.codes))
