"""Long lists: a page of them at a time, none heavier than a page may be, and nothing lost between two."""

import re
from pathlib import Path

import pytest
from browsing import HEAVIEST
from portal_sample import BY, NOON, Maker, letterhead, make_sample, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence import events
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.readers import Readers
from archive.web.app import create_app

TITLE = "Kế hoạch tổ chức hoạt động trải nghiệm, hướng nghiệp và giáo dục địa phương cho học sinh khối lớp"
ISSUER = "Trường Trung học cơ sở Kim Sơn, thành phố Đông Triều"
CODES = [f"H{1 if id == '1.1' else 2}-{id}-{n:02}" for id in ("1.1", "1.2") for n in range(1, 91)]
LOOSE = 120


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> TestClient:
    archive = Archive.create(
        tmp_path_factory.mktemp("long") / "kho", "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY
    )
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        for number in range(LOOSE):
            head = letterhead(f"{number}/KH-THCSKS", "2022-10-03", ISSUER, "kế hoạch")
            page = text_page(1, "Hoạt động trải nghiệm, hướng nghiệp")
            maker.receive(str(number), f"{TITLE} {number}.pdf", pdf(str(number)), (page,), head)
        lines = (
            events.Registered(code, f"{TITLE} {code}", f"Số {row}/KH ngày 05/10/2022", f"{ISSUER} {row}")
            for row, code in enumerate(CODES)
        )
        maker.record(*lines)
        follow(archive.index_path, registrar.catalogue, archive.readings)
    return TestClient(create_app(archive, readers, lambda: NOON), raise_server_exceptions=False)


def pages_of(reader: TestClient, address: str) -> list[str]:
    """Every page of a list, as its pager leads on; each light enough."""
    pages: list[str] = []
    seen, waiting = set(), [address]
    while waiting:
        seen.add(one := waiting.pop(0))
        answer = reader.get(one)
        assert answer.status_code == 200 and len(answer.content) < HEAVIEST, (one, len(answer.content))
        pages.append(answer.text)
        pager = re.search(r'<nav class="pager".*?</nav>', answer.text, re.DOTALL)
        found = re.findall(r'href="([^"]*)"', pager[0]) if pager else []
        waiting += [
            one for one in (each.replace("&amp;", "&") for each in found) if one not in (*seen, *waiting)
        ]
    return pages


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("/tieu-chuan/1", CODES),
        ("/tieu-chi/1.1", CODES[:90]),
        ("/tieu-chi/1.1?xep=-ten", CODES[:90]),
        ("/hop/2", CODES[90:]),
        ("/nam-hoc/2022-2023", CODES),
        ("/danh-muc", CODES),
        ("/danh-muc?xep=-ten", CODES),
    ],
)
def test_a_list_of_pieces_goes_on_over_its_pages(reader: TestClient, address: str, codes: list[str]) -> None:
    pages = pages_of(reader, address)
    rows = [code for page in pages for code in re.findall(r'<a class="code" href="/([^"]*)"', page)]
    assert sorted(rows) == sorted(codes) and len(pages) > 1
    whole = reader.get(address, params={"dang": "csv"} | dict(re.findall(r"(xep)=([^&]*)", address)))
    assert all(code in whole.text for code in codes)


def test_a_month_goes_on_with_what_only_the_register_lists(reader: TestClient) -> None:
    pages = pages_of(reader, "/thoi-gian/2022-10?xep=ngay")
    rows = [code for page in pages for code in re.findall(r'<a class="code" href="/([^"]*)"', page)]
    assert sorted(rows) == sorted(CODES)


@pytest.mark.parametrize("address", ["/khay", "/moi-nhan", "/thoi-gian/2022-10", "/tim?q=trải+nghiệm"])
def test_a_list_of_documents_goes_on_over_its_pages(reader: TestClient, address: str) -> None:
    pages = pages_of(reader, address)
    found = {one for page in pages for one in re.findall(r'href="/van-ban/([0-9a-f]{12})', page)}
    assert len(found) == LOOSE and f"{LOOSE} văn bản" in pages[0]


@pytest.mark.parametrize("address", ["/", "/thieu", "/hop", "/hop/1/muc-luc", "/thoi-gian", "/noi-ban-hanh"])
def test_other_pages_are_light_too(reader: TestClient, address: str) -> None:
    assert pages_of(reader, address)


def test_a_page_past_the_end_shows_the_way_back(reader: TestClient) -> None:
    answer = reader.get("/tieu-chi/1.1?xep=ten&trang=9")
    assert answer.status_code == 404 and 'href="/tieu-chi/1.1?xep=ten"' in answer.text


def test_boxes_are_put_in_the_order_wished(client: TestClient) -> None:
    def numbers(order: str) -> list[str]:
        return re.findall(r'class="spine" href="/hop/(\d+)"', client.get(f"/hop{order}").text)

    assert numbers("") == ["1", "2", "5"] and numbers("?xep=-hop") == ["5", "2", "1"]
    assert numbers("?xep=-trang")[0] == numbers("?xep=-minh-chung")[0] == numbers("?xep=trang")[-1] == "1"
    told = client.get("/hop?xep=-hop&dang=json").json()
    assert [box["number"] for box in told["boxes"]] == [5, 2, 1]


def test_reports_are_put_in_the_order_wished(readers: Readers, tmp_path: Path) -> None:
    sample = make_sample(tmp_path / "kho")
    with sample.archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(sample.archive, registrar)
        for name, text in (("B", "[H1-1.1-01]"), ("A", "[H1-1.1-01] và [H1-1.1-02]"), ("C", "[H9-9.9-99]")):
            title = f"Báo cáo tự đánh giá {name}"
            maker.receive(name, f"{title}.pdf", pdf(name), (text_page(1, f"Tiêu chí 1.1\nKế hoạch {text}"),))
    reader = TestClient(create_app(sample.archive, readers, lambda: NOON))

    def names(order: str) -> str:
        found = re.findall(r"Báo cáo tự đánh giá ([ABC])</a>", reader.get(f"/bao-cao{order}").text)
        return "".join(found)

    assert names("") == "CAB" and names("?xep=nhan") == "BAC"
    assert names("?xep=ten") == "ABC" and names("?xep=-ten") == "CBA"
    assert names("?xep=-dan")[0] == "A"
