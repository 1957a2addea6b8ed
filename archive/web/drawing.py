"""Drawing: pictures made while readers of the portal wait, each once however many ask for it."""

import asyncio
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault
from archive.ingest.pictures import Pictures, View
from archive.ingest.readers import result_of
from archive.records import DocumentRecord

_LONGEST = 60.0
"""Seconds that a picture is waited for, its place in the queue included."""


class Drawing:
    """The pictures being made now. Waiting for one holds no thread; for one event loop only."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._running: dict[Path, asyncio.Task[bytes]] = {}

    async def drawn(self, document: DocumentRecord, view: View) -> bytes:
        """A picture that is not kept yet, as WebP; kept then, if the disk takes it.

        Raises ``ReadFault`` when the page cannot be shown, ``RuntimeError`` when no reader is left.
        """
        path = self._pictures.path(document.digest, view)
        task = self._running.get(path)
        if task is None:
            task = asyncio.create_task(self._draw(path, document, view))
            self._running[path] = task
            task.add_done_callback(lambda ended: self._ended(path, ended))
        # One who goes away ends only their own waiting: others may want the picture, and it is kept.
        return await asyncio.shield(task)

    def _ended(self, path: Path, task: asyncio.Task[bytes]) -> None:
        del self._running[path]
        if not task.cancelled():
            # Looked at, so that a fault is no surprise to the loop when nobody waits any more.
            task.exception()

    async def _draw(self, path: Path, document: DocumentRecord, view: View) -> bytes:
        future = await run_in_threadpool(self._pictures.start, document, view)
        waiting = asyncio.wrap_future(future)
        await asyncio.wait((waiting,), timeout=_LONGEST)
        if not waiting.done():
            # The queue is long, or its pool was lost, which nobody would ever say.
            waiting.cancel()
            raise ReadFault(Reason.READER_SLOW)
        if waiting.cancelled():
            raise ReadFault(Reason.READER_DIED)
        waiting.exception()
        data = result_of(future)
        # A full or read-only disk keeps nothing; the picture can be shown all the same.
        with suppress(OSError):
            await run_in_threadpool(self._pictures.keep, path, data)
        return data
