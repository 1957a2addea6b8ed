"""How well a page is read that lies on its side or upside down: every page of the folder in all four turns.

Each PDF is turned as a whole (its pages' /Rotate, so that not one pixel is drawn anew) and read. Where a
page was typed by hand, its recall is that of the typed words; every page besides is held against our
reading of it as it lies in the file: the share of that reading's words (of two letters at least) that the
turned reading has too, as bags. ``turn found``: the page is said to be turned so that it comes to stand as
it does when it lies as in the file.
"""

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from archive.evidence.documents import Page
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers
from archive.settings import Settings
from benchmarks.reading.accuracy import within
from benchmarks.reading.corpus import Typed, papers, transcripts
from benchmarks.reading.report import show, table_of
from benchmarks.reading.scoring import bag_recall, words_of
from benchmarks.reading.speed import check

ANGLES = (0, 90, 180, 270)
POOR = 90.0
"""Percent of agreement below which a page is named."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page in one turn: whether that was found, and percents of recall (None: not typed) and agreement."""

    name: str
    found: bool
    recall: float | None
    agreement: float


def measure(folder: Path, jobs: int, most: int | None) -> None:
    """Read everything four times, print the table."""
    files = papers(folder, most)
    typed = {(page.path, page.page): page for page in transcripts(folder)}
    table = table_of(
        f"{len(files)} files in four turns, clockwise by degrees; percent",
        *("turned by", "pages", "turn found", "recall", "difference", "agreement", "lowest", "seconds"),
    )
    upright: dict[Path, tuple[Page, ...]] = {}
    poor: list[str] = []
    first = 0.0
    for angle in ANGLES:
        began = time.perf_counter()
        pages = read_turned(files, angle, jobs)
        seconds = time.perf_counter() - began
        upright = upright or pages
        seen = tuple(
            compare(path, angle, base, page, typed.get((path, page.number)))
            for path in files
            for base, page in zip(upright[path], pages[path], strict=True)
        )
        recalls = [one.recall for one in seen if one.recall is not None]
        recall = statistics.mean(recalls) if recalls else 0.0
        first = first or recall
        agreements = [one.agreement for one in seen]
        table.add_row(
            str(angle),
            str(len(seen)),
            str(sum(one.found for one in seen)),
            f"{recall:.1f} ({len(recalls)} pages)",
            f"{recall - first:+.1f}",
            f"{statistics.mean(agreements):.1f}",
            f"{min(agreements):.1f}",
            f"{seconds:.1f}",
        )
        poor += [
            f"{one.name}, turned by {angle}: {one.agreement:.1f} %" for one in seen if one.agreement < POOR
        ]
    show(table, *poor)


def read_turned(files: tuple[Path, ...], angle: int, jobs: int) -> dict[Path, tuple[Page, ...]]:
    """The pages of each file, turned clockwise by ``angle``."""
    limits = Limits.of(Settings())
    with tempfile.TemporaryDirectory() as folder, Readers(jobs, limits.memory) as readers:
        under_way: dict[Path, Job] = {}
        for number, path in enumerate(files):
            turned = Path(folder) / f"{number}.pdf"
            turn(path, turned, angle)
            under_way[path] = Job(turned, readers, limits)
        for job in under_way.values():
            job.wait()
        check(list(under_way.values()))
        return {path: job.pages for path, job in under_way.items()}


def turn(path: Path, target: Path, angle: int) -> None:
    """A copy of a PDF with every page turned clockwise by ``angle``."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.set_rotation((page.get_rotation() + angle) % 360)
        document.save(target)


def compare(path: Path, angle: int, base: Page, page: Page, typed: Typed | None) -> Seen:
    """One page in one turn against the same page as it lies in the file."""
    wanted, found = bag_recall(long_words(base.text), long_words(page.text))
    recall = None
    if typed:
        words, read = bag_recall(words_of(" ".join(typed.lines)), words_of(within(page, typed.crop)))
        recall = 100 * read / max(1, words)
    return Seen(
        f"{path.name}, {page.number}",
        page.turned == (base.turned - angle) % 360,
        recall,
        100 * found / wanted if wanted else 100.0,
    )


def long_words(text: str) -> list[str]:
    """The words of two letters at least: what a speck is read as has one."""
    return [word for word in words_of(text) if len(word) > 1]
