"""Judge: whether a page's text layer is text, or what a poor copier or an odd font made of it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from archive.evidence.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_²³¹⁰-₟]+")
_ALONE = re.compile(r"(?<=[^\W\d_] )(?![ýởyà])[^\W\d_A-ZĐ](?= [^\W\d_])")
"""A small letter between words; few of them are words of their own. Large ones are names of classes."""

_FILLED = re.compile(r"(.)\1*")
"""One sign over and over: the dots of a form, the rule under a heading."""

_ODD = re.compile(r'[!"#$%*?@\\`~].*\w|\w.*["#$*?@\\`~].*\w|[!-/:-@\[-`{-~]{3}')
"""Signs where words, figures and formulas have none. Those that surround a word are taken off before."""

_SIGNS = frozenset("!#$%*?@\\`~&+=<>^|{}[]_\"'")
"""Without any of these, no word is odd but for strings of stops."""

_FIGURE = re.compile(r"[\d.,:/%°+=-]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-/.'’&_][^\W_]+)+|[^\W\d_]{0,3}\d+[^\W\d_]{0,2}")
"""Words put together: GD&ĐT, H1-1.1, don't, 9A, QH14."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)[!-~]+")
_AROUND = "\"'()[]{}“”‘’«»<>,.;:!?…-–—*"

_PAIRS = frozenset(
    first + second
    for row in (
        "abcdgiklmnoprstuvy baeijlorsuy caehiklortu dadeiosu eabcdefgilmnopqrstuvwxy faefilortu gaehiorsu "
        "haeiortu iabcdefglmnoprstuv jeou kaehiy ladeilostuy mabeiopsu nacdefghilostuvy oabcdfgilmnoprstuvw "
        "paehiloprtuy qu racdegikmnoprstuy sacehiopstuy tacdehilorstuwy uabcdefgilmnoprstuy vaeiou waehio "
        "xaceptu yeopst zaeio"
    ).split()
    for first, second in ((row[0], letter) for letter in row[1:])
)
"""Letters that follow one another: 98 % of the pairs of English, 99 % of Vietnamese without its marks."""

_SHORT = frozenset("km cm dm mm kg ml sin cos tan cot log max min lim".split())
"""Units and functions: words of no language."""

_FOREIGN_MARKS = frozenset("àâäçéèêëîïôöùûüñáíóúß")
_VNI_PAIR = re.compile("[aeiouy][ùøûõïâáàåãäöêéèúü]")
"""French puts no such letter behind a vowel; the fonts of VNI put nearly all of them there."""

BROKEN_OFF = "\ufffe"
"""What pdfium gives for a hyphen at the end of a line, and the end of the line with it."""

_MEANINGLESS = {"Co", "Cn", "Cs", "Cc"}
_ENOUGH_WORDS = 8
_MARKED = 0.08
"""Share of marked words from which a text counts as Vietnamese; real pages have 0.5 to 0.8."""

_MARKED_FOREIGN = 0.45
_GOOD_VIETNAMESE = 0.84
_GOOD_SCAN = 0.9
"""A copier that misreads more words than this leaves is worse than OCR here."""

_GOOD_FOREIGN = 0.7
_GOOD_MARKED_FOREIGN = 0.85
_PLAIN_SHARE = 0.65
"""Share of words, figures and single signs among what stands between gaps, at least."""

_SHORT_SHARE = 0.3
"""Share of words that may be abbreviations, unless there are as many figures: then it is a table."""

_ODD_SHARE = 0.2
_STRANGE_SHARE = 0.15
_CLEARLY = 0.9


