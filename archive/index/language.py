"""What a question (câu hỏi) asks for: plain words, "quoted phrases", a code.

Every text is a question: what cannot be understood is words, and no words ask for everything.
"""

import re

import msgspec

from archive.index.analysis import keys, word_keys
from archive.index.query import Node

MOST_CHARACTERS = 2_000  # of a question; the rest is not read
MOST_WORDS = 32  # positions; bounds the time of an answer
_MOST_CODES = 8

_QUOTED = re.compile('["“”„«]([^"“”„«»]*)["“”»]')
# `112/KH-THCSKS` and `21/09/2020` among other words.
_SYMBOL_OR_DATE = re.compile(r"(?<!\S)[(\[]?\d{1,5}[^\W\d_]?/\S*\w")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")


class Word(msgspec.Struct, frozen=True):
    """A word asked for. `marked`: it was typed with marks, so a word with other marks is second best."""

    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


class Terms(msgspec.Struct, frozen=True):
    """A question understood: words in any order, phrases that must stand, labels it may name."""

    plain: tuple[Word, ...] = ()
    quoted: tuple[tuple[Word, ...], ...] = ()
    labels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    only_codes: bool = False
    """Nothing else is asked: `quoted` has the spellings of the codes, any of which may stand on a page."""
    together: bool = False
    """The words were typed without a blank, as those of a symbol: one by one they mean nothing."""
    first_words: int | None = None
    """How many words are looked for, where the text has more."""
    tree: Node | None = None
    """What has to match, where the question has operators; None: all words first, then most."""

    @property
    def sequences(self) -> tuple[tuple[Word, ...], ...]:
        """All words, as runs within which being neighbours means something."""
        return ((self.plain,) if self.plain else ()) + self.quoted


def understand(text: str, codes: tuple[str, ...] = (), *, only_codes: bool = False) -> Terms:
    """The terms of a question. Never raises; a quotation mark without its second is passed over.

    `codes` and `only_codes` are the question's own.
    """
    if only_codes:
        return _only(codes)
    codes = codes[:_MOST_CODES]
    whole, text = text, text[:MOST_CHARACTERS]
    left = MOST_WORDS
    quoted = []
    for match in _QUOTED.finditer(text):
        words = _words(match.group(1))[:left]
        if words:
            quoted.append(words)
            left -= len(words)
    unquoted = _words(_QUOTED.sub(" ", text))
    plain = unquoted[:left]
    named = (text, *(match.group() for match in _SYMBOL_OR_DATE.finditer(text)))
    labels = tuple(dict.fromkeys(label for label in map(label_key, named) if label))
    together = len(text.split()) == 1 < len(plain)
    used = sum(map(len, quoted)) + len(plain)
    cut = len(whole) > len(text) or sum(map(len, map(_words, _QUOTED.findall(text)))) + len(unquoted) > used
    return Terms(plain, tuple(quoted), labels, codes, False, together, used if cut and used else None)


def _only(codes: tuple[str, ...]) -> Terms:
    used = codes[:_MOST_CODES]
    spellings = (spelling for code in used for spelling in _spellings(code))
    first_words = sum(len(word_keys(code)) for code in used) if len(codes) > len(used) else None
    return Terms((), tuple(dict.fromkeys(spellings)), (), used, True, True, first_words)


def _spellings(code: str) -> tuple[tuple[Word, ...], ...]:
    """The words of a code, its running number as it is printed and without zeros before it."""
    words = _words(code)
    bare = words[-1].exact.lstrip("0") if words else ""
    return (words, (*words[:-1], Word(bare, bare))) if bare else (words,)


def label_key(text: str) -> str:
    """One spelling of a code, a symbol or a title: `[H1-1.1-01]`, `h1.1.1-1` and `H 1 1.1 01` are one."""
    parts = (
        part for exact, _ in word_keys(text[:MOST_CHARACTERS]) for part in _LETTERS_OR_DIGITS.findall(exact)
    )
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else keys(part)[1] for part in parts)


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(exact, folded) for exact, folded in word_keys(text))
