"""Every page of the portal: there, whole, and with the right things in it."""

import re
from html.parser import HTMLParser

import pytest
from portal_sample import BY, NOON, Maker, pdf
from starlette.testclient import TestClient

from archive.evidence.documents import Page
from archive.home import Archive
from archive.web.addresses import SHORT
from archive.web.app import create_app


class Outline(HTMLParser):
    """Counts what every page must have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_every_page_is_whole(client, every_address):
    for address in every_address:
        response = client.get(address)
        assert response.status_code == 200, address
        if not response.headers["content-type"].startswith("text/html"):
            continue
        outline = Outline(response.text)
        assert outline.all("html")[0]["lang"] == "vi"
        assert len(outline.all("h1")) == 1, address
        assert len(outline.all("main")) == 1
        assert outline.all("nav")
        assert all("alt" in image for image in outline.all("img"))
        assert all({"width", "height"} <= set(image) for image in outline.all("img")), "a layout shift"
        assert all("scope" in header for header in outline.all("th")), address
        assert not any("style" in attrs for _, attrs in outline.tags), "forbidden by the policy"
        assert not re.search(r"(src|href|action)=\"(https?:)?//", response.text), "another host"
        inputs = [one for one in outline.all("input") if one.get("type") != "hidden"]
        labels = {label.get("for") for label in outline.all("label")}
        assert all(one["id"] in labels for one in inputs), address
        ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), address


def test_every_link_of_every_page_leads_somewhere(client, every_address):
    seen: set[str] = set()
    for address in every_address:
        response = client.get(address)
        if response.headers["content-type"].startswith("text/html"):
            outline = Outline(response.text)
            found = [*outline.all("a"), *outline.all("link"), *outline.all("script"), *outline.all("img")]
            links = {one.get("href") or one.get("src") or "" for one in found}
            seen |= {link for link in links if link.startswith("/")}
    assert len(seen) > 80
    for link in sorted(seen):
        assert client.get(link).status_code in (200, 307), link


def test_head_answers_as_get_without_a_body(client, every_address):
    for address in every_address:
        got, head = client.get(address), client.head(address)
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head.headers["content-length"] == got.headers["content-length"]


def test_home_counts_pieces_by_criterion_and_year(client):
    html = client.get("/").text
    assert 'href="/tieu-chi/1.1?nam-hoc=2020-2021"' in html
    assert ">2</a>" in html.split("1.1?nam-hoc=2020-2021")[1][:120]
    assert [year in html for year in ("2020-<wbr>2021", "2021-<wbr>2022", "2022-<wbr>2023")] == [True] * 3
    assert "1 văn bản trong khay" in html
    assert "5 minh chứng" in html.replace("\u00a0", " ")
    assert html.count("<tbody>") == 5
    assert 'href="/tieu-chi/1.9"' in html.split('href="/tieu-chi/1.10"')[0], "1.9 stands before 1.10"


def test_criterion_lists_its_evidence(client):
    html = client.get("/tieu-chi/1.1").text
    assert "Mức 1" in html and "Mức 3" in html
    assert "2 minh chứng" in html
    assert "112/KH-THCSKS" in html and "21/09/2020" in html
    assert "…/QĐ-PGD&amp;ĐT" in html
    assert html.index("/H1-1.1-01") < html.index("/H1-1.1-02")


@pytest.mark.parametrize(
    ("sort", "first", "direction"),
    [("ma", "H1-1.1-01", "ascending"), ("-ma", "H1-1.1-02", "descending"),
     ("trang", "H1-1.1-02", "ascending"),
     ("-so", "H1-1.1-02", "descending"), ("no-such", "H1-1.1-01", "ascending")],
)  # fmt: skip
def test_a_list_is_sorted_as_its_address_says(client, sort, first, direction):
    html = client.get("/tieu-chi/1.1", params={"xep": sort}).text
    assert re.findall(r'class="code" href="/(H[^"]+)"', html)[0] == first
    assert f'aria-sort="{direction}"' in html


def test_criterion_shows_one_year(client):
    html = client.get("/tieu-chi/1.10?nam-hoc=2020-2021").text
    assert "0 minh chứng" in html and "Chưa có minh chứng nào ở đây" in html
    assert "1 minh chứng" in client.get("/tieu-chi/1.10?nam-hoc=2021-2022").text


def test_a_piece_of_several_documents_is_listed_by_its_first(client):
    html = client.get("/hop/1").text
    (row,) = [row for row in html.split("<tr>") if "/H1-1.10-01" in row]
    assert "51/BB-THCSKS" in row and "20/11/2021" in row
    assert "2 văn bản" in row


def test_evidence_shows_page_facts_text_and_history(client, sample):
    digest = sample.digests["strategy"]
    html = client.get("/H1-1.1-01").text
    assert "[H1-1.1-01]" in html and "<h1>" in html
    assert f'src="/trang-anh/{digest}/1-960.webp"' in html
    assert f"/trang-anh/{digest}/1-1600.webp 1600w" in html
    assert 'width="960" height="1358"' in html
    assert f'rel="preload" as="image" href="/trang-anh/{digest}/1-960.webp"' in html
    assert f'rel="prefetch" as="image" href="/trang-anh/{digest}/2-960.webp"' in html
    assert html.count("-240.webp") == 3
    for words in (
        "112/KH-THCSKS",
        "21/09/2020",
        "Trường THCS Kim Sơn",
        "Chữ có sẵn trong tệp: 3 trang",
        digest,
    ):
        assert words in html
    assert 'href="/hop/1"' in html and 'href="/nam-hoc/2020-2021"' in html
    assert "Chiến lược phát triển nhà trường" in html
    assert "16/05/2023 12:00" in html and "Lê Thị Văn Thư" in html
    assert "Xếp vào H1-1.1-01: mã có trong tên tệp." in html


def test_unread_pages_and_confidence_are_said_in_words(client):
    html = client.get("/H1-1.1-02?trang=2").text
    assert "Nhận dạng chữ (OCR): 1 trang, độ tin cậy 93\u00a0%" in html
    assert "Chưa đọc được 1 trang: 2" in html
    assert "phần này của tệp bị hỏng" in html


def test_a_page_without_a_measure_of_confidence_has_whole_sentences(tmp_path, readers):
    archive = Archive.create(tmp_path / "new", "Trường mới", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        maker.receive("bare", "ảnh.pdf", pdf("bare"), (Page(1, "", "ocr", None, 400, 300),))
    client = TestClient(create_app(archive, readers, lambda: NOON))
    html = client.get(f"/van-ban/{maker.digests['bare']}").text
    assert "Nhận dạng chữ (OCR): 1 trang<" in html
    assert "nhận dạng chữ (OCR)<" in html and "{" not in html


def test_a_broken_page_has_its_sentence_where_its_picture_would_be(client, sample):
    digest = sample.digests["approval"]
    html = client.get("/H1-1.1-02?trang=2").text
    wall = html.split('class="wall"')[1].split("</section>")[0]
    assert "phần này của tệp bị hỏng" in wall and html.count("phần này của tệp bị hỏng") == 1
    assert f"/trang-anh/{digest}/2-" not in html and "Phóng to" not in html
    assert f"/trang-anh/{digest}/1-240.webp" in wall, "the other page keeps its thumbnail"
    first = client.get("/H1-1.1-02").text
    assert f"/trang-anh/{digest}/2-" not in first and "Phóng to" in first


def test_a_number_not_read_is_said(client):
    assert "số chưa đọc được" in client.get("/H1-1.1-02").text
    assert "số chưa đọc được" not in client.get("/H1-1.1-01").text


def test_documents_of_a_piece_are_tabs_with_addresses(client, sample):
    later = sample.digests["drill-2022"][:SHORT]
    first = client.get("/H1-1.10-01").text
    assert "Diễn tập phòng cháy 2021" in first and "Diễn tập phòng cháy 2022" not in first
    assert f"/H1-1.10-01?van-ban={later}" in first
    assert "Diễn tập phòng cháy 2022" in client.get(f"/H1-1.10-01?van-ban={later}").text


def test_an_office_document_shows_its_text(client):
    html = client.get("/H2-2.1-01?q=hieu+truong").text
    assert "trang-anh" not in html
    assert "<mark>hiệu trưởng</mark>" in html


def test_a_loose_document_has_a_page_and_its_whole_history(client, sample):
    html = client.get(f"/van-ban/{sample.digests['loose'][:SHORT].upper()}").text
    assert "chưa có mã" in html
    assert "Xếp vào H3-3.1-07: người phụ trách xếp." in html
    assert "Lấy ra khỏi H3-3.1-07" in html
    assert "TC 9.9/ten khac.pdf" in html
    assert "&lt;b&gt;đậm&lt;/b&gt; &amp; lạ" in html
    assert "<script>alert" not in html and "<b>đậm" not in html


def test_boxes_stand_on_the_shelf_and_hold_their_pieces(client):
    shelf = client.get("/hop").text
    assert [f'href="/hop/{number}"' in shelf for number in (1, 2, 3, 5)] == [True, True, False, True]
    html = client.get("/hop/1").text
    codes = re.findall(r'class="code" href="/(H[^"]+)"', html)
    assert codes == ["H1-1.1-01", "H1-1.1-02", "H1-1.10-01"]


def test_the_tray_says_why(client, sample):
    html = client.get("/khay").text
    assert f"/van-ban/{sample.digests['loose'][:SHORT]}" in html
    assert "Tên tệp không có mã" in html
    assert "<script>alert" not in html


def test_the_tray_is_sorted_as_its_address_says(tmp_path, readers):
    archive = Archive.create(tmp_path / "new", "Trường mới", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        for name in ("b", "a", "c"):
            maker.receive(name, f"{name}.pdf", pdf(name), (Page(1, name, "text"),))
    client = TestClient(create_app(archive, readers, lambda: NOON))
    for sort, names in (("", "bac"), ("-nhan", "cab"), ("ten", "abc"), ("-ten", "cba"), ("x", "bac")):
        html = client.get("/khay", params={"xep": sort}).text
        found = re.findall(r'class="clamp" href="/van-ban/([0-9a-f]+)"', html)
        assert found == [maker.digests[name][:SHORT] for name in names], sort


def test_a_school_year_has_a_page(client):
    html = client.get("/nam-hoc/2022-2023").text
    assert "1 minh chứng" in html and "/H1-1.10-01" in html


def test_an_empty_archive_says_what_would_stand_there(tmp_path, readers):
    archive = Archive.create(tmp_path / "new", "Trường mới", "tt18-2018-thcs", NOON, BY)
    empty = TestClient(create_app(archive, readers, lambda: NOON))
    assert "Kho chưa có văn bản nào" in empty.get("/").text
    assert "2022-<wbr>2023" in empty.get("/").text
    assert "Chưa có hộp nào" in empty.get("/hop").text
    assert "Khay trống" in empty.get("/khay").text
    assert "“TC 1.1”" in empty.get("/tieu-chi/1.1").text
