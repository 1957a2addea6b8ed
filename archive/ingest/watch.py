"""Watch: looks at the drop folder, waits until files settle, and hands the settled ones on in batches."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watchfiles import watch

from archive.evidence.refusals import Reason, Waiting
from archive.home import Archive, Registrar
from archive.ingest.arrivals import Arrival, Settling, Signature, look
from archive.ingest.outcomes import Outcome, waiting
from archive.ingest.pipeline import Pipeline
from archive.ingest.readers import Pool
from storage.lock import Locked

_LOOK_AGAIN = 0.25
"""Seconds between two looks while something is on its way."""

_LOOK_ANYWAY = 2.0
"""Seconds between two looks when the system reports nothing: network shares report nothing at all."""

_PATIENCE = 60.0
"""Seconds that a single run waits for files that are busy or growing, before it says so and ends."""

_BATCH = 20
"""Files taken in before the writer's lock is let go, so that others who write need not wait for hours."""

_BREATH = 0.2
"""Seconds between two batches; whoever waits for the lock tries for it more often than that."""

_SOON = 1.0
_LATER = 30.0
_PASSING = (Waiting.UNSETTLED, Waiting.BUSY, Waiting.CHANGED)
"""Reasons that go by themselves, mostly within seconds."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Settled arrivals, with the outcomes as they come. The writer's lock is held while it is worked on.

    ``ahead`` are these arrivals and those of the batches that follow at once.
    """

    arrivals: tuple[Arrival, ...]
    ahead: tuple[Arrival, ...]
    outcomes: Iterator[Outcome]
    registrar: Registrar


@dataclass(frozen=True, slots=True)
class _Left:
    signature: Signature
    reason: Waiting
    since: float


class Watch:
    """The drop folder of one archive, seen by one process."""

    def __init__(
        self,
        archive: Archive,
        readers: Pool,
        reader: str,
        now: Callable[[], datetime],
        by: str,
        sentence: Callable[[Reason], str],
    ) -> None:
        self._archive = archive
        self._readers = readers
        self._reader = reader
        self._now = now
        self._by = by
        self._sentence = sentence
        self._settling = Settling(archive.settings.drop.settle_seconds)
        self._left: dict[Path, _Left] = {}
        self._done: dict[Path, Signature] = {}
        self._taken = 0
        self._seen = -1

    def once(self, patience: float = _PATIENCE) -> Iterator[Batch]:
        """Take what is there; the last batch says what waits.

        What is on its way is waited for until nothing was taken for ``patience`` seconds.
        """
        deadline = time.monotonic() + patience
        while True:
            arrivals, due = self._look()
            before = self._taken
            try:
                yield from self._batches(due)
            except Locked:
                # Somebody came between two batches; who was there from the start is told of.
                if self._taken == 0 or time.monotonic() > deadline:
                    raise
            if self._taken > before:
                deadline = time.monotonic() + patience
                continue
            coming = [arrival for arrival in arrivals if self._is_coming(arrival)]
            if not coming or time.monotonic() > deadline:
                break
            time.sleep(_LOOK_AGAIN)
        if coming:
            with self._archive.writing(self._now, self._by) as registrar:
                yield Batch((), (), iter(tuple(map(self._still_waiting, coming))), registrar)

    def forever(self, stop: threading.Event) -> Iterator[Batch]:
        """Take what comes until ``stop`` is set. A file that keeps waiting is reported once.

        A batch without arrivals says that the ledger has lines of somebody else, for whatever follows it.
        """
        changes = watch(
            self._archive.drop,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=int(_LOOK_ANYWAY * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            debounce=200,
            step=50,
        )
        while not stop.is_set():
            arrivals, due = self._look()
            if due or self._archive.ledger.size() != self._seen:
                try:
                    with closing(self._batches(due) if due else self._nothing_new()) as batches:
                        for batch in batches:
                            yield batch
                            if stop.is_set():
                                return
                except Locked:
                    # A rebuild or an export takes its time; the papers wait in the drop folder.
                    stop.wait(_LOOK_ANYWAY)
            elif any(map(self._is_coming, arrivals)):
                stop.wait(_LOOK_AGAIN)
            else:
                # A drop folder that cannot be watched (no inotify left) is looked at all the same.
                with suppress(OSError, RuntimeError, StopIteration):
                    next(changes)
                    continue
                stop.wait(_LOOK_ANYWAY)

    def _look(self) -> tuple[tuple[Arrival, ...], tuple[Arrival, ...]]:
        arrivals = look(self._archive.drop)
        now = time.monotonic()
        settled = self._settling.observe(arrivals, now, time.time())
        here = {arrival.path for arrival in arrivals}
        self._left = {path: left for path, left in self._left.items() if path in here}
        self._done = {path: signature for path, signature in self._done.items() if path in here}
        return arrivals, tuple(arrival for arrival in settled if self._is_due(arrival, now))

    def _is_due(self, arrival: Arrival, now: float) -> bool:
        if self._is_done(arrival):
            return False
        left = self._left.get(arrival.path)
        if left is None or left.signature != arrival.signature:
            return True
        if left.reason is Waiting.UNSETTLED:
            return not self._doubtful(arrival)
        return now - left.since >= (_SOON if left.reason in _PASSING else _LATER)

    def _is_done(self, arrival: Arrival) -> bool:
        """Whether it was taken, and lies here still: a drop folder that nothing may be moved out of."""
        return self._done.get(arrival.path) == arrival.signature

    def _is_coming(self, arrival: Arrival) -> bool:
        if self._is_done(arrival):
            return False
        left = self._left.get(arrival.path)
        return left is None or left.signature != arrival.signature or left.reason in _PASSING

    def _doubtful(self, arrival: Arrival) -> bool:
        return (
            self._settling.unchanged_for(arrival, time.monotonic())
            < self._archive.settings.drop.doubt_seconds
        )

    def _batches(self, due: tuple[Arrival, ...]) -> Generator[Batch]:
        for start in range(0, len(due), _BATCH):
            if start:
                time.sleep(_BREATH)
            some = due[start : start + _BATCH]
            with self._archive.writing(self._now, self._by) as registrar:
                pipeline = Pipeline(registrar, self._readers, self._reader, self._doubtful, self._sentence)
                yield Batch(some, due[start:], self._reported(some, pipeline), registrar)
                self._seen = self._archive.ledger.size()

    def _nothing_new(self) -> Generator[Batch]:
        with self._archive.writing(self._now, self._by) as registrar:
            yield Batch((), (), iter(()), registrar)
            self._seen = self._archive.ledger.size()

    def _reported(self, due: tuple[Arrival, ...], pipeline: Pipeline) -> Iterator[Outcome]:
        """The outcomes, without those that only say again that a file waits for what it waited for before."""
        for arrival, outcome in pipeline.take(due):
            if outcome.kind != "waiting":
                self._left.pop(arrival.path, None)
                self._done[arrival.path] = arrival.signature
                self._taken += 1
                yield outcome
                continue
            reason = Waiting(outcome.reason)
            before = self._left.get(arrival.path)
            self._left[arrival.path] = _Left(arrival.signature, reason, time.monotonic())
            # What was in it and came before this one was taken; the whole was not.
            self._done.pop(arrival.path, None)
            if reason not in _PASSING and not (before and before.reason == reason):
                yield outcome

    def _still_waiting(self, arrival: Arrival) -> Outcome:
        left = self._left.get(arrival.path)
        return waiting(arrival.label, left.reason if left else Waiting.UNSETTLED)
