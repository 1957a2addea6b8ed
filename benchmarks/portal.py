"""The real portal in its own process, asked by a real client; and how long a page's picture takes at first.

    python -m benchmarks.portal HOME

HOME is an archive; a copy of it without any page image is served, and page 1 of every document asked for. A
browser on a line of 10 Mbit/s then opens the documents, with nothing kept, and notes when the picture stands.
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
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from archive.home import Archive
from archive.ingest.pictures import PICTURED, SCREEN

LINE = {"offline": False, "latency": 20, "downloadThroughput": 10e6 / 8, "uploadThroughput": 2e6 / 8}
"""10 Mbit/s down, 2 up, 20 ms there and back: a school's line."""

LARGEST = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true }))"""

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


def seen(browser: Browser, address: str) -> tuple[float, int]:
    """Milliseconds from the click to the largest picture (LCP) on a line of 10 Mbit/s, and bytes received."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    received: list[int] = []
    line.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="load")
    largest: float = page.evaluate(LARGEST)
    page.close()
    return largest, sum(received)


def in_a_browser(root: str, documents: list[str], table: Table) -> None:
    """Add how soon a page is seen to the table. The browser keeps nothing from one page to the next."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        seen(browser, root)
        found = [seen(browser, f"{root}/van-ban/{digest[:12]}") for digest in documents]
        browser.close()
    times = sorted(time for time, _ in found)
    table.add_row("page seen at 10 Mbit/s", *(f"{figure:.0f}" for figure in spread(times)))
    sizes = sorted(size / 1000 for _, size in found)
    table.add_row("its kB with the picture", *(f"{figure:.0f}" for figure in spread(sizes)))


def spread(sorted_values: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile, highest."""
    return statistics.median(sorted_values), sorted_values[int(len(sorted_values) * 0.95)], sorted_values[-1]


def main() -> None:
    """Ask for every first page's picture twice, then look at it in a browser; print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("home", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "kho"
        shutil.copytree(given.home, home, ignore=shutil.ignore_patterns("pages"))
        with Archive.open(home).catalogue() as catalogue:
            documents = [one.digest for one in catalogue.all_documents() if one.media_type in PICTURED]
        addresses = [f"/trang-anh/{digest}/1-{SCREEN}.webp" for digest in documents]
        table = Table(title=f"Page 1 of {len(addresses)} documents as a picture, milliseconds")
        for column in ("", "median", "p95", "highest"):
            table.add_column(column)
        with served(home) as client:
            client.get("/")
            for name in ("first time", "kept"):
                times = sorted(fetch(client, address) for address in addresses)
                table.add_row(name, *(f"{figure:.0f}" for figure in spread(times)))
            in_a_browser(str(client.base_url).rstrip("/"), documents, table)
        Console().print(table)


if __name__ == "__main__":
    main()
