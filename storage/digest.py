"""Digest: the name of bytes, SHA-256 in lower-case hexadecimal."""

import hashlib
import re
from typing import Self

_HEX = re.compile(r"[0-9a-f]{64}")


class Digest(str):
    """64 lower-case hexadecimal digits; any other text is a ``ValueError``."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not _HEX.fullmatch(text):
            raise ValueError(f"not a SHA-256 digest: {text!r}")
        return super().__new__(cls, text)

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The digest of ``data``."""
        return cls(hashlib.sha256(data).hexdigest())

    @property
    def short(self) -> str:
        """The first 12 digits, for people; never for looking anything up in storage."""
        return self[:12]


ZERO = Digest("0" * 64)
"""What the first line of a ledger names as the line before it."""
