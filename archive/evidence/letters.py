"""Letters: Vietnamese text without its marks, one character for one, and text safe to show on one line."""

import re
import unicodedata
from functools import lru_cache

_LOOK_ALIKES = {"đ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D", "ð": "d"}


@lru_cache(maxsize=4096)
def bare(character: str) -> str:
    """One character without its marks, a capital as a capital."""
    return _LOOK_ALIKES.get(character) or unicodedata.normalize("NFD", character)[0]


def fold(text: str) -> str:
    """``text`` (NFC) in small letters without marks; as long as ``text``, so that places stay places."""
    return "".join(bare(character) for character in text).lower()


# Control characters, line and paragraph separators, marks and overrides of direction, lone surrogates.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    r"""``text`` from outside on one line as it is: what ends a line, steers a terminal or turns the direction
    of writing stands there as its escape (``\n``, ``\x1b``, ``\u202e``)."""
    return _UNSHOWABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
