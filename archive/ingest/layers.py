"""Layers: a page's text as its PDF has it, judged, and put right where that can be done without OCR."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.evidence.documents import GRID, Origin, Word
from archive.ingest.coverage import covered, is_unread, joined
from archive.ingest.judge import Verdict, Why, judge
from archive.ingest.layout import MOST_CHARACTERS, MOST_OBJECTS, in_order
from archive.ingest.legacy import converted, encoding_of, put_right
from archive.ingest.lettering import Box, Lettering, as_text
from archive.ingest.pdf import SCAN, PdfPage
from archive.ingest.pdf_text import PageText, Shapes

_UNSEEN = 0.5
"""Share of text drawn invisibly from which the layer is somebody's OCR."""

_SCAN_WORDS = 30
_SCAN_HEIGHT = GRID * 3 // 20
"""A scan's layer has so many words over so much of the page, or it is a stamp put on it, not its text: a
digital signature's *Ký bởi …* has some twenty in a box of 4 cm."""

_FEW_GOOD = 0.6
"""Share of words among a page's few that have to be words."""

_CURVES = 60
"""Letters drawn as curves from which they count. An emblem has fewer."""

_PLAIN = frozenset(
    "".join(map(chr, range(32, 127)))
    + "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯàáâãèéêìíòóôõùúýăđĩũơư–—‘’“”…•°²³×·±½«» \n"
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
)
"""Characters of papers in Unicode."""

_ODD = 0.02
"""Share of other characters from which the fonts are looked at. Where all are of the old kind it is 0.2."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What the file says a page's text is. ``words`` are ``text.split()`` in order.

    ``good``: it is text; if not, the page is for OCR. ``why`` is a value of ``judge.Why``. ``unread`` are the
    boxes, in units of 1/GRID, of pictures that may hold text that is not in the layer; none where not good.
    """

    origin: Origin
    text: str
    words: tuple[Word, ...]
    good: bool
    why: str
    unread: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    lettering: Lettering
    spelled: Sequence[str]
    verdict: Verdict
    why: Why
    origin: Origin = "text"


def layer_of(page: PdfPage) -> Layer:
    """The text layer of a page, by the cheapest way that gives text.

    pdfium's words; the same in Unicode, if fonts or letters are of the old kind; pdfplumber's words, and the
    same in Unicode. Raises ``ReadFault`` for a page that has more than a page can have.
    """
    with page.layer() as layer:
        lettering, shapes = layer.words(), layer.shapes()
        pictures = joined(shapes.pictures)
        scan = covered(shapes.pictures) >= SCAN
        drafts = list(_drafts(layer, lettering, shapes, scan or shapes.unseen > _UNSEEN))
    best = drafts[-1]
    if not _will_do(best.verdict) and _may_be_sorted(shapes, lettering, scan):
        best = _better(_sorted_out(page), best)
    return _decided(best if best.verdict.good else _better(best, drafts[0]), shapes, pictures, scan)


def _will_do(verdict: Verdict) -> bool:
    """Whether no other way will find more: the text is good, or so little of it as there is."""
    return verdict.good or (verdict.why is Why.HARDLY and verdict.score >= _FEW_GOOD)


def _better(found: _Draft | None, before: _Draft) -> _Draft:
    if found and (found.verdict.good or (found.verdict.why is Why.HARDLY and _will_do(found.verdict))):
        return found
    return before


def _drafts(layer: PageText, lettering: Lettering, shapes: Shapes, copied: bool) -> Iterator[_Draft]:
    """The layer as it is, then as it is in Unicode, if it may be better so. The last one is the best."""
    first = _judged(lettering, lettering.words, copied)
    yield first
    if any(map(encoding_of, shapes.fonts)) or _is_odd(lettering.text):
        yield from _in_unicode(layer.pieces(), first, copied)


def _is_odd(text: str) -> bool:
    strange = set(text) - _PLAIN
    return bool(strange) and sum(map(text.count, strange)) > _ODD * len(text)


def _judged(
    lettering: Lettering, words: Sequence[str], copied: bool, why: Why | None = None, origin: Origin = "text"
) -> _Draft:
    right = put_right(words)
    spelled = words if right is None else right
    text = "".join(word + end for word, end in zip(spelled, lettering.ends, strict=True))
    verdict = judge(text, copied)
    why = why or (Why.LETTERS if right and verdict.good else None) or verdict.why
    return _Draft(lettering, spelled, verdict, why if verdict.good else verdict.why, origin)


def _in_unicode(lettering: Lettering, before: _Draft, copied: bool) -> Iterator[_Draft]:
    found = converted(lettering)
    if found:
        words, why = found
        draft = _judged(lettering, words, copied, why, before.origin)
        if draft.verdict.good or not before.verdict.good:
            yield draft


def _may_be_sorted(shapes: Shapes, lettering: Lettering, scan: bool) -> bool:
    letters = sum(map(len, lettering.words))
    return (
        not scan and not shapes.crowded and 0 < letters <= MOST_CHARACTERS and shapes.objects <= MOST_OBJECTS
    )


def _sorted_out(page: PdfPage) -> _Draft | None:
    """What pdfplumber makes of the page."""
    try:
        lettering = in_order(page.alone())
    except Exception:
        # Whatever another reader of PDF raises over a page that pdfium has read, OCR can still read it.
        return None
    if lettering is None:
        return None
    first = _judged(lettering, lettering.words, False, Why.ORDER, "layout")
    return [first, *_in_unicode(lettering, first, False)][-1]


def _decided(draft: _Draft, shapes: Shapes, pictures: tuple[Box, ...], scan: bool) -> Layer:
    text, words = as_text(draft.lettering, draft.spelled)
    letters = sum(len(word.text) for word in words)
    good, why = draft.verdict.good, draft.why
    unseen = shapes.unseen > _UNSEEN and not scan
    if good and scan:
        good, why = (True, why) if _is_of_the_page(words) else (False, Why.HARDLY)
    elif unseen and words and not (good and pictures):
        good, why = False, Why.UNSEEN
    elif why is Why.HARDLY and not scan and _will_do(draft.verdict):
        curves = shapes.crowded or shapes.outlines > max(_CURVES, letters)
        good, why = (False, Why.CURVES) if curves else (True, Why.FEW)
    if shapes.outlined and shapes.outlines > max(_CURVES, letters // 2):
        pictures = (*pictures, shapes.outlined)
    unread = tuple(box for box in pictures if is_unread(box, words)) if good and not scan else ()
    return Layer(draft.origin, text, words, good, why.value, unread)


def _is_of_the_page(words: tuple[Word, ...]) -> bool:
    if len(words) < _SCAN_WORDS:
        return False
    return max(word.bottom for word in words) - min(word.top for word in words) >= _SCAN_HEIGHT
