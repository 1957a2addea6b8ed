"""How well pages are read: letters and words against pages typed by hand, the bare engine beside ours.

Recall is that of bags of words; what counts as a wrong letter is said in ``benchmarks/reading/scoring.py``.
The typist's omissions (handwriting, stamps) are forgiven, and where only a part of a page was typed, only
that part of the page is scored.
"""

import tempfile
from pathlib import Path

from rich.table import Table

from archive.evidence.documents import GRID, Page
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers, result_of
from archive.ingest.reading import read_pages
from archive.ingest.sniff import PDF
from archive.settings import Settings
from benchmarks.reading import bare
from benchmarks.reading.corpus import Crop, Typed, transcripts
from benchmarks.reading.report import show, table_of
from benchmarks.reading.scoring import Score, score


def measure(folder: Path, jobs: int, most: int | None) -> None:
    """Read the typed pages with both, print the table."""
    pages = transcripts(folder, most)
    if not pages:
        raise SystemExit(f"{folder}: no transcripts/index.json, or no pages in it")
    baseline = tuple(
        score(page.lines, page.omitted, text)
        for page, text in zip(pages, read_bare(pages, jobs), strict=True)
    )
    read = read_ours(pages, jobs)
    ours = tuple(
        score(page.lines, page.omitted, within(one, page.crop)) for page, one in zip(pages, read, strict=True)
    )
    table = table_of(
        f"{len(pages)} pages typed by hand; percent, the bare engine beside ours",
        *("page", "read as", "CER bare", "CER", "strict bare", "strict", "recall bare", "recall"),
        left=2,
    )
    for page, one, base, own in zip(pages, read, baseline, ours, strict=True):
        _row(table, page.name, one.origin, base, own)
    table.add_section()
    _row(table, "all", "", sum(baseline, Score()), sum(ours, Score()))
    show(table)
    for name, scores in (("bare engine", baseline), ("ours", ours)):
        worst = min(range(len(pages)), key=lambda at: scores[at].recall)
        show(f"worst page, {name}: {pages[worst].name}: recall {scores[worst].recall:.1f} %")


def read_ours(pages: tuple[Typed, ...], jobs: int) -> tuple[Page, ...]:
    """Our reading of each page."""
    limits = Limits.of(Settings())
    with Readers(jobs, limits.memory) as readers:
        futures = [readers.submit(120, read_pages, page.path, PDF, (page.page,), limits) for page in pages]
        return tuple(result_of(future)[0] for future in futures)


def read_bare(pages: tuple[Typed, ...], jobs: int) -> tuple[str, ...]:
    """The bare engine's text of each page."""
    with tempfile.TemporaryDirectory() as folder, bare.engines(jobs) as pool:
        rendered = {path: bare.render(path, Path(folder)) for path in {page.path for page in pages}}
        images = [rendered[page.path][page.page - 1] for page in pages]
        return tuple(pool.map(bare.recognise, images, [page.crop for page in pages]))


def within(page: Page, crop: Crop | None) -> str:
    """The text of a page, or of the words whose middle is within a part of it."""
    if not crop:
        return page.text
    left, top, right, bottom = (2 * GRID * side for side in crop)
    return " ".join(
        word.text
        for word in page.words
        if left <= word.left + word.right <= right and top <= word.top + word.bottom <= bottom
    )


def _row(table: Table, name: str, origin: str, base: Score, own: Score) -> None:
    table.add_row(
        name,
        origin,
        *(
            f"{value:.1f}"
            for value in (
                base.error_rate,
                own.error_rate,
                base.strict_rate,
                own.strict_rate,
                base.recall,
                own.recall,
            )
        ),
    )
