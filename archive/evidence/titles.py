"""Titles: what a document is called before a person calls it something."""

import unicodedata

from archive.evidence.documents import Letterhead


def own_title(label: str, head: Letterhead | None) -> str:
    """The best title a document has by itself: the words of its file's name, unless a copier named it."""
    kind = head.type.value if head and head.type else None
    subject = head.subject.value if head and head.subject else None
    if subject and not _says_something(label):
        subject = subject[0].lower() + subject[1:] if subject[1:2].islower() else subject
        # The line of a công văn is printed as "V/v …", which the letterhead leaves out.
        kind = "công văn về việc" if kind == "công văn" else kind
        return f"{kind[0].upper()}{kind[1:]} {subject}" if kind else subject
    return unicodedata.normalize("NFC", label)


def _says_something(label: str) -> bool:
    """Whether a file's name is a title: words with their marks, not SCAN_0001 or "226 KH tu danh gia"."""
    return not label.isascii() and len(label.split()) >= 2
