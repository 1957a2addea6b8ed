"""Searching: hits, marks, facets, and the pages for when there is nothing."""

import re
import shutil
from io import BytesIO

import pytest
from portal_sample import BY, NOON, make_sample, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence import events
from archive.evidence.documents import Reading
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.sniff import PDF
from archive.web.addresses import SHORT
from archive.web.app import create_app
from archive.web.finding import find


def test_hits_have_code_title_marks_and_pages(client):
    html = client.get("/tim", params={"q": "chien luoc phat trien"}).text
    assert "H1-1.1-01" in html and "Kế hoạch chiến lược" in html
    assert "<mark>Chiến lược phát triển</mark>" in html or "<mark>chiến lược phát triển</mark>" in html
    assert "112/KH-THCSKS" in html and "21/09/2020" in html
    assert "có đúng cụm từ" in html
    links = re.findall(r'href="(/H1-1\.1-01\?van-ban=[^"]+)"[^>]*>\d', html)
    assert links
    page = client.get(links[-1].replace("&amp;", "&"))
    assert '<svg class="marks"' in page.text and "<rect" in page.text


def test_how_it_was_understood_is_said(client):
    assert "tất cả các từ" in client.get("/tim?q=nhà+phát+kế").text
    assert "có hầu hết các từ" in client.get("/tim?q=mục+tiêu+chung+khongco+xyzt").text
    html = client.get("/tim?q=kế+hoạch+chiến+lược").text
    assert re.search(r"· \d+ văn bản có đúng cụm từ, \d+ văn bản gần đúng", html)
    assert "có từ này" in client.get("/tim?q=lược").text
    assert "chỉ tìm 32 từ đầu" in client.get("/tim", params={"q": "từ " * 40}).text


def test_facets_narrow_and_are_removed_by_links(client):
    html = client.get("/tim?q=chien+luoc").text
    narrowed = "/tim?q=chien+luoc&amp;loai=quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh"
    assert narrowed in html
    after = client.get(narrowed.replace("&amp;", "&")).text
    assert "<b>1 văn bản</b>" in after
    assert re.search(r'<a href="/tim\?q=chien\+luoc"><span>Quyết định</span> · ', after)
    assert 'type="hidden" name="loai" value="quyết định"' in after


def test_several_facets_at_once(client):
    html = client.get("/tim?hop=1&nam-hoc=2021-2022&tieu-chuan=1&tieu-chi=1.10").text
    assert "<b>1 văn bản</b>" in html and "tất cả văn bản" in html
    assert "Hộp 1" in html and "1.10 Đảm bảo an ninh trật tự" in html


def test_a_code_offers_its_piece_on_top(client):
    html = client.get("/tim", params={"q": "[h1-1.1-1]"}).text
    assert 'Minh chứng mang mã này: <a href="/H1-1.1-01">' in html
    assert "có đúng mã" in html
    both = client.get("/tim", params={"q": "so H1-1.1-01 với /h1-1.10-1"}).text
    assert both.count("Minh chứng mang mã này:") == 2
    assert 'Tiêu chí này: <a href="/tieu-chi/1.10">' in client.get("/tim?q=TC+1.10").text


def test_a_code_that_nothing_has_is_said(client):
    html = client.get("/tim?q=H9-1.1-99").text
    assert "Chưa có minh chứng nào mang mã H9-1.1-99." in html and "<b>0 văn bản</b>" in html
    assert "không có trong bộ tiêu chuẩn" in client.get("/tim?q=H9-9.9-99").text


def test_a_date_as_it_is_printed_finds_its_document(client):
    html = client.get("/tim", params={"q": "21/09/2020"}).text
    assert "112/KH-THCSKS" in html and "1 văn bản" in html


def test_an_empty_question_helps(client):
    html = client.get("/tim?q=++").text
    assert "Gõ vài từ" in html and "2021-2022" in html
    assert '<section class="hits"' not in html


def test_nothing_found_helps(client):
    html = client.get("/tim?q=khongcotunao&hop=1").text
    assert "<b>0 văn bản</b>" in html and "Không có văn bản nào khớp" in html
    assert 'href="/khay"' in html and 'href="/tim?q=khongcotunao"' in html


