"""The evaluator's whole visit in a real browser, from the archivist's command to the account's last day.

In both languages, on a telephone and on a desk. Pictures of the stations are kept in ``browsing.PICTURES``.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from access_sample import PASSWORD, Clock
from browsing import HEAVIEST, NARROW, WIDE, chromium, keep, needs_chromium, running, tab_to, width_of
from playwright.sync_api import Browser, Page, Response, expect

from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.readers import Readers
from archive.web.app import create_app
from archive.web.words import Words
from tests.builders import drop, ingest, make_home, pdf
from tests.running import SAMPLES, run_here

pytestmark = needs_chromium

PLAN = "H1-1.1-01 Kế hoạch chiến lược.pdf"
PAPERS = (
    PLAN,
    "H1-1.1-02 Quyết định phê duyệt chiến lược.pdf",
    "[H1-1.2-02] Nghị quyết Hội đồng trường.pdf",
    "H3-3.6-01 Kế hoạch thư viện.pdf",
)
"""Of the samples; the second is a scan."""

REPORT = """BÁO CÁO TỰ ĐÁNH GIÁ

Tiêu chuẩn 1: Tổ chức và quản lý nhà trường
Tiêu chí 1.1: Phương hướng, chiến lược xây dựng và phát triển nhà trường
1. Mô tả hiện trạng
Nhà trường có kế hoạch chiến lược phát triển giai đoạn 2020-2025 [H1-1.1-01],
được Phòng Giáo dục và Đào tạo phê duyệt [H1-1.1-02] và công khai trên
trang thông tin điện tử [H1-1.1-09].
2. Điểm mạnh
Thư viện phục vụ bạn đọc cả tuần [H3-3.6-01]."""


@dataclass(frozen=True)
class Served:
    """An archive whose portal is served, and the portal's clock."""

    archive: Archive
    root: str
    clock: Clock
    last_day: date


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Iterator[Served]:
    archive = make_home(tmp_path_factory.mktemp("visit") / "kho")
    for name in PAPERS:
        shutil.copy(SAMPLES / "drop" / name, archive.drop)
    drop(archive, "Báo cáo tự đánh giá.pdf", pdf(REPORT))
    assert len([one for one in ingest(archive, readers) if one.document]) == len(PAPERS) + 1
    with archive.catalogue() as catalogue:
        follow(archive.index_path, catalogue, archive.readings)
    # The command goes by the machine's clock, the portal by the one that it is given.
    clock, last_day = Clock(), date.today() + timedelta(days=1)
    with running(create_app(archive, readers, clock)) as root:
        yield Served(archive, root, clock, last_day)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@dataclass(frozen=True)
class Visit:
    """One evaluator at one screen; ``say`` speaks their language."""

    served: Served
    page: Page
    words: Words
    width: int

    @property
    def say(self) -> Callable[..., str]:
        return self.words.say

    @property
    def team(self) -> str:
        """The account: each visit is made by a team of its own."""
        return f"Đoàn đánh giá ngoài {self.words.language} {self.width}"

    @property
    def last_day(self) -> str:
        """As pages write it."""
        return self.words.date(self.served.last_day.isoformat())

    def stand(self, station: str) -> None:
        """Be at a station: nothing hangs over, little was sent, and in the language of the visit."""
        assert width_of(self.page) <= self.width, station
        assert self.page.locator("html").get_attribute("lang") == self.words.language, station
        assert len(self.page.content().encode()) < HEAVIEST, station
        keep(self.page, f"visit-{self.words.language}-{self.width}-{station}")

    def follow(self, name: str, exact: bool = False) -> None:
        """Go by the first link of this name."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()


@pytest.fixture(params=(NARROW, WIDE), ids=("390", "1280"))
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_whole_visit(served: Served, screen: Page, language: str) -> None:
    width = screen.viewport_size["width"] if screen.viewport_size else 0
    visit = Visit(served, screen, Words.of(language), width)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    screen.on("response", note)
    served.clock.now = evening(served)
    be_let_in(visit)
    find_the_criterion(visit)
    look_at_the_evidence(visit)
    search_with_marks(visit)
    read_the_report(visit)
    take_the_original(visit)
    for answer in answers:
        assert answer.url.startswith(served.root) and answer.status < 400, (answer.url, answer.status)
    see_it_end(visit)


def evening(served: Served) -> datetime:
    """Half past ten on the last day."""
    return datetime.combine(served.last_day, time(22, 30)).astimezone()


def invited(served: Served, team: str) -> str:
    """The link that the archivist sends to a team."""
    granted = run_here(
        *("access", "grant", team, "--role", "evaluator", "--until", str(served.last_day)),
        *("--home", served.archive.root, "--address", served.root, "--json"),
    )
    assert granted.returncode == 0, granted.stderr
    link: str = json.loads(granted.stdout)["link"]
    return link


def be_let_in(visit: Visit) -> None:
    """The archivist's command gives a link, which works once; then there is a password."""
    page, say = visit.page, visit.say
    page.goto(invited(visit.served, visit.team))
    if visit.words.language == "en":
        visit.follow("English")
    until = say("page_entry.until", day=visit.last_day)
    expect(page.get_by_text(until)).to_be_visible()
    visit.stand("01-invitation")
    page.get_by_label(say("page_entry.new")).fill(PASSWORD)
    page.get_by_label(say("page_entry.again")).fill(PASSWORD)
    page.get_by_role("button", name=say("page_entry.begin")).click()
    expect(page.get_by_text(visit.team)).to_be_visible()
    page.get_by_role("button", name=say("page_entry.leave")).click()
    sign_in(visit)
    expect(page.get_by_role("heading", name=say("page_home.matrix"))).to_be_visible()


