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
_SMALL = 64
"""Bytes of a small sector. Short streams are in these, and these in one long stream, the root's."""

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
        self._size: int = 1 << shift
        (self._directory,) = struct.unpack_from("<I", header, 48)
        (self._short,) = struct.unpack_from("<I", header, 56)
        (self._more,) = struct.unpack_from("<I", header, 68)
        self._tables = [one for one in struct.unpack_from("<109I", header, 76) if one < _END]

    def root(self) -> dict[str, int]:
        entries = [
            sector[place : place + _ENTRY]
            for sector in map(self._sector, self._chain(self._directory))
            for place in range(0, len(sector) - _ENTRY + 1, _ENTRY)
        ]
        (child,) = struct.unpack_from("<I", entries[0], 76)
        (begins,) = struct.unpack_from("<I", entries[0], 116)
        small = tuple(self._chain(begins))
        found: dict[str, int] = {}
        seen: set[int] = set()
        waiting = [child]
        while waiting:
            number = waiting.pop()
            if number == _NONE or number in seen:
                continue
            seen.add(number)
            length, left, right = struct.unpack_from("<H2xII", entries[number], 64)
            start, size = struct.unpack_from("<II", entries[number], 116)
            name = entries[number][: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found[name] = self._place(start, size, small)
            waiting += (left, right)
        return found

    def _place(self, start: int, size: int, small: tuple[int, ...]) -> int:
        """Where a stream of so many bytes begins; ``small`` are the sectors of the small ones' stream."""
        within = 0
        if size < self._short and start < _END:
            ahead, within = divmod(start * _SMALL, self._size)
            start = small[ahead] if ahead < len(small) else _END
        return (start + 1) * self._size + within

    def _chain(self, sector: int) -> Iterator[int]:
        for _ in range(_MOST_SECTORS):
            if sector >= _END:
                return
            yield sector
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
