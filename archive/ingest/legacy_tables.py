"""Tables of the encodings that Vietnamese fonts had before Unicode.

TCVN 5712:1993, third set (called ABC, or TCVN3), has a letter a code; its capitals with tones are in fonts of
their own, at the codes of the small letters. VNI has a letter and a mark behind it, each with a code. Codes
are given as the characters that cp1252 has for them.
"""

import unicodedata

_TCVN3_ROWS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}

TCVN3 = {chr(first + step): letter for first, row in _TCVN3_ROWS.items() for step, letter in enumerate(row)}
"""The letter at each code; all others are those of cp1252."""

_VNI_ALONE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BOWLS = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def _vni() -> dict[str, str]:
    """VNI: letter and mark, or letter alone, to the letter in NFC."""
    small = dict(_VNI_ALONE)
    for base in "aeouyôö":
        letter = _VNI_ALONE.get(base, base)
        small |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    small |= {base + mark: f"{base}\u0302{tone}" for base in "aeo" for mark, tone in _VNI_HATS.items()}
    small |= {f"a{mark}": f"a\u0306{tone}" for mark, tone in _VNI_BOWLS.items()}
    del small["yï"]
    every = {}
    for code, letter in small.items():
        # A mark looks the same behind a capital, and some programs know only one of the two.
        every[code] = every[code[0] + code[1:].upper()] = unicodedata.normalize("NFC", letter)
        every[code[0].upper() + code[1:]] = every[code.upper()] = every[code].upper()
    return every


VNI = _vni()

VNI_LETTERS = {letter: code for code, letter in VNI.items() if code.islower() or code.isupper()}
"""The way back: capitals with capital marks."""

_MAC_UNNAMED = frozenset(b"\xad\xb0\xb2\xb3\xb6\xb7\xb8\xb9\xba\xbd\xc3\xc5\xc6\xd7\xf0")
"""Codes whose Macintosh character has no name in a PDF: pdfium gives those of Latin-1."""

_MAC_OWN = {0xC1: "£", 0xDB: "¤"}
"""Where pdfium's table differs from that of a Macintosh."""


def _mac() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for code in range(0xA1, 0x100):
        byte = bytes((code,))
        usual = chr(code) if code in _MAC_UNNAMED else byte.decode("mac_roman")
        read = _MAC_OWN.get(code, usual)
        table[read] = (byte.decode("cp1252"), *table.get(read, ()))
    # In TCVN3 ã and á are far more frequent than ỏ and ỹ.
    return table | {read: table[read][::-1] for read in "·¸"}


MAC = _mac()
"""What pdfium gives for the codes of a font without an encoding; the codes, mostly one, by cp1252."""
