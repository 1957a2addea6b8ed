"""``archive ingest``: take what is in the drop folder."""

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import get_args

from rich.console import Console as Terminal
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.commands.indexing import KeptUp, bring_up
from archive.commands.tray_sheet import refresh
from archive.console import Console, now, user
from archive.evidence.refusals import Waiting
from archive.failures import Exit
from archive.home import Archive
from archive.ingest import ocr
from archive.ingest.answers import sentence, write_answer
from archive.ingest.fingerprint import reader_name
from archive.ingest.outcomes import Kind, Outcome
from archive.ingest.readers import Readers, open_readers
from archive.ingest.watch import Batch, Watch


def run(console: Console, archive: Archive, jobs: int, once: bool) -> Exit:
    """Take everything once, or keep watching until Ctrl-C."""
    languages = archive.settings.reading.languages
    if not ocr.available(languages):
        console.say("ingest.no_ocr")
    began = time.monotonic()
    outcomes: list[Outcome] = []
    with (
        open_readers(archive.settings, jobs) as readers,
        _progress(console) as progress,
    ):
        watch = Watch(
            archive,
            readers,
            reader_name(languages),
            now,
            user(),
            lambda reason: console.wording.say(f"refusal.{reason}"),
        )
        intake = _Intake(archive, readers.here, console, progress)
        if once:
            for batch in watch.once():
                outcomes += intake.take(batch)
        else:
            console.say("ingest.watching", drop=archive.drop)
            with _stopped_by_signals() as stop:
                for batch in watch.forever(stop):
                    intake.take(batch, stop)
            console.say("ingest.stopped")
            return Exit.DONE
    _sum_up(outcomes, archive, console, time.monotonic() - began)
    left = [one for one in outcomes if one.kind == "waiting" and one.reason != Waiting.REMOVED]
    return Exit.WAITING if left else Exit.DONE


_TOLD = ("refused", "waiting", "sheet")
"""Outcomes that are printed also where nobody looks on."""


class _Intake:
    """Works on batches: each outcome is told and written as it comes, and the index follows."""

    def __init__(self, archive: Archive, readers: Readers, console: Console, progress: Progress) -> None:
        self._archive = archive
        self._readers = readers
        self._console = console
        self._progress = progress
        self._task = progress.add_task(
            console.wording.say("ingest.progress"), total=0, visible=False, pages=0.0
        )
        self._gone_by = self._seconds = 0.0
        self._pages = 0
        self._warned = False

    def take(self, batch: Batch, stop: threading.Event | None = None) -> list[Outcome]:
        """Work on a batch, or on as much of it as comes before ``stop`` is set."""
        outcomes: list[Outcome] = []
        sizes = {arrival.label: arrival.signature.size + 1 for arrival in batch.arrivals}
        ahead = sum(arrival.signature.size + 1 for arrival in batch.ahead)
        self._progress.update(self._task, total=self._gone_by + ahead, visible=bool(ahead))
        began = time.monotonic()
        before = self._seconds
        with KeptUp(self._archive):
            for outcome in batch.outcomes:
                outcomes.append(outcome)
                self._pages += outcome.pages
                self._seconds = before + time.monotonic() - began
                self._gone_by += sizes.get(outcome.path, 0)
                rate = self._pages / max(0.001, self._seconds)
                self._progress.update(self._task, completed=self._gone_by, pages=rate)
                self._tell(outcome)
                if stop and stop.is_set():
                    break
        self._progress.update(self._task, visible=len(batch.ahead) > len(batch.arrivals))
        self._follow(batch)
        if len(batch.ahead) <= len(batch.arrivals) and not (stop and stop.is_set()):
            catalogue = batch.registrar.catalogue
            refresh(self._archive, catalogue, self._readers, self._console.wording, now())
        return outcomes

    def _tell(self, outcome: Outcome) -> None:
        if not self._console.json and (sys.stdout.isatty() or outcome.kind in _TOLD):
            text = sentence(outcome, self._console.wording)
            self._progress.console.print(text, markup=False, emoji=False, highlight=False)
        write_answer(outcome, self._archive, self._console.wording, now())

    def _follow(self, batch: Batch) -> None:
        """Bring the index up. Where that fails papers are taken in all the same, and it follows later."""
        fault = bring_up(self._archive, batch.registrar.catalogue)
        if fault and not self._warned:
            self._console.warn("index.behind", why=str(fault))
            self._warned = True


def _progress(console: Console) -> Progress:
    terminal = Terminal(file=sys.stdout, soft_wrap=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pages]:.1f} " + console.wording.say("ingest.pages_a_second")),
        TimeRemainingColumn(),
        console=terminal,
        transient=True,
        refresh_per_second=4,
        disable=console.json or not terminal.is_terminal,
    )


def _sum_up(outcomes: list[Outcome], archive: Archive, console: Console, seconds: float) -> None:
    kinds = Counter[str](outcome.kind for outcome in outcomes)
    counts = {kind: kinds[kind] for kind in get_args(Kind)}
    pages = sum(outcome.pages for outcome in outcomes if outcome.kind in ("filed", "tray"))
    console.data({"outcomes": outcomes, "totals": counts | {"pages": pages}, "seconds": round(seconds, 3)})
    if outcomes:
        console.say("ingest.summary", **counts, pages=pages, seconds=f"{seconds:.1f}")
    else:
        console.say("ingest.nothing", drop=archive.drop)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    stop = threading.Event()

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, set_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
