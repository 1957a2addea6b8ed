"""The portal in a real browser: accessible (WCAG 2.2 AA), light enough, still, whole by keyboard alone."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, Page, Response, ViewportSize, sync_playwright
from portal_sample import NOON, add_report, make_sample

from archive.web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEAVIEST = 60_000
"""Bytes of a page; with its style and script it must not even need half of it on the wire."""

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 844}

SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 60);
})"""


@dataclass(frozen=True)
class Served:
    """A portal on this machine, and an address of every kind of page in it."""

    root: str
    addresses: tuple[str, ...]


@contextmanager
def running(app: object) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def served(tmp_path_factory, readers) -> Iterator[Served]:
    sample = make_sample(tmp_path_factory.mktemp("browser") / "archive")
    report = f"/bao-cao/{add_report(sample)[:12]}"
    compared = f"/so-sanh/{sample.digests['drill-2021'][:12]}/{sample.digests['drill-2022'][:12]}"
    addresses = (
        "/", "/tieu-chuan/1", "/tieu-chi/1.1", "/thieu", "/hop", "/hop/1", "/hop/1/nhan", "/hop/1/muc-luc",
        "/khay", "/nam-hoc/2021-2022", "/bao-cao", report, f"{report}?mo=H1-1.1-01", compared,
        "/tim?q=chien+luoc", "/H1-1.1-99",
        "/H1-1.1-01?q=chien+luoc&cho=1", "/H1-1.10-01?phong=2&quay=90", "/H2-2.1-01",
    )  # fmt: skip
    with running(create_app(sample.archive, readers, lambda: NOON)) as root:
        yield Served(root, addresses)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


def weight(answer: Response | APIResponse) -> int:
    """Bytes on the wire."""
    return int(answer.headers["content-length"])


def violations(page: Page, address: str, rules: list[str]) -> list[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{address} {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_every_page_is_accessible_light_still_and_its_own(browser: Browser, served: Served) -> None:
    wide = browser.new_page(viewport=WIDE, color_scheme="light")
    narrow = browser.new_page(viewport=NARROW, color_scheme="dark")
    faults: list[str] = []
    for page in (wide, narrow):
        page.on("request", lambda one: None if one.url.startswith(served.root) else faults.append(one.url))
        page.on("console", lambda one: None if "404 (Not Found)" in one.text else faults.append(one.text))
        page.on("pageerror", lambda one: faults.append(str(one)))
    # Styles and scripts are asked for once and kept: each page is weighed as if it were the first.
    kept = sum(
        weight(wide.request.get(f"{served.root}/static/{name}")) for name in ("portal.css", "portal.js")
    )
    for address in served.addresses:
        answer = wide.goto(served.root + address)
        assert answer
        assert len(answer.body()) < HEAVIEST, "as it is before compression"
        assert weight(answer) + kept < HEAVIEST / 2, address
        faults += [f"{address} shifts"] if wide.evaluate(SHIFTS) else []
        faults += violations(wide, address, WCAG)
        narrow.goto(served.root + address)
        across = narrow.evaluate("document.documentElement.scrollWidth")
        faults += [f"{address} is {across} wide"] if across > NARROW["width"] else []
        faults += violations(narrow, address, ["color-contrast", "target-size"])
    assert not faults, "\n".join(faults)
    wide.close()
    narrow.close()


def act(page: Page) -> str | None:
    """What the link in focus does."""
    return page.evaluate("document.activeElement.dataset.act")


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until there; wherever that leads past, the focus can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "s => [getComputedStyle(document.activeElement).outlineStyle, document.activeElement.matches(s)]",
            selector,
        )
        assert seen[0] != "none"
        if seen[1]:
            return
    pytest.fail(f"no way by keyboard to {selector}")


def test_a_visit_by_keyboard_alone(browser: Browser, served: Served) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(served.root)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung", "past the head"
    page.keyboard.press("/")
    page.keyboard.type("chien luoc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim?q=*")
    tab_to(page, ".hits h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/H1-1.1-0*")
    page.goto(served.root + "/H1-1.1-01")
    for key, there, does in (
        ("ArrowRight", "trang=2", "next"),
        ("+", "phong=1", "larger"),
        ("r", "phong=1&quay=90", "turn"),
        ("-", "trang=2&quay=90", None),
    ):
        page.keyboard.press(key)
        page.wait_for_url(f"**{there}*")
        assert does is None or act(page) == does
    page.keyboard.press("f")
    page.keyboard.type("chien luoc")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=chien*")
    page.keyboard.press("n")
    page.wait_for_url("**#cho")
    page.keyboard.press("?")
    assert page.evaluate("document.querySelector('#phim').open")
    tab_to(page, "#phim-tat")
    page.keyboard.press("Enter")
    was = page.url
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    assert page.url == was, "the letters can be switched off"
    tab_to(page, "a[href^='/tai/']")
    page.close()


def test_a_report_is_read_with_its_evidence_beside_it(browser: Browser, served: Served) -> None:
    report = next(one for one in served.addresses if one.startswith("/bao-cao/"))
    for scripted in (True, False):
        page = browser.new_page(viewport=WIDE, java_script_enabled=scripted)
        page.goto(served.root + report)
        page.get_by_role("link", name="[H1-1.1-01]").click()
        page.wait_for_url("**mo=H1-1.1-01#*")
        picture = page.locator("#mo img")
        picture.wait_for()
        text, beside = page.locator(".report .text").bounding_box(), picture.bounding_box()
        assert text and beside and beside["x"] > text["x"] + text["width"], "right of the text"
        page.go_back()
        page.get_by_text("Bấm vào một mã").wait_for()
        page.close()


def test_the_words_of_a_scan_can_be_selected_on_it(browser: Browser, served: Served) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(served.root + "/H1-1.1-01")
    word = page.locator("svg.laid text").nth(1)
    place, picture = word.bounding_box(), page.locator(".picture img").bounding_box()
    assert place and picture
    # The second line begins 10 % from the left; its first word reaches to 17 %, on a grid of the page.
    assert abs((place["x"] - picture["x"]) / picture["width"] - 0.10) < 0.01
    word.click(click_count=3)
    assert "Chiến lược phát triển nhà trường" in page.evaluate("getSelection().toString()")
    page.close()
