"""Passwords (mật khẩu): Argon2id, and what one has to be like."""

import threading
import unicodedata
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
"""Characters of a password; a short sentence is a good one."""

LONGEST = 200

Fault = Literal["short", "long", "same"]

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each takes 64 MiB and a good part of a core, which those who read are to have."""

_HASHER = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$7xML8u6DxLSltIAbrS8D1A$1HnoEZvYqZ9VNrsSFqRjv78YF6/EZO3YV8jcth4lsGw"
"""The hash of a password that nobody knows."""


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_one_form(password))


def matches(kept: str, password: str) -> bool:
    """Whether it is the password. Without one (``kept`` is "") it takes as long, and is not."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, _one_form(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def fault_of(password: str, again: str) -> Fault | None:
    """What is wrong with a new password, typed twice."""
    text = _one_form(password)
    if len(text) < SHORTEST:
        return "short"
    if len(text) > LONGEST:
        return "long"
    return "same" if text != _one_form(again) else None


def _one_form(password: str) -> str:
    # Keyboards give "ệ" as one letter or as three.
    return unicodedata.normalize("NFKC", password)
