"""A document as rows of the index (dòng chỉ mục): one a page, each with the document's label and facets."""

import re
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from pathlib import PurePath

import msgspec

from archive.index.analysis import word_keys
from archive.index.entries import FACETS, Entry
from archive.index.language import label_key


class Record(msgspec.Struct, frozen=True):
    """What a row keeps to show itself."""

    document: str
    code: str | None
    name: str
    title: str
    label: str
    text: str


record_from = msgspec.msgpack.Decoder(Record).decode


def rows(entry: Entry) -> Iterator[dict[str, object]]:
    """The fields of each row, page 1 first; a document without pages has one row with no text."""
    given = (entry.title, entry.name, entry.symbol, entry.code, *_dates(entry.date))
    labels = tuple(_writable(label) for label in given if label)
    common = _common(entry, labels)
    title, name = _writable(entry.title), _writable(entry.name)
    shown = Record(entry.document, entry.code, name, title, "\n".join(labels), "")
    for page, text in enumerate(entry.pages or ("",), start=1):
        yield common | {
            "page": page,
            "exact": _joined(text, 0),
            "folded": _joined(text, 1),
            "record": msgspec.msgpack.encode(msgspec.structs.replace(shown, text=_writable(text))),
        }


def number(text: str) -> int:
    """A text as a 56-bit number, for columns that hold numbers only."""
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")


def _common(entry: Entry, labels: tuple[str, ...]) -> dict[str, object]:
    names = map(label_key, (*labels, PurePath(entry.name).stem))
    common: dict[str, object] = {
        "document": entry.document,
        "number": number(entry.document),
        "order": _order(entry.code),
        "named": [name for name in dict.fromkeys(names) if name],
        "label_exact": [_joined(label, 0) for label in labels],
        "label_folded": [_joined(label, 1) for label in labels],
        "mark": list(entry.marks),
    }
    if entry.code:
        common["code"] = _writable(entry.code)
    for facet in FACETS:
        value = getattr(entry, facet)
        if value is not None:
            value = _writable(value)
            common |= {facet: value, f"{facet}_number": number(value)}
    return common


def _dates(iso: str | None) -> tuple[str, ...]:
    """A date as it is printed, `03/10/2022` and `3/10/2022`; what is no date is not found as one."""
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return ()
    return tuple(dict.fromkeys((f"{day:%d/%m}/{day.year}", f"{day.day}/{day.month}/{day.year}")))


def _writable(text: str) -> str:
    """The text with `?` for halves of characters, as names of files from elsewhere may hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _joined(text: str, key: int) -> str:
    return " ".join(keys[key] for keys in word_keys(text))


def _order(code: str | None) -> int:
    """Equal hits stand in the order of their codes, those without one last."""
    numbers = [min(int(part[:4]), 999) for part in re.findall("[0-9]+", code or "")[:5]]
    packed = 0
    for part in (*numbers, *(0,) * (5 - len(numbers))):
        packed = packed * 1000 + part
    return packed if numbers else 1000**5
