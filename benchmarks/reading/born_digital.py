"""How fast pages with a text layer are read: pages a second on one core, in one process.

Without a folder: the samples' born-digital papers, page by page over and over, to a PDF of 400 pages.
``read_pages`` gets them once in tasks of as many pages as a reading process gets at a time (the file is
opened for each anew), and once all at a time. What is read first loads what is loaded once; the best of the
runs after it counts.
"""

import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import pypdfium2

from archive.ingest.limits import Limits
from archive.ingest.reading import MOST, begin, read_pages
from archive.settings import Settings
from benchmarks.reading.corpus import papers
from benchmarks.reading.report import show, table_of

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def measure(folder: Path | None, pages: int, runs: int) -> None:
    """Measure, print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        files = papers(folder) if folder else (generate(Path(scratch) / "generated.pdf", pages),)
        if not files:
            raise SystemExit(f"{folder}: no PDFs")
        limits = Limits.of(Settings())
        counted = [(path, *kind_and_count(path, limits)) for path in files]
        table = table_of(
            f"{sum(count for _, _, count in counted)} pages with text layers, one process",
            *("", "pages/s (best)", "slowest run", "ms a page", "pages by origin"),
        )
        for name, step in (
            (f"in tasks of {MOST} pages, as ingested", MOST),
            ("all pages at a time", 1_000_000),
        ):
            times: list[float] = []
            origins: Counter[str] = Counter()
            for _ in range(runs + 1):
                origins.clear()
                began = time.perf_counter()
                for path, kind, count in counted:
                    for first in range(1, count + 1, step):
                        numbers = range(first, min(first + step, count + 1))
                        origins.update(page.origin for page in read_pages(path, kind, numbers, limits))
                times.append(time.perf_counter() - began)
            total, best = origins.total(), min(times[1:])
            by_origin = ", ".join(f"{number} {origin}" for origin, number in origins.items())
            rates = f"{total / best:.0f}", f"{total / max(times[1:]):.0f}"
            table.add_row(name, *rates, f"{1000 * best / total:.2f}", by_origin)
    show(table)


def kind_and_count(path: Path, limits: Limits) -> tuple[str, int]:
    """Media type and number of pages."""
    beginning = begin(path, limits, 0)
    return beginning.media_type, beginning.count


def generate(target: Path, pages: int) -> Path:
    """A PDF of so many pages out of the samples'."""
    known = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    sources = [SAMPLES / "drop" / paper["path"] for paper in known if paper["kind"] == "born-digital"]
    opened = [pypdfium2.PdfDocument(path) for path in sources if path.is_file()]
    with pypdfium2.PdfDocument.new() as document:
        while len(document) < pages:
            for source in opened:
                room = pages - len(document)
                if room:
                    document.import_pages(source, list(range(min(room, len(source)))))
        document.save(target)
    for source in opened:
        source.close()
    return target
