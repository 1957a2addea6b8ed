"""Heads of papers as words with places: what a reader finds on page 1, without a file and a font."""

from __future__ import annotations

from archive.evidence.documents import GRID, Origin, Page, Word

LEFT, RIGHT, MIDDLE = 2900, 6800, 5000
"""The middles of a head's two columns and of the page, in units of 1/GRID."""

_A4 = (595.0, 842.0)
_ADVANCE = 105
_BLANK = 60

Put = tuple[str, int, int]
"""A line's words, its middle, and its top, both in units of 1/GRID."""


def head_page(*lines: Put, origin: Origin = "ocr", confidence: int = 96, body: tuple[str, ...] = ()) -> Page:
    """A page with these lines, and under the last of them a body over the page's full width."""
    words: list[Word] = []
    for text, middle, top in lines:
        words += line_words(text, middle, top, confidence)
    level = max((top for _, _, top in lines), default=500) + 450
    for number, text in enumerate(body):
        words += line_words(text, MIDDLE, level + 200 * number, confidence)
    text = "\n".join([*(text for text, _, _ in lines), *body])
    return Page(1, text, origin, confidence / 100, *_A4, tuple(words))


def line_words(text: str, middle: int, top: int, confidence: int = 96) -> list[Word]:
    """The words of one line and their boxes; marks and tails make boxes taller as on paper."""
    widths = [max(len(word) * _ADVANCE, 60) for word in text.split()]
    left = middle - (sum(widths) + _BLANK * (len(widths) - 1)) // 2
    words = []
    for word, width in zip(text.split(), widths, strict=True):
        words.append(word_at(word, left, top, width, confidence))
        left += width + _BLANK
    return words


def word_at(text: str, left: int, top: int, width: int, confidence: int = 96, height: int = 0) -> Word:
    """One word at a place, 100 units tall where it has neither mark nor tail."""
    marked = any(
        character in "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨÓÒỎÕÔỐỒỔỖƠỚỜỞỠÚÙỦŨƯỨỪỬỮÝốếệồấểớờ" for character in text
    )
    tailed = any(character in "gpqyjQẠẶẬẸỆỊỌỘỢỤỰạặậẹệịọộợụự,;" for character in text)
    if text in "-–—":
        return Word(text, left, top + 60, left + width, top + 75, confidence)
    up, down = 35 * marked, 35 * tailed
    bottom = top + 100 + down if not height else top - up + height
    return Word(text, max(left, 0), top - up, min(left + width, GRID), bottom, confidence)
