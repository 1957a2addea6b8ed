"""A document as a row of the index (dòng chỉ mục): its words, its values, and all it takes to show it.

Fields, all of the one row that a document has:

* ``words``: every different word, without marks, of its pages and its label: a set;
* ``folded``, ``exact``: the words of its pages in order, without and with marks;
* ``pairs``: the mark of every two words that stand beside each other on a page (``common``);
* ``label_folded``, ``label_exact``: the words of its title, name, symbol, code and date;
* ``in_title`` and so on: the words of one of these, without marks;
* ``named``: its labels, each as one value; ``document``, ``code``, ``date`` and the facets: values;
* ``sight``: the marks that decide who may see it (``evidence.sight``).

Between two pages, and two labels, stand so many words that nobody can ask for that no phrase goes across.
"""

import re
from datetime import date
from pathlib import PurePath

import msgspec

from archive.index.analysis import word_keys
from archive.index.common import marks
from archive.index.entries import FACETS, Entry
from archive.index.language import label_key

TEXTS = ("folded", "exact", "label_folded", "label_exact")
"""Fields whose words have an order."""

PARTS = ("title", "symbol", "code", "name", "issuer", "type")
"""What can be asked for word by word, in the field ``in_…``."""

SETS = ("words", "pairs")
"""Fields that are sets of words."""

VALUES = ("document", "code", "named", "sight", "date", *FACETS)
"""Fields whose values are whole."""

WIDEST = 8  # words that may stand between those of a phrase
_BETWEEN = " \u00b6" * (WIDEST + 1) + " "
_LAST_CODE = 1000**5


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page: its words without marks, a blank before and after each, and what is seldom looked at."""

    folded: str
    exact_raw: msgspec.Raw
    text_raw: msgspec.Raw

    @property
    def exact(self) -> bytes:
        """Its words with marks, a blank before and after each, in UTF-8: to be looked in, not to be read.

        What msgpack puts before them holds no blank that a word follows.
        """
        return bytes(self.exact_raw)

    @property
    def text(self) -> str:
        """Its text as it was read."""
        return _decode(self.text_raw)


_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(str).decode


class _Text(msgspec.Struct, frozen=True, gc=False):
    text: str
    words: tuple[str, ...]
    folded: str
    exact: str

    def page(self) -> Page:
        return Page(self.folded, msgspec.Raw(_encode(self.exact)), msgspec.Raw(_encode(self.text)))


class Record(msgspec.Struct, frozen=True):
    """What a row keeps to rank and to show itself."""

    document: str
    code: str | None
    name: str
    title: str
    date: str | None
    named: tuple[str, ...]
    label_folded: str
    label_exact: str
    pages: tuple[Page, ...]


class Row(msgspec.Struct, frozen=True):
    """A document as engines index it."""

    values: dict[str, tuple[str, ...]]
    texts: dict[str, str]
    by_code: int
    """Rises with the code; of documents without one the highest. No two are equal but by chance, so that the
    order is the same in an index made anew."""
    by_date: int
    """Rises with the day; of documents without one the lowest."""
    record: bytes


record_from = msgspec.msgpack.Decoder(Record).decode


def row_of(entry: Entry) -> Row:
    """The row; a document without pages has one page with no text."""
    pages = tuple(map(_page, entry.pages or ("",)))
    parts = {part: _page(getattr(entry, part) or "") for part in PARTS}
    called = (parts["title"], parts["name"], parts["symbol"], parts["code"], *map(_page, _dates(entry.date)))
    labels = tuple(label for label in called if label.text)
    names = (label_key(text) for text in (*(label.text for label in labels), PurePath(entry.name).stem))
    named = tuple(name for name in dict.fromkeys(names) if name)
    texts = {
        "words": " ".join(set().union(*(one.words for one in (*pages, *labels)))),
        "pairs": " ".join(set().union(*(marks(page.words) for page in pages))),
        "folded": _BETWEEN.join(page.folded for page in pages),
        "exact": _BETWEEN.join(page.exact for page in pages),
        "label_folded": _BETWEEN.join(label.folded for label in labels),
        "label_exact": _BETWEEN.join(label.exact for label in labels),
    }
    texts |= {f"in_{part}": text.folded for part, text in parts.items()}
    record = Record(
        document=entry.document,
        code=entry.code,
        name=writable(entry.name),
        title=writable(entry.title),
        date=entry.date,
        named=named,
        label_folded=texts["label_folded"],
        label_exact=texts["label_exact"],
        pages=tuple(page.page() for page in pages),
    )
    by_date = (entry.date or "").replace("-", "")
    return Row(
        _values(entry, named),
        texts,
        _apart(_by_code(entry.code), entry.document),
        _apart(int(by_date) if by_date.isdecimal() and len(by_date) == 8 else 0, entry.document),
        msgspec.msgpack.encode(record),
    )


def _values(entry: Entry, named: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    single = {"document": entry.document, "code": entry.code, "date": entry.date}
    values = {name: (writable(value),) for name, value in single.items() if value}
    facets = {facet: tuple(map(writable, entry.values(facet))) for facet in FACETS}
    return values | {"named": named, "sight": entry.marks} | facets


def _page(text: str) -> _Text:
    text = writable(text)
    words = word_keys(text)
    if not words:
        return _Text(text, (), "", "")
    exact, folded = zip(*words, strict=True)
    return _Text(text, folded, f" {' '.join(folded)} ", f" {' '.join(exact)} ")


def _dates(iso: str | None) -> tuple[str, ...]:
    """A date as it is printed, `03/10/2022` and `3/10/2022`; what is no date is not found as one."""
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return ()
    return tuple(dict.fromkeys((f"{day:%d/%m}/{day.year}", f"{day.day}/{day.month}/{day.year}")))


def writable(text: str) -> str:
    """The text with `?` for halves of characters, as names of files from elsewhere may hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _apart(order: int, document: str) -> int:
    return (order << 12) + int(document[:3], 16)


def _by_code(code: str | None) -> int:
    numbers = [min(int(part[:4]), 999) for part in re.findall("[0-9]+", code or "")[:5]]
    packed = 0
    for part in (*numbers, *(0,) * (5 - len(numbers))):
        packed = packed * 1000 + part
    return packed if numbers else _LAST_CODE
