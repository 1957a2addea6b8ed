"""Delivery: this machine's files on their way to the workers of a cluster, in pieces, each once a worker."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from archive.ingest.parcels import Parcel

_PIECE = 4 << 20
"""Bytes of a file that are sent at a time: what sending takes of memory, here and there."""

_KNOWN = 256
"""Files of which it is remembered which parcel they are."""

HandOver = Callable[[str, Parcel, int, bytes, bool], Awaitable[bool]]
"""Gives a worker a piece of a file: the worker's address, the file, where in it the piece begins, the piece,
and whether it is the last. False when the worker is gone."""


class Delivery:
    """Used in one event loop."""

    def __init__(self, hand_over: HandOver) -> None:
        self._hand_over = hand_over
        self._known: dict[tuple[Path, int, int], asyncio.Task[Parcel]] = {}
        self._under_way: dict[tuple[str, Parcel], asyncio.Task[None]] = {}

    async def parcel_of(self, path: Path) -> Parcel:
        """What a file is sent as. A file of many tasks is read through once. Raises ``OSError``."""
        found = path.stat()
        key = (path, found.st_mtime_ns, found.st_size)
        task = self._known.pop(key, None) or asyncio.create_task(asyncio.to_thread(Parcel.of, path))
        self._known[key] = task
        if len(self._known) > _KNOWN:
            del self._known[next(iter(self._known))]
        return await asyncio.shield(task)

    async def send(self, path: Path, parcel: Parcel, worker: str) -> None:
        """Send a file to a worker, or wait where that is being done already."""
        key = (worker, parcel)
        if not (task := self._under_way.get(key)):
            task = self._under_way[key] = asyncio.create_task(self._pieces(path, parcel, worker))
            task.add_done_callback(lambda _: self._under_way.pop(key))
        await asyncio.shield(task)

    async def _pieces(self, path: Path, parcel: Parcel, worker: str) -> None:
        with path.open("rb") as stream:
            # Of an empty file the piece that is not there has to be sent all the same.
            for offset in range(0, parcel.size or 1, _PIECE):
                data = await asyncio.to_thread(stream.read, _PIECE)
                if not await self._hand_over(worker, parcel, offset, data, offset + _PIECE >= parcel.size):
                    return
