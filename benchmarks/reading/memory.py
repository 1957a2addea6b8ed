"""How much memory a reading process takes: its peak over the folder, and on its way through a long scan.

A single reading process, bounded as always, gets the tasks one after another, as a job of the archive would
give them; after each it says what it holds (VmRSS) and what it held at the most (VmHWM). Linux only. The
long scan is made of the samples' scanner's sheets, each page with specks of its own, 1,000 pages in one
PDF.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from PIL import Image
from rich.table import Table

from archive.ingest.limits import Limits
from archive.ingest.readers import Readers, result_of
from archive.ingest.reading import CHUNK, begin, read_pages
from archive.settings import Settings
from benchmarks.reading.corpus import papers
from benchmarks.reading.report import show, table_of
from samples.born_digital import register_fonts
from samples.papers import load
from samples.scanner import DPI, scan

SHEETS = 6
BATCH = 50
MIB = 1 << 20


def measure(folder: Path, most: int | None, pages: int) -> None:
    """Measure both, print the tables."""
    files = papers(folder, most)
    table = table_of(
        f"{len(files)} files in one reading process, MiB", "file", "pages", "after it", "peak so far"
    )
    highest, count = 0, 0
    for path, pages_read, held, peak in weigh(files):
        count += pages_read
        if peak > highest:
            table.add_row(path.name, str(pages_read), f"{held / MIB:.0f}", f"{peak / MIB:.0f}")
            highest = peak
    table.caption = f"{count} pages; files that raised the peak are named"
    show(table)
    with tempfile.TemporaryDirectory() as scratch:
        show(long_scan(Path(scratch) / "long.pdf", pages))


def long_scan(path: Path, pages: int) -> Table:
    """What the process holds, every 50 pages of a long scan."""
    generate(path, pages)
    title = f"A scan of {pages} pages ({path.stat().st_size / MIB:.0f} MiB), MiB"
    table = table_of(title, "after page", "held", "peak so far")
    shown = 0
    for number, held, peak in weigh_pages(path):
        # A task may end just behind the fiftieth page.
        if number // BATCH > shown or number == pages:
            table.add_row(str(number), f"{held / MIB:.0f}", f"{peak / MIB:.0f}")
            shown = number // BATCH
    return table


def weigh(files: tuple[Path, ...]) -> Iterator[tuple[Path, int, int, int]]:
    """For each file: its pages, and bytes held and held at the most, after the last of them."""
    limits = Limits.of(Settings())
    with Readers(1, limits.memory) as readers:
        for path in files:
            count = held = peak = 0
            for count, held, peak in _weighed(path, readers, limits):  # noqa: B007 - the last one is wanted
                pass
            yield path, count, held, peak


def weigh_pages(path: Path) -> Iterator[tuple[int, int, int]]:
    """After each task: the number of its last page, bytes held, and held at the most."""
    limits = Limits.of(Settings())
    with Readers(1, limits.memory) as readers:
        yield from _weighed(path, readers, limits)


def _weighed(path: Path, readers: Readers, limits: Limits) -> Iterator[tuple[int, int, int]]:
    kind, count = result_of(readers.submit(60, _kind_and_count, path, limits))
    for first in range(1, count + 1, CHUNK):
        numbers = tuple(range(first, min(first + CHUNK, count + 1)))
        held, peak = result_of(readers.submit(600, _read_and_weigh, path, kind, numbers, limits))
        yield numbers[-1], held, peak


def _kind_and_count(path: Path, limits: Limits) -> tuple[str, int]:
    beginning = begin(path, limits, 0)
    return beginning.media_type, beginning.count


def _read_and_weigh(path: Path, kind: str, numbers: tuple[int, ...], limits: Limits) -> tuple[int, int]:
    read_pages(path, kind, numbers, limits)
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    facts = dict(line.split(":", 1) for line in lines)
    return int(facts["VmRSS"].split()[0]) << 10, int(facts["VmHWM"].split()[0]) << 10


def generate(path: Path, pages: int) -> None:
    """A scan of so many pages."""
    register_fonts()
    lenders = [paper for paper in load() if paper.look == "bilevel" and paper.kind == "scan"]
    sheets = [sheet.image for paper in lenders[:SHEETS] for sheet in scan(paper)[0]][:SHEETS]
    chance = Random(2022)
    for start in range(0, pages, BATCH):
        first, *rest = [
            specked(sheets[number % len(sheets)], chance)
            for number in range(start, min(start + BATCH, pages))
        ]
        first.save(
            path, "PDF", save_all=True, append_images=rest, resolution=float(DPI), append=path.exists()
        )


def specked(sheet: Image.Image, chance: Random) -> Image.Image:
    """A copy with specks of its own."""
    copy = sheet.copy()
    for _ in range(60):
        x, y = chance.randrange(copy.width - 3), chance.randrange(copy.height - 3)
        copy.paste(0, (x, y, x + chance.randint(1, 3), y + chance.randint(1, 3)))
    return copy
