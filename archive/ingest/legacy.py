"""Legacy: what fonts of the nineties call Vietnamese letters, turned into Unicode: TCVN3 and VNI."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Literal

from archive.evidence.syllables import is_syllable
from archive.ingest.judge import BROKEN_OFF, Why, is_clearly_vietnamese, reads_well
from archive.ingest.legacy_tables import MAC, TCVN3, VNI, VNI_LETTERS
from archive.ingest.lettering import INKED_SPACE, Lettering, Piece

Encoding = Literal["tcvn3", "tcvn3-capitals", "vni"]

_ABC = re.compile(r"\.?Vn[A-Z0-9]")
_ABC_CAPITALS = re.compile(r"H(?=$|[,\- ]|Bold|Italic)")
_VNI = re.compile(r"VNI[-_ ]?[A-Z]")
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_READINGS = 16
_MARKED = 0.3
"""Share of words with marks below which a text was not written in one of the old encodings."""

_SOFT = "\xad"
_WHY = {"tcvn3": Why.TCVN3, "tcvn3-capitals": Why.TCVN3, "vni": Why.VNI}

_OFTEN = frozenset("nhỏ hỏi giỏi khỏi bỏ tỏ mỏ cỏ vỏ mỏi gỏi tỏi sỏi giỏ thỏ".split())
"""Words of those that a Mac's name for the letter leaves open; all others have the other letter."""

_TILDES = frozenset("rõ võ ngõ lõi dõi cõi sõi lõm hõm nõn mõm gõ chõng cõng xõa nõ".split())
"""Syllables that school papers write with õ; with any other it stands for ò where letters are wrong."""

_NO_WORDS = re.compile(r"(?<![^\W\d_])(?:hõa|phõng|trõ|tõa|cõn|đõi)(?![^\W\d_])", re.IGNORECASE)
_WRONG = str.maketrans("Öö", "Úú")
_SURE = str.maketrans("ƢƣÐð", "ƯưĐđ")
_SURELY_WRONG = frozenset("ƢƣÖö")
_STROKES = frozenset("Ðð")
_SIGNS_OF_WRONG = _SURELY_WRONG | _STROKES | frozenset("Õõ")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a font's letters are to be read; ``mac``: pdfium took its codes for those of a Macintosh."""

    encoding: Encoding
    mac: bool


def encoding_of(font: str) -> Encoding | None:
    """The encoding that goes with a font's name, such as ``.VnTimeH``; the name without a subset's mark."""
    if _ABC.match(font):
        return "tcvn3-capitals" if _ABC_CAPITALS.search(font) else "tcvn3"
    return "vni" if _VNI.match(font) else None


def converted(lettering: Lettering) -> tuple[tuple[str, ...], Why] | None:
    """The words in Unicode, and from what they were turned; None if no font is of the old kind.

    A font that has no such name is taken for one if its text is clearly Vietnamese then, and now is not.
    """
    spellings = dict(_spellings(lettering))
    if not spellings:
        return None
    hyphens = not any(
        _SOFT in piece.text for word in lettering.pieces for piece in word if piece.font in spellings
    )
    words = tuple(
        "".join(_piece(part, spellings.get(part.font), hyphens) for part in word) for word in lettering.pieces
    )
    used = [spelling.encoding for spelling in spellings.values()]
    return words, _WHY[max(sorted(set(used)), key=used.count)]


def decode(text: str, spelling: Spelling, hyphens: bool = False) -> str:
    """A word in Unicode. ``hyphens``: the hyphen may stand for ư, whose code cleaners take for one."""
    hyphens = hyphens and len(text) > 1 and not any(map(str.isdigit, text))
    abc = spelling.encoding != "vni"
    codes = [_codes(letter, spelling.mac, hyphens and abc) for letter in _letters(text, spelling.mac)]
    codes = codes if abc else list(map(_vni_codes, codes))
    readings = [_read("".join(found), abc) for found in islice(product(*codes), _MOST_READINGS)]
    best = next(filter(_is_often, readings), None) or next(filter(_is_all_syllables, readings), readings[0])
    if hyphens and abc and best[:1] == "-" and is_syllable("ư" + best[1:]):
        best = "ư" + best[1:]
    return best.upper() if spelling.encoding == "tcvn3-capitals" else best


def encode(text: str, encoding: Encoding) -> str:
    """The inverse, as a font's codes: of a text in NFC that has only what the encoding has."""
    if encoding == "vni":
        return "".join(VNI_LETTERS.get(letter, letter) for letter in text)
    back = {letter: code for code, letter in TCVN3.items()}
    lower = text.lower() if encoding == "tcvn3-capitals" else text
    return "".join(back.get(letter, letter) for letter in lower)


