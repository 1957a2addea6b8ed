"""What a document's page says beside the picture: uncertain fields, papers of a bundle, signatures."""

import re
from dataclasses import dataclass

import msgspec
import pytest
from portal_sample import BY, NOON, Maker, field, letterhead, pdf, text_page
from starlette.testclient import TestClient

from archive.evidence.documents import Field, Letterhead, Part, Signature
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.sniff import TAKEN
from archive.web.app import create_app
from archive.web.facts import media
from archive.web.words import Words

PLAN = Letterhead(
    Field("/KH-THCSKS", "ocr", 0.45),
    Field("2022-10-03", "ocr", 0.95),
    Field("HỘI ĐỒNG TỰ ĐÁNH GIÁ", "ocr", 0.55),
    Field("kế hoạch", "ocr", 0.9),
    Field("Tự đánh giá năm học", "ocr", 0.9),
    Field("TRƯỜNG THCS KIM SƠN", "ocr", 0.9),
    Field("Hỏa tốc", "ocr", 0.9),
    Field("Kim Sơn", "ocr", 0.9),
)
MINUTES = Letterhead(type=field("biên bản"), date=field("2022-10-05"))
TEAM = msgspec.structs.replace(
    letterhead("12/QĐ-THCSKS", "2022-09-09", "Trường THCS Kim Sơn", "quyết định"),
    subject=field("Thành lập nhóm thư ký"),
)
SIGNATURES = (
    Signature("Nguyễn Văn Hiệu", "CA của ngành", True, True, "2022-10-03T01:30:00+00:00", True),
    Signature("Lê Thị Văn Thư", "CA của ngành", True, False, "2022-10-03T09:00:00+07:00"),
    Signature("Trần <b>Văn</b> A", None, False, False, "2022-10-04T09:00:00"),
    Signature(None, None, None, False),
    Signature("Phạm Văn B", "CA của ngành", None, False),
)


@dataclass
class Shown:
    client: TestClient
    digests: dict[str, str]

    def page(self, name: str, **query: object) -> str:
        response = self.client.get(f"/van-ban/{self.digests[name]}", params=query)
        assert response.status_code == 200
        return response.text


