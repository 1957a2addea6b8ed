"""From what a person typed to a question (câu hỏi): the editions' styles find the codes in it."""

import re

import msgspec

from archive.abbreviations import Pairs
from archive.catalogue import Catalogue
from archive.evidence.cycles import Cycles
from archive.index.analysis import word_keys
from archive.index.hits import Question
from archive.index.language import MOST_CHARACTERS

_LIKE = re.compile(r"\s*(?:giống|giong|like)\s*:\s*(\S.*?)\s*", re.IGNORECASE)


def question_of(
    text: str,
    cycles: Cycles,
    limit: int = 20,
    offset: int = 0,
    filters: tuple[tuple[str, str], ...] = (),
    abbreviations: Pairs | None = None,
) -> Question:
    """The question, with the codes found in it in their plain form, each once, in the order typed.

    ``abbreviations`` are the archive's; None: those of the program. ``giống:`` before a code, or before a
    document's digest, and nothing else, asks for what is like it.
    """
    codes: dict[str, None] = {}
    others: list[str] = []
    place = 0
    for coded, found in cycles.find(text[:MOST_CHARACTERS]):
        codes[coded.plain] = None
        others.append(text[place : found.start])
        place = found.end
    only = bool(codes) and not word_keys(" ".join((*others, text[place:])))
    like = _LIKE.fullmatch(text)
    return Question(
        text,
        limit,
        offset,
        filters,
        tuple(codes),
        only,
        abbreviations=abbreviations,
        like=next(iter(codes), like[1].lower()) if like else None,
    )


def in_every_cycle(question: Question, catalogue: Catalogue) -> Question:
    """The question, with the codes that the pieces asked for have in other cycles."""
    others = [other for code in question.codes for other in catalogue.shelf.other_codes(code)]
    if not others:
        return question
    return msgspec.structs.replace(question, codes=tuple(dict.fromkeys((*question.codes, *others))))
