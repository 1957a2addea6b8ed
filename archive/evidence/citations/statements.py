"""Statements of a report: its sentences, and which of those under Mô tả hiện trạng no evidence stands behind.

Each statement there has to have its evidence (CV 5932). Codes stand behind what they prove: in the sentence,
right after it, at the end of the paragraph or of the list, or in a line of their own after them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from archive.evidence.citations.headings import Placed, Standing
from archive.evidence.citations.paragraphs import Paragraph
from archive.evidence.letters import fold

Spans = Sequence[tuple[int, int]]
"""The stretches of a paragraph that are codes, or marks of notes that have codes, from left to right."""

_CODE = "\x00"
_STOP = re.compile(r"[.!?…](?:[”\")\]]*(?=\s|\Z)|(?=\x00))")
_OPENERS = '“"([-–+•*\x00'
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|ThS|Ths|Th\.S|TS|GS|PGS|BS|KS|CN|NGƯT|NGND|Tr|tr|P|Q|T|đ/c|Đ/c|TX|Tx|STT|vv|v\.v)|\b\w)\.\Z"
)
_BARE = re.compile(r"(?:[\s\x00.,;:()\[\]&+–-]|\b(?:va|den|xem|cac|ma|minh chung)\b)*")
_EVIDENCE_LINE = re.compile(r"\W*(?:cac\s+|ma\s+)?minh chung\b")
_ITEM = re.compile(r"\s*[-+*•–—▪●○]\s")
_GOES_ON = re.compile(r"[:;,]\s*\Z")

_FEWEST_WORDS = 6
_LONGEST = 2_000
"""Letters of a sentence that are looked at."""

_LIKE = 0.85

_NO_STATEMENT = re.compile(
    r"\W*(?:khong co\b|khong\W*\Z|nhu vay\b|tom lai\b|ket luan\b|tu danh gia\b|danh gia chung\b"
    r"|(?:doi chieu|can cu)\b.*\btu danh gia\b"
    r"|(?:tieu chi|chi bao|muc)\b.{0,60}\b(?:dat|khong co)\b)"
    r"|.*\b(?:sau|sau day|duoi day|kem theo)\W*\Z",
    re.DOTALL,
)
"""Sentences, folded, that state nothing to be proved: there is nothing, it follows, or comes next."""

_ACCOUNTED = re.compile(
    r"\bminh chung\b.*\b(?:khong con|khong luu|chua luu|khong thu thap|that lac|hu hong|bi mat)\b"
    r"|\b(?:khong con|khong luu|chua luu|that lac|hu hong|bi mat)\b.*\bminh chung\b"
    r"|\b(?:nhu|da)\s+(?:da\s+)?(?:duoc\s+)?(?:neu|mo ta|trinh bay)\b.*\btieu chi\s+\d",
    re.DOTALL,
)
"""Sentences that say why there is no evidence, as the regulation asks, or where in the report it is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph; ``coded`` when it, or what stands right behind it, is proved by a code."""

    start: int
    end: int
    coded: bool


@dataclass(frozen=True, slots=True)
class Bare:
    """Statements that no evidence stands behind, from the first to the last of a paragraph."""

    paragraph: Paragraph
    standing: Standing
    start: int
    end: int


def sentences(paragraph: Paragraph, spans: Spans, start: int = 0) -> tuple[Sentence, ...]:
    """The sentences from ``start`` on. Codes that stand behind a sentence are part of it."""
    text = _masked(paragraph.text, spans)
    found: list[Sentence] = []
    begin = start
    for end in (*_stops(text, start), len(text)):
        said = text[begin:end]
        codes = len(said) - len(said.lstrip("\x00 \n.,;:()[]"))
        if found and _CODE in said[:codes]:
            found[-1] = Sentence(found[-1].start, begin + codes, True)
            begin, said = begin + codes, said[codes:]
        if said.strip():
            lead = len(said) - len(said.lstrip())
            found.append(Sentence(begin + lead, begin + len(said.rstrip()), _CODE in said))
        begin = end
    return tuple(found)


def bare(
    report: Iterable[Placed],
    spans_of: Callable[[Paragraph], Spans],
    quoted: Mapping[str, Sequence[str]],
) -> Iterator[Bare]:
    """The statements under Mô tả hiện trạng without evidence.

    ``quoted`` has the words of each criterion's indicators, which reports repeat before they answer them.
    """
    unit: list[tuple[Placed, tuple[Sentence, ...]]] = []
    waiting: list[Bare] = []
    for one in report:
        spans = spans_of(one.paragraph)
        found = sentences(one.paragraph, spans, one.start)
        if unit and not _belongs(unit[-1][0], one, spans, len(unit) > 1):
            waiting += _unproved(unit, quoted)
            unit = []
        if waiting and waiting[-1].standing != one.standing:
            yield from waiting
            waiting = []
        if _is_evidence_line(one, spans):
            # "Minh chứng: …" at the end of an indicator proves all of it.
            unit, waiting = [], []
        elif one.standing.describing and found:
            unit.append((one, found))
    yield from waiting
    yield from _unproved(unit, quoted)


def _belongs(before: Placed, one: Placed, spans: Spans, listing: bool) -> bool:
    """Whether a paragraph goes on with what the one before began: a list, or codes of their own."""
    if before.standing != one.standing:
        return False
    if spans and is_bare(one, spans):
        return True
    item = _ITEM.match(one.paragraph.text, one.start) is not None
    return _GOES_ON.search(before.paragraph.text) is not None or (item and listing)


def is_bare(one: Placed, spans: Spans) -> bool:
    """Whether a paragraph says nothing but its codes."""
    return _BARE.fullmatch(fold(_masked(one.paragraph.text, spans)[one.start :])) is not None


def _is_evidence_line(one: Placed, spans: Spans) -> bool:
    named = _EVIDENCE_LINE.match(fold(one.paragraph.text), one.start) is not None
    return named and bool(spans) and is_bare(one, spans)


def _unproved(
    unit: Sequence[tuple[Placed, tuple[Sentence, ...]]], quoted: Mapping[str, Sequence[str]]
) -> Iterator[Bare]:
    """What comes behind the last code of a unit."""
    flat = [(one, sentence) for one, found in unit for sentence in found]
    proved = [
        number
        for number, (one, sentence) in enumerate(flat)
        if sentence.coded or _is_accounted(one, sentence)
    ]
    left = flat[proved[-1] + 1 :] if proved else flat
    left = [(one, sentence) for one, sentence in left if _states(one, sentence, quoted)]
    if left:
        first, last = left[0], left[-1]
        end = last[1].end if last[0] is first[0] else len(first[0].paragraph.text)
        yield Bare(first[0].paragraph, first[0].standing, first[1].start, end)


def _states(one: Placed, sentence: Sentence, quoted: Mapping[str, Sequence[str]]) -> bool:
    text = one.paragraph.text[max(sentence.start, sentence.end - _LONGEST) : sentence.end]
    words = _words(text)
    quotes = quoted.get(one.standing.criterion or "", ())
    return (
        len(words) >= _FEWEST_WORDS
        and text.rstrip('”") ').endswith((".", "!", "…"))
        and not _NO_STATEMENT.match(fold(text))
        and not any(_alike(words, _words(quote[:_LONGEST])) for quote in quotes)
    )


@lru_cache(maxsize=1_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def _alike(words: tuple[str, ...], quote: tuple[str, ...]) -> bool:
    enough = _LIKE * len(words)
    if sum(map(set(quote).__contains__, words)) < enough:
        return False
    matcher = SequenceMatcher(None, words, quote, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) >= enough


def _is_accounted(one: Placed, sentence: Sentence) -> bool:
    text = one.paragraph.text[max(sentence.start, sentence.end - _LONGEST) : sentence.end]
    return _ACCOUNTED.search(fold(text)) is not None


def _stops(text: str, start: int) -> Iterator[int]:
    for stop in _STOP.finditer(text, start):
        behind = text[stop.end() : stop.end() + 20].lstrip()[:1]
        begins = not behind or behind.isupper() or behind.isdigit() or behind in _OPENERS
        if begins and not _ABBREVIATED.search(text, max(start, stop.start() - 8), stop.start() + 1):
            yield stop.end()


def _masked(text: str, spans: Spans) -> str:
    """The text, equally long, with codes that are no letters and no end of a sentence."""
    parts = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], _CODE * (end - start)]
        done = end
    return "".join((*parts, text[done:]))
