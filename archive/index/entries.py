"""What the index is given of a document (văn bản): its label, its facets, who may see it, and its text."""

import msgspec

from archive.evidence.sight import TRAY

FACETS = ("standard", "criterion", "box", "school_year", "type", "issuer", "origin")
"""What an answer can be narrowed by. ``origin`` is how the pages were read, and may have several values."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One document as it is to be found. A facet that is not known is None."""

    document: str
    """SHA-256 of the bytes, 64 hexadecimal digits."""
    code: str | None = None
    """Evidence code without brackets: `H1-1.1-01`."""
    title: str = ""
    name: str = ""
    """The file's name as dropped."""
    symbol: str | None = None
    date: str | None = None
    """The date on the document: `2020-09-21`."""
    standard: str | None = None
    criterion: str | None = None
    box: str | None = None
    school_year: str | None = None
    type: str | None = None
    issuer: str | None = None
    origin: tuple[str, ...] = ()
    """Where the texts of its pages are from, each once: `text`, `layout`, `ocr`, `converted`, `none`."""
    marks: tuple[str, ...] = TRAY
    """By which a sight finds it: see `archive.evidence.sight.marks_of`."""
    pages: tuple[str, ...] = ()
    """Text page by page, page 1 first; a document with none is found by its label."""

    def values(self, facet: str) -> tuple[str, ...]:
        """What the document has of a facet."""
        value = getattr(self, facet)
        return value if isinstance(value, tuple) else (value,) if value is not None else ()
