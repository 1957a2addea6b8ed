"""Compound: what lies at the root of an OLE file, the container of DOC, XLS, PPT and MSG.

Sectors, chains and directory entries are as Microsoft's [MS-CFB] has them.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEADER = 512
_ENTRY = 128
_END = 0xFFFF_FFFA
"""From here on a sector's number is a sign: end of the chain, free, or one of the tables."""

_NONE = 0xFFFF_FFFF
_MOST_SECTORS = 4_096
"""Sectors of a chain that are followed; a directory has a few, and a chain in a loop has no end."""


def root_streams(path: Path) -> dict[str, int]:
    """What lies at the root, by name, with the offset of its first bytes; empty for a file in disorder."""
    try:
        with path.open("rb") as stream:
            return _Compound(stream).root()
    except (struct.error, IndexError, ValueError):
        return {}


class _Compound:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        header = stream.read(_HEADER)
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            raise ValueError("no such sectors")
        self._size = 1 << shift
        (self._directory,) = struct.unpack_from("<I", header, 48)
        (self._more,) = struct.unpack_from("<I", header, 68)
        self._tables = [one for one in struct.unpack_from("<109I", header, 76) if one < _END]

    def root(self) -> dict[str, int]:
        entries = [
            sector[place : place + _ENTRY]
            for sector in self._chain(self._directory)
            for place in range(0, len(sector) - _ENTRY + 1, _ENTRY)
        ]
        (child,) = struct.unpack_from("<I", entries[0], 76)
        found: dict[str, int] = {}
        seen: set[int] = set()
        waiting = [child]
        while waiting:
            number = waiting.pop()
            if number == _NONE or number in seen:
                continue
            seen.add(number)
            length, left, right = struct.unpack_from("<H2xII", entries[number], 64)
            (start,) = struct.unpack_from("<I", entries[number], 116)
            name = entries[number][: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found[name] = (start + 1) * self._size
            waiting += (left, right)
        return found

    def _chain(self, sector: int) -> Iterator[bytes]:
        for _ in range(_MOST_SECTORS):
            if sector >= _END:
                return
            yield self._sector(sector)
            sector = self._after(sector)

    def _after(self, sector: int) -> int:
        """The sector that follows, from the allocation table, itself in sectors that the header lists."""
        each = self._size // 4
        index = sector // each
        while index >= len(self._tables):
            if self._more >= _END or len(self._tables) > _MOST_SECTORS * each:
                return _END
            *tables, self._more = struct.unpack(f"<{each}I", self._sector(self._more))
            self._tables += tables
        table = self._sector(self._tables[index])
        return int(struct.unpack_from("<I", table, 4 * (sector % each))[0])

    def _sector(self, number: int) -> bytes:
        self._stream.seek((number + 1) * self._size)
        return self._stream.read(self._size)
