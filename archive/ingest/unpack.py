"""Unpack: the files in a ZIP of papers, each to be a document of its own."""

import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.packages import ENCRYPTED, FAULTS, open_package

_RATIO = 200
"""Times its size to which a ZIP may unpack; real scans and office files stay below 20."""

_SMALL = 64 << 20
"""Bytes that any ZIP may unpack to, whatever its ratio."""

_CHUNK = 1 << 20
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
"""The extra field in which Info-ZIP gives a name in UTF-8 beside the one of the system's code page."""

_JUNK = re.compile(r"__macosx|\._.*|\.ds_store|(eh)?thumbs.*\.db|desktop\.ini|~\$.*", re.IGNORECASE)
"""What macOS, Windows and Office put beside people's files; nobody's paper."""

_DRIVE = re.compile(r"[A-Za-z]:")
_DEEPEST = 20
_LONGEST = 200
"""Folders of a member's label, and characters of each of its parts."""

_SUFFIX = re.compile(r"\.\w{1,10}\Z")


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was in another. ``label`` is its path in there: NFC, ``/`` between folders, no way out."""

    path: Path
    label: str


def unpack(path: Path, folder: Path, limits: Limits) -> tuple[Member, ...]:
    """Write the members of a ZIP into ``folder`` under names of our own, in their order.

    Raises ``ReadFault`` for a ZIP that is not taken: nothing of it is, then. ``OSError``: the disk.
    """
    with open_package(path) as package:
        members = tuple(info for info in package.infolist() if not info.is_dir() and not _is_junk(info))
        if not members:
            raise ReadFault(Reason.EMPTY)
        if any(info.flag_bits & ENCRYPTED for info in members):
            raise ReadFault(Reason.PASSWORD)
        room = min(limits.bytes, max(_SMALL, _RATIO * path.stat().st_size))
        if sum(info.file_size for info in members) > room:
            raise ReadFault(Reason.TOO_LARGE)
        labels = told_apart(harmless(name_of(info)) for info in members)
        found = []
        for number, (info, label) in enumerate(zip(members, labels, strict=True), 1):
            found.append(Member(folder / f"{number:05}", label))
            room -= _write(package, info, found[-1].path, room)
        return tuple(found)


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name, by whichever code page the program that packed it wrote it in."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and length > 5:
            return extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    raw = name.encode("cp437", "replace")
    for code_page in ("utf-8", "cp1258"):
        # macOS writes UTF-8 without saying so; of code pages, Windows' Vietnamese one is the likeliest.
        try:
            return raw.decode(code_page)
        except UnicodeDecodeError:
            continue
    return name


def harmless(name: str) -> str:
    """A member's name as a path that stays where it is put: no root, no drive, no way up."""
    parts = unicodedata.normalize("NFC", name).replace("\0", "").replace("\\", "/").split("/")
    kept = [part for part in map(_plain, parts) if part]
    return "/".join(kept[-_DEEPEST:]) or "_"


def told_apart(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels, with `` (2)``, `` (3)`` … behind those that were there before."""
    given: dict[str, None] = {}
    for label in labels:
        stem, stop, suffix = label.rpartition(".")
        if not stop or "/" in suffix:
            stem, stop, suffix = label, "", ""
        free, number = label, 1
        while free in given:
            number += 1
            free = f"{stem} ({number}){stop}{suffix}"
        given[free] = None
    return tuple(given)


def _plain(part: str) -> str:
    part = part.strip()
    while _DRIVE.match(part):
        part = part[2:].strip()
    if len(part) > _LONGEST:
        suffix = found[0] if (found := _SUFFIX.search(part)) else ""
        return part[: _LONGEST - len(suffix)].rstrip() + suffix
    return "" if part in (".", "..") else part


def _is_junk(info: zipfile.ZipInfo) -> bool:
    return any(_JUNK.fullmatch(part) for part in re.split(r"[/\\]", name_of(info)))


def _write(package: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, room: int) -> int:
    """Write one member; the bytes that it has, which what the ZIP says of it need not be."""
    written = 0
    with target.open("xb") as copy:
        for chunk in _chunks(package, info):
            written += len(chunk)
            if written > room:
                raise ReadFault(Reason.TOO_LARGE)
            copy.write(chunk)
    return written


def _chunks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterable[bytes]:
    try:
        with package.open(info) as member:
            while chunk := member.read(_CHUNK):
                yield chunk
    except FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault
