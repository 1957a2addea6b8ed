"""From what a person typed to a question (câu hỏi): the edition's style finds the codes in it."""

from archive.evidence.codes import CodeStyle
from archive.index.analysis import word_keys
from archive.index.hits import Question
from archive.index.language import MOST_CHARACTERS


def question_of(
    text: str, style: CodeStyle, limit: int = 20, offset: int = 0, filters: tuple[tuple[str, str], ...] = ()
) -> Question:
    """The question, with the codes found in it in their plain form, each once, in the order typed."""
    codes: dict[str, None] = {}
    others: list[str] = []
    place = 0
    for found in style.find(text[:MOST_CHARACTERS]):
        codes[style.plain_of(found.code)] = None
        others.append(text[place : found.start])
        place = found.end
    only = bool(codes) and not word_keys(" ".join((*others, text[place:])))
    return Question(text, limit, offset, filters, tuple(codes), only)
