"""From a question understood to the documents that answer it (tập kết quả), as clauses for any engine.

All words first: where too few documents have them all, those that lack a word for each pair of neighbours
they have; then those with three quarters of the words, and so on. A document holds a word when one of its
pages or its label does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from archive.evidence.sight import Sight
from archive.index import query
from archive.index.alike import Word, readings
from archive.index.analysis import word_keys
from archive.index.clauses import (
    AllOf,
    Among,
    AnyOf,
    Anything,
    Clause,
    Fits,
    Has,
    Not,
    Resembles,
    Worth,
    room,
)
from archive.index.common import exact, mark
from archive.index.facets import natural
from archive.index.language import Terms
from archive.index.ranking import NEIGHBOURS, WORDS
from archive.index.rows import WIDEST

Values = Callable[[str], Iterable[str]]
"""The values that a field has in the whole index."""

FEW = 10  # documents; with fewer, those that hold most of the words are found too
_WHOLE = ("standard", "criterion", "box", "school_year", "origin", "date")
"""Fields that are asked for whole: box 1 is not box 11."""


def steps(terms: Terms, values: Values) -> Iterator[tuple[Clause, int]]:
    """From strict to lenient, each with the number of documents that is too few to stop at it."""
    if terms.tree is not None:
        yield clause_of(terms.tree, values), 0
        return
    if not terms.sequences:
        yield Anything(), 0
        return
    called = (named(terms), coded(terms))
    if terms.only_codes:
        yield AnyOf((*called, *(_run(words) for words in terms.quoted))), 0
        return
    required = tuple(_run(words) for words in terms.quoted)
    words = _held(terms)
    yield AnyOf((AllOf((*required, *words)), *called)), FEW
    either = (*words, *(neighbours(*two) for two in dict.fromkeys(pairwise(_keys(terms.plain)))))
    count = len(words)
    lenient = {count: FEW, count - count // 4: 1, count // 2: 1, 1: 1}
    for least, few in lenient.items():
        if 0 < least <= count and len(either) > 1:
            yield AnyOf((AllOf((*required, AnyOf(either, least))), *called)), few


def named(terms: Terms) -> Clause:
    """What bears one of the names asked for."""
    return Among("named", terms.labels)


def coded(terms: Terms) -> Clause:
    """What is filed under one of the codes asked for."""
    return Among("code", terms.codes)


def titled(terms: Terms) -> Clause:
    """What is called by the words asked for, in their order."""
    return _each(terms, "label_folded")


def phrased(terms: Terms) -> Clause:
    """What has the words asked for on its pages, in their order."""
    return _each(terms, "folded")


def holding(terms: Terms, least: int) -> Clause:
    """What holds ``least`` of the different plain words, and all that is quoted."""
    words = _held(terms)
    required = tuple(_run(words) for words in terms.quoted)
    return AllOf((*required, AnyOf(words, least))) if words else AllOf(required)


def worth(terms: Terms) -> Worth:
    """What decides between documents that hold the words somewhere."""
    words = folded(terms.plain)
    couples = tuple(dict.fromkeys(pairwise(_keys(terms.plain))))
    if terms.tree is not None or not words:
        words = folded(tuple(word for run in terms.sequences for word in run))
    share = WORDS / max(1, len(words))
    sets = tuple((beside(*couple), NEIGHBOURS / len(couples)) for couple in couples)
    return Worth(sets, tuple((word, share) for word in words))


def seen(sight: Sight) -> tuple[Clause, ...]:
    """What holds of all that may be seen."""
    marks = sight.marks()
    return () if marks is None else (Among("sight", marks),)


def folded(words: Sequence[Word]) -> tuple[str, ...]:
    """The different words, without marks."""
    return tuple(dict.fromkeys(_keys(words)))


def neighbours(first: str, second: str) -> Clause:
    """Two words beside each other on a page."""
    near = beside(first, second)
    return near if exact(first, second) else AllOf((near, Has("folded", (first, second))))


def beside(first: str, second: str) -> Clause:
    """The same roughly, and fast: some of what has it does not have the two words so."""
    return Among("pairs", (mark(first, second),))


def clause_of(node: query.Node, values: Values) -> Clause:
    """A tree of operators as a clause."""
    match node:
        case query.Both(parts):
            return AllOf(tuple(clause_of(part, values) for part in parts))
        case query.Either(parts):
            return AnyOf(tuple(clause_of(part, values) for part in parts))
        case query.Without(part):
            return Not(clause_of(part, values))
        case query.Every():
            return Anything()
        case query.Between():
            return _between(node, values)
        case query.Is():
            return _is(node, values)
        case query.Like(field, pattern):
            if field in _WHOLE:
                return _valued(field, values, lambda value: _fits(value.casefold(), pattern))
            return Fits(_words_of(field), pattern)
        case query.Near(field, word, edits):
            if field in _WHOLE:
                return _is(query.Is(field, ((word, word),)), values)
            return Resembles(_words_of(field), word, edits)


def _is(leaf: query.Is, values: Values) -> Clause:
    if not leaf.words:
        return AnyOf(())
    words = tuple(word for word, _ in leaf.words)
    very = tuple(exact for _, exact in leaf.words)
    if leaf.field in _WHOLE:
        return _valued(leaf.field, values, lambda value: _keys_of(value) == words)
    slop = room(len(words), min(max(0, leaf.slop), WIDEST))
    if leaf.field == "text":
        if leaf.marked:
            return AnyOf((Has("exact", very, slop), Has("label_exact", very, slop)))
        if len(words) == 1:
            return Among("words", words)
        return AnyOf((Has("folded", words, slop), Has("label_folded", words, slop)))
    found: Clause = Has(_words_of(leaf.field), words, slop)
    if not leaf.marked:
        return found
    if leaf.field in ("issuer", "type"):
        return AllOf((found, _valued(leaf.field, values, lambda value: _contains(value, very))))
    return AllOf((found, Has("label_exact", very, slop)))


def _between(leaf: query.Between, values: Values) -> Clause:
    low = natural(leaf.low) if leaf.low is not None else None
    high = natural(leaf.high) if leaf.high is not None else None
    if leaf.field not in (*_WHOLE, "code", "type", "issuer"):
        return AnyOf(())
    return _valued(
        leaf.field,
        values,
        lambda value: (low is None or natural(value) >= low) and (high is None or natural(value) <= high),
    )


def _valued(field: str, values: Values, fits: Callable[[str], bool]) -> Clause:
    return Among(field, tuple(value for value in values(field) if fits(value)))


def _fits(value: str, pattern: str) -> bool:
    """Whether a value is of a shape: ``*`` any run of letters, ``?`` any one; in time linear in both."""
    states = {0}
    for letter in value:
        states = {
            after
            for state in _free(states, pattern)
            if state < len(pattern)
            for after in ((state,) if pattern[state] == "*" else (state + 1,))
            if pattern[state] in ("*", "?", letter)
        }
    return len(pattern) in _free(states, pattern)


def _free(states: Iterable[int], pattern: str) -> set[int]:
    reached = set(states)
    for place, letter in enumerate(pattern):
        if letter == "*" and place in reached:
            reached.add(place + 1)
    return reached


def _words_of(field: str) -> str:
    return "words" if field == "text" else f"in_{field}"


def _contains(value: str, words: tuple[str, ...]) -> bool:
    exact = tuple(key for key, _ in word_keys(value))
    return any(exact[place : place + len(words)] == words for place in range(len(exact)))


def _keys_of(value: str) -> tuple[str, ...]:
    return tuple(key for _, key in word_keys(value))


def _keys(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


def _run(words: Sequence[Word]) -> Clause:
    """A phrase on a page or in the label."""
    keys = _keys(words)
    if len(keys) == 1:
        return Among("words", keys)
    return AnyOf((_phrase("folded", keys), Has("label_folded", keys)))


def _phrase(field: str, keys: tuple[str, ...]) -> Clause:
    if len(keys) == 2 and field == "folded":
        return neighbours(*keys)
    run = Has(field, keys)
    # Where its pairs may stand is known at once; only there places are looked at.
    couples = dict.fromkeys(pairwise(keys)) if field == "folded" else ()
    return AllOf((*(beside(*couple) for couple in couples), run)) if couples else run


def _held(terms: Terms) -> tuple[Clause, ...]:
    """Each different plain word, or what may stand in its place."""
    return tuple(_word(terms, word) for word in folded(terms.plain))


def _word(terms: Terms, word: str) -> Clause:
    others = (one.words for one in terms.alike if word in _keys(terms.plain[one.first : one.end]))
    runs = tuple(_run(words) for words in others)
    own = Among("words", (word,))
    return AnyOf((own, *runs)) if runs else own


def _each(terms: Terms, field: str) -> Clause:
    runs = []
    for words in terms.sequences:
        read = (words, *(readings(words, terms.alike) if words is terms.plain else ()))
        phrases = tuple(_phrase(field, _keys(one)) for one in read)
        runs.append(AnyOf(phrases) if len(phrases) > 1 else phrases[0])
    return AnyOf(tuple(runs)) if terms.only_codes else AllOf(tuple(runs))
