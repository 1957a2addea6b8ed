"""Browsing: issuers, months, school years, the register, the latest, and codes of earlier cycles."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from portal_sample import BY, NOON, Maker, letterhead, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence import events
from archive.home import Archive
from archive.index.follow import follow
from archive.web.app import create_app

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def fill(maker: Maker) -> None:
    """Papers of two issuers in three months, and lines of the register without a paper."""
    for code, day, issuer in (
        ("H1-1.1-01", "2021-09-05", "Trường THCS Kim Sơn"),
        ("H1-1.1-02", "2022-08-20", "TRƯỜNG THCS KIM SƠN"),
        ("H1-1.1-03", "2022-08-02", "UBND huyện"),
    ):
        maker.receive(
            code,
            f"{code} Hồ sơ.pdf",
            pdf(code),
            (text_page(1, "HỒ SƠ"),),
            letterhead("1/KH", day, issuer, "kế hoạch"),
            filed=(code, f"Hồ sơ {code}", "code-in-name"),
        )
    maker.receive("loose", "lạ.pdf", pdf("loose"), (text_page(1, "LẠ"),))
    maker.record(
        events.Registered("H1-1.2-01", "Quyết định", "Số 3/QĐ ngày 05/10/2021", "UBND  Huyện"),
        events.Registered("H1-1.2-02", "Sổ trực", "Năm học 2021-2022", keeper="Bảo vệ"),
        events.Registered("MC.1.1.01", "Kế hoạch mới", old_code="H1-1.5-09"),
        events.Registered("H1-1.5-03", "Sổ nghị quyết", old_code="H1-1.5-07"),
        events.Registered("H1-1.5-04", "Biên bản", "Số 4 ngày 05/10/0202", old_code="H1-1.5-08"),
        events.Registered("H1-1.5-05", "Phụ lục", old_code="H1-1.5-08"),
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = tmp_path_factory.mktemp("browse") / "kho"
    Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY)
    with (root / "archive.toml").open("a", encoding="utf-8") as settings:
        settings.write('other_editions = ["tt57-2026-pho-thong"]\n')
    archive = Archive.open(root)
    with archive.writing(lambda: NOON, BY) as registrar:
        fill(Maker(archive, registrar))
        follow(archive.index_path, registrar.catalogue, archive.readings)
    return archive


@pytest.fixture(scope="module")
def reader(archive: Archive, readers) -> Iterator[TestClient]:
    app = create_app(archive, readers, lambda: NOON)
    yield TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def data(reader: TestClient, address: str) -> dict:
    response = reader.get(address, headers={"accept": "application/json"})
    assert response.status_code == 200, response.text
    return response.json()


def codes(pieces: list[dict]) -> list[str]:
    return [piece["code"] for piece in pieces]


def test_spellings_of_one_issuer_are_one(reader):
    found = data(reader, "/noi-ban-hanh")
    assert [(one["address"], one["pieces"]) for one in found["issuers"]] == [
        ("/noi-ban-hanh/truong-thcs-kim-son", 2),
        ("/noi-ban-hanh/ubnd-huyen", 2),
    ]
    assert (found["total"], found["unknown"]) == (2, 5)
    by_count = data(reader, "/noi-ban-hanh?xep=-so-luong")["issuers"]
    assert [one["pieces"] for one in by_count] == [2, 2]
    html = reader.get("/noi-ban-hanh").text
    assert "2 nơi ban hành · 5 minh chứng chưa rõ nơi ban hành" in html


def test_an_issuer_has_papers_and_what_only_the_register_says(reader):
    assert codes(data(reader, "/noi-ban-hanh/ubnd-huyen")["pieces"]) == ["H1-1.1-03", "H1-1.2-01"]
    moved = reader.get("/noi-ban-hanh/UBND%20Huyện")
    assert (moved.status_code, moved.headers["location"]) == (308, "/noi-ban-hanh/ubnd-huyen")
    assert reader.get("/noi-ban-hanh/nobody").status_code == 404
    assert reader.get("/noi-ban-hanh/%25").status_code == 404


def test_months_go_by_the_papers_own_date_and_by_the_register(reader):
    found = data(reader, "/thoi-gian")
    assert [(year["school_year"], year["documents"], year["only_listed"]) for year in found["years"]] == [
        ("2022-2023", 2, 0),
        ("2021-2022", 1, 1),
    ]
    assert [month["month"] for year in found["years"] for month in year["months"]] == [
        "2022-08", "2021-10", "2021-09",
    ]  # fmt: skip
    assert (found["total"], found["undated"]) == (4, 1)
    august = data(reader, "/thoi-gian/2022-08?xep=ngay")
    assert codes(august["documents"]) == ["H1-1.1-03", "H1-1.1-02"]
    assert codes(data(reader, "/thoi-gian/2021-10")["pieces"]) == ["H1-1.2-01"]
    assert [one["code"] for one in data(reader, "/thoi-gian/khong-ngay")["documents"]] == [None]
    assert "Không có văn bản nào của tháng này" in reader.get("/thoi-gian/1999-01").text
    for wrong in ("2022-13", "2022", "2022-8", "x"):
        assert reader.get(f"/thoi-gian/{wrong}").status_code == 404


def test_a_school_year_has_what_only_the_register_lists_with_it(reader):
    found = data(reader, "/nam-hoc/2021-2022")
    assert codes(found["pieces"]) == ["H1-1.1-01", "H1-1.2-01", "H1-1.2-02"]
    assert [piece["where"] for piece in found["pieces"]] == ["file", "no-file", "elsewhere"]
    html = reader.get("/nam-hoc/2021-2022").text
    assert "3 minh chứng" in html and "Sổ trực" in html


def test_the_latest_come_a_page_at_a_time_in_the_order_asked_for(reader, monkeypatch):
    monkeypatch.setattr("archive.web.paging.A_PAGE", 3)
    first = data(reader, "/moi-nhan")
    assert (first["total"], first["page"], first["last_page"]) == (4, 1, 2)
    assert codes(first["documents"]) == [None, "H1-1.1-03", "H1-1.1-02"]
    assert codes(data(reader, "/moi-nhan?trang=2")["documents"]) == ["H1-1.1-01"]
    assert codes(data(reader, "/moi-nhan?xep=ngay")["documents"])[0] == "H1-1.1-01"
    assert 'href="/moi-nhan?xep=ngay&amp;trang=2"' in reader.get("/moi-nhan?xep=ngay").text
    missing = reader.get("/moi-nhan?trang=3")
    assert missing.status_code == 404 and "2 trang, không có trang 3" in missing.text
    sheet = reader.get("/moi-nhan?trang=2&dang=csv").content.decode("utf-8-sig")
    assert len(sheet.splitlines()) == 5, "a sheet has the whole of the list"


def test_the_feed_names_the_papers_that_came_last(reader):
    response = reader.get("/moi-nhan.atom")
    assert response.headers["content-type"] == "application/atom+xml"
    feed = ET.fromstring(response.content)  # noqa: S314 - our own
    assert [one.text for one in feed.findall("a:entry/a:title", ATOM)][1] == "H1-1.1-03 Hồ sơ H1-1.1-03"
    for required in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert feed.findtext(required, namespaces=ATOM)
    for entry in feed.findall("a:entry", ATOM):
        assert entry.findtext("a:id", namespaces=ATOM).startswith("urn:sha256:")
        assert entry.find("a:link", ATOM).get("href").startswith("http://testserver/")


def test_the_register_stands_in_its_official_form(reader):
    html = reader.get("/danh-muc").text
    assert "Danh mục mã minh chứng" in html and 'href="/H1-1.2-01">[H1-1.2-01]</a>' in html
    found = data(reader, "/danh-muc?bo=tt57-2026-pho-thong")
    assert [(row["code"], row["old_code"]) for row in found["rows"]] == [("MC.1.1.01", "H1-1.5-09")]
    assert 'aria-sort="descending"' in reader.get("/danh-muc?xep=-ten").text


@pytest.mark.parametrize(
    ("old", "new"),
    [("H1-1.5-07", "/H1-1.5-03"), ("h1-1.5-7", "/H1-1.5-07"), ("H1-1.5-09", "/MC.1.1.01")],
)
def test_a_code_of_an_earlier_cycle_leads_to_its_piece(reader, old, new):
    response = reader.get(f"/{old}?trang=1")
    assert response.status_code in (307, 308)
    assert response.headers["location"] == f"{new}?trang=1"


def test_an_old_code_of_two_pieces_offers_both(reader):
    response = reader.get("/H1-1.5-08")
    assert response.status_code == 404
    assert 'href="/H1-1.5-04"' in response.text and 'href="/H1-1.5-05"' in response.text


def test_a_search_for_an_old_code_names_the_piece_without_a_paper(reader):
    html = reader.get("/tim?q=H1-1.5-09").text
    assert 'class="named"' in html and 'href="/MC.1.1.01"' in html
