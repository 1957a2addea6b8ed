"""What a question (câu hỏi) asks for: plain words, "quoted phrases", a code, or a tree of operators.

Every text is a question: what cannot be understood is words, and no words ask for everything.
"""

import re
from collections.abc import Sequence

import msgspec

from archive.abbreviations import Pairs
from archive.index.alike import Alike, Word, alike, as_words
from archive.index.analysis import keys, word_keys
from archive.index.hits import Question
from archive.index.parsing import Note, Parsed, parse
from archive.index.query import Both, Either, Is, Like, Near, Node, wanted

MOST_CHARACTERS = 2_000  # of a question; the rest is not read
MOST_WORDS = 32  # positions; bounds the time of an answer
_MOST_CODES = 8

_QUOTED = re.compile('["“”„«]([^"“”„«»]*)["“”»]')
# `112/KH-THCSKS` and `21/09/2020` among other words.
_SYMBOL_OR_DATE = re.compile(r"(?<!\S)[(\[]?\d{1,5}[^\W\d_]?/\S*\w")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")


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
    alike: tuple[Alike, ...] = ()
    """What may stand in place of words of `plain`: what an abbreviation says, or how it is abbreviated."""
    patterns: tuple[Like | Near, ...] = ()
    """The patterns of words that the tree asks of a page."""
    notes: tuple[Note, ...] = ()
    """What was mended in the question."""

    @property
    def sequences(self) -> tuple[tuple[Word, ...], ...]:
        """All words, as runs within which being neighbours means something."""
        return ((self.plain,) if self.plain else ()) + self.quoted


def terms_of(question: Question) -> Terms:
    """The terms of a question as it was asked; none of one for what is like a document. Never raises."""
    if question.like:
        return Terms()
    return understand(
        question.text,
        question.codes,
        only_codes=question.only_codes,
        abbreviations=question.abbreviations,
    )


def understand(
    text: str, codes: tuple[str, ...] = (), *, only_codes: bool = False, abbreviations: Pairs | None = None
) -> Terms:
    """The terms of a question. Never raises; a quotation mark without its second is passed over.

    `codes` and `only_codes` are the question's own; `abbreviations` those of the archive, None: the shipped.
    """
    if only_codes:
        return _only(codes)

    def spread(run: tuple[Is, ...]) -> Node:
        return _spread(run, abbreviations)

    parsed = parse(text[:MOST_CHARACTERS], codes, spread)
    if parsed.tree is not None:
        return _of_tree(parsed, codes[:_MOST_CODES], text)
    terms = _ofas_words(parsed.text if parsed.notes else text, codes[:_MOST_CODES])
    return msgspec.structs.replace(terms, alike=alike(terms.plain, abbreviations), notes=parsed.notes)


def _ofas_words(text: str, codes: tuple[str, ...]) -> Terms:
    whole, text = text, text[:MOST_CHARACTERS]
    left = MOST_WORDS
    quoted = []
    for match in _QUOTED.finditer(text):
        words = as_words(match.group(1))[:left]
        if words:
            quoted.append(words)
            left -= len(words)
    unquoted = as_words(_QUOTED.sub(" ", text))
    plain = unquoted[:left]
    together = len(text.split()) == 1 < len(plain)
    used = sum(map(len, quoted)) + len(plain)
    cut = len(whole) > len(text) or sum(map(len, map(as_words, _QUOTED.findall(text)))) + len(unquoted) > used
    return Terms(plain, tuple(quoted), _labels(text), codes, False, together, used if cut and used else None)


def _labels(text: str) -> tuple[str, ...]:
    named = (text, *(match.group() for match in _SYMBOL_OR_DATE.finditer(text)))
    return tuple(dict.fromkeys(label for label in map(label_key, named) if label))


_READ_ON_PAGES = ("text", "title", "symbol", "code", "name")
"""Fields whose words stand on the pages of a document that has them, so that they are ranked and marked."""


def _of_tree(parsed: Parsed, codes: tuple[str, ...], text: str) -> Terms:
    """The terms of a question with operators: its words are those that a match may hold."""
    leaves = [leaf for node in (parsed.tree, *parsed.beside) if node for leaf in wanted(node)]
    plain: dict[Word, None] = {}
    quoted: dict[tuple[Word, ...], None] = {}
    left = MOST_WORDS
    for leaf in leaves:
        if isinstance(leaf, Is) and leaf.field in _READ_ON_PAGES and leaf.words:
            words = tuple(Word(exact, folded) for folded, exact in leaf.words)[:left]
            left -= len(words)
            if len(words) == 1:
                plain[words[0]] = None
            elif words:
                quoted[words] = None
    patterns = tuple(leaf for leaf in leaves if not isinstance(leaf, Is) and leaf.field in _READ_ON_PAGES)
    return Terms(
        tuple(plain),
        tuple(quoted),
        _labels(text)[1:],
        codes,
        first_words=MOST_WORDS if left <= 0 else None,
        tree=parsed.tree,
        patterns=tuple(dict.fromkeys(patterns)),
        notes=parsed.notes,
    )


def _spread(run: tuple[Is, ...], abbreviations: Pairs | None) -> Node:
    """Words beside each other as a node: all, or what may stand in their place; a phrase as a whole."""
    words = tuple(Word(exact, folded) for one in run for folded, exact in one.words)
    if len(run) == 1:
        whole = (one for one in alike(words, abbreviations) if one.end - one.first == len(words))
        others = tuple(_phrase(one.words) for one in whole)
        return Either((run[0], *others)) if others else run[0]
    found: list[Node] = []
    place = 0
    for one in alike(words, abbreviations):
        if one.first < place:
            continue  # a second reading of the same words
        found.extend(run[place : one.first])
        found.append(Either((_all(run[one.first : one.end]), _phrase(one.words))))
        place = one.end
    found.extend(run[place:])
    return _all(found)


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Both(tuple(nodes))


def _phrase(words: Sequence[Word]) -> Is:
    return Is("text", tuple((word.folded, word.exact) for word in words))


def _only(codes: tuple[str, ...]) -> Terms:
    used = codes[:_MOST_CODES]
    spellings = (spelling for code in used for spelling in _spellings(code))
    first_words = sum(len(word_keys(code)) for code in used) if len(codes) > len(used) else None
    return Terms((), tuple(dict.fromkeys(spellings)), (), used, True, True, first_words)


def _spellings(code: str) -> tuple[tuple[Word, ...], ...]:
    """The words of a code, its running number as it is printed and without zeros before it."""
    words = as_words(code)
    bare = words[-1].exact.lstrip("0") if words else ""
    return (words, (*words[:-1], Word(bare, bare))) if bare else (words,)


def label_key(text: str) -> str:
    """One spelling of a code, a symbol or a title: `[H1-1.1-01]`, `h1.1.1-1` and `H 1 1.1 01` are one."""
    parts = (
        part for exact, _ in word_keys(text[:MOST_CHARACTERS]) for part in _LETTERS_OR_DIGITS.findall(exact)
    )
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else keys(part)[1] for part in parts)
