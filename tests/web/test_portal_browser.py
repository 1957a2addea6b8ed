"""The portal in a real browser: its keys, a report beside its evidence, text that lies over a scan."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browsing import WIDE, chromium, needs_chromium, running, tab_to
from playwright.sync_api import Browser, Page
from portal_sample import NOON, add_report, make_sample

from archive.ingest.readers import Readers
from archive.web.app import create_app

pytestmark = needs_chromium


@dataclass(frozen=True)
class Served:
    """A portal on this machine, and the address of a report in it."""

    root: str
    report: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Served]:
    sample = make_sample(tmp_path_factory.mktemp("browser") / "archive")
    report = f"/bao-cao/{add_report(sample)[:12]}"
    with running(create_app(sample.archive, readers, lambda: NOON)) as root:
        yield Served(root, report)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def act(page: Page) -> str | None:
    """What the link in focus does."""
    return page.evaluate("document.activeElement.dataset.act")


def test_keys_do_what_links_do(browser: Browser, served: Served) -> None:
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
    for scripted in (True, False):
        page = browser.new_page(viewport=WIDE, java_script_enabled=scripted)
        page.goto(served.root + served.report)
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
