"""Letters: Vietnamese text with its marks taken off, one character for one character."""

import unicodedata
from functools import lru_cache

_LOOK_ALIKES = {"đ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D", "ð": "d"}


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    return _LOOK_ALIKES.get(character) or unicodedata.normalize("NFD", character)[0]


def fold(text: str) -> str:
    """``text`` (NFC) in small letters without marks; as long as ``text``, so that places stay places."""
    return "".join(_bare(character) for character in text).lower()