class Why(StrEnum):
    """Why a layer is taken, or not: the closed list."""

    VIETNAMESE = "Vietnamese syllables"
    FOREIGN = "words without marks"
    FIGURES = "figures"
    FEW = "few words and nothing else"
    TCVN3 = "TCVN3 fonts turned into Unicode"
    VNI = "VNI fonts turned into Unicode"
    LETTERS = "wrong letters put right"
    ORDER = "letters put in order"
    NOTHING = "no text"
    HARDLY = "hardly a word"
    STRANGE = "characters without meaning"
    SIGNS = "mostly signs"
    NOT_VIETNAMESE = "no Vietnamese syllables"
    NOT_WORDS = "letters that make no words"
    COPIER = "a scan's layer without marks"
    CURVES = "text drawn as curves"
    UNSEEN = "a layer that nobody sees"
    PICTURE = "text, and words in a picture"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is the share of words (0 to 1) that are words; ``why`` is the reason."""

    good: bool
    score: float
    why: Why


def judge(text: str, scan: bool = False) -> Verdict:
    """Judge a page's text layer, as the file has it. A page with hardly a word is not judged good.

    On a ``scan`` the layer is some copier's OCR, and one that knew no Vietnamese leaves the marks out; there
    only text with marks is good.

    Vietnamese pages are held to Vietnamese syllables; pages without marks (English, tables, mathematics) only
    to letters that follow one another in words. Letters that stand alone count as words that are none.
    """
    text = unicodedata.normalize("NFC", text)
    if "@" in text or "://" in text:
        text = _ADDRESS.sub("2", text)
    tokens = text.split()
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    strange = sum(map(_is_strange, tokens))
    if strange > _STRANGE_SHARE * len(tokens):
        return Verdict(False, 0.0, Why.STRANGE)
    if not _SIGNS.isdisjoint(text) and sum(map(_is_odd, tokens)) > _ODD_SHARE * len(tokens):
        return Verdict(False, 0.0, Why.SIGNS)
    if len(words) < _ENOUGH_WORDS:
        return _of_few(tokens, words, scan)
    whole = len(words) + strange + len(_ALONE.findall(text))
    marked = sum(1 for word in words if not word.isascii())
    if marked >= _MARKED * len(words):
        return _of_marked(words, whole, marked, scan)
    return _of_unmarked(tokens, words, whole, scan)


def _of_marked(words: list[str], whole: int, marked: int, scan: bool) -> Verdict:
    score = sum(1 for word in words if _in_vietnamese(word, scan)) / whole
    if score >= (_GOOD_SCAN if scan else _GOOD_VIETNAMESE):
        return Verdict(True, score, Why.VIETNAMESE)
    foreign = sum(map(_can_be_said, words)) / whole
    if not scan and marked <= _MARKED_FOREIGN * len(words) and foreign >= _GOOD_MARKED_FOREIGN:
        return Verdict(True, foreign, Why.FOREIGN)
    return Verdict(False, score, Why.NOT_VIETNAMESE)


def _of_unmarked(tokens: list[str], words: list[str], whole: int, scan: bool) -> Verdict:
    if sum(map(_is_plain, tokens)) < _PLAIN_SHARE * len(tokens):
        return Verdict(False, 0.0, Why.SIGNS)
    short = sum(1 for word in words if _is_short(word) and not _is_speakable(word.lower()))
    figures = sum(1 for token in tokens if not token.isalpha() and any(map(str.isdigit, token)))
    too_many = max(0, short - max(figures, int(_SHORT_SHARE * len(words))))
    score = (sum(map(_can_be_said, words)) - too_many) / whole
    if scan:
        return Verdict(False, score, Why.COPIER)
    return Verdict(score >= _GOOD_FOREIGN, score, Why.FOREIGN if score >= _GOOD_FOREIGN else Why.NOT_WORDS)


def reads_well(words: Iterable[str]) -> float:
    """The share of words, of those with letters, that are Vietnamese syllables or abbreviations."""
    letters = [found for word in words for found in _WORD.findall(word)]
    return sum(1 for word in letters if _in_vietnamese(word, True)) / max(1, len(letters))


def is_clearly_vietnamese(text: str) -> bool:
    """Whether a text has the marks of Vietnamese, enough of it, and hardly anything else."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if len(word) > 1]
    marked = sum(1 for word in words if not word.isascii())
    return len(words) >= 3 and marked >= 0.3 * len(words) and reads_well(words) >= _CLEARLY


def _of_few(tokens: list[str], words: list[str], scan: bool) -> Verdict:
    figures = sum(1 for token in tokens if any(map(str.isdigit, token)))
    # Too little to tell French from an old font: marks are those of Vietnamese here.
    read = sum(1 for word in words if _in_vietnamese(word, scan) or (word.isascii() and _can_be_said(word)))
    score = read / len(words) if words else float(figures > 0)
    if figures >= 3 * _ENOUGH_WORDS and not scan:
        return Verdict(score >= _GOOD_FOREIGN, score, Why.FIGURES)
    return Verdict(False, score, Why.HARDLY if tokens else Why.NOTHING)


def _is_strange(token: str) -> bool:
    """Whether a word has characters without meaning in it. One that stands alone is some list's bullet."""
    if len(token) < 2 or (token.isprintable() and "\ufffd" not in token):
        return False
    rest = token.rstrip(BROKEN_OFF)
    return any(one == "\ufffd" or unicodedata.category(one) in _MEANINGLESS for one in rest)


def _is_odd(token: str) -> bool:
    core = token.strip(_AROUND)
    return bool(core) and not _FILLED.fullmatch(core) and bool(_ODD.search(core))


def _is_plain(token: str) -> bool:
    """Whether a token is a word, a figure or one sign, whatever is around it; not a mixture of them."""
    core = token.strip(_AROUND)
    return len(core) < 2 or core.isalpha() or bool(_FIGURE.fullmatch(core)) or bool(_COMPOUND.fullmatch(core))


def _in_vietnamese(word: str, strict: bool) -> bool:
    if word.isascii() and word.isupper():
        # Abbreviations: THCS, UBND, QLCL.
        return len(word) <= 8 or (not strict and _can_be_said(word))
    if is_syllable(word):
        return True
    return not strict and (word in _SHORT or (len(word) > 3 and word.isascii() and _can_be_said(word)))


def _is_short(word: str) -> bool:
    return word.isascii() and word.isupper() and len(word) <= 5


def _can_be_said(word: str) -> bool:
    if _is_short(word):
        return True
    return (word.islower() or word.isupper() or word.istitle()) and _is_speakable(word.lower())


@lru_cache(maxsize=20_000)
def _is_speakable(word: str) -> bool:
    """Whether people can say a word in small letters: a syllable, or letters that follow one another."""
    if is_syllable(word):
        return True
    if len(word) > 24:
        return False
    if not word.isascii():
        if not set(word) <= _ASCII | _FOREIGN_MARKS or _VNI_PAIR.search(word):
            return False
        word = unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode()
    rare = sum(1 for pair in pairwise(word) if "".join(pair) not in _PAIRS)
    return rare <= len(word) // 7 and not set("aeiouy").isdisjoint(word)


_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz")
