"""Recognition: one page's picture to its text, turned upright, levelled and cleaned where it needs that.

A page is first read as it stands. What reads well is done; only what reads poorly is looked at again. So a
page that needs nothing costs nothing, and one that needs something costs a second reading.
"""

import math
from dataclasses import replace
from typing import Literal

from PIL import Image

from archive.evidence.documents import GRID, Page, Word
from archive.ingest import ocr, prepare
from archive.ingest.columns import reading_order
from archive.ingest.limits import Limits
from archive.ingest.ocr import Recognised

Turn = Literal[0, 90, 180, 270]

_UPRIGHT = 0.75
"""Mean confidence from which a page stands upright, where it has some words. Upright pages have 0.8 to 0.96
but for a few forms and dark tables, others at most 0.5 but for a few words."""

_SOME = 2000
"""Weight of a reading (see ``Recognised``) from which it has some words: fifty letters, well recognised."""

_CLEARLY = 1.5
"""How much heavier a reading must be for the page to be turned."""

_SAYS_SOMETHING = 0.6
"""Mean confidence from which the words in a picture are words."""

_CLEAN = 0.88
"""Mean confidence from which a page is not prepared: clean ones have 0.89 to 0.96."""

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


def recognise_page(
    number: int, image: Image.Image, dpi: float, size: tuple[float, float], limits: Limits
) -> Page:
    """OCR of a page. ``image`` is grey, ``size`` the page's in points. Raises ``ReadFault``."""
    turned, found = _upright(image, dpi, limits.languages)
    if found.confidence is not None and found.confidence < _CLEAN:
        found = _cleaned(turn(image, turned), found, dpi, limits.languages)
    lines = reading_order(_without_dirt(found.lines))
    words = tuple(word for line in lines for word in line)
    width, height = size if turned in (0, 180) else size[::-1]
    return Page(
        number,
        "\n".join(" ".join(word.text for word in line) for line in lines),
        "ocr",
        _confidence(words),
        width,
        height,
        words,
        turned=turned,
    )


def recognise_part(image: Image.Image, dpi: float, limits: Limits) -> tuple[str, tuple[Word, ...]]:
    """OCR of a picture in a page: text, and words with boxes on it; none if it says nothing clearly."""
    found = _levelled(image, dpi, limits.languages)
    if (found.confidence or 0.0) < _SAYS_SOMETHING:
        return "", ()
    lines = _without_dirt(found.lines)
    text = "\n".join(" ".join(word.text for word in line) for line in lines)
    return text, tuple(word for line in lines for word in line)


def turn(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by 0, 90, 180 or 270 degrees, dot by dot."""
    return image.transpose(_TRANSPOSE[degrees]) if degrees else image


def _upright(image: Image.Image, dpi: float, languages: str) -> tuple[int, Recognised]:
    """How the page has to be turned, and what it reads then."""
    lying = _levelled(image, dpi, languages)
    if _stands(lying) or not prepare.has_ink(image):
        return 0, lying
    found = {}
    for degrees in (90, 270, 180) if prepare.lies_on_side(image) else (180, 90, 270):
        found[degrees] = _levelled(turn(image, degrees), dpi, languages)
        if _stands(found[degrees]):
            return degrees, found[degrees]
    # Nothing reads well: a form filled in by hand, a dark table, a photograph.
    best = max(found, key=lambda degrees: found[degrees].weight)
    return (best, found[best]) if found[best].weight > max(_SOME, _CLEARLY * lying.weight) else (0, lying)


def _stands(found: Recognised) -> bool:
    return (found.confidence or 0.0) >= _UPRIGHT and found.weight >= _SOME


def _levelled(image: Image.Image, dpi: float, languages: str) -> Recognised:
    angle = prepare.skew_of(image)
    if abs(angle) < _LEVEL:
        return ocr.recognise(prepare.smooth(image, dpi), dpi, languages)
    level = prepare.level(image, angle)
    found = ocr.recognise(prepare.smooth(level, dpi), dpi, languages)
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


def _without_dirt(lines: tuple[tuple[Word, ...], ...]) -> tuple[tuple[Word, ...], ...]:
    kept = (
        tuple(
            word
            for word in line
            if word.confidence >= _SIGN or any(character.isalnum() for character in word.text)
        )
        for line in lines
    )
    return tuple(line for line in kept if line)


def _confidence(words: tuple[Word, ...]) -> float | None:
    letters = sum(len(word.text) for word in words)
    return (
        round(sum(len(word.text) * word.confidence for word in words) / letters / 100, 3) if letters else None
    )
