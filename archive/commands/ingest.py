"""``archive ingest``: take what is in the drop folder."""

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console as Terminal
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.console import Console, now, user
from archive.evidence.refusals import Waiting
from archive.failures import Exit
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest import ocr
from archive.ingest.answers import sentence, write_answers
from archive.ingest.outcomes import Outcome
from archive.ingest.readers import Readers
from archive.ingest.reading import reader_name
from archive.ingest.watch import Batch, Watch

_FOLLOW_EVERY = 5.0
"""Seconds between two commits of the index during a long batch, so that what has come in can be found."""


def run(console: Console, archive: Archive, jobs: int, once: bool) -> Exit:
    """Take everything once, or keep watching until Ctrl-C."""
    languages = archive.settings.reading.languages
    if not ocr.available(languages):
        console.say("ingest.no_ocr")
    began = time.monotonic()
    outcomes: list[Outcome] = []
    with Readers(jobs or archive.settings.reading.jobs, archive.settings.reading.memory_mb << 20) as readers:
        watch = Watch(
            archive,
            readers,
            reader_name(languages),
            now,
            user(),
            lambda reason: console.wording.say(f"refusal.{reason}"),
        )
        if once:
            for batch in watch.once():
                outcomes += _work(batch, archive, console)
        else:
            console.say("ingest.watching", drop=archive.drop)
            with _stopped_by_signals() as stop:
                for batch in watch.forever(stop):
                    _work(batch, archive, console, stop)
            console.say("ingest.stopped")
            return Exit.DONE
    _sum_up(outcomes, archive, console, time.monotonic() - began)
    left = [one for one in outcomes if one.kind == "waiting" and one.reason != Waiting.REMOVED]
    return Exit.WAITING if left else Exit.DONE


def _work(
    batch: Batch, archive: Archive, console: Console, stop: threading.Event | None = None
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    followed = time.monotonic()
    with _progress(batch, console) as progress:
        task = progress.add_task(
            console.wording.say("ingest.progress"),
            total=sum(arrival.signature.size + 1 for arrival in batch.arrivals),
            pages=0.0,
        )
        sizes = {arrival.label: arrival.signature.size + 1 for arrival in batch.arrivals}
        began, pages = time.monotonic(), 0
        for outcome in batch.outcomes:
            outcomes.append(outcome)
            pages += outcome.pages
            rate = pages / max(0.001, time.monotonic() - began)
            progress.update(task, advance=sizes.get(outcome.path, 0), pages=rate)
            if not console.json and (sys.stdout.isatty() or outcome.kind in ("refused", "waiting")):
                progress.console.print(
                    sentence(outcome, archive, console.wording), markup=False, highlight=False
                )
            if time.monotonic() - followed > _FOLLOW_EVERY:
                follow(archive.index_path, batch.registrar.catalogue, archive.readings)
                followed = time.monotonic()
            if stop and stop.is_set():
                break
    write_answers(outcomes, archive, console.wording, now())
    follow(archive.index_path, batch.registrar.catalogue, archive.readings)
    return outcomes


def _progress(batch: Batch, console: Console) -> Progress:
    terminal = Terminal(file=sys.stdout, soft_wrap=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pages]:.1f} " + console.wording.say("ingest.pages_a_second")),
        TimeRemainingColumn(),
        console=terminal,
        transient=True,
        disable=console.json or not terminal.is_terminal or not batch.arrivals,
    )


def _sum_up(outcomes: list[Outcome], archive: Archive, console: Console, seconds: float) -> None:
    kinds = Counter[str](outcome.kind for outcome in outcomes)
    counts = {kind: kinds[kind] for kind in ("filed", "tray", "again", "refused", "waiting")}
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
