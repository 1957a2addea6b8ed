"""How well letterheads are read: ``python -m benchmarks.letterhead SCANS METADATA [--readings DIR]``.

METADATA is a list of objects, one a file: ``file``, ``symbol`` (the whole of it), ``symbol_printed_tail``,
``number_handwritten``, ``date`` (ISO), ``date_handwritten``, ``issuer``, ``issuer_parent``, ``doc_type``,
``title``, ``place``, ``urgency``. SCANS are read with the archive's own readers, or taken from DIR, where
``FILE.json`` holds the reading of FILE as the archive keeps it.

What is compared, and how. All texts: NFC, capitals as small letters, one kind of dash, no spaces round
dashes and strokes, one space elsewhere, ``hoà`` as ``hòa``, no points at the ends; marks count. Subject:
the F1 of the words (a multiset), 0.9 or more being right, without "V/v" or "Về việc" in front. Tail: the
symbol behind its number. A handwritten day: right if left open, or given with a confidence under 0.7, or
the same day. Whole symbol: with what the file's name adds. Sure and wrong: fields given with 0.7 or more
that are not right, of all fields given; a symbol left open is compared by its tail. ``month`` counts month
and year, by ``month_of``.
"""

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from archive.evidence.documents import Letterhead, Reading
from archive.evidence.letterhead import letterhead_of, month_of
from archive.evidence.letterhead.file_name import with_name

SURE = 0.7
_TONES = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "õa": "oã",
    "ọa": "oạ",
    "òe": "oè",
    "ỏe": "oẻ",
    "ủy": "uỷ",
    "úy": "uý",
}


def plain(text: str) -> str:
    """The text as it is compared."""
    text = unicodedata.normalize("NFC", text).lower()
    for one, other in _TONES.items():
        text = text.replace(other, one)
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"\s*([-/])\s*", r"\1", text)
    return " ".join(text.split()).strip(" .,;:")


def about(text: str) -> str:
    """A subject as it is compared."""
    return re.sub(r"^(v\s*/\s*v|về việc)\b[\s.:]*", "", plain(text))


def word_f1(given: str, true: str) -> float:
    """The F1 of two texts' words."""
    one, other = (Counter(re.findall(r"\w+", about(text))) for text in (given, true))
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def tail_of(symbol: str) -> str:
    """The symbol without its number."""
    return re.sub(r"^\d+[a-zA-Z]?\s*", "", symbol.strip())


def judge(
    head: Letterhead, named: Letterhead, month: str | None, true: dict[str, Any]
) -> Iterator[tuple[str, bool, str]]:
    """What is right: field, verdict, and what was given."""
    value = {
        name: field.value if (field := getattr(head, name)) else "" for name in Letterhead.__struct_fields__
    }
    yield "tail", plain(tail_of(value["symbol"])) == plain(true["symbol_printed_tail"]), value["symbol"]
    whole = named.symbol.value if named.symbol else ""
    yield "whole symbol", plain(whole) == plain(true["symbol"]), whole
    right = value["date"] == true["date"]
    if true["date_handwritten"]:
        yield "date (pen)", right or not head.date or head.date.confidence < SURE, value["date"]
        yield "month (pen)", month in (None, true["date"][:7]), str(month)
    else:
        yield "date (print)", right, value["date"]
    yield "issuer", plain(value["issuer"]) == plain(true["issuer"]), value["issuer"]
    yield "parent", plain(value["parent"]) == plain(true["issuer_parent"] or ""), value["parent"]
    yield "type", plain(value["type"]) == plain(true["doc_type"] or ""), value["type"]
    yield "subject", word_f1(value["subject"], true["title"]) >= 0.9, value["subject"]
    yield "place", plain(value["place"]) == plain(true["place"] or ""), value["place"]
    yield "urgency", plain(value["urgency"]) == plain(true["urgency"] or ""), value["urgency"]


def wrong_and_sure(named: Letterhead, true: dict[str, Any]) -> Iterator[tuple[str, bool, float]]:
    """Each field given: its name, whether it is wrong, and how sure it claims to be."""
    names = {
        "date": "date",
        "issuer": "issuer",
        "parent": "issuer_parent",
        "type": "doc_type",
        "place": "place",
        "urgency": "urgency",
    }
    for name in Letterhead.__struct_fields__:
        field = getattr(named, name)
        if field is None:
            continue
        if name == "subject":
            wrong = word_f1(field.value, true["title"]) < 0.9
        elif name == "symbol":
            open_ = field.value[:1] in "/-"
            given = tail_of(field.value) if open_ else field.value
            wrong = plain(given) != plain(true["symbol_printed_tail"] if open_ else true["symbol"])
        else:
            wrong = plain(field.value) != plain(true[names[name]] or "")
        yield name, wrong, field.confidence


def readings_of(scans: Path, names: list[str], kept: Path | None) -> Iterator[tuple[str, Reading]]:
    """The readings of the files, kept ones or new ones."""
    if kept:
        for name in names:
            yield name, msgspec.json.decode((kept / f"{name}.json").read_bytes(), type=Reading)
        return
    from archive.ingest.jobs import Job
    from archive.ingest.limits import Limits
    from archive.ingest.readers import Readers
    from archive.settings import Settings

    limits = Limits.of(Settings())
    with Readers(2, limits.memory) as readers:
        jobs = [(name, Job(scans / name, readers, limits)) for name in names]
        for name, job in jobs:
            job.wait()
            yield name, job.reading(name, "benchmark")


def main() -> None:
    """Read, compare, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scans", type=Path)
    parser.add_argument("metadata", type=Path)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is not right")
    given = parser.parse_args()
    truths = {one["file"]: one for one in msgspec.json.decode(given.metadata.read_bytes())}
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    fields: list[tuple[str, str, bool, float]] = []
    spent = 0.0
    for name, reading in readings_of(given.scans, list(truths), given.readings):
        page, true = reading.pages[0], truths[name]
        began = time.process_time()
        head = letterhead_of(page)
        spent += time.process_time() - began
        named = with_name(head, name)
        month = month_of(page)
        for field, good, value in judge(head, named, month.isoformat()[:7] if month else None, true):
            right[field] += good
            count[field] += 1
            if given.wrong and not good:
                sys.stdout.write(f"{name}: {field}: {value!r}\n")
        fields += [(name, *one) for one in wrong_and_sure(named, true)]
    for field, of in count.items():
        sys.stdout.write(f"{field:14} {right[field]:3} of {of:3}  {right[field] / of:6.1%}\n")
    sure = [one for one in fields if one[2] and one[3] >= SURE]
    sys.stdout.write(f"sure and wrong {len(sure):3} of {len(fields):3}  {len(sure) / len(fields):6.1%}\n")
    sys.stdout.write(f"milliseconds a page {spent / len(truths) * 1000:.1f}\n")
    if given.wrong:
        sys.stdout.writelines(
            f"sure and wrong: {name}: {field} {claimed}\n" for name, field, _, claimed in sure
        )


if __name__ == "__main__":
    main()
