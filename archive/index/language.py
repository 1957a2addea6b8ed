"""What a question (câu hỏi) asks for: plain words, "quoted phrases", a code.

Every text is a question: what cannot be understood is words, and no words ask for everything.
"""

import re

import msgspec

from archive.index.analysis import keys, word_keys

MOST_CHARACTERS = 2_000  # of a question; the rest is not read
MOST_WORDS = 32  # positions; bounds the time of an answer

_QUOTED = re.compile('["“”„«]([^"“”„«»]*)["“”»]')
_CODE = re.compile(r"\bH\s?\d{1,2}\s?[-–—.]\s?\d{1,2}\s?\.\s?\d{1,2}\s?[-–—.]\s?\d{1,3}\b", re.IGNORECASE)
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

    @property
    def sequences(self) -> tuple[tuple[Word, ...], ...]:
        """All words, as runs within which being neighbours means something."""
        return ((self.plain,) if self.plain else ()) + self.quoted


def understand(text: str) -> Terms:
    """The terms of a question. Never raises; a quotation mark without its second is passed over."""
    text = text[:MOST_CHARACTERS]
    left = MOST_WORDS
    quoted = []
    for match in _QUOTED.finditer(text):
        words = _words(match.group(1))[:left]
        if words:
            quoted.append(words)
            left -= len(words)
    plain = _words(_QUOTED.sub(" ", text))[:left]
    named = (text, *(match.group() for match in _CODE.finditer(text)))
    labels = tuple(dict.fromkeys(label for label in map(label_key, named) if label))
    return Terms(plain, tuple(quoted), labels)


def label_key(text: str) -> str:
    """One spelling of a code, a symbol or a title: `[H1-1.1-01]`, `h1.1.1-1` and `H 1 1.1 01` are one."""
    parts = (
        part for exact, _ in word_keys(text[:MOST_CHARACTERS]) for part in _LETTERS_OR_DIGITS.findall(exact)
    )
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else keys(part)[1] for part in parts)


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(exact, folded) for exact, folded in word_keys(text))