@pytest.mark.parametrize(
    "question",
    ["<script>alert(1)</script>", '"', "\x00", "%", "{{7*7}}", "\u202e", "a" * 2000, "(", "🙂"],
)  # fmt: skip
def test_any_question_is_answered(client, question):
    response = client.get("/tim", params={"q": question})
    assert response.status_code == 200
    assert "<script>alert" not in response.text and "49" not in response.text.split("<main")[1][:600]


def test_results_come_in_pages(tmp_path, readers):
    archive = Archive.create(tmp_path / "many", "Trường", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        for number in range(25):
            staged = registrar.stage(BytesIO(pdf(str(number))))
            reading = Reading(staged.digest, "by hand", PDF, (text_page(1, "thông báo chung"),))
            received = events.Received(staged.digest, f"thông báo số {number}.pdf", staged.size, PDF, 1)
            registrar.receive(staged, reading, received)
        follow(archive.index_path, registrar.catalogue, archive.readings)
    client = TestClient(create_app(archive, readers, lambda: NOON))
    first, second = client.get("/tim?q=thong+bao").text, client.get("/tim?q=thong+bao&trang=2").text
    assert "<b>25 văn bản</b>" in first and "đang xem 1–20" in first
    assert "/tim?q=thong+bao&amp;trang=2" in first
    assert "đang xem 21–25" in second
    shown = re.findall(rf"/van-ban/([0-9a-f]{{{SHORT}}})", first + second)
    assert len(set(shown)) == 25
    assert client.get("/tim?q=thong+bao&trang=3").status_code == 404


def test_without_an_index_only_searching_waits(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    shutil.rmtree(sample.archive.index_path)
    client = TestClient(create_app(sample.archive, readers, lambda: NOON))
    response = client.get("/tim?q=a")
    assert response.status_code == 503 and response.headers["retry-after"]
    assert "Phần tìm kiếm đang được lập lại" in response.text and 'href="/hop"' in response.text
    assert not sample.archive.index_path.exists(), "the portal makes no index"
    assert client.get("/").status_code == client.get("/H1-1.1-01?q=a").status_code == 200
    sample.archive.index_path.mkdir()
    (sample.archive.index_path / "meta.json").write_text("damaged")
    assert client.get("/tim?q=a").status_code == 503


def test_an_index_made_anew_is_seen(tmp_path, readers):
    sample = make_sample(tmp_path / "archive")
    client = TestClient(create_app(sample.archive, readers, lambda: NOON))
    before = client.get("/tim?q=chien+luoc").text
    shutil.rmtree(sample.archive.index_path)
    with sample.archive.catalogue() as catalogue:
        follow(sample.archive.index_path, catalogue, sample.archive.readings)
    after = client.get("/tim?q=chien+luoc")
    assert after.status_code == 200
    assert after.text.count("<mark>") == before.count("<mark>") > 0


def test_a_question_with_operators_is_said_in_words_and_its_mistakes_are_noted(client):
    html = client.get("/tim", params={"q": '"kế hoạch" NOT xyz'}).text
    assert "Hiểu là: “kế hoạch” và không có xyz" in html
    assert "không phải là giá trị của trường ngày" in client.get("/tim?q=ngày:99/99/2022").text
    assert "Có phải bạn tìm" not in html


def test_the_language_is_taught_where_nothing_is_asked(client):
    html = client.get("/tim").text
    assert "Tìm chính xác hơn" in html and "ngày:[01/09/2021 TO 31/05/2022]" in html


def test_another_spelling_is_offered_where_it_finds_more(client):
    html = client.get("/tim?q=chiếnn").text
    assert re.search(r'Có phải bạn tìm: <a href="/tim\?q=[^"]+">chi[eế]n<', html)


def test_the_schools_own_short_forms_are_marked_on_a_page() -> None:
    reading = Reading("0" * 64, "by hand", PDF, (text_page(1, "Biên bản họp tổ chuyên môn"),))
    own = (("TCM", "tổ chuyên môn"),)
    assert find(reading, 1, "TCM", 0, own).flags == (False, False, False, True, True, True)
    assert not any(find(reading, 1, "TCM", 0).flags)
