"""How long the pages with the gaps take in a full archive: 5,000 pieces of evidence with 7,000 documents.

    python -m benchmarks.gaps [--pieces 5000] [--documents 7000] [--times 20]

The archive is made of ledger lines alone, with a fixed seed; no file is read. Each page is asked for when the
ledger has just grown, so that all is counted anew, and when it has not.
"""

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import cycle
from pathlib import Path

from rich.console import Console
from rich.table import Table
from starlette.testclient import TestClient

from archive.evidence import events
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.web.app import create_app

NOON = datetime(2023, 5, 16, 12, 0, tzinfo=timezone(timedelta(hours=7)))
BY = "benchmark"
YEARS = range(2018, 2023)
PAGES = ("/thieu", "/", "/tieu-chi/1.1")
MEMORY = 2 << 30


def made(root: Path, pieces: int, documents: int) -> Archive:
    """An archive of so many pieces, six in a hundred without a file, and documents."""
    chance = random.Random(7)
    archive = Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(*_lines(archive, chance, pieces, documents))
    return archive


def _lines(archive: Archive, chance: random.Random, pieces: int, documents: int) -> Iterator[events.Event]:
    criteria = [one.id for one in archive.edition.criteria]
    numbers: Counter[object] = Counter()
    codes = []
    for _ in range(pieces):
        criterion = chance.choice(criteria)
        numbers[criterion] += 1
        codes.append(f"H{criterion.standard}-{criterion}-{numbers[criterion]:02}")
    filed = codes[: pieces * 94 // 100]
    for number in range(documents):
        code = filed[number] if number < len(filed) else chance.choice(filed)
        year = chance.choice(YEARS)
        digest = hashlib.sha256(b"%d" % number).hexdigest()
        path = f"{year}-{year + 1}/{code} Kế hoạch {number}.pdf"
        yield events.Received(digest, path, 1000, "application/pdf", 3)
        yield events.Filed(digest, code, f"Kế hoạch {number}", "code-in-name", f"{year}-{year + 1}")
    for number, code in enumerate(codes):
        year = chance.choice(YEARS)
        dated = chance.choice(
            (
                f"Số {number}/KH-THCSKS ngày 03/10/{year}",
                f"{number}/QĐ-THCSKS, {number % 28 + 1}/9/{year}",
                f"Năm học {year}-{year + 1}",
                "Giai đoạn 2020-2025",
            )
        )
        yield events.Registered(code, f"Kế hoạch {number}", dated, "Trường THCS Kim Sơn", source="by-hand")
        if number % 10 == 0:
            yield events.Linked(code, str(chance.choice(criteria)))


def measured(client: TestClient, address: str, times: int, before: Callable[[], None]) -> list[float]:
    """Milliseconds of each answer, sorted; ``before`` is done before each, and not counted."""
    spent = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        answer = client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    return sorted(spent)


def main() -> None:
    """Make the archive, ask for each page, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pieces", 5000), ("documents", 7000), ("times", 20)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    given = arguments.parse_args()
    title = f"{given.pieces} pieces, {given.documents} documents, {given.times} times, milliseconds"
    table = Table(title=title)
    for column in ("", "", "median", "p95", "highest"):
        table.add_column(column)
    with tempfile.TemporaryDirectory() as folder, Readers(1, MEMORY) as readers:
        archive = made(Path(folder) / "kho", given.pieces, given.documents)
        client = TestClient(create_app(archive, readers, lambda: NOON))

        years = cycle(YEARS)

        def grow() -> None:
            document, year = hashlib.sha256(b"0").hexdigest(), next(years)
            with archive.writing(lambda: NOON, BY) as registrar:
                code = registrar.catalogue.documents((document,))[document].code
                assert code
                filed = events.Filed(document, code, "Kế hoạch", "by-hand", f"{year}-{year + 1}")
                registrar.record(filed)

        for address in PAGES:
            client.get(address)
            for name, before in (("as it was", lambda: None), ("ledger grown", grow)):
                times = measured(client, address, given.times, before)
                figures = (statistics.median(times), times[int(len(times) * 0.95)], times[-1])
                table.add_row(address, name, *(f"{figure:.1f}" for figure in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
