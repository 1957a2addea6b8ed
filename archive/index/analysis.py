"""Words of Vietnamese text (âm tiết): one analysis for indexing, asking and marking.

A word is a run of letters and digits. `226/KH-THCSKS` and `1.10` therefore give their parts one after
the other, and a phrase over the parts finds the whole. Every word has two keys:

* `exact` keeps the marks, in NFC and lower case, with the tone put where today's spelling puts it:
  `hoà` and `hòa`, `thuỷ` and `thủy`, `khoẻ` and `khỏe` have one key;
* `folded` drops all marks, and `đ` is `d`.

In both `i` that is a syllable's only vowel is `y` after h, k, l, m, qu, s and t: `kĩ` and `kỹ`, `lí` and
`lý`, `quí` and `quý` are one word, as spelling allows; `thúi` and `thuý` are two.

Soft hyphens and characters of no width inside a word are passed over; NFD gives what NFC gives.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from archive.index.memo import Memo

# Raised whenever a key changes: an index built with another analysis must be built anew.
ANALYSIS_VERSION = 2

LONGEST_KEY = 64  # characters; longer runs are noise of a reading, and are cut

_UNSEEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f"
# In a text without underscores. Most texts have nothing to pass over, and take half the time.
_PLAIN = re.compile(r"(\w+)")
_SPREAD = re.compile(rf"(\w+(?:[\u0300-\u036f{_UNSEEN}]+\w*)*)")
_TO_PASS_OVER = re.compile(f"[\u0300-\u036f{_UNSEEN}]")
_DROPPED = re.compile(f"[{_UNSEEN}]")
# After casefold: Ð (U+00D0) and Ɖ (U+0189) are taken for đ; Ƣ (U+01A2) is what some PDFs hold for Ư.
_LOOK_ALIKES = str.maketrans({"ð": "đ", "ɖ": "đ", "ƣ": "ư"})
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_MARK = re.compile("[\u0300-\u036f]")
_VOWELS = "aăâeêioôơuưy"
_LONE_I = re.compile(f"([hklmst]|qu[{_TONES}]?)i([{_TONES}]?)")
# `u` of qu and `i` of gi belong to the initial when a vowel follows.
_SYLLABLE = re.compile(rf"(qu(?=[{_VOWELS}])|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)([{_VOWELS}]+)([^{_VOWELS}]*)")


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word: its two keys, and where it stands (characters of the text given, end excluded)."""

    exact: str
    folded: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, first to last. Never raises."""
    words, edges = words_and_edges(text)
    for index, word in enumerate(words):
        exact, folded = keys(word)
        yield Token(exact, folded, edges[2 * index], edges[2 * index + 1])


def word_keys(text: str) -> tuple[tuple[str, str], ...]:
    """(exact, folded) of each word, in order: `tokens` without the places."""
    pattern, text = _cutting(text)
    return tuple(map(KEYS.__getitem__, pattern.findall(text)))


def words_and_edges(text: str) -> tuple[list[str], list[int]]:
    """The words as written, and their edges: word n stands from `edges[2 * n]` to `edges[2 * n + 1]`.

    For the whole text in one sweep, where few of the words will be looked at.
    """
    # What is between words, a word, what is between words, and so on: of the same length as `text`.
    pattern, text = _cutting(text)
    parts = pattern.split(text)
    return parts[1::2], list(accumulate(map(len, parts)))


def _cutting(text: str) -> tuple[re.Pattern[str], str]:
    """The pattern of a word in a text, and the text, of the same length, in which it is looked for."""
    text = text.replace("_", " ")
    return (_SPREAD if _TO_PASS_OVER.search(text) else _PLAIN), text


def keys(word: str) -> tuple[str, str]:
    """(exact, folded) of one word as written."""
    return KEYS[word]


def _keys(word: str) -> tuple[str, str]:
    spread = _spread_out(word)
    if lone := _LONE_I.fullmatch(spread):
        spread = f"{lone[1]}y{lone[2]}"
    return _tone_in_place(spread)[:LONGEST_KEY], _folded(spread)


KEYS = Memo(_keys)
"""(exact, folded) by the word as written, for whoever looks up many."""


def part_of_key(letters: str) -> str:
    """Some letters of a word as they are in its folded key, for patterns."""
    return _folded(_spread_out(letters))


def _spread_out(word: str) -> str:
    seen = unicodedata.normalize("NFC", _DROPPED.sub("", word)).casefold().translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFD", seen)[: 4 * LONGEST_KEY]


def _folded(spread: str) -> str:
    return unicodedata.normalize("NFC", _MARK.sub("", spread)).replace("đ", "d")[:LONGEST_KEY]


def _tone_in_place(spread: str) -> str:
    """NFC of an NFD word, its tone moved to the vowel that bears it: a function of letters and tone only."""
    tones = _TONE.findall(spread)
    toneless = unicodedata.normalize("NFC", _TONE.sub("", spread))
    if len(tones) != 1:
        # None, or not one syllable: nothing to move.
        return unicodedata.normalize("NFC", spread)
    syllable = _SYLLABLE.fullmatch(toneless)
    if syllable is None:
        return unicodedata.normalize("NFC", spread)
    initial, vowels, final = syllable.groups()
    place = len(initial) + _bearer(vowels, closed=bool(final)) + 1
    return unicodedata.normalize("NFC", toneless[:place] + tones[0] + toneless[place:])


def _bearer(vowels: str, *, closed: bool) -> int:
    """Which of a syllable's vowels bears the tone: `ê` in tiến, `ơ` in nước, `o` in hòa, `a` in hoàn."""
    shaped = [index for index, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    if closed:
        return len(vowels) - 1
    return 1 if len(vowels) > 2 else 0