@pytest.fixture(scope="module")
def shown(tmp_path_factory, readers) -> Shown:
    """A bundle, two signed papers and one that says nothing of itself."""
    archive = Archive.create(tmp_path_factory.mktemp("facts") / "kho", "Trường", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        maker.receive(
            "bundle",
            "226 KH-THCSKS.pdf",
            pdf("one", "two", "three", "four"),
            tuple(
                text_page(number, f"trang {word} đặc biệt")
                for number, word in enumerate(("một", "hai", "ba", "bốn"), 1)
            ),
            PLAN,
            parts=(Part(1, 2, PLAN), Part(3, 3, TEAM), Part(4, 4, MINUTES)),
        )
        pages = (text_page(1, "Tờ trình có chữ ký"),)
        maker.receive("signed", "tờ trình.pdf", pdf("signed"), pages, signatures=SIGNATURES)
        maker.receive("whole", "thông báo.pdf", pdf("whole"), pages, signatures=SIGNATURES[:1])
        turned = msgspec.structs.replace(pages[0], turned=90)
        maker.receive("bare", "giấy.pdf", pdf("bare"), (turned,))
        follow(archive.index_path, registrar.catalogue, archive.readings)
    return Shown(TestClient(create_app(archive, readers, lambda: NOON)), maker.digests)


def fact(html: str, heading: str) -> str:
    match = re.search(rf"<dt>{heading}</dt><dd>(.*?)</dd>", html)
    assert match, heading
    return re.sub(r"<[^>]*>", "", match[1])


def test_a_number_by_the_file_s_name_is_marked(shown: Shown) -> None:
    html = shown.page("bundle")
    assert fact(html, "Số, ký hiệu") == "226/KH-THCSKS theo tên tệp"
    assert "226/KH-THCSKS" in shown.client.get("/khay").text


def test_what_is_not_sure_is_marked(shown: Shown) -> None:
    html = shown.page("bundle")
    assert fact(html, "Nơi ban hành") == "HỘI ĐỒNG TỰ ĐÁNH GIÁ chưa chắc"
    assert fact(html, "Cơ quan chủ quản") == "TRƯỜNG THCS KIM SƠN"
    assert fact(html, "Ngày ban hành") == "Kim Sơn, 03/10/2022"
    assert fact(html, "Độ khẩn") == "Hỏa tốc"
    assert fact(html, "Loại văn bản") == "Kế hoạch"


def test_a_paper_that_says_nothing_has_no_empty_headings(shown: Shown) -> None:
    html = shown.page("bare")
    assert fact(html, "Số, ký hiệu") == "chưa đọc được"
    for heading in ("Cơ quan chủ quản", "Độ khẩn", "Chữ ký số", "văn bản</h2>"):
        assert heading not in html
    assert "chữ có sẵn trong tệp, đã xoay 90°" in html


def test_a_bundle_lists_its_papers_with_links_to_their_first_pages(shown: Shown) -> None:
    html = shown.page("bundle", trang=3, q="đặc biệt")
    papers = html.split('id="cac-van-ban"')[1].split("</nav>")[0]
    assert "Tệp gồm 3 văn bản" in papers
    links = re.findall(r'<a class="clamp" href="([^"]+)"( aria-current="true")?>(.*?)</a>', papers)
    assert [re.sub(r"<[^>]*>", "", name) for _, _, name in links] == [
        "Kế hoạch tự đánh giá năm học", "Quyết định thành lập nhóm thư ký", "Biên bản",
    ]  # fmt: skip
    assert [bool(current) for _, current, _ in links] == [False, True, False]
    assert "trang 1–2" in papers and "trang 4" in papers and "12/QĐ-THCSKS" in papers
    for address, _, _ in links:
        assert shown.client.get(address.replace("&amp;", "&")).status_code == 200
    assert "trang=4" in links[2][0] and "q=%C4%91" in links[2][0]
    assert re.search(r"Văn bản 2 / 3 trong tệp:</a> <span>Quyết định thành lập nhóm thư ký</span>", html)


def test_the_facts_are_those_of_the_paper_shown(shown: Shown) -> None:
    html = shown.page("bundle", trang=3)
    assert "Văn bản đang xem" in html
    assert fact(html, "Số, ký hiệu") == "12/QĐ-THCSKS"
    assert fact(html, "Nơi ban hành") == "Trường THCS Kim Sơn"
    assert fact(shown.page("bundle", trang=4), "Số, ký hiệu") == "chưa đọc được"
    assert fact(shown.page("bundle", trang=2), "Số, ký hiệu") == "226/KH-THCSKS theo tên tệp"


def test_a_hit_says_which_paper_of_a_bundle_its_page_is_in(shown: Shown) -> None:
    html = shown.client.get("/tim", params={"q": "trang ba đặc biệt"}).text
    assert "Trang 3 thuộc văn bản: <span>Quyết định thành lập nhóm thư ký</span>" in html
    assert "gồm 3 văn bản" in html and "Hỏa tốc" in html


def test_signatures_are_told_in_words(shown: Shown) -> None:
    html = shown.page("signed")
    block = re.sub(r"<[^>]*>", " ", html.split("<dt>Chữ ký số</dt>")[1].split("<dt>")[0])
    said = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
    assert said == [
        "Nguyễn Văn Hiệu còn nguyên vẹn Ký lúc 03/10/2022 08:30, theo dấu thời gian"
        " Nơi cấp chứng thư: CA của ngành",
        "Lê Thị Văn Thư có phần thêm sau khi ký Ký lúc 03/10/2022 09:00, theo đồng hồ của người ký"
        " Phần đã ký còn nguyên vẹn; sau đó tệp được thêm nội dung khác. Nơi cấp chứng thư: CA của ngành",
        "Trần &lt;b&gt;Văn&lt;/b&gt; A đã bị thay đổi sau khi ký Ký lúc 04/10/2022 09:00, theo đồng hồ"
        " của người ký Tệp hoặc chữ ký không còn như lúc ký.",
        "không kiểm tra được Kho không đọc hoặc không kiểm tra được chữ ký số này;"
        " hãy kiểm tra bằng phần mềm ký số.",
        "Phạm Văn B không kiểm tra được Kho không đọc hoặc không kiểm tra được chữ ký số này;"
        " hãy kiểm tra bằng phần mềm ký số. Nơi cấp chứng thư: CA của ngành",
        "Kho chỉ so chữ ký với nội dung tệp, không kiểm tra độ tin cậy của chứng thư.",
    ]


def test_lists_say_that_a_paper_is_signed_and_when_to_look(shown: Shown) -> None:
    html = shown.client.get("/khay").text
    labels = {
        name: re.findall(r'class="label"[^>]*>([^<]*)<', row)
        for row in html.split("<li>")
        for name, digest in shown.digests.items()
        if digest[:12] in row
    }
    assert "đã ký số" in labels["whole"] and "xem lại chữ ký số" in labels["signed"]
    assert "gồm 3 văn bản" in labels["bundle"]
    assert not {"đã ký số", "xem lại chữ ký số"} & {*labels["bare"], *labels["bundle"]}


def test_without_its_reading_a_document_still_has_its_facts(shown: Shown) -> None:
    archive = shown.client.app.state.portal.archive
    path = archive.readings.path(shown.digests["bundle"])
    data = path.read_bytes()
    path.unlink()
    try:
        html = shown.page("bundle", trang=1)
    finally:
        path.write_bytes(data)
    assert fact(html, "Số, ký hiệu") == "226/KH-THCSKS"
    assert "Tệp gồm 3 văn bản" in html


@pytest.mark.parametrize("name", ["bundle", "signed", "whole", "bare"])
def test_the_pages_are_english_when_asked(shown: Shown, name: str) -> None:
    from test_portal_words import VIETNAMESE, OwnWords

    html = shown.page(name, lang="en")
    own = " ".join(OwnWords(html).words)
    assert not VIETNAMESE.search(own), VIETNAMESE.findall(own)
    shown.client.cookies.clear()


def test_every_kind_of_file_has_its_name_and_an_unknown_one_has_one_too() -> None:
    for language, unknown in (("vi", "tệp"), ("en", "file")):
        words = Words.of(language)
        assert media("application/x-of-tomorrow", words) == unknown
        assert unknown not in {media(one, words) for one in TAKEN}
