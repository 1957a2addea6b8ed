"""Cluster: readers on many machines, a Dask cluster's. The shape is that of ``readers.Pool``.

Files are sent to a worker once, in pieces and only when it asks for them; a task carries their digests alone.
"""

import asyncio
import logging
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from distributed import Client, KilledWorker, Worker, get_worker
from distributed.client import FutureCancelledError

from archive.evidence.refusals import Reason
from archive.ingest.delivery import Delivery
from archive.ingest.faults import ClusterDiffers, ClusterFault, ClusterLost
from archive.ingest.fingerprint import Fingerprint, difference, fingerprint
from archive.ingest.limits import ReadFault
from archive.ingest.parcels import Parcel
from archive.ingest.readers import Readers
from archive.ingest.workplace import Answer, Call, carry_out, parcels_in

T = TypeVar("T")

_CONNECT = 10.0
"""Seconds for the scheduler to answer."""

_PATIENCE = 30.0
"""Seconds without a single worker, at the start (unless told otherwise) or later, before it is given up."""

_LOOK = 1.0
"""Seconds between two looks at which workers there are."""

_SENT_AGAIN = 5
"""How often a file is sent for one task: its worker may die, or have no room for it beside others."""


class ClusterReaders:
    """The workers of a Dask cluster that read for us. Raises ``ClusterFault`` when they cannot."""

    def __init__(
        self, address: str, jobs: int, memory: int, languages: str, here: Readers, patience: float = _PATIENCE
    ) -> None:
        self.here = here
        self._patience = patience
        self._address = address
        self._at_most = jobs
        self._memory = memory
        self._languages = languages
        self._threads = self._under_way = 0
        self._fault: ClusterFault | None = None
        self._sender = uuid.uuid4().hex
        self._delivery = Delivery(self._hand_over)
        self._tasks: set[asyncio.Task[Any]] = set()
        # What it has to say comes back as a fault; on the terminal it would stand among the answers.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._turn = asyncio.Condition()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        try:
            self._ready.result()
        except BaseException:
            self.__exit__()
            raise

    @property
    def jobs(self) -> int:
        """Tasks that are worked on at once: as many as the workers have threads, or as were asked for."""
        return max(1, min(self._threads, self._at_most or self._threads))

    def submit(self, seconds: float, task: Callable[..., T], *arguments: object) -> "Future[T]":
        """Run ``task`` on a worker, for ``seconds`` at most from when it starts there."""
        if not self._thread.is_alive():
            raise RuntimeError("the cluster has been left")
        return asyncio.run_coroutine_threadsafe(self._carry_out(seconds, task, arguments), self._loop)

    def wait(self, futures: "Collection[Future[Any]]") -> None:
        """Wait until one of the futures is done, be it the cluster's or that of a process here."""
        self.here.wait(futures)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()
        self.here.__exit__()

    # All below runs in the thread that speaks with the cluster.

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        session, ended = asyncio.create_task(self._session()), asyncio.create_task(self._ended.wait())
        await asyncio.wait((session, ended), return_when=asyncio.FIRST_COMPLETED)
        session.cancel()
        try:
            await session
        except asyncio.CancelledError:
            self._give_up(ClusterLost(self._address, "left"))
        except ClusterFault as fault:
            self._give_up(fault)
        except Exception as fault:
            self._give_up(ClusterLost(self._address, str(fault) or type(fault).__name__))
        # Whoever still submits is told why nothing is read any more.
        await ended

    async def _session(self) -> None:
        address = self._address.replace("dask+tls:", "tls:").replace("dask:", "tcp:")
        timeout = min(_CONNECT, self._patience)
        # What it gives is awaited here, as its types do not say.
        client: Any = Client(address, asynchronous=True, set_as_default=False, timeout=timeout)  # type: ignore[no-untyped-call]
        self._client = client
        try:
            await client
            await self._meet()
            self._ready.set_result(None)
            await self._watch()
        finally:
            # Also where it never came to speak with anybody.
            await client.close()

    def _give_up(self, fault: ClusterFault) -> None:
        self._fault = fault
        for task in self._tasks:
            task.cancel()
        if not self._ready.done():
            self._ready.set_exception(fault)

    async def _meet(self) -> None:
        """Wait for workers, and see that each would read as this machine does."""
        await self._client.wait_for_workers(1, timeout=self._patience)
        found = await self._client.run(fingerprint, self._languages, on_error="return")
        for worker, there in sorted(found.items()):
            if isinstance(there, Exception):
                raise ClusterDiffers(worker, there)
            self._compare(worker, there)
        self._threads = sum((await self._client.nthreads()).values())

    def _compare(self, worker: str, there: Fingerprint) -> None:
        if differs := difference(fingerprint(self._languages), there):
            name, ours, theirs = differs
            raise ClusterDiffers(worker, f"{name}: {theirs} ≠ {ours}")

    async def _watch(self) -> None:
        """Keep the number of threads true, until nobody has been there for too long."""
        seen = self._loop.time()
        while True:
            await asyncio.sleep(_LOOK)
            threads = sum((await asyncio.wait_for(self._client.nthreads(), _PATIENCE)).values())
            if threads:
                seen, self._threads = self._loop.time(), threads
            elif self._loop.time() - seen > _PATIENCE:
                raise ClusterLost(self._address, "no workers")
            async with self._turn:
                self._turn.notify_all()

    async def _carry_out(self, seconds: float, task: Callable[..., T], arguments: tuple[object, ...]) -> T:
        this = asyncio.current_task()
        assert this  # noqa: S101 - a coroutine runs in a task
        self._tasks.add(this)
        try:
            async with self._one_of_jobs():
                if self._fault:
                    raise self._fault
                files = {
                    each: await self._delivery.parcel_of(each) for each in arguments if isinstance(each, Path)
                }
                packed = tuple(files[each] if isinstance(each, Path) else each for each in arguments)
                ours = fingerprint(self._languages)
                call = Call(self._languages, ours, self._memory, seconds, task, packed)
                value: Any = await self._read(call, {parcel: path for path, parcel in files.items()})
                return value  # type: ignore[no-any-return]
        except asyncio.CancelledError:
            if self._fault:
                raise self._fault from None
            raise
        finally:
            self._tasks.discard(this)

    @asynccontextmanager
    async def _one_of_jobs(self) -> AsyncIterator[None]:
        """No more at once than there are threads: a task that waits with a worker that dies is thought to be
        the reason as well."""
        async with self._turn:
            await self._turn.wait_for(lambda: self._under_way < self.jobs)
            self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            async with self._turn:
                self._turn.notify()

    async def _read(self, call: Call, files: dict[Parcel, Path]) -> object:
        worker = None
        for _ in range(_SENT_AGAIN):
            answer = await self._ask(call, worker)
            worker = answer.worker
            if answer.differs:
                self._compare(worker, answer.differs)
            elif answer.fault:
                raise ReadFault(answer.fault)
            elif not answer.missing:
                return answer.value
            for parcel in answer.missing:
                await self._delivery.send(files[parcel], parcel, worker)
        raise ClusterLost(self._address, f"{worker}: files that were sent are not there")

    async def _ask(self, call: Call, worker: str | None) -> Answer:
        """Have a call worked on, best by ``worker``. One that dies costs a try, and some cost the call."""
        future = self._client.submit(
            _carry_out,
            call,
            pure=False,
            workers=[worker] if worker else None,
            allow_other_workers=bool(worker),
        )
        try:
            answer: Answer = await future
            return answer
        except KilledWorker as fault:
            raise ReadFault(Reason.READER_DIED) from fault
        except (FutureCancelledError, Exception) as fault:
            # What goes wrong with a file comes as an answer.
            self._fault = self._fault or ClusterLost(self._address, fault)
            raise self._fault from fault

    async def _hand_over(self, worker: str, parcel: Parcel, offset: int, data: bytes, last: bool) -> bool:
        try:
            found = await self._client.run(
                _receive, parcel, self._sender, offset, data, last, workers=[worker]
            )
        except Exception:
            # It is gone, or cannot be reached; then another is asked.
            return False
        if why := found[worker]:
            raise ClusterLost(self._address, f"{worker}: {why}")
        return True


def _carry_out(call: Call) -> Answer:
    """Runs in a thread of a worker."""
    worker = get_worker()
    return carry_out(call, worker.address, Path(worker.local_directory), worker.state.nthreads)


async def _receive(
    parcel: Parcel, sender: str, offset: int, data: bytes, last: bool, dask_worker: Worker
) -> str:
    """Runs on a worker. Gives what the system said against it, or nothing."""
    try:
        parcels = parcels_in(Path(dask_worker.local_directory))
        await asyncio.to_thread(parcels.put, parcel, sender, offset, data)
        if last:
            await asyncio.to_thread(parcels.finish, parcel, sender)
    except OSError as fault:
        return str(fault)
    return ""