def sign_in(visit: Visit) -> None:
    page, say = visit.page, visit.say
    page.get_by_label(say("page_entry.name")).fill(visit.team)
    page.get_by_label(say("page_entry.password")).fill(PASSWORD)
    visit.stand("02-sign-in")
    page.get_by_role("button", name=say("page_entry.enter")).click()


def find_the_criterion(visit: Visit) -> None:
    visit.stand("03-home")
    visit.page.locator(".matrix th[scope=row] a").first.click()
    expect(visit.page.locator(".pieces tbody tr")).to_have_count(2)
    visit.stand("04-criterion")


def look_at_the_evidence(visit: Visit) -> None:
    page, say = visit.page, visit.say
    visit.follow("H1-1.1-01", exact=True)
    picture = page.locator(".picture img")
    expect(picture).to_have_js_property("complete", True)
    visit.stand("05-evidence")
    before = picture.bounding_box()
    visit.follow(say("page_evidence.larger"))
    page.wait_for_url("**phong=1*")
    after = page.locator(".picture img").bounding_box()
    assert before and after and after["width"] > 1.3 * before["width"]
    visit.stand("06-zoom")


def search_with_marks(visit: Visit) -> None:
    """Without accents; the words are marked in the text found, and on the scan where they stand."""
    page, say = visit.page, visit.say
    page.get_by_role("searchbox", name=say("page.search_label")).fill("phe duyet chien luoc")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    visit.stand("07-search")
    found = page.locator(".hits li", has=page.get_by_text("H1-1.1-02")).locator(".pages a").first
    found.click()
    expect(page.locator(".picture img")).to_have_js_property("complete", True)
    mark, picture = page.locator(".marks rect").first.bounding_box(), page.locator(".picture").bounding_box()
    assert mark and picture
    assert 0 < mark["x"] - picture["x"] < picture["width"] and mark["width"] > 5
    assert 0 < mark["y"] - picture["y"] < picture["height"] and mark["height"] > 3
    visit.stand("08-marks")


def read_the_report(visit: Visit) -> None:
    page, say = visit.page, visit.say
    visit.follow(say("page.report"), exact=True)
    visit.stand("09-reports")
    page.locator(".papers a").first.click()
    expect(page.locator(".report .side .label").first).to_be_visible()
    visit.stand("10-report")
    visit.follow("[H1-1.1-02]", exact=True)
    beside = page.locator("#mo img")
    expect(beside).to_have_js_property("complete", True)
    expect(beside).to_be_in_viewport()
    visit.stand("11-report-evidence")
    visit.follow(say("page_beside.open"), exact=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("[H1-1.1-02]")


def take_the_original(visit: Visit) -> None:
    page, say = visit.page, visit.say
    page.goto(f"{visit.served.root}/H1-1.1-01")
    with page.expect_download() as download:
        visit.follow(say("page_evidence.download"))
    taken = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == PLAN
    assert hashlib.sha256(taken).hexdigest() == page.locator("dd.digest").inner_text()


def see_it_end(visit: Visit) -> None:
    """The last day passes while a page is open: the next one says so, and there is no way in again."""
    page, clock, say = visit.page, visit.served.clock, visit.say
    clock.passes(hours=1, minutes=45)
    sentence = say(
        "page_error.expired",
        name=visit.team,
        day=visit.last_day,
        school=visit.served.archive.settings.school,
    )
    visit.follow(say("page.boxes"), exact=True)
    expect(page.get_by_text(sentence)).to_be_visible()
    visit.stand("12-expired")
    assert page.context.request.get(f"{visit.served.root}/H1-1.1-01", max_redirects=0).status == 403
    visit.follow(say("page_error.way_sign_in"))
    sign_in(visit)
    expect(page.get_by_text(sentence)).to_be_visible()


def test_the_whole_visit_by_keyboard_alone(served: Served, browser: Browser) -> None:
    """No key but Tab, Enter and letters in fields: not even those that the portal offers."""
    page = browser.new_page(viewport=WIDE, accept_downloads=True)
    served.clock.now = evening(served)
    page.goto(invited(served, "Đoàn dùng bàn phím"))
    page.keyboard.type(PASSWORD)
    tab_to(page, "#lan-nua")
    page.keyboard.type(PASSWORD)
    for there, station, key in (
        (".entry button", "/", "Tab"),
        (".matrix th[scope=row] a", "/tieu-chi/1.1", "Tab"),
        (".pieces a.code", "/H1-1.1-01", "Tab"),
        ("[data-act=next]", "**trang=2", "Tab"),
        ("[data-act=larger]", "**phong=1", "Tab"),
        ("#tim", "/tim?q=phe+duyet+chien+luoc", "Shift+Tab"),
        (".hits .pages a", "/H1-1.1-0*q=*", "Tab"),
        ("[data-act=after]", "**#cho", "Tab"),
        ("header a[href='/bao-cao']", "/bao-cao", "Shift+Tab"),
        (".papers a", "/bao-cao/*", "Tab"),
        (".cite", "**mo=H1-1.1-01#*", "Tab"),
        ("#mo .bar a", "/H1-1.1-01*", "Tab"),
    ):
        tab_to(page, there, key)
        if there == "#tim":
            page.keyboard.type("phe duyet chien luoc")
        page.keyboard.press("Enter")
        page.wait_for_url(station if station.startswith("**") else served.root + station)
        if "data-act" in there or there == ".cite":
            page.wait_for_function("document.activeElement !== document.body")
    tab_to(page, "a[href^='/tai/']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == PLAN
    tab_to(page, ".who button", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.root}/dang-nhap")
    assert page.evaluate("document.activeElement.id") == "ten", "ready to come in again"
    page.close()
