"""Reading a folder of papers with our reading processes, beside the bare OCR engine over the same pages.

    python -m benchmarks.reading FOLDER [--jobs 2] [--runs 3]

The bare loop gets every page ready rendered, in as many processes, and does nothing but recognise it. Ours
opens the files, judges text layers, renders, recognises, and gives text with word boxes. Runs alternate;
medians count.
"""

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from archive.evidence.documents import Page
from archive.ingest.jobs import Job
from archive.ingest.limits import OCR_DPI, Limits
from archive.ingest.ocr import language_data
from archive.ingest.pdf import open_pdf
from archive.ingest.readers import Readers
from archive.settings import Settings

_LIMITS = Limits.of(Settings())
_engine: object = None


def main() -> None:
    """Measure, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--runs", type=int, default=3)
    given = arguments.parse_args()
    files = tuple(path for path in sorted(given.folder.glob("*.pdf")) if path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        images = render(files, Path(folder))
        bare: list[float] = []
        ours: list[float] = []
        pages: tuple[Page, ...] = ()
        for _ in range(given.runs):
            bare.append(time_bare(images, given.jobs))
            seconds, pages = time_ours(files, given.jobs)
            ours.append(seconds)
    recognised = sum(1 for page in pages if page.origin == "ocr")
    table = Table(
        title=f"{len(files)} files, {len(pages)} pages ({recognised} by OCR), {given.jobs} processes"
    )
    for column in ("", "seconds (median)", "lowest", "highest", "pages/s", "ratio"):
        table.add_column(column, justify="left" if not column else "right")
    base = statistics.median(bare)
    for name, values in (("bare engine, pages ready", bare), ("reading processes", ours)):
        middle = statistics.median(values)
        table.add_row(
            name,
            f"{middle:.1f}",
            f"{min(values):.1f}",
            f"{max(values):.1f}",
            f"{len(pages) / middle:.2f}",
            f"{middle / base:.2f}",
        )
    Console().print(table)


def render(files: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """Every page as the engine gets it, in grey at the same resolution."""
    images: list[Path] = []
    for file in files:
        with open_pdf(file, _LIMITS) as pdf:
            for number in range(1, len(pdf) + 1):
                image = folder / f"{len(images):04}.bmp"
                pdf.render(number, OCR_DPI).save(image)
                images.append(image)
    return tuple(images)


def time_bare(images: tuple[Path, ...], jobs: int) -> float:
    """Seconds for the engine alone; starting its processes is not counted."""
    with ProcessPoolExecutor(jobs, initializer=start_engine) as pool:
        list(pool.map(ready, range(jobs * 2)))
        began = time.perf_counter()
        list(pool.map(recognise, images))
        return time.perf_counter() - began


def start_engine() -> None:
    """Load the engine as anyone would."""
    global _engine  # noqa: PLW0603 - one engine a process
    import os

    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    _engine = tesserocr.PyTessBaseAPI(path=str(language_data("vie")), lang="vie", psm=4)


def ready(_: int) -> None:
    """Something to do, so that every process has started."""
    time.sleep(0.05)


def recognise(path: Path) -> int:
    """One page's text."""
    with Image.open(path) as image:
        _engine.SetImage(image)  # type: ignore[attr-defined]
    _engine.SetSourceResolution(OCR_DPI)  # type: ignore[attr-defined]
    return len(_engine.GetUTF8Text())  # type: ignore[attr-defined]


def time_ours(files: tuple[Path, ...], jobs: int) -> tuple[float, tuple[Page, ...]]:
    """Seconds from files to pages with words and boxes, starting the processes included."""
    began = time.perf_counter()
    with Readers(jobs, _LIMITS.memory) as readers:
        under_way = [Job(file, readers, _LIMITS) for file in files]
        for job in under_way:
            job.wait()
        seconds = time.perf_counter() - began
        return seconds, tuple(page for job in under_way for page in job.pages)


if __name__ == "__main__":
    main()
