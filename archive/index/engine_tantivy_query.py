"""Clauses as queries of tantivy (truy vấn)."""

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur, Query

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
    spreads,
)

_PLAIN = set("abcdefghijklmnopqrstuvwxyz0123456789")


def query_of(schema: tantivy.Schema, clause: Clause) -> Query:
    """The query that finds what a clause has; what it scores means nothing."""
    match clause:
        case Anything():
            return Query.all_query()
        case AllOf(parts):
            return _all(schema, parts)
        case AnyOf(parts, least):
            # A union is slower than what it is of, so none is made of one part, or of nothing.
            some = [(Occur.Should, query_of(schema, part)) for part in parts if not _is_empty(part)]
            if least > len(some):
                return Query.empty_query()
            if least == 1:
                return some[0][1] if len(some) == 1 else Query.boolean_query(some)
            return Query.boolean_query(some, minimum_number_should_match=least)
        case Not(part):
            return Query.boolean_query(
                [(Occur.Must, Query.all_query()), (Occur.MustNot, query_of(schema, part))]
            )
        case _:
            return _leaf(schema, clause)


def _all(schema: tantivy.Schema, parts: Sequence[Clause]) -> Query:
    clauses = [
        (Occur.MustNot, query_of(schema, part.part))
        if isinstance(part, Not)
        else (Occur.Must, query_of(schema, part))
        for part in _flat(parts)
    ]
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def _leaf(schema: tantivy.Schema, clause: Has | Among | Fits | Resembles) -> Query:
    match clause:
        case Among(field, values):
            if len(values) == 1:
                return Query.term_query(schema, field, values[0], "basic")
            return Query.term_set_query(schema, field, list(values)) if values else Query.empty_query()
        case Has(field, (word,)):
            return Query.term_query(schema, field, word, "basic")
        case Has(field, words, slop):
            spread = [Query.phrase_query(schema, field, places) for places in spreads(words, slop)]
            return Query.boolean_query([(Occur.Should, query) for query in spread])
        case Fits(field, pattern):
            return Query.regex_query(schema, field, "".join(map(_as_regex, pattern)))
        case Resembles(field, word, edits):
            return Query.fuzzy_term_query(schema, field, word, edits, transposition_cost_one=False)


def _flat(parts: Sequence[Clause]) -> Iterator[Clause]:
    for part in parts:
        if isinstance(part, AllOf):
            yield from _flat(part.parts)
        elif not isinstance(part, Anything):
            yield part


def _as_regex(letter: str) -> str:
    if letter in "*?":
        return ".*" if letter == "*" else "."
    return letter if letter in _PLAIN or not letter.isascii() else f"\\x{ord(letter):02x}"


def _is_empty(clause: Clause) -> bool:
    return isinstance(clause, Among) and not clause.values
