"""Clock: when an office file was last saved, and a clock that stands still at that moment.

A field for today's date or the time, or TODAY() in a cell, would else say when the file was converted, and
the same bytes would be read differently each day. So it says what it said when the file was saved.
"""

import re
import struct
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from archive.ingest import sniff
from archive.ingest.compound import root_streams
from archive.ingest.limits import ReadFault
from archive.ingest.packages import FAULTS, open_package

UNSAID = datetime(2000, 1, 1)
"""The moment of a file that does not say when it was saved."""

_LIBRARIES = ("lib/*/faketime", "lib64/faketime", "lib/faketime")
_VIETNAM = timedelta(hours=7)
_ZONE = "<+07>-7"
_HEAD = 1 << 16
_XML = re.compile(
    rb"<(?:dc:date|dcterms:modified)\b[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::[\d.]+)?(Z?)<"
)
_RTF = re.compile(rb"\\revtim\\yr(\d{4})\\mo(\d\d?)\\dy(\d\d?)\\hr(\d\d?)\\min(\d\d?)")
_SUMMARY = "\x05SummaryInformation"
_LAST_SAVED, _FILETIME = 13, 64
_FILETIME_BEGINS = datetime(1601, 1, 1)


def library() -> Path | None:
    """What makes a clock stand still for a program, libfaketime, where it is installed."""
    found = (path for folder in _LIBRARIES for path in Path("/usr").glob(f"{folder}/libfaketimeMT.so.1"))
    return next(found, None)


def standing_at(moment: datetime) -> dict[str, str]:
    """The environment in which that library shows this moment, and time zones are Vietnam's in any case."""
    return {
        "TZ": _ZONE,
        "FAKETIME": f"{moment:%Y-%m-%d %H:%M}:00",
        # What waits for a while is to wait for a while.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def clear_away(process: int) -> None:
    """Remove what the library keeps in memory for a process that was killed."""
    for name in (f"sem.faketime_sem_{process}", f"faketime_shm_{process}"):
        Path("/dev/shm", name).unlink(missing_ok=True)  # noqa: S108 - where the system keeps such memory


def saved_at(path: Path, media_type: str) -> datetime:
    """When a file of ``sniff.CONVERTED`` says that it was last saved, by the clocks of Vietnam."""
    try:
        if media_type == sniff.RTF:
            found = _of_rtf(path)
        elif media_type in (sniff.DOC, sniff.XLS, sniff.PPT):
            found = _of_compound(path)
        else:
            found = _of_package(path)
    except (*FAULTS, ReadFault, struct.error, ValueError, OverflowError):
        return UNSAID
    # Years that a program could write by itself, and every clock can show.
    return found if found and 1985 <= found.year < 2038 else UNSAID


def _of_rtf(path: Path) -> datetime | None:
    with path.open("rb") as stream:
        found = _RTF.search(stream.read(_HEAD))
    return _moment(found.groups()) if found else None


def _of_package(path: Path) -> datetime | None:
    with open_package(path) as package:
        names = frozenset(package.namelist())
        for name in ("meta.xml", "docProps/core.xml"):
            if name in names and (found := _XML.search(package.open(name).read(_HEAD))):
                return _moment(found.groups()[:5]) + (_VIETNAM if found[6] else timedelta())
    return None


def _moment(parts: Sequence[bytes]) -> datetime:
    """From year, month, day, hour and minute. Raises ``ValueError``."""
    year, month, day, hour, minute = map(int, parts)
    return datetime(year, month, day, hour, minute)


def _of_compound(path: Path) -> datetime | None:
    """From the summary, as [MS-OLEPS] has it."""
    place = root_streams(path).get(_SUMMARY)
    if place is None:
        return None
    with path.open("rb") as stream:
        stream.seek(place)
        head = stream.read(_HEAD)
    (start,) = struct.unpack_from("<I", head, 44)
    (count,) = struct.unpack_from("<I", head, start + 4)
    for number in range(min(count, 100)):
        name, offset = struct.unpack_from("<II", head, start + 8 + 8 * number)
        if name == _LAST_SAVED:
            kind, ticks = struct.unpack_from("<IQ", head, start + offset)
            saved = _FILETIME_BEGINS + timedelta(microseconds=ticks // 10) + _VIETNAM
            return saved if kind == _FILETIME else None
    return None
