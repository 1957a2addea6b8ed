"""Recognition: one page's picture to its text, turned upright, levelled and cleaned where it needs that.

A page is first read as it stands. What reads well is done; only what reads poorly is looked at again. So a
page that needs nothing costs nothing, and one that needs something costs a second reading.
"""

import math
from dataclasses import replace

import msgspec
from PIL import Image

from archive.evidence.documents import GRID, Page, Word, mean_confidence
from archive.evidence.syllables import is_syllable
from archive.ingest import ocr, prepare
from archive.ingest.columns import reading_order
from archive.ingest.limits import Limits
from archive.ingest.ocr import Recognised

_UPRIGHT = 0.75
"""Mean confidence from which a page stands upright, where it has some words. Upright pages have 0.8 to 0.96
but for a few forms and dark tables, others at most 0.5 but for a few words."""

_SOME = 2000
"""Weight of a reading (see ``Recognised``) from which it has some words: fifty letters, well recognised."""

_TELLING = 500
"""Weight from which the middle of a page tells how it stands; the right way has three times any other."""

_MANY_WORDS = 25
_SYLLABLES = 0.45
"""Vietnamese syllables with marks, so many and such a share of the words, from which a page stands upright
however poorly it reads. Upright pages have 0.5 to 0.9, others at most 0.4."""

_CLEARLY = 1.5
"""How much heavier a reading must be for the page to be turned."""

_SAYS_SOMETHING = 0.6
"""Mean confidence from which the words in a picture are words."""

_CLEAN = 0.87
"""Mean confidence from which a page is not cleaned: clean ones have 0.89 to 0.96."""

_HOPELESS = 0.5
"""Mean confidence below which cleaning does not help: dark tables, photographs."""

_LEVEL = 1.0
"""Degrees of skew from which a page is levelled; the engine copes with less."""

_SIGN = 60
"""Percent of confidence from which a word without a letter or digit is a sign and not dirt."""

_TRANSPOSE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Degrees clockwise; Pillow turns the other way."""

_TURNS = (0, *_TRANSPOSE)


def recognise_page(
    number: int, image: Image.Image, dpi: float, size: tuple[float, float], limits: Limits
) -> Page:
    """OCR of a page. ``image`` is grey, ``size`` the page's in points. Raises ``ReadFault``."""
    turned, found = _upright(image, dpi, limits.languages)
    if found.confidence is not None and _HOPELESS < found.confidence < _CLEAN:
        found = _cleaned(turn(image, turned), found, dpi, limits.languages)
    text, words = _joined(reading_order(_without_dirt(found.lines)))
    upright = size if turned in (0, 180) else size[::-1]
    return Page(number, text, "ocr", mean_confidence(words), *upright, words, turned=turned)


def recognise_part(image: Image.Image, dpi: float, limits: Limits) -> tuple[str, tuple[Word, ...]]:
    """OCR of a picture in a page: text, and words with boxes on it; none if it says nothing clearly."""
    found = _levelled(image, dpi, limits.languages)
    if (found.confidence or 0.0) < _SAYS_SOMETHING:
        return "", ()
    return _joined(_without_dirt(found.lines))


