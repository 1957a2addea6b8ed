"""Titles: what a document is called before a person calls it something."""

import re
import unicodedata

from archive.evidence.documents import Letterhead
from archive.evidence.letters import fold

_SHORT_FORM = re.compile(r"[^aeiouy]{2,}|[ivx]+|ubnd|.*&.*|.*\d.*")
"""A word (folded) without a vowel, of Roman figures, or with a sign or figure in it."""


def own_title(label: str, head: Letterhead | None) -> str:
    """The best title a document has by itself: the words of its file's name, unless a copier named it."""
    kind = head.type.value if head and head.type else None
    subject = head.subject.value if head and head.subject else None
    if subject and not _says_something(label):
        if len(subject) > 3 and subject.isupper():
            subject = _quiet(subject)
        if kind and subject[1:2].islower():
            subject = subject[0].lower() + subject[1:]
        # The line of a công văn is printed as "V/v …", which the letterhead leaves out.
        kind = "công văn về việc" if kind == "công văn" else kind
        return f"{kind[0].upper()}{kind[1:]} {subject}" if kind else subject
    return unicodedata.normalize("NFC", label)


def _quiet(subject: str) -> str:
    """A subject printed in capitals in small letters; short forms (THCS, GD&ĐT, II) stay as they are."""
    return " ".join(word if _SHORT_FORM.fullmatch(fold(word)) else word.lower() for word in subject.split())


def _says_something(label: str) -> bool:
    """Whether a file's name is a title: words with their marks, not SCAN_0001 or "226 KH tu danh gia"."""
    return not label.isascii() and len(label.split()) >= 2
