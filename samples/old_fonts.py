"""Fonts from before Unicode, TCVN3 (ABC) and VNI, made of one of today; text as it was typed for them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from samples.pdf_by_hand import Face, face

SERIF = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerifCondensed.ttf")
ASCII = "".join(map(chr, range(32, 127)))
_ROWS = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\xadư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉ"
    "ÜĩÝíÞịßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"
)
TCVN3 = dict(zip(_ROWS[::2], _ROWS[1::2], strict=True))
"""What the old fonts show for the characters of cp1252."""

VNI_ALONE = dict(zip("ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", "ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", strict=True))
VNI_MARKS = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "\u0302": "â",
    "\u0302\u0301": "á", "\u0302\u0300": "à", "\u0302\u0309": "å", "\u0302\u0303": "ã", "\u0302\u0323": "ä",
    "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è", "\u0306\u0309": "ú", "\u0306\u0303": "ü",
    "\u0306\u0323": "ë",
}  # fmt: skip
VNI_LOOKS = (
    {code: look for look, code in VNI_ALONE.items()}
    | {code: marks for marks, code in VNI_MARKS.items()}
    | {code.upper(): marks for marks, code in VNI_MARKS.items()}
)


def tcvn3_font(name: str, capitals: bool = False, **kind: object) -> Face:
    """A font with Vietnamese letters at the codes of TCVN3; with `capitals`, all small ones look large."""
    shown = {key: key for key in ASCII} | TCVN3
    if capitals:
        shown = {key: look.upper() for key, look in shown.items()}
    return face(name, str(SERIF), shown, **kind)  # type: ignore[arg-type]


def tcvn3_text(text: str) -> str:
    """A text as it was typed for such a font, which for capitals is in small letters."""
    back = {look: key for key, look in TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text)


def is_typeable(text: str) -> bool:
    """Whether a TCVN3 font that is not for capitals has every letter of a text."""
    return all(letter in ASCII or letter in TCVN3.values() for letter in text)


def vni_font(name: str, **kind: object) -> Face:
    """A font with the marks of VNI, each drawn over the letter before it."""
    return face(name, str(SERIF), {key: key for key in ASCII} | VNI_LOOKS, **kind)  # type: ignore[arg-type]


def vni_text(text: str) -> str:
    """A text as it was typed for such a font: a letter, then its mark."""
    return "".join(_vni_letter(letter) for letter in text)


def _vni_letter(letter: str) -> str:
    if letter in VNI_ALONE:
        return VNI_ALONE[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if len(marks) == 2 and marks[1] in "\u0302\u0306":
        marks.reverse()
    key = "".join(marks)
    if "\u031b" in key:
        base, key = VNI_ALONE[unicodedata.normalize("NFC", base + "\u031b")], key.replace("\u031b", "")
    if not key:
        return base
    mark = VNI_MARKS[key]
    return base + (mark.upper() if letter.isupper() else mark)
