"""What is missing, as the portal shows it; and two editions in one archive."""

import re
from collections.abc import Iterator

import pytest
from portal_sample import BY, NOON, Maker, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence import events
from archive.home import Archive
from archive.web.app import create_app

TT57 = "tt57-2026-pho-thong"
SETTINGS = f"""
other_editions = ["{TT57}"]
[[cycles]]
edition = "tt18-2018-thcs"
first = "2020-2021"
last = "2022-2023"
"""


def fill(maker: Maker) -> None:
    """Papers of some years, one piece linked, one kept elsewhere, some without a file; two of TT 57."""
    for code, year in (
        ("H1-1.8-01", "2021-2022"),
        ("H1-1.9-01", "2020-2021"),
        ("H2-2.1-01", "2018-2019"),
        ("H2-2.1-01", "2022-2023"),
    ):
        maker.receive(
            f"{code} {year}",
            f"{year}/{code} Hồ sơ.pdf",
            pdf(f"{code} {year}"),
            (text_page(1, "HỒ SƠ"),),
            filed=(code, f"Hồ sơ {year}", "code-in-name"),
        )
    maker.record(
        events.Registered("H1-1.8-01", "Kế hoạch giáo dục", "Giai đoạn 2020-2022", source="by-hand"),
        events.Linked("H1-1.8-01", "1.1"),
        events.Registered("H1-1.9-02", "Sổ trực", "Năm học 2021-2022", keeper="Bảo vệ", source="by-hand"),
        events.Registered("H1-1.9-03", "Biên bản", "Số 3/BB ngày 05/10/2022", source="by-hand"),
        events.Registered("H4-4.1-01", "Ảnh cũ", source="by-hand"),
        events.Registered("MC.1.1.01", "Kế hoạch", old_code="H1-1.8-01", source="by-hand"),
        events.Registered("MC.1.2.01", "Phân công", source="by-hand"),
        events.Linked("MC.1.2.01", "4.1"),
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = tmp_path_factory.mktemp("gaps") / "kho"
    Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY)
    with (root / "archive.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    archive = Archive.open(root)
    with archive.writing(lambda: NOON, BY) as registrar:
        fill(Maker(archive, registrar))
    return archive


@pytest.fixture
def two(archive: Archive, readers) -> TestClient:
    """A reader of the archive with two editions."""
    app = create_app(archive, readers, lambda: NOON)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def cells(html: str, criterion: str) -> Iterator[tuple[str, str, str]]:
    """The cells of a criterion: its address, what is heard, what is seen."""
    address = rf"/tieu-chi/{re.escape(criterion)}\?[^\"]*nam-hoc=[^\"]*"
    return iter(re.findall(rf'<a href="({address})" aria-label="([^"]*)"[^>]*>([^<]*)<', html))


def test_every_cell_says_what_is_there_and_leads_to_it(two):
    html = two.get("/thieu").text
    found = list(cells(html, "1.9"))
    assert [seen for _, _, seen in found] == ["–", "–", "1", "1*", "(1)"]
    assert [address for address, _, _ in found] == [
        f"/tieu-chi/1.9?nam-hoc={year}-{year + 1}" for year in range(2018, 2023)
    ]
    heard = [heard for _, heard, _ in found]
    assert heard[2] == "Tiêu chí 1.9, năm học 2020-2021: 1 minh chứng"
    assert heard[3].endswith(": 1 minh chứng, 1 giữ nơi khác") and heard[4].endswith(": 1 thiếu tệp")
    assert [seen for _, _, seen in cells(html, "2.1")] == ["1", "thiếu", "thiếu", "thiếu", "1"]
    assert all("05 năm liên tiếp" in heard for _, heard, seen in cells(html, "2.1") if seen == "thiếu")
    assert [seen for _, _, seen in cells(html, "1.2")] == ["–", "–", "thiếu", "thiếu", "thiếu"]
    assert len(list(re.finditer(r'<td class="count"[^>]*><a ', html))) >= 28 * 5


def test_the_page_is_one_matrix_of_five_standards_and_the_home_page_has_the_same(two):
    page, home = two.get("/thieu").text, two.get("/").text
    assert page.count("<tbody>") == home.count("<tbody>") == 5
    assert list(cells(page, "1.9")) == list(cells(home, "1.9"))
    assert page.count('scope="row"') == 28
    assert "Chu kỳ 2020-2021 – 2022-2023" in page
    assert page.index("hoàn thành mọi mục tiêu") < page.index("05 năm liên tiếp: 2018-2019 – 2022-2023")
    assert 'href="/thieu"' in home


def test_a_linked_piece_counts_in_both_rows_and_is_listed_where_its_cell_leads(two):
    html = two.get("/thieu").text
    for criterion in ("1.8", "1.1"):
        assert [seen for _, _, seen in cells(html, criterion)] == ["–", "–", "1", "1", "–"]
        listed = two.get(f"/tieu-chi/{criterion}?nam-hoc=2020-2021").text
        assert "/H1-1.8-01" in listed, "the register's words name the year"


def test_a_criterion_says_what_each_indicator_asks_for_and_lacks(two):
    html = two.get("/tieu-chi/2.1").text
    (indicator,) = [item for item in html.split("<li>") if item.startswith("<b>a)</b>") and "02 năm" in item]
    assert "05 năm liên tiếp: 2018-2019 – 2022-2023" in indicator
    assert "còn thiếu năm học 2019-2020, 2020-2021, 2021-2022" in indicator
    assert '?nam-hoc=2020-2021">2020-2021</a> <span class="label">thiếu</span>' in html
    yearly = two.get("/tieu-chi/1.9").text
    assert "thiếu tệp năm học 2022-2023" in yearly and "giữ nơi khác" in yearly
    assert "còn thiếu trong chu kỳ 2020-2021 – 2022-2023" in two.get("/tieu-chi/1.2").text
    undated = two.get("/tieu-chi/4.1").text
    assert "1 minh chứng chưa rõ năm học" in undated and "thiếu tệp trong chu kỳ" in undated
    assert (
        "còn thiếu"
        not in two.get("/tieu-chi/1.8").text.split("Minh chứng xếp theo tiêu chí")[0].split("<h1>")[1]
    )


def test_a_standard_says_which_of_its_criteria_are_short(two):
    html = two.get("/tieu-chuan/1").text
    rows = {match[1]: match[0] for match in re.finditer(r'<li><a href="/tieu-chi/([0-9.]+)">.*', html)}
    assert len(rows) == 10
    assert "thiếu" in rows["1.2"] and "thiếu" not in rows["1.8"]
    assert "1 minh chứng" in rows["1.1"].replace("\u00a0", " ")


# Two editions


def test_the_other_edition_has_its_own_pages(two):
    assert "Tổ chức và quản lý nhà trường" in two.get("/tieu-chuan/1").text
    for address in ("/", "/thieu", "/tieu-chuan/1", "/tieu-chi/1.1"):
        html = two.get(address, params={"bo": TT57}).text
        assert "Quản trị nhà trường và bảo đảm chất lượng" in html, address
        assert "Thông tư 57/2026" in html.split("<footer>")[1]
    assert two.get("/tieu-chi/1.1", params={"bo": TT57}).text.count("MC.1.1.01") >= 1
    assert "MC.1.1.01" not in two.get("/tieu-chi/1.1").text
    assert "H1-1.8-01" in two.get("/tieu-chi/1.1").text
    assert two.get("/tieu-chi/5.6").status_code == 200
    assert two.get("/tieu-chi/5.6", params={"bo": TT57}).status_code == 404, "it has four standards"
    assert two.get("/tieu-chi/1.1", params={"bo": "tt18-2018-thcs"}).text.count("MC.1.1.01") == 0


def test_every_link_within_an_edition_stays_in_it(two):
    for address in (
        f"/?bo={TT57}",
        f"/thieu?bo={TT57}",
        f"/tieu-chi/1.2?bo={TT57}",
        f"/tieu-chuan/1?bo={TT57}",
    ):
        html = two.get(address).text
        links = set(re.findall(r'href="(/(?:tieu-chi|tieu-chuan)/[^"]*)"', html))
        assert links and all(f"bo={TT57}" in link for link in links), address
        for link in sorted(links)[:12]:
            assert two.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_editions_can_be_switched(two, client):
    for address, chosen in (("/thieu", "TT 18/2018"), (f"/thieu?bo={TT57}", "TT 57/2026")):
        html = two.get(address).text
        nav = html.split('<nav class="editions"')[1].split("</nav>")[0]
        found = dict(re.findall(r'<a href="([^"]*)"[^>]*>(TT [^<]*)</a>', nav))
        assert found == {"/thieu": "TT 18/2018", f"/thieu?bo={TT57}": "TT 57/2026"}
        assert re.search(rf'aria-current="true">{chosen}<', nav)
    assert 'class="editions"' not in client.get("/thieu").text, "there is only one"


def test_a_piece_leads_to_its_own_editions_criterion(two):
    listed = two.get("/MC.1.2.01").text
    assert f'href="/tieu-chi/1.2?bo={TT57}"' in listed and f'href="/tieu-chuan/1?bo={TT57}"' in listed
    assert f'href="/tieu-chi/4.1?bo={TT57}"' in listed, "a further criterion is of the same edition"
    shown = two.get("/MC.1.1.01").text
    assert f'href="/tieu-chi/1.1?bo={TT57}"' in shown and 'href="/H1-1.8-01"' in shown
    old = two.get("/H1-1.8-01").text
    assert 'href="/tieu-chi/1.8"' in old and 'href="/MC.1.1.01"' in old and "bo=" not in old
    assert f'href="/tieu-chi/1.1?bo={TT57}"' in two.get("/MC.1.1.99").text, "the way on from a code unknown"


@pytest.mark.parametrize(
    "address", ["/?bo=tt99", "/thieu?bo=%00", "/tieu-chi/1.1?bo=x", "/tieu-chuan/1?bo=x"]
)
def test_an_edition_that_the_archive_lacks_is_a_friendly_page(two, address):
    response = two.get(address)
    assert response.status_code == 404
    assert "không dùng bộ tiêu chuẩn như vậy" in response.text and 'href="/"' in response.text


def test_other_spellings_of_an_address_keep_the_edition(two):
    response = two.get(f"/tieu-chi/1.01?bo={TT57}")
    assert (response.status_code, response.headers["location"]) == (308, f"/tieu-chi/1.1?bo={TT57}")


def test_the_matrix_is_counted_anew_when_the_ledger_has_grown(tmp_path, readers):
    archive = Archive.create(tmp_path / "new", "Trường mới", "tt18-2018-thcs", NOON, BY)
    client = TestClient(create_app(archive, readers, lambda: NOON))
    before = [seen for _, _, seen in cells(client.get("/thieu").text, "1.9")]
    with archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(events.Registered("H1-1.9-01", "Sổ", "Năm học 2021-2022", keeper="Bảo vệ"))
    after = [seen for _, _, seen in cells(client.get("/thieu").text, "1.9")]
    assert before == ["–", "–", "thiếu", "thiếu", "thiếu"], "no cycle is set: three years up to this one"
    assert after == ["–", "–", "thiếu", "thiếu", "1*"], "three years up to the latest there is"


def test_the_page_speaks_english_too(two):
    html = two.get("/thieu?lang=en").text
    assert "Missing evidence" in html and "Cycle 2020-2021 – 2022-2023" in html
    assert [seen for _, _, seen in cells(html, "1.2")][2:] == ["missing"] * 3
