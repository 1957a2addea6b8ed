"""Evidence codes (mã minh chứng): the values, and how one edition of the standards spells them.

A code such as ``[H1-1.10-01]`` names a box, a standard, a criterion within it and a running number. Reading
is generous, since codes are typed by hand and altered by word processors; printing has one form. What cannot
be read surely (``H1-1.1-01a``, ``H1-1.1-01.1``) is not read at all: a person decides.

Source: Công văn 5932/BGDĐT-QLCL (28/12/2018) for the form and the padding.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, total_ordering
from typing import NamedTuple, Self

import msgspec

HIGHEST_STANDARD = 99
HIGHEST_CRITERION = 99
# The regulation stops at two digits; three are the most any style prints and reads back.
HIGHEST_NUMBER = 999
HIGHEST_BOX = 999


def _check_range(what: str, value: int, highest: int) -> None:
    if not 1 <= value <= highest:
        raise ValueError(f"a {what} is numbered 1 to {highest}, not {value}")


@dataclass(frozen=True, order=True, slots=True)
class CriterionId:
    """Which criterion (tiêu chí): ``1.10`` is the tenth of standard 1, and comes after ``1.9``."""

    standard: int
    number: int

    def __post_init__(self) -> None:
        _check_range("standard", self.standard, HIGHEST_STANDARD)
        _check_range("criterion", self.number, HIGHEST_CRITERION)

    def __str__(self) -> str:
        return f"{self.standard}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The criterion written ``1.10`` or ``1.01``, spaces around it allowed; ValueError otherwise."""
        match = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})", text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a criterion such as '1.10'")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def from_label(cls, text: str) -> Self | None:
        """The criterion a folder or file label begins with, or None.

        ``TC 1.1``, ``TC1.1`` and ``Tiêu chí 1.10 An ninh`` are labels, with or without the marks.
        ``TC 1.1.2``, ``TC 1.1a`` and ``TC 1`` are not.
        """
        match = _LABEL.match(_without_marks(text))
        if match is None:
            return None
        try:
            return cls(int(match["standard"]), int(match["criterion"]))
        except ValueError:
            return None


_LABEL = re.compile(
    r"\s*(?:tc|tieu[\s_-]*chi)[\s._:-]*"
    r"(?P<standard>[0-9]{1,2})\.(?P<criterion>[0-9]{1,2})(?![^\W_])(?!\.[0-9])"
)


def _without_marks(text: str) -> str:
    """The text in lower case without Vietnamese marks, composed or decomposed alike."""
    decomposed = unicodedata.normalize("NFD", text.translate(SAME).lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")  # đ has no decomposition


@total_ordering
@dataclass(frozen=True, slots=True)
class EvidenceCode:
    """One evidence code (mã minh chứng); ``box`` is None in styles that name no box.

    The order is that of the shelf: box, standard, criterion, number, all as numbers, so that 1.10 follows 1.9
    and box 10 follows box 9. Codes without a box come first.
    """

    criterion: CriterionId
    number: int
    box: int | None

    def __post_init__(self) -> None:
        _check_range("piece of evidence", self.number, HIGHEST_NUMBER)
        if self.box is not None:
            _check_range("box", self.box, HIGHEST_BOX)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, EvidenceCode):
            return NotImplemented
        return self._shelf_order() < other._shelf_order()

    def _shelf_order(self) -> tuple[int, CriterionId, int]:
        return (self.box or 0, self.criterion, self.number)


@dataclass(frozen=True, slots=True)
class Found:
    """A code found in a longer text: ``text[start:end] == spelling``, with its brackets where it has both."""

    code: EvidenceCode
    start: int
    end: int
    spelling: str


