"""When an office file says it was last saved: the moment at which the clock stands while it is converted."""

import struct
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import clock, sniff

SAVED = datetime(2022, 9, 12, 8, 30)
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ticks(moment: datetime) -> int:
    """A moment in Vietnam as Windows counts them, from 1601 on in Greenwich."""
    return (int((moment - datetime(1601, 1, 1)).total_seconds()) - 7 * 3600) * 10_000_000


def summary(saved: int, kind: int = 64) -> bytes:
    """What a document says of itself: an author's page count, and when it was saved."""
    facts = struct.pack("<II", 3, 7) + struct.pack("<IQ", kind, saved)
    listed = struct.pack("<IIII", 14, 24, 13, 32)
    head = struct.pack("<HHI16xI16xI", 0xFFFE, 0, 2, 1, 48)
    return head + struct.pack("<II", 24 + len(facts), 2) + listed + facts


def compound(data: bytes, short: bool) -> bytes:
    """An OLE file of one stream, in sectors of its own or, ``short``, in one that short streams share.

    Sectors: the table, the directory, then the stream; or the table of the short ones, and what they share.
    """
    size = len(data) if short else 4096
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II4xIII", header, 44, 1, 1, 4096, 2 if short else END, int(short))
    struct.pack_into("<I", header, 68, END)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    # The shared sector's first 64 bytes are another's.
    stream = bytes(64) + data if short else data.ljust(4096, b"\0")
    root = entry("Root Entry", 5, 1, 3 if short else END, 512 if short else 0)
    directory = root + entry("\x05SummaryInformation", 2, FREE, 1 if short else 2, size)
    sectors = [directory.ljust(512, b"\0"), *([bytes(512)] if short else []), stream.ljust(512, b"\0")]
    table = struct.pack(
        "<12I", TABLE, END, *([END, END] if short else range(3, 5)), *range(5, 11), *[END] * 2
    )
    return bytes(header) + table.ljust(512, b"\xff") + b"".join(sectors)


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", raw, len(raw) + 2, kind, 1, FREE, FREE, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def package(name: str, text: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(name, f"<?xml version='1.0'?><meta>{text}</meta>")
    return stream.getvalue()


def rtf(facts: str) -> bytes:
    return b"{\\rtf1\\ansi{\\info{\\title a}{" + facts.encode() + b"}}text\\par}"


CASES = {
    "RTF": (sniff.RTF, rtf(r"\revtim\yr2022\mo9\dy12\hr8\min30")),
    "ODT": (sniff.ODT, package("meta.xml", "<dc:date>2022-09-12T08:30:59.123456789</dc:date>")),
    "PPTX": (
        sniff.PPTX,
        package("docProps/core.xml", '<dcterms:modified x:type="W">2022-09-12T01:30:00Z</dcterms:modified>'),
    ),
    "DOC": (sniff.DOC, compound(summary(ticks(SAVED)), short=False)),
    "XLS, short": (sniff.XLS, compound(summary(ticks(SAVED)), short=True)),
}
UNSAID = {
    "RTF without": (sniff.RTF, rtf(r"\creatim\yr2022\mo9\dy12\hr8\min30")),
    "month 13": (sniff.RTF, rtf(r"\revtim\yr2022\mo13\dy12\hr8\min30")),
    "ODT without": (sniff.ODT, package("meta.xml", "")),
    "ODT without its facts": (sniff.ODT, package("content.xml", "<dc:date>2022-09-12T08:30:00</dc:date>")),
    "no ZIP": (sniff.ODS, b"PK\x03\x04 and no more"),
    "DOC never saved": (sniff.DOC, compound(summary(0), short=False)),
    "DOC, not a time": (sniff.DOC, compound(summary(ticks(SAVED), kind=3), short=False)),
    "DOC in a far future": (sniff.DOC, compound(summary((1 << 64) - 1), short=True)),
    "no OLE": (sniff.PPT, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_says_when_it_was_saved(tmp_path: Path, name: str) -> None:
    media_type, data = CASES[name]
    (tmp_path / "a").write_bytes(data)
    assert clock.saved_at(tmp_path / "a", media_type) == SAVED


@pytest.mark.parametrize("name", UNSAID)
def test_one_that_does_not_say_so_has_a_moment_of_its_own(tmp_path: Path, name: str) -> None:
    media_type, data = UNSAID[name]
    (tmp_path / "a").write_bytes(data)
    assert clock.saved_at(tmp_path / "a", media_type) == clock.UNSAID


@given(st.binary(max_size=200), st.integers(0, 200), st.booleans())
def test_a_summary_in_disorder_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int, short: bool
) -> None:
    said = bytearray(summary(ticks(SAVED)))
    said[place : place + len(noise)] = noise
    path = tmp_path_factory.getbasetemp() / "summary"
    path.write_bytes(compound(bytes(said), short=short and len(said) < 448))
    assert clock.saved_at(path, sniff.DOC).year in range(1985, 2038)
