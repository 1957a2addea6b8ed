"""A question with operators as a tree (phân tích câu hỏi), within bounds; mistakes are mended and noted.

From loose to tight: OR, then AND (with ANDNOT, ANDMAYBE, REQUIRE), then words beside each other, then NOT.
An operator therefore takes all the words up to the next one, for a Vietnamese word is two or three of ours.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from archive.index.fields import RANGED
from archive.index.lexing import Kind, Part, bounds, parts
from archive.index.patterns import Matcher, matcher
from archive.index.query import Both, Either, Every, Field, Is, Like, Node, Without
from archive.index.values import between, coded, value, words

MOST_PARTS = 64  # words, phrases and values; bounds the time of an answer
MOST_PATTERNS = 8  # of these with * ? or ~
MOST_DEPTH = 12  # brackets within brackets

_ENDS = ("close", "or", "and", "and-not", "maybe")
"""Kinds at which words beside each other end."""

Spread = Callable[[tuple[Is, ...]], Node]
"""Makes one node of words that stand beside each other."""


class Note(msgspec.Struct, frozen=True):
    """What was mended in a question: the wording's key below ``asked.``, and the values of its sentence."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


class Parsed(msgspec.Struct, frozen=True):
    """The tree, what was mended in it, and the words that ANDMAYBE names beside it.

    ``tree`` is None where the question is only words and phrases, or nothing.
    """

    tree: Node | None
    notes: tuple[Note, ...] = ()
    beside: tuple[Node, ...] = ()
    text: str = ""
    """The words and phrases alone, where there are notes and no tree."""


def parse(text: str, codes: Sequence[str], spread: Spread) -> Parsed:
    """The question as a tree. Never raises. ``codes`` are those found in it, as they are printed."""
    found = parts(text)
    parser = _Parser(found, codes, spread)
    tree = parser.either()
    while parser.place < len(parser.parts):  # a bracket that closes nothing
        parser.note("brackets")
        parser.place += 1
        tree = _both([tree, parser.either()])
    if not parser.meant or tree is None:
        # Brackets and strokes of ordinary text; but what was meant as an operator or a value is told.
        told = tuple(note for note in parser.notes if note.key not in ("brackets", "depth"))
        return Parsed(None, told, text=" ".join(_words_alone(found)))
    return Parsed(_positive(tree), tuple(parser.notes), tuple(parser.beside))


