"""The real portal in its own process, asked by a real client; and how long a page's picture takes at first.

    python -m benchmarks.portal HOME

HOME is an archive; a copy of it without any page image is served, and page 1 of every document asked for.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from rich.console import Console
from rich.table import Table

from archive.home import Archive
from archive.ingest.pictures import PICTURED, WIDTHS

COMMAND = Path(sys.executable).parent / "archive"


@contextmanager
def served(home: Path) -> Iterator[httpx2.Client]:
    """A client of the portal over ``home``."""
    server = subprocess.Popen(
        [COMMAND, "serve", "--home", home, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        with httpx2.Client(base_url=found[0], timeout=60) as client:
            yield client
    finally:
        server.terminate()
        server.wait(20)


def fetch(client: httpx2.Client, address: str) -> float:
    """Milliseconds for one answer, which must be there."""
    began = time.perf_counter()
    answer = client.get(address)
    spent = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    return spent


def main() -> None:
    """Ask for every first page's picture twice, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("home", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "kho"
        shutil.copytree(given.home, home, ignore=shutil.ignore_patterns("pages"))
        with Archive.open(home).catalogue() as catalogue:
            documents = [one.digest for one in catalogue.all_documents() if one.media_type in PICTURED]
        addresses = [f"/trang-anh/{digest}/1-{WIDTHS[1]}.webp" for digest in documents]
        table = Table(title=f"Page 1 of {len(addresses)} documents as a picture, milliseconds")
        for column in ("", "median", "p95", "highest"):
            table.add_column(column)
        with served(home) as client:
            client.get("/")
            for name in ("first time", "kept"):
                times = sorted(fetch(client, address) for address in addresses)
                figures = (statistics.median(times), times[int(len(times) * 0.95)], times[-1])
                table.add_row(name, *(f"{figure:.0f}" for figure in figures))
        Console().print(table)


if __name__ == "__main__":
    main()
