"""Browsing: a portal served on this machine, a real browser to look at it, and pictures of what it showed."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.running import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}

PICTURES = Path(os.environ.get("ARCHIVE_SCREENSHOTS", ROOT / "build" / "screenshots"))
"""Where what the browser showed is kept to be looked at; nothing reads it again."""

HEAVIEST = 60_000
"""Bytes of a page without its pictures."""


@contextmanager
def running(app: object) -> Iterator[str]:
    """Serve an application; its address, without the last stroke."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which asks no other host for anything."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def width_of(page: Page) -> int:
    """How wide the page is, with what hangs over."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Go on by Tab (or back by Shift+Tab) until there; wherever that leads past, the focus can be seen."""
    for _ in range(80):
        page.keyboard.press(key)
        seen = page.evaluate(
            "s => [getComputedStyle(document.activeElement).outlineStyle, document.activeElement.matches(s)]",
            selector,
        )
        assert seen[0] != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if seen[1]:
            return
    pytest.fail(f"no way by keyboard to {selector}")