class _Parser:
    def __init__(self, found: tuple[Part, ...], codes: Sequence[str], spread: Spread) -> None:
        self.parts = found
        self.place = 0
        self.notes: dict[Note, None] = {}
        self.beside: list[Node] = []
        self.meant = False
        """Something was asked that plain words and phrases cannot."""
        self._codes = codes
        self._spread = spread
        self._left = MOST_PARTS
        self._patterns = MOST_PATTERNS
        self._depth = 0

    def note(self, key: str, **values: str) -> None:
        self.notes[Note(key, tuple(values.items()))] = None

    def either(self, field: Field = "text") -> Node | None:
        """Parts with OR between them, up to a closing bracket or the end."""
        found = [self._all(field)]
        while self._took("or"):
            left = next((node for node in reversed(found) if node), None)
            found.append(self._operand(self._all(field), left, "OR"))
        return _joined(found, Either)

    def _all(self, field: Field) -> Node | None:
        left = self._beside(field)
        while operator := self._took("and", "and-not", "maybe"):
            right = self._operand(self._beside(field), left, operator.text)
            if right is not None and left is not None:
                if operator.kind == "maybe":
                    self.beside.append(right)
                    continue
                right = _without(right) if operator.kind == "and-not" else right
            left = _both([left, right])
        return left

    def _operand(self, right: Node | None, left: Node | None, operator: str) -> Node | None:
        """What stands right of an operator; without something on both sides it is passed over."""
        if right is None or left is None:
            self.note("operator", operator=operator)
        else:
            self.meant = True
        return right

    def _beside(self, field: Field) -> Node | None:
        """What stands beside each other without an operator."""
        found: list[Node | None] = []
        while self.place < len(self.parts) and not self._ends():
            kind = self.parts[self.place].kind
            found.append(self._not(field) if kind == "not" else self._one(field))
        return _both(self._together(found))

    def _not(self, field: Field) -> Node | None:
        turned = False
        operator = ""
        while part := self._took("not"):
            turned, operator = not turned, part.text
        node = self._negated(field)
        if node is None:
            self.note("operator", operator=operator)
            return None
        self.meant = True
        return _without(node) if turned else node

    def _negated(self, field: Field) -> Node | None:
        """What a NOT takes away: words beside each other are one thing, a phrase."""
        run: list[tuple[str, str]] = []
        while self.place < len(self.parts) and not self._ends():
            before = self.place
            word = self.parts[before].kind == "word"
            if run and not word:
                break
            one = self._one(field)
            if word and isinstance(one, Is):
                run.extend(one.words)
            elif run and one is not None:
                self.place = before  # a pattern stands for itself
                break
            elif one is not None:
                return one
        if not run:
            return None
        phrase = Is(field, tuple(run))
        return self._spread((phrase,)) if field == "text" else phrase

    def _ends(self) -> bool:
        return self.parts[self.place].kind in _ENDS

    def _one(self, field: Field) -> Node | None:
        part = self.parts[self.place]
        self.place += 1
        if part.kind == "open":
            return self._group(field)
        if part.kind == "field" and part.field:
            return self._field(part.field, part.text)
        if self._left <= 0:
            self.note("first_parts", n=str(MOST_PARTS))
            return None
        if part.kind == "quoted":
            node = words(field, part.text, part.slop)
            self.meant = self.meant or bool(part.slop and len(node.words) > 1)
            return self._counted(node if node.words else None)
        if part.unknown:
            self.note("no_field", name=part.text.partition(":")[0])
        return self._matched(field, part.text)

    def _matched(self, field: Field, text: str) -> Node | None:
        found: Matcher = matcher(field, text)
        if found.patterned and self._patterns <= 0:
            self.note("first_patterns", n=str(MOST_PATTERNS))
            return None
        self._patterns -= found.patterned
        self.meant = self.meant or found.patterned
        return self._counted(found.node)

    def _counted(self, node: Node | None) -> Node | None:
        self._left -= node is not None
        return node

    def _group(self, field: Field) -> Node | None:
        if self._depth >= MOST_DEPTH:
            self.note("depth", n=str(MOST_DEPTH))
            return None  # its parts go on in the bracket around it
        self._depth += 1
        node = self.either(field)
        self._depth -= 1
        if self._took("close") is None:
            self.note("brackets")
        return node

    def _field(self, field: Field, name: str) -> Node | None:
        part = self.parts[self.place] if self.place < len(self.parts) else None
        if part is None or part.kind not in ("word", "quoted", "range", "open") or self._left <= 0:
            return self._as_words(name)
        self.place += 1
        if part.kind == "open":
            self.meant = True
            return self._group(field)
        if part.kind == "range":
            node = self._range(field, part.text)
            if node is None:
                self.note("no_range" if field not in RANGED else "no_value", name=name, value=part.text)
                return self._as_words(part.text)
        else:
            node = self._value(field, part)
            if node is None:
                self.note("no_value", name=name, value=part.text)
                return self._as_words(part.text)
        self.meant = True
        return self._counted(node)

    def _range(self, field: Field, text: str) -> Node | None:
        ends = bounds(text) if field in RANGED else None
        return between(field, ends, text[0] + text[-1]) if ends else None

    def _value(self, field: Field, part: Part) -> Node | None:
        if field == "code" and not set("*?~") & set(part.text):
            return coded(part.text, self._codes)
        if field in RANGED or field == "origin":
            return Like(field, "*") if part.text == "*" else value(field, part.text.rstrip(",;."))
        if part.kind == "quoted":
            node = words(field, part.text, part.slop)
            return node if node.words else None
        if part.text == "*":
            return Like(field, "*")
        return self._matched(field, part.text)

    def _as_words(self, text: str) -> Node | None:
        """What was meant as a value, searched as words."""
        return _both([Is("text", (pair,)) for pair in words("text", text).words])

    def _took(self, *kinds: Kind) -> Part | None:
        part = self.parts[self.place] if self.place < len(self.parts) else None
        if part is None or part.kind not in kinds:
            return None
        self.place += 1
        return part

    def _together(self, found: Iterable[Node | None]) -> list[Node | None]:
        """Words beside each other as one node, which knows their abbreviations."""
        made: list[Node | None] = []
        run: list[Is] = []
        for node in (*found, None):
            if isinstance(node, Is) and node.field == "text" and len(node.words) == 1:
                run.append(node)
                continue
            if run:
                made.append(self._spread(tuple(run)))
                run = []
            made.append(node)
        return made


def _words_alone(found: Iterable[Part]) -> Iterator[str]:
    for part in found:
        if part.kind == "range":
            yield " ".join(bounds(part.text) or ())
        elif part.kind in ("word", "quoted"):
            yield f'"{part.text}"' if part.kind == "quoted" else part.text


def _without(node: Node) -> Node:
    return node.part if isinstance(node, Without) else Without(node)


def _both(found: Iterable[Node | None]) -> Node | None:
    return _joined(found, Both)


def _joined(found: Iterable[Node | None], kind: type[Both] | type[Either]) -> Node | None:
    there = tuple(node for node in found if node is not None)
    flat: list[Node] = []
    for node in there:
        flat.extend(node.parts if isinstance(node, Both | Either) and isinstance(node, kind) else (node,))
    unique = tuple(dict.fromkeys(flat))
    return kind(unique) if len(unique) > 1 else (unique[0] if unique else None)


def _positive(node: Node) -> Node:
    """The tree with something beside every NOT that it is taken from."""
    match node:
        case Both(inner):
            made = tuple(one if isinstance(one, Without) else _positive(one) for one in inner)
            only_not = all(isinstance(one, Without) for one in made)
            kept = tuple(Without(_positive(one.part)) if isinstance(one, Without) else one for one in made)
            return Both((Every(), *kept)) if only_not else Both(kept)
        case Either(inner):
            return Either(tuple(map(_positive, inner)))
        case Without(part):
            return Both((Every(), Without(_positive(part))))
    return node
