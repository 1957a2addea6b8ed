"""How a question was understood (câu hỏi được hiểu là), in the words of a language."""

from collections.abc import Callable, Iterable
from datetime import date

from archive.index.parsing import Note
from archive.index.query import Between, Both, Either, Every, Is, Like, Near, Node, Without

Say = Callable[..., str]

_LONGEST = 300
"""Characters of the sentence; a longer one is cut."""


def spoken(node: Node, say: Say) -> str:
    """The tree as one sentence; ``say`` is the wording's."""
    text = _said(node, say)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def noted(notes: Iterable[Note], say: Say) -> tuple[str, ...]:
    """What was mended in the question, a sentence each."""
    return tuple(say(f"asked.{note.key}", **dict(note.values)) for note in notes)


def _said(node: Node, say: Say) -> str:
    match node:
        case Both(parts):
            kept = tuple(part for part in parts if not isinstance(part, Every)) or parts
            return say("understood.and").join(_grouped(part, say) for part in kept)
        case Either(parts):
            return say("understood.or").join(_grouped(part, say) for part in parts)
        case Without(part):
            return say("understood.not", what=_grouped(part, say))
        case Every():
            return say("understood.every")
        case Between():
            return _in_field(node.field, _range(node, say), say)
        case _:
            return _in_field(node.field, _words(node, say), say)


def _grouped(node: Node, say: Say) -> str:
    text = _said(node, say)
    return f"({text})" if isinstance(node, Both | Either) else text


def _in_field(field: str, what: str, say: Say) -> str:
    return what if field == "text" else say("understood.field", field=say(f"understood.{field}"), what=what)


def _words(node: Is | Like | Near, say: Say) -> str:
    match node:
        case Near():
            return say("understood.near", word=node.word, n=node.edits)
        case Like(pattern="*"):
            return say("understood.anything")
        case Like():
            return node.pattern
    if node.printed:
        return node.printed
    if node.field == "origin":
        return say(f"understood.origin_{node.words[0][0]}")
    exact = (".".join if node.field == "criterion" else " ".join)(word for _, word in node.words)
    if node.slop:
        return say("understood.slop", words=exact, n=node.slop)
    if node.field in ("symbol", "code"):
        return exact.upper()
    return f"“{exact}”" if node.field == "text" and len(node.words) > 1 else exact


def _range(node: Between, say: Say) -> str:
    low, high = (end and _printed(end) for end in (node.low, node.high))
    if low == high:
        return low or ""
    if low and high:
        return say("understood.between", low=low, high=high)
    return say("understood.to", high=high) if high else say("understood.since", low=low)


def _printed(value: str) -> str:
    """A day as it is written on paper; other values as they are."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value
