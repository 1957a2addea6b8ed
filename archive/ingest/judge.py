"""Judge: whether a page's text layer is text, or what a poor copier made of it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = ("", "\u0301", "\u0323")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?P<rhyme>a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây"
    "|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|im|in|inh|ip|it|iu"
    "|iêc|iêm|iên|iêng|iêp|iêt|iêu|yên|yêm|yêt|yêu|o|oc|oi|om|on|ong|op|ot|oa|oac|oach|oai|oam|oan|oang|oanh"
    "|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oe|oen|oeo|oet|oong|ooc|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt"
    "|u|ua|uc|ui|um|un|ung|up|ut|uân|uâng|uât|uây|uê|uêch|uênh|uô|uôc|uôi|uôm|uôn|uông|uôt|uơ|uy|uya|uych|uyn"
    "|uynh|uyp|uyt|uyu|uyên|uyêt|ư|ưa|ưc|ưi|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|y|yt|ych|ynh)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơư")
_ENOUGH_WORDS = 8
_MARKED = 0.08
"""Share of marked words from which a text counts as Vietnamese; real pages have 0.5 to 0.8."""

_GOOD_VIETNAMESE = 0.84
_GOOD_FOREIGN = 0.7


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is the share of words (0 to 1) that are words; ``why`` is a short English reason."""

    good: bool
    score: float
    why: str


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (NFC) could be a Vietnamese syllable: onset, rhyme, a tone that the rhyme bears."""
    bare: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            if tone:
                return False
            tone = character
        else:
            bare.append(character)
    text = unicodedata.normalize("NFC", "".join(bare))
    found = _SYLLABLE.fullmatch(text)
    if not found:
        return False
    return tone in _STOP_TONES or not found["rhyme"].endswith(("c", "p", "t", "ch"))


def judge(text: str, scan: bool = False) -> Verdict:
    """Judge a page's text layer. A page with hardly a word is not judged good: OCR may find more.

    On a ``scan`` the layer is some copier's OCR, and one that knew no Vietnamese leaves the marks out; there
    only text with marks is good.

    Vietnamese pages are held to Vietnamese syllables; pages without marks (English, tables, mathematics) only
    to letters in an order that people can say.
    """
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if len(word) > 1]
    if len(words) < _ENOUGH_WORDS:
        return Verdict(False, 0.0, "hardly a word")
    strange = sum(1 for character in text if ord(character) >= 0xE000 or 0x80 <= ord(character) < 0xA0)
    if strange > len(text) * 0.02:
        return Verdict(False, 0.0, "characters without meaning")
    marked = sum(1 for word in words if not word.isascii())
    if marked >= _MARKED * len(words):
        score = sum(map(_reads_as_vietnamese, words)) / len(words)
        return Verdict(score >= _GOOD_VIETNAMESE, score, "Vietnamese syllables")
    score = sum(map(_can_be_said, words)) / len(words)
    if scan:
        return Verdict(False, score, "a scan's layer without marks")
    symbols = sum(1 for character in text if not character.isalnum() and not character.isspace())
    if symbols > len(text) * 0.35:
        return Verdict(False, score, "mostly signs")
    return Verdict(score >= _GOOD_FOREIGN, score, "words without marks")


def _reads_as_vietnamese(word: str) -> bool:
    if word.isascii() and word.isupper():
        # Abbreviations: THCS, UBND, QLCL.
        return len(word) <= 8
    return is_syllable(word)


def _can_be_said(word: str) -> bool:
    lower = word.lower()
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    return word.isupper() or (_has_vowel(lower) and len(word) <= 24)


def _has_vowel(lower: str) -> bool:
    return any(unicodedata.normalize("NFD", character)[0] in "aeiouy" for character in lower)
