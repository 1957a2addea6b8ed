"""Passwords: whether an office file that could not be opened says of itself that it wants one."""

import struct
from pathlib import Path

from archive.ingest import sniff
from archive.ingest.compound import root_streams
from archive.ingest.packages import FAULTS, open_package

_LOOKED_AT = 1 << 16
"""Bytes at the start of a stream in which it says that it is encrypted."""

_FILEPASS = 0x2F


def is_locked(path: Path, media_type: str) -> bool:
    """Whether it is encrypted, by its own account. Not to be asked first: some open without a password."""
    if media_type in (sniff.ODT, sniff.ODS, sniff.ODP):
        with open_package(path) as package:
            try:
                return b"encryption-data" in package.open("META-INF/manifest.xml").read(_LOOKED_AT)
            except FAULTS:
                return False
    streams = root_streams(path)
    start = next((streams[name] for name in ("WordDocument", "Workbook", "Book") if name in streams), None)
    if start is None:
        return "EncryptedSummary" in streams
    with path.open("rb") as stream:
        stream.seek(start)
        head = stream.read(_LOOKED_AT)
    if media_type == sniff.DOC:
        # [MS-DOC] FibBase: fEncrypted is the ninth bit of the flags at 10.
        return len(head) > 12 and bool(head[11] & 1)
    return _has_password_record(head)


def _has_password_record(head: bytes) -> bool:
    """Whether FILEPASS is among the first records of a workbook, as [MS-XLS] puts it."""
    place = 0
    while place + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, place)
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False
