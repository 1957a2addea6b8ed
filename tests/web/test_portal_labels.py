"""Boxes in the portal: how full they are, where they stand, and the sheets to print for them."""

import re

import pytest
from PIL import Image, ImageDraw
from portal_sample import BY, NOON, Sample, make_sample
from starlette.testclient import TestClient
from test_portal_pages import Outline

from archive.evidence import events
from archive.ingest.qr import marks_in
from archive.ingest.readers import Readers
from archive.web.app import create_app

ADDRESSES = ("/hop/1/nhan", "/hop/1/muc-luc", "/hop/7/nhan", "/hop/7/muc-luc")
LONG = "Kế hoạch chiến lược xây dựng và phát triển nhà trường " * 6


@pytest.fixture(scope="module")
def boxed(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample, its boxes described, with pieces that only the register has."""
    sample = make_sample(tmp_path_factory.mktemp("boxed") / "archive")
    with sample.archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(
            events.Registered("H1-1.2-01", "Sổ đăng bộ", keeper="Bà Lê Thị Thư", location="tủ <3>"),
            events.Registered("H1-1.2-02", LONG, "Số 226/KH-THCSKS"),
            events.Boxed(1, 6, "Kệ 2, ngăn 1"),
            events.Boxed(2, 400, ""),
            events.Boxed(7, 300, "Kệ 9"),
        )
    return sample


@pytest.fixture
def client(boxed: Sample, readers: Readers) -> TestClient:
    app = create_app(boxed.archive, readers, lambda: NOON)
    return TestClient(app, "http://kho.lan:8080", raise_server_exceptions=False, follow_redirects=False)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def codes_on(html: str) -> tuple[str, ...]:
    """What a telephone reads off the page, from the drawing that the page has."""
    ((side, path),) = re.findall(
        r'<svg class="qr" viewBox="0 0 (\d+) \1"[^>]*><path d="([^"]+)"/></svg>', html
    )
    image = Image.new("L", (5 * int(side), 5 * int(side)), 255)
    for column, row, many in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        left, top = 5 * int(column), 5 * int(row)
        ImageDraw.Draw(image).rectangle((left, top, left + 5 * int(many) - 1, top + 4), 0)
    return marks_in(image)


def test_the_shelf_says_how_full_each_box_is(client: TestClient) -> None:
    spines = re.findall(r'<a class="spine".*?</a>', client.get("/hop").text, re.S)
    one, two, five, seven = map(plain, spines)
    assert "7/6 trang quá đầy" in one and "Kệ 2, ngăn 1" in one
    assert "1/400 trang" in two and "quá đầy" not in two
    assert "1 trang" in five and "/" not in five
    assert "0/300 trang" in seven and "Tiêu chuẩn" not in seven


def test_a_box_says_where_it_stands_and_who_keeps_what_is_not_in_it(client: TestClient) -> None:
    html = client.get("/hop/1").text
    text = plain(html)
    assert "7/6 trang quá đầy · Kệ 2, ngăn 1" in text
    assert 'href="/hop/1/nhan"' in html and 'href="/hop/1/muc-luc"' in html
    section = text.split("Giữ nơi khác, không để trong hộp")[1]
    assert "H1-1.2-01 Sổ đăng bộ Bà Lê Thị Thư, tủ &lt;3&gt;" in section
    assert "H1-1.2-02" not in section


def test_a_box_that_is_only_described_is_shown_empty(client: TestClient) -> None:
    text = plain(client.get("/hop/7").text)
    assert "0/300 trang · Kệ 9" in text and "Hộp chưa có minh chứng nào." in text
    assert client.get("/hop/8").status_code == 404


def test_the_spine_says_what_is_in_the_box_and_opens_it(client: TestClient) -> None:
    html = client.get("/hop/1/nhan").text
    label = plain(html.split('<section class="spine-label"')[1].split("</section>")[0])
    for words in (
        "Trường THCS Kim Sơn", "HỘP SỐ 1", "Tiêu chuẩn 1", "Tổ chức và quản lý nhà trường",
        "Tiêu chí 1.1–1.2, 1.10", "H1-1.1-01 … H1-1.10-01", "Năm học 2020-2021 đến 2022-2023",
    ):  # fmt: skip
        assert words in label
    assert codes_on(html) == ("http://kho.lan:8080/hop/1",)
    assert "chỉ máy này mở được" not in html


def test_the_contents_sheet_lists_the_box(client: TestClient) -> None:
    html = client.get("/hop/1/muc-luc").text
    text = plain(html)
    codes = re.findall(r'<th scope="row" class="code">(.*?)</th>', html)
    assert codes == ["H1-1.1-01", "H1-1.1-02", "H1-1.2-01", "H1-1.2-02", "H1-1.10-01"]
    assert "MỤC LỤC HỘP SỐ 1" in text and "7/6 trang quá đầy · Nơi để: Kệ 2, ngăn 1" in text
    assert "Giữ tại: Bà Lê Thị Thư, tủ &lt;3&gt;" in text and "chưa có tệp" in text
    assert "112/KH-THCSKS, 21/09/2020" in text and "…/QĐ-PGD&amp;ĐT, 12/10/2020" in text
    assert "Cộng: 5 minh chứng, 7 trang" in text
    assert codes_on(html) == ("http://kho.lan:8080/hop/1",)


def test_an_empty_box_has_its_sheets(client: TestClient) -> None:
    assert codes_on(client.get("/hop/7/nhan").text) == ("http://kho.lan:8080/hop/7",)
    assert "Hộp chưa có minh chứng nào." in client.get("/hop/7/muc-luc").text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_sheet_is_a_whole_page_within_the_policy(client: TestClient, address: str) -> None:
    for language in ("vi", "en"):
        response = client.get(address, params={"lang": language})
        assert response.status_code == 200
        outline = Outline(response.text)
        assert outline.all("html")[0]["lang"] == language
        assert len(outline.all("h1")) == 1 and outline.all("nav") and outline.all("main")
        assert not any("style" in attrs for _, attrs in outline.tags), "forbidden by the policy"
        assert all("scope" in header for header in outline.all("th"))
        assert not re.search(r"(src|href|action)=\"(https?:)?//", response.text), "another host"
        for link in outline.all("a"):
            assert client.get(link["href"] or "").status_code == 200, link


def test_a_telephone_does_not_get_to_this_machine_itself(boxed: Sample, readers: Readers) -> None:
    client = TestClient(create_app(boxed.archive, readers, lambda: NOON), "http://127.0.0.1:8080")
    for address in ADDRESSES:
        assert "chỉ máy này mở được" in client.get(address).text
    assert "opens on this machine only" in client.get(ADDRESSES[0], params={"lang": "en"}).text


@pytest.mark.parametrize("name", ["nhan", "muc-luc"])
def test_numbers_that_are_no_box(client: TestClient, name: str) -> None:
    moved = client.get(f"/hop/01/{name}?lang=en")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/hop/1/{name}?lang=en")
    assert client.get(f"/hop/mot/{name}").status_code == 404
    assert "Chưa có gì trong hộp 8" in client.get(f"/hop/8/{name}").text


def test_the_years_are_those_of_the_settings(tmp_path, readers: Readers) -> None:
    sample = make_sample(tmp_path / "archive")
    settings = tmp_path / "archive" / "archive.toml"
    cycle = '[[cycles]]\nedition = "tt18-2018-thcs"\nfirst = "2018-2019"\nlast = "2022-2023"\n'
    settings.write_text(settings.read_text("utf-8") + cycle, "utf-8")
    client = TestClient(create_app(type(sample.archive).open(sample.archive.root), readers, lambda: NOON))
    assert "Năm học 2018-2019 đến 2022-2023" in plain(client.get("/hop/1/nhan").text)
