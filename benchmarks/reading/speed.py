"""How fast a folder is read: ours, beside the bare engine, and beside OCRmyPDF where its program is named.

The bare engine, in as many processes, gets every page ready rendered and does nothing but recognise it, or
is given the PDFs and draws each page first; starting its processes is not counted. Ratios are to the latter,
since somebody must draw the pages. Ours opens the files, judges text layers, renders, prepares,
recognises, and gives text with word boxes; starting its processes is counted. OCRmyPDF gives a PDF with a
text layer and the text beside it, once plain, once with ``--deskew --rotate-pages``; how it is called is
said in ``benchmarks/reading/ocrmypdf.py``. All in turn in one run, as often as ``--runs`` says; medians
count.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from archive.evidence.documents import Page
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.line import in_order
from archive.ingest.readers import Readers
from archive.settings import Settings
from benchmarks.reading import bare, ocrmypdf
from benchmarks.reading.corpus import papers
from benchmarks.reading.report import show, table_of

T = TypeVar("T")

READY, BARE, OURS = "bare engine, pages ready", "bare engine, drawing the pages", "reading processes"


def measure(folder: Path, jobs: int, most: int | None, runs: int, program: Path | None) -> None:
    """Measure all in turn, print the table."""
    files = papers(folder, most)
    if not files:
        raise SystemExit(f"{folder}: no PDFs")
    times: dict[str, list[float]] = {READY: [], BARE: [], OURS: []}
    pages: tuple[Page, ...] = ()
    other = Other(program, files, jobs) if program else None
    with tempfile.TemporaryDirectory() as scratch:
        images = tuple(image for path in files for image in bare.render(path, Path(scratch)))
        numbered = tuple((path, number) for path in files for number in range(bare.count(path)))
        for _ in range(runs):
            times[READY].append(time_bare(bare.recognise, images, jobs))
            times[BARE].append(time_bare(bare.draw_and_recognise, numbered, jobs))
            seconds, pages = time_ours(files, jobs)
            times[OURS].append(seconds)
            if other:
                for name, taken in other.round():
                    times.setdefault(name, []).append(taken)
    print_times(times, len(files), pages, jobs)
    if other:
        show(*other.said)


class Other:
    """OCRmyPDF in its faster way, which the first round finds out."""

    def __init__(self, program: Path, files: tuple[Path, ...], jobs: int) -> None:
        self._program, self._files = program, files
        self._name = f"OCRmyPDF {ocrmypdf.version(program)}"
        self._layered = ocrmypdf.with_layer(files)
        self._ways = ocrmypdf.ways(jobs)
        self.said: list[str] = []

    def round(self) -> Iterator[tuple[str, float]]:
        """Names of what was measured, and seconds: plain, and with turns and skew."""
        plain = {way: self._seconds(way) for way in self._ways}
        self.said += [f"{self._name}, {way}: {seconds:.1f} s" for way, seconds in plain.items()]
        best = min(plain, key=lambda way: plain[way])
        self._ways = (best,)
        yield self._name, plain[best]
        yield f"{self._name} {' '.join(ocrmypdf.WITH_TURNS)}", self._seconds(best, ocrmypdf.WITH_TURNS)

    def _seconds(self, way: ocrmypdf.Way, options: tuple[str, ...] = ()) -> float:
        return ocrmypdf.seconds(self._program, self._files, self._layered, way, options)


def time_bare(task: Callable[[T], str], pages: tuple[T, ...], jobs: int) -> float:
    """Seconds for the engine alone."""
    with bare.engines(jobs) as pool:
        began = time.perf_counter()
        list(pool.map(task, pages))
        return time.perf_counter() - began


def time_ours(files: tuple[Path, ...], jobs: int) -> tuple[float, tuple[Page, ...]]:
    """Seconds from files to pages with words and boxes."""
    limits = Limits.of(Settings())
    began = time.perf_counter()
    with Readers(jobs, limits.memory) as readers:
        jobs_done = list(in_order(files, lambda file: Job(file, readers, limits), lambda job: job, readers))
        seconds = time.perf_counter() - began
        check(jobs_done)
        return seconds, tuple(page for job in jobs_done for page in job.pages)


def check(jobs: list[Job]) -> None:
    """Stop when a file was refused: what is not read is read fast."""
    for job in jobs:
        if job.refusal:
            raise SystemExit(f"{job.path}: refused: {job.refusal}")


def print_times(times: dict[str, list[float]], files: int, pages: tuple[Page, ...], jobs: int) -> None:
    """The table: seconds, and each by the bare engine's of the same round."""
    recognised = sum(page.origin == "ocr" for page in pages)
    turned = sum(page.turned != 0 for page in pages)
    faults = sum(page.fault is not None for page in pages)
    kinds = f"{recognised} by OCR, {turned} turned upright, {faults} unread"
    table = table_of(
        f"{files} files, {len(pages)} pages ({kinds}), {jobs} processes",
        *("", "seconds (median)", "lowest", "highest", "pages/s", "ratio (median of pairs)"),
    )
    for name, values in times.items():
        middle = statistics.median(values)
        ratio = statistics.median(value / base for value, base in zip(values, times[BARE], strict=True))
        table.add_row(
            name,
            f"{middle:.1f}",
            f"{min(values):.1f}",
            f"{max(values):.1f}",
            f"{len(pages) / middle:.2f}",
            f"{ratio:.2f}",
        )
    show(table)