def put_right(words: Sequence[str]) -> tuple[str, ...] | None:
    """Words with the wrong letters of some converters put right: TRƢỜNG, HÕA, PHÖC, Ðiều. None: no such."""
    text = " ".join(words)
    if _SIGNS_OF_WRONG.isdisjoint(text):
        return None
    wrong = not _SURELY_WRONG.isdisjoint(text) or bool(_NO_WORDS.search(text))
    if not wrong and _STROKES.isdisjoint(text):
        return None
    right = tuple(_LETTERS.sub(lambda found: _right(found.group(), wrong), word) for word in words)
    return right if right != tuple(words) else None


def _right(word: str, tildes: bool) -> str:
    found = word.translate(_SURE)
    if found.translate(_WRONG) != found and is_syllable(found.translate(_WRONG)):
        found = found.translate(_WRONG)
    if tildes and "õ" in found.lower() and found.lower() not in _TILDES and is_syllable(found):
        return found.replace("õ", "ò").replace("Õ", "Ò")
    return found


def _spellings(lettering: Lettering) -> Iterator[tuple[str, Spelling]]:
    texts: dict[str, list[str]] = {}
    for word in lettering.pieces:
        for piece in word:
            texts.setdefault(piece.font, []).append(piece.text)
    named: dict[str, Encoding] = {}
    for font, words in texts.items():
        if any(map(_is_unicode, words)):
            continue
        encoding = encoding_of(font)
        if encoding:
            named[font] = encoding
        elif guessed := _guessed(words):
            yield font, guessed
    for family in ("tcvn3", "vni"):
        fonts = [font for font, encoding in named.items() if encoding.startswith(family)]
        words = [word for font in fonts for word in texts[font]]
        mac = _readable(words, Spelling(family, True)) > _readable(words, Spelling(family, False))
        yield from ((font, Spelling(named[font], mac)) for font in fonts)


def _guessed(words: list[str]) -> Spelling | None:
    """How a font without a telling name is to be read, if its text leaves no doubt."""
    marked = sum(1 for word in words if not word.isascii())
    if marked < _MARKED * len(words) or is_clearly_vietnamese(" ".join(words)):
        return None
    spellings = [Spelling(encoding, mac) for encoding in ("tcvn3", "vni") for mac in (False, True)]
    best = max(spellings, key=lambda spelling: _readable(words, spelling))
    return best if is_clearly_vietnamese(" ".join(decode(word, best) for word in words)) else None


def _readable(words: Iterable[str], spelling: Spelling) -> float:
    return reads_well(decode(word, spelling) for word in words)


def _piece(piece: Piece, spelling: Spelling | None, hyphens: bool) -> str:
    return decode(piece.text, spelling, hyphens) if spelling else piece.text


def _letters(text: str, mac: bool) -> str:
    return text.replace("fi", "ﬁ").replace("fl", "ﬂ") if mac else text


def _codes(letter: str, mac: bool, hyphens: bool) -> tuple[str, ...]:
    """The codes that a letter of the layer can have had, the likeliest first, as cp1252 has them."""
    if letter == BROKEN_OFF or (letter == "-" and hyphens):
        return "-", _SOFT
    if letter == INKED_SPACE:
        return ("Ê",) if mac else (_SOFT,)
    if "\uf020" <= letter <= "\uf0ff":
        # Some programs put the codes of a font of its own kind into the private area.
        return (chr(ord(letter) & 0xFF),)
    return MAC.get(letter, (letter,)) if mac else (letter,)


def _vni_codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those that VNI has letters at, if any."""
    return tuple(code for code in codes if code >= "À") or codes


def _read(codes: str, abc: bool) -> str:
    if abc:
        return "".join(TCVN3.get(code, code) for code in codes)
    return _VNI_LETTER.sub(lambda found: VNI[found.group()], codes)


def _is_unicode(text: str) -> bool:
    return any(letter in "ăđĩũơưĂĐĨŨƠƯ" or "\u1ea0" <= letter <= "\u1ef9" for letter in text)


def _is_often(word: str) -> bool:
    return any(found.lower() in _OFTEN for found in _LETTERS.findall(word))


def _is_all_syllables(word: str) -> bool:
    found = _LETTERS.findall(word)
    return bool(found) and all(map(is_syllable, found))
