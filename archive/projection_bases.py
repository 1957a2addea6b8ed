"""Projection of the bases (căn cứ): which papers a document names, and by what it can be named itself."""

from collections.abc import Iterator

from archive.evidence.bases import bases, symbol_key, symbol_tail
from archive.evidence.documents import Letterhead, Reading

BASES_SCHEMA = """
CREATE TABLE basis (
    document TEXT NOT NULL, place INTEGER NOT NULL, page INTEGER NOT NULL, text TEXT NOT NULL, symbol TEXT,
    date TEXT, issuer TEXT, type TEXT, title TEXT, key TEXT, tail TEXT,
    PRIMARY KEY (document, place)) WITHOUT ROWID;
CREATE INDEX basis_key ON basis (key);
CREATE INDEX basis_date ON basis (date);
CREATE TABLE bears (
    document TEXT NOT NULL, first INTEGER NOT NULL, key TEXT, tail TEXT, date TEXT, type TEXT,
    PRIMARY KEY (document, first)) WITHOUT ROWID;
CREATE INDEX bears_key ON bears (key);
CREATE INDEX bears_date ON bears (date);
"""
"""``bears`` has what each paper bears on page 1: a document as a whole (``first`` 0), and the papers in it.
``key`` is a symbol in one spelling, ``tail`` what stands behind its number.
"""

Statement = tuple[str, tuple[object, ...]]


def bases_rows(document: str, head: Letterhead, reading: Reading | None) -> Iterator[Statement]:
    """What is to be written of a document that came in; ``head`` is its letterhead, as its name mends it."""
    yield _bears(document, 0, head)
    for part in reading.parts if reading else ():
        yield _bears(document, part.first, part.letterhead)
    texts = [page.text for page in reading.pages] if reading else []
    for place, one in enumerate(bases(texts)):
        values = (one.page, one.text, one.symbol, one.date, one.issuer, one.type, one.title)
        keys = (symbol_key(one.symbol), symbol_tail(one.symbol))
        yield "INSERT INTO basis VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (document, place, *values, *keys)


def _bears(document: str, first: int, head: Letterhead) -> Statement:
    symbol, day, kind = (field.value if field else None for field in (head.symbol, head.date, head.type))
    keys = (symbol_key(symbol), symbol_tail(symbol))
    # Two papers that begin on one page would be one row; the rules give none such.
    values = (document, first, *keys, day, kind and kind.lower())
    return "INSERT OR IGNORE INTO bears VALUES (?, ?, ?, ?, ?, ?)", values