class CodeStyle(msgspec.Struct, frozen=True):
    """How an edition writes its codes; the values come from the edition's TOML.

    ``printed`` (register, report) and ``plain`` (addresses, the ledger, file names) are templates with the
    fields ``box``, ``standard``, ``criterion`` and ``number``: ``H{box}-{standard}.{criterion}-{number:02}``.
    ``pattern`` is a regular expression with groups of those names; it meets text in which every dash is ``-``
    and every space is ``' '``, and ignores case. A style whose templates and pattern lack ``box`` has codes
    with ``box=None``.
    """

    name: str
    printed: str
    plain: str
    pattern: str
    source: str = ""
    confidence: str = ""

    @property
    def has_box(self) -> bool:
        """Whether codes of this style name a box."""
        return "{box" in self.plain

    def plain_of(self, code: EvidenceCode) -> str:
        """``H1-1.1-01``. ValueError when the code has a box and the style has none, or the reverse."""
        return self._write(self.plain, code)

    def printed_of(self, code: EvidenceCode) -> str:
        """``[H1-1.1-01]``, as it stands in the register and the report. Errors as in ``plain_of``."""
        return self._write(self.printed, code)

    def _write(self, template: str, code: EvidenceCode) -> str:
        if self.has_box != (code.box is not None):
            wanted = "needs a box" if self.has_box else "has no box"
            raise ValueError(f"a code of {self.name} {wanted}; {code} does not fit")
        return template.format(
            box=code.box,
            standard=code.criterion.standard,
            criterion=code.criterion.number,
            number=code.number,
        )

    def parse(self, text: str) -> EvidenceCode:
        """The code that the whole text is.

        Accepted: any dash, spaces round dashes, lower case, square or round brackets or none, zero padding or
        its lack, soft hyphens, hard spaces, and what else the pattern allows. ValueError says what is wrong.
        """
        inner = _unbracketed(text.translate(SAME).strip(" "))
        match = _matchers(self.pattern).alone.fullmatch(inner)
        if match is None:
            raise ValueError(self._objection(text, inner))
        try:
            return _code_of(match)
        except ValueError as error:
            raise ValueError(f"{text!r} is not an evidence code: {error}") from None

    def _objection(self, text: str, inner: str) -> str:
        begun = _matchers(self.pattern).alone.match(inner)
        if begun is not None:
            return f"{text!r} is not one evidence code: {inner[begun.end() :]!r} follows {begun[0]!r}"
        example = self.plain_of(EvidenceCode(CriterionId(1, 1), 1, 1 if self.has_box else None))
        return f"{text!r} is not an evidence code such as {example!r}"

    def find(self, text: str) -> Iterator[Found]:
        """The codes within a longer text such as a file name, from left to right, each as often as it stands.

        A code that is part of a longer word or number is passed over, and so is one with a suffix or a second
        number joined to it (``H1-1.1-01a``, ``H1-1.1-01.1``, ``H1-1.1-01,02``): to read 01 would be a guess.
        A year, a symbol or an underscore may follow (``H1-1.1-01-2022-2023``, ``H1-1.1-01_ke hoach``).
        """
        folded, places = _fold(text)
        for match in _matchers(self.pattern).within.finditer(folded):
            try:
                code = _code_of(match)
            except ValueError:
                continue  # shaped like a code, but numbered 0
            first, past = with_brackets(folded, match.start(), match.end())
            start, end = places[first], places[past - 1] + 1
            yield Found(code, start, end, text[start:end])


class _Matchers(NamedTuple):
    alone: re.Pattern[str]
    within: re.Pattern[str]


# No letter or digit before (a decomposed letter ends in its marks); an underscore is a separator.
BEFORE = r"(?<![^\W_])(?<![\u0300-\u036f])"
# No letter or digit after, nor a further number that could be a part, an end of a range or a next item; four
# digits are a year, three after a dash a document's number.
AFTER = r"(?![^\W_])(?![.,/][0-9]{1,3}(?![0-9]))(?!-[0-9]{1,2}(?![0-9]))"


@cache
def _matchers(pattern: str) -> _Matchers:
    return _Matchers(
        re.compile(pattern, re.IGNORECASE),
        re.compile(f"{BEFORE}(?:{pattern}){AFTER}", re.IGNORECASE),
    )


def _code_of(match: re.Match[str]) -> EvidenceCode:
    groups = match.groupdict()
    box = groups.get("box")
    criterion = CriterionId(int(groups["standard"]), int(groups["criterion"]))
    return EvidenceCode(criterion, int(groups["number"]), None if box is None else int(box))


_DASHES = (*range(0x2010, 0x2016), 0x2043, 0x2212)
_SPACES = (*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))
_MORE_SPACES = (0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_UNSEEN = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)  # soft hyphen, zero-width characters
SAME: dict[int, str | None] = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES + _MORE_SPACES, " "),
    **dict.fromkeys(_UNSEEN, None),
}
"""For ``str.translate``: every dash as ``-``, every space and line end as a space, nothing unseen."""


def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with plain dashes and spaces, and for each character of it the place it had in the text."""
    return text.translate(SAME), tuple(i for i, char in enumerate(text) if ord(char) not in _UNSEEN)


_BRACKETS = ("[]", "()")


def _unbracketed(text: str) -> str:
    return text[1:-1].strip(" ") if text[:1] + text[1:][-1:] in _BRACKETS else text


def with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to the pair of brackets around it, if there is one."""
    left, right = start, end
    while text[left - 1 : left] == " ":
        left -= 1
    while text[right : right + 1] == " ":
        right += 1
    pair = text[left - 1 : left] + text[right : right + 1]
    return (left - 1, right + 1) if pair in _BRACKETS else (start, end)
