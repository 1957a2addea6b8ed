"""Every kind of page in a real browser: accessible (WCAG 2.2 AA) by day and in the dark, still, and light.

Kinds of pages are the routes of the application: one that is added fails until it has an example here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from access_sample import CLERK, COUNCIL, PASSWORD, SECRET, TEAM, Clock
from axe_playwright_python.sync_playwright import Axe
from browsing import HEAVIEST, NARROW, WIDE, chromium, needs_chromium, running, width_of
from playwright.sync_api import APIResponse, Browser, Page, Response
from portal_sample import NOON, add_report, make_sample
from starlette.applications import Starlette
from starlette.routing import Match, Route

from archive.access.accounts import Account, put, with_invitation
from archive.access.store import AccountStore
from archive.ingest.readers import Readers
from archive.web.app import create_app

pytestmark = needs_chromium

AXE = Axe().axe_script
RUN = """rules => axe.run(
  { exclude: ["main tbody tr:nth-child(n+4)", "main li:nth-child(n+6)"] },
  { runOnly: rules, resultTypes: ["violations"], preload: false }).then(
  found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))"""
"""What is amiss by these rules. Rows and items that repeat others are left out: half the time was theirs."""

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OTHERWISE = ("target-size", "color-contrast")
"""What can be otherwise in the dark, and on a telephone."""

SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(sum), 0));
})"""

STILL = 0.05
"""A head that comes in two parts, on a busy machine, moves by less; a picture without room by more."""

NOT_PAGES = {
    "/moi-nhan.atom",
    "/iiif/{digest}/manifest",
    "/trang-anh/{digest}/{picture}",
    "/tai/{digest}",
    "/openapi.json",
    "/robots.txt",
    "/static/{name}",
    "/dang-xuat",
}
"""Routes that give files and data, or send on to a page."""


@dataclass(frozen=True)
class Served:
    """A portal with accounts, and addresses of every kind of page, by who asks for them."""

    app: Starlette
    root: str
    clock: Clock
    by_clerk: tuple[str, ...]
    by_team: tuple[str, ...] = ("/bao-cao",)
    by_anybody: tuple[str, ...] = ("/dang-nhap", f"/moi/{SECRET}-{COUNCIL.id}", "/moi/khong-con")

    def by(self, account: Account | None) -> tuple[str, ...]:
        """What one account, or a stranger, asks for."""
        return {CLERK: self.by_clerk, TEAM: self.by_team}.get(account, self.by_anybody)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Served]:
    sample = make_sample(tmp_path_factory.mktemp("accessible") / "archive")
    report = f"/bao-cao/{add_report(sample)[:12]}"
    compared = f"/so-sanh/{sample.digests['drill-2021'][:12]}/{sample.digests['drill-2022'][:12]}"
    store = AccountStore(sample.archive.access)
    for account in (CLERK, TEAM, COUNCIL):
        one = with_invitation(account, f"{SECRET}-{account.id}", NOON, 14)
        store.change(lambda accounts, one=one: put(accounts, one))
    addresses = (
        *("/", "/tieu-chuan/1", "/tieu-chi/1.1", "/thieu", "/hop", "/hop/1", "/hop/1/nhan", "/hop/1/muc-luc"),
        *("/danh-muc", "/noi-ban-hanh", "/noi-ban-hanh/truong-thcs-kim-son", "/moi-nhan", "/thoi-gian"),
        *("/thoi-gian/2020-09", "/nam-hoc/2021-2022", "/khay", "/luu-tru", "/kiem-tra", "/nhat-ky", compared),
        *("/bao-cao", report, f"{report}?mo=H1-1.1-01", f"/van-ban/{sample.digests['loose'][:12]}"),
        *("/tim", "/tim?q=chien+luoc", "/tim?q=khongcotunao", "/H1-1.1-01?q=chien+luoc&cho=1"),
        *("/H1-1.10-01?phong=2&quay=90", "/H2-2.1-01", "/H1-1.1-99", "/khong/co", "/H1-1.1-01?trang=0"),
    )
    clock = Clock()
    app = create_app(sample.archive, readers, clock)
    with running(app) as root:
        yield Served(app, root, clock, addresses)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def visitor(browser: Browser, served: Served, account: Account | None, faults: list[str]) -> Page:
    """A page of somebody who has come in, which notes what it should not ask for or say."""
    page = browser.new_page(viewport=WIDE, color_scheme="light")
    page.on("request", lambda one: None if one.url.startswith(served.root) else faults.append(one.url))
    page.on("console", lambda one: None if "Failed to load" in one.text else faults.append(one.text))
    page.on("pageerror", lambda one: faults.append(str(one)))
    if account:
        page.goto(f"{served.root}/moi/{SECRET}-{account.id}")
        for name in ("mat-khau", "lan-nua"):
            page.locator(f"[name={name}]").fill(PASSWORD)
        page.locator("form.entry button").click()
        page.wait_for_url(f"{served.root}/")
    return page


def weight(answer: Response | APIResponse) -> int:
    """Bytes on the wire."""
    return int(answer.headers["content-length"])


def seen(page: Page, address: str, most: float) -> Iterator[str]:
    """What is amiss with a page, by day on a desk, and in the dark on a telephone: loaded once, it turns.

    ``most`` is what it may weigh on the wire, in bytes.
    """
    answer = page.goto(address)
    assert answer
    if len(answer.body()) >= HEAVIEST or weight(answer) >= most:
        yield f"{len(answer.body())} bytes, {weight(answer)} on the wire"
    if page.evaluate(SHIFTS) > STILL:
        yield "it shifts"
    page.evaluate(AXE)
    yield from page.evaluate(RUN, WCAG)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    yield from page.evaluate(RUN, OTHERWISE)
    if width_of(page) > NARROW["width"]:
        yield f"{width_of(page)} wide"
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def test_every_page_is_accessible_light_still_and_its_own(browser: Browser, served: Served) -> None:
    faults: list[str] = []
    for account in (CLERK, TEAM, None):
        page = visitor(browser, served, account, faults)
        # Styles and scripts are asked for once and kept: each page is weighed as if it were the first.
        kept = (page.request.get(f"{served.root}/static/{one}") for one in ("portal.css", "portal.js"))
        most = HEAVIEST / 2 - sum(map(weight, kept))
        for address in served.by(account):
            faults += [f"{address}: {fault}" for fault in seen(page, served.root + address, most)]
        if account == TEAM:
            served.clock.passes(days=60)
            faults += [f"expired: {fault}" for fault in seen(page, f"{served.root}/hop", most)]
            served.clock.passes(days=-60)
        page.close()
    assert not faults, "\n".join(faults)


def test_no_kind_of_page_is_forgotten(served: Served) -> None:
    def route_of(address: str) -> str:
        scope = {"type": "http", "method": "GET", "path": address.partition("?")[0], "root_path": ""}
        return next((one.path for one in routes if one.matches(scope)[0] == Match.FULL), "")

    routes = [one for one in served.app.routes if isinstance(one, Route)]
    looked_at = {route_of(one) for account in (CLERK, TEAM, None) for one in served.by(account)}
    every = {one.path for one in routes if "GET" in (one.methods or ())}
    assert every - looked_at == NOT_PAGES, "give examples of these, or say that they are no pages"