def turn(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by 0, 90, 180 or 270 degrees, dot by dot."""
    return image.transpose(_TRANSPOSE[degrees]) if degrees else image


def _upright(image: Image.Image, dpi: float, languages: str) -> tuple[int, Recognised]:
    """How the page has to be turned, and what it reads then."""
    found = _levelled(image, dpi, languages)
    if _stands(found) or not prepare.has_ink(image):
        return 0, found
    best, heaviest = 0, found
    for turned in _likely_turns(image, found, dpi, languages):
        other = _levelled(turn(image, turned), dpi, languages)
        # What is no paper, a photograph or a drawing, stays as it lies.
        if other.weight > max(_SOME, _CLEARLY * heaviest.weight):
            best, heaviest = turned, other
            if _stands(other):
                break
    return best, heaviest


def _likely_turns(image: Image.Image, found: Recognised, dpi: float, languages: str) -> tuple[int, ...]:
    """The turns worth a whole reading, the likeliest first."""
    if found.weight >= _SOME:
        # Much to read: the middle of the page says enough of it to tell the way.
        probe = prepare.middle(image)
        weights = {turned: ocr.recognise(turn(probe, turned), dpi, languages).weight for turned in _TURNS}
        best = max(_TURNS, key=lambda turned: weights[turned])
        if weights[best] >= _TELLING:
            return (best,) if best else ()
    return (90, 270, 180) if prepare.lies_on_side(image) else (180, 90, 270)


def _stands(found: Recognised) -> bool:
    if found.weight < _SOME:
        return False
    return (found.confidence or 0.0) >= _UPRIGHT or _is_language(found)


def _is_language(found: Recognised) -> bool:
    """Whether a page that reads poorly says something nevertheless, as a dark table does."""
    words = [word.text for line in found.lines for word in line if word.text.isalpha()]
    said = [word for word in words if not word.isascii() and is_syllable(word)]
    return len(said) >= max(_MANY_WORDS, _SYLLABLES * len(words))


def _levelled(image: Image.Image, dpi: float, languages: str) -> Recognised:
    angle = prepare.skew_of(image)
    if abs(angle) < _LEVEL:
        return ocr.recognise(prepare.smooth(image, dpi), dpi, languages)
    level = prepare.level(image, angle)
    found = ocr.recognise(level, dpi, languages)
    return _back(found, angle, level.size, image.size)


def _cleaned(image: Image.Image, found: Recognised, dpi: float, languages: str) -> Recognised:
    """The better of what was found and what is found on a cleaned page."""
    if prepare.is_specked(image):
        cleaned = prepare.without_specks(image)
    elif prepare.shows_through(image):
        cleaned = prepare.smooth(prepare.ink_lifted(image), dpi)
    else:
        return found
    again = ocr.recognise(cleaned, dpi, languages)
    return again if (again.confidence or 0.0) > (found.confidence or 0.0) else found


def _back(found: Recognised, angle: float, level: tuple[int, int], lying: tuple[int, int]) -> Recognised:
    """The boxes on the page as it lies, from those on the levelled one (sizes in dots)."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))

    def placed(word: Word) -> Word:
        x = (word.left + word.right) / 2 / GRID * level[0] - level[0] / 2
        y = (word.top + word.bottom) / 2 / GRID * level[1] - level[1] / 2
        # The middle of the word is turned back; its box keeps its size, so that it still fits its letters.
        centre = (x * cosine - y * sine + lying[0] / 2, x * sine + y * cosine + lying[1] / 2)
        half = (word.right - word.left) * level[0] / 2, (word.bottom - word.top) * level[1] / 2
        left, right = (round((centre[0] * GRID + side * half[0]) / lying[0]) for side in (-1, 1))
        top, bottom = (round((centre[1] * GRID + side * half[1]) / lying[1]) for side in (-1, 1))
        left, top, right, bottom = (min(max(edge, 0), GRID) for edge in (left, top, right, bottom))
        return Word(word.text, left, top, right, bottom, word.confidence)

    return replace(found, lines=tuple(tuple(map(placed, line)) for line in found.lines))


def _joined(lines: tuple[tuple[Word, ...], ...]) -> tuple[str, tuple[Word, ...]]:
    text = "\n".join(" ".join(word.text for word in line) for line in lines)
    return text, tuple(word for line in lines for word in line)


def _without_dirt(lines: tuple[tuple[Word, ...], ...]) -> tuple[tuple[Word, ...], ...]:
    kept = (tuple(word for word in map(_without_rules, line) if _is_word(word)) for line in lines)
    return tuple(line for line in kept if line)


def _without_rules(word: Word) -> Word:
    """A word without the rules of a table or a form that it stands on."""
    text = word.text.strip("_")
    text = text.strip("|") or text
    return word if text == word.text else msgspec.structs.replace(word, text=text)


def _is_word(word: Word) -> bool:
    return any(map(str.isalnum, word.text)) or (word.confidence >= _SIGN and word.text != "")
