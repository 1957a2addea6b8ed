"""A report's citations: where each stands, what is wrong with it, and what only looks wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.citations import KINDS, Cited, Finding, Report, check
from archive.evidence.citations.pieces import near, untimely
from archive.evidence.documents import Page, Word
from archive.evidence.years import SchoolYear

TT18, TT57 = load_edition("tt18-2018-thcs"), load_edition("tt57-2026-pho-thong")
EDITIONS = (TT18, TT57)
CYCLE = (SchoolYear(2020), SchoolYear(2022))
CYCLES = {TT18.id: CYCLE}
PIECES = (
    *(Cited(f"H1-1.1-{number:02}", f"Minh chứng {number}", 1, ("1.1",)) for number in range(1, 6)),
    Cited("H1-1.2-01", "Quyết định", 1, ("1.2", "1.1")),
    Cited("H1-1.2-02", "Biên bản", 1, ("1.2",)),
)
LONG = "Nhà trường có nhiều năm liền hoàn thành tốt nhiệm vụ được giao, được các cấp ghi nhận " * 3
"""A line that says that lines here are paragraphs."""

ABOVE = (
    "PHẦN II. TỰ ĐÁNH GIÁ",
    LONG,
    "Tiêu chuẩn 1: Tổ chức và quản lý nhà trường",
    "Tiêu chí 1.1: Phương hướng, chiến lược xây dựng và phát triển nhà trường",
    "Mức 1:",
    "a) Chiến lược phù hợp với mục tiêu giáo dục được quy định tại Luật Giáo dục;",
    "1. Mô tả hiện trạng",
    "1.1. Mức 1",
)


def pages(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(number, text, "converted") for number, text in enumerate(texts, 1))


def described(*lines: str, pieces: tuple[Cited, ...] = PIECES, above: tuple[str, ...] = ABOVE) -> Report:
    """The check of a report whose description of criterion 1.1 are these lines."""
    return check(pages("\n".join((*above, *lines))), EDITIONS, pieces, CYCLES)


def found(report: Report) -> list[tuple[str, str]]:
    """What is wrong, but for what is never cited: kind, and code, spelling or sentence."""
    return [
        (one.kind, one.code or one.spelling or one.sentence)
        for one in report.findings
        if one.kind != "never-cited"
    ]


def unproved(report: Report) -> list[str]:
    return [one.sentence for one in report.findings if one.kind == "statement-without-code"]


# Where a citation stands


def test_a_citation_knows_its_page_sentence_criterion_level_and_indicator() -> None:
    first = "\n".join((*ABOVE, "a) Nhà trường có kế hoạch chiến lược. [H1-1.1-01]; [H1-1.1-02]."))
    second = (
        "b) Chiến lược được phê duyệt (H1-1.1-03).\n1.2. Mức 2\nTrường giám sát hằng năm [H1-1.1-04].\n"
        "2. Điểm mạnh\nChiến lược rõ ràng [H1-1.1-05]."
    )
    report = check(pages(first, second), EDITIONS, PIECES, CYCLES)
    assert [
        (one.page, one.codes[0], one.criterion, one.level, one.indicator) for one in report.citations
    ] == [
        (1, "H1-1.1-01", "1.1", 1, "a"),
        (1, "H1-1.1-02", "1.1", 1, "a"),
        (2, "H1-1.1-03", "1.1", 1, "b"),
        (2, "H1-1.1-04", "1.1", 2, None),
        (2, "H1-1.1-05", "1.1", None, None),
    ]
    assert report.citations[0].sentence == ("a) Nhà trường có kế hoạch chiến lược. [H1-1.1-01]; [H1-1.1-02].")
    (place,) = report.citations[2].places
    assert second[place.start : place.end] == "(H1-1.1-03)"
    assert (report.edition, report.cycle, report.criteria) == (TT18, CYCLE, ("1.1",))
    assert found(report) == []


def test_a_code_broken_over_lines_and_pages_is_one() -> None:
    first = "\n".join((*ABOVE, "a) Nhà trường có kế hoạch chiến lược [H1-\n1.1-01] đến [H1-"))
    report = check(pages(first, "1.1-03]."), EDITIONS, PIECES, CYCLES)
    (one,) = report.citations
    assert one.codes == ("H1-1.1-01", "H1-1.1-02", "H1-1.1-03")
    assert one.spelling == "[H1-1.1-01] đến [H1-1.1-03]"
    assert [(place.page, place.end - place.start) for place in one.places] == [(1, 4), (1, 16), (2, 7)]


def test_codes_in_a_line_of_their_own_belong_to_what_was_said_before() -> None:
    said = "Kế hoạch được duyệt. Kế hoạch được công khai."
    report = described(f"a) {said}", "[H1-1.1-01];", "[H1-1.1-02].", "Minh chứng: [H1-1.1-03].")
    assert [one.sentence for one in report.citations] == [
        "Kế hoạch được công khai. [H1-1.1-01];",
        "Kế hoạch được công khai. [H1-1.1-02].",
        "Kế hoạch được công khai. Minh chứng: [H1-1.1-03].",
    ]


def test_lists_of_contents_results_and_evidence_cite_nothing() -> None:
    contents = (
        "MỤC LỤC",
        "Phần II. Tự đánh giá ........... 10",
        "Tiêu chí 1.1: Phương hướng, chiến lược\t12",
        "Phần IV. Phụ lục",
        "60",
        "TỔNG HỢP KẾT QUẢ",
        "Tiêu chí 1.1",
        "x",
        "Tiêu chí 1.2",
        "x",
    )
    register = ("PHẦN IV. PHỤ LỤC", "DANH MỤC MÃ MINH CHỨNG", "Tiêu chí 1.1", "[H1-1.1-05]", "Tiêu chí 1.2")
    report = described("a) Chiến lược được công khai [H1-1.1-01].", *register, above=(*contents, *ABOVE))
    assert [one.codes for one in report.citations] == [("H1-1.1-01",)]
    assert report.criteria == ("1.1",)
    assert ("never-cited", "H1-1.1-05") in [(one.kind, one.code) for one in report.findings]


@pytest.mark.parametrize(
    ("heading", "criterion"),
    [
        ("Tiêu chí 1.2. Hội đồng trường và các hội đồng khác", "1.2"),
        ("TIÊU CHÍ 1.2 – HỘI ĐỒNG TRƯỜNG", "1.2"),
        ("Tiêu chí 1.02: Hội đồng trường", "1.2"),
        ("Tiêu chí 1.2", "1.2"),
        ("Tiêu chí 1.2 đạt Mức 2 nên nhà trường tiếp tục phát huy.", "1.1"),
        ("Tiêu chuẩn 2: Cán bộ quản lý, giáo viên", None),
        ("Kết luận về Tiêu chuẩn 1:", None),
        ("PHẦN III. KẾT LUẬN CHUNG", None),
    ],
)
def test_a_section_begins_with_its_heading(heading: str, criterion: str | None) -> None:
    again = ("1. Mô tả hiện trạng",) if criterion == "1.2" else ()
    report = described("a) Có [H1-1.1-01].", heading, *again, "Nhà trường có hội đồng [H1-1.2-01].")
    assert report.citations[-1].criterion == criterion


# What is wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có kế hoạch [H1-1.1-09].", [("unknown", "H1-1.1-09")]),
        ("Có kế hoạch [H1-1.14-01].", [("unknown", "[H1-1.14-01]")]),
        ("Có kế hoạch [H1-1.1-04] đến [H1-1.1-06].", [("unknown", "H1-1.1-06")]),
        ("Có kế hoạch [H1-1.2-02].", [("other-criterion", "H1-1.2-02")]),
        ("Có kế hoạch [H1-1.2-01].", []),
        ("Có kế hoạch H1-1.1-01/02.", [("doubtful", "H1-1.1-01/02")]),
        ("Có kế hoạch [H1-1.1-01a].", [("malformed", "[H1-1.1-01a]")]),
        ("Có kế hoạch [H1-1.1].", [("malformed", "[H1-1.1]")]),
        ("Có kế hoạch (MC.1.1.01).", [("unknown", "MC.1.1.01")]),
    ],
)
def test_each_code_is_compared_with_the_register(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(described(f"a) {text}")) == expected


def test_what_may_have_been_meant_is_suggested() -> None:
    def suggestions(text: str) -> tuple[str, ...]:
        (one,) = [one for one in described(text).findings if one.kind != "never-cited"]
        return one.suggestions

    assert suggestions("a) Có kế hoạch [H2-1.1-03].") == ("H1-1.1-03",)
    assert suggestions("a) Có kế hoạch [H1-1.1-06].") == ("H1-1.1-05",)
    assert suggestions("a) Có kế hoạch [H1-1.1-42].") == ("H1-1.1-02",)
    assert suggestions("a) Có kế hoạch [H1-1.1-40].") == ("H1-1.1-04",)
    assert suggestions("a) Có kế hoạch [H1-1.1-77].") == ()
    assert suggestions("a) Có kế hoạch H1-1.1-04/07.") == ("H1-1.1-04",)


def test_a_piece_without_a_file_is_told_unless_somebody_holds_it() -> None:
    pieces = (
        Cited("H1-1.1-01", "Sổ", 0, ("1.1",)),
        Cited("H1-1.1-02", "Sổ đăng bộ", 0, ("1.1",), held_elsewhere=True),
    )
    report = described("a) Nhà trường có đủ hồ sơ, sổ sách [H1-1.1-01]; [H1-1.1-02].", pieces=pieces)
    assert found(report) == [("no-file", "H1-1.1-01")]


def test_a_code_of_another_cycle_resolves_and_is_told() -> None:
    pieces = (*PIECES, Cited("MC.1.1.01", "Kế hoạch", 1, ("1.1",)), Cited("MC.1.1.02", "Khác", 1, ("1.1",)))
    report = described("a) Có kế hoạch [H1-1.1-01] (MC.1.1.01).", pieces=pieces)
    assert found(report) == [("other-cycle", "MC.1.1.01")]
    never = [one.code for one in report.findings if one.kind == "never-cited"]
    assert "H1-1.1-02" in never and "MC.1.1.02" not in never
    text = "Tiêu chí 1.1\nNhà trường có kế hoạch phát triển (MC.1.1.01, MC.1.1.02)."
    assert check(pages(text), EDITIONS, pieces, {}).edition == TT57


def test_findings_stand_by_criterion_in_their_order() -> None:
    later = (
        "Tiêu chí 1.2: Hội đồng trường",
        "1. Mô tả hiện trạng",
        "Có [H1-1.2-09].",
        "Tiêu chí 1.10: An ninh",
        "1. Mô tả hiện trạng",
        "Có [H1-1.10-01] và [H1-1.10-01].",
    )
    report = described("a) Có [H1-1.1-09].", *later, pieces=(*PIECES, Cited("H1-1.9-01", "", 1, ("1.9",))))
    assert [(one.criterion, one.code) for one in report.findings if one.kind != "never-cited"] == [
        ("1.1", "H1-1.1-09"),
        ("1.2", "H1-1.2-09"),
        ("1.10", "H1-1.10-01"),
        ("1.10", "H1-1.10-01"),
    ]
    assert [one.criterion for one in report.findings][-3:] == ["1.9", "1.10", "1.10"]
    assert {one.kind for one in report.findings} <= set(KINDS)
    assert report.counts()["H1-1.10-01"] == 2


# Statements


@pytest.mark.parametrize(
    "lines",
    [
        ("a) Nhà trường có kế hoạch chiến lược bằng văn bản [H1-1.1-01].",),
        ("a) Nhà trường có kế hoạch chiến lược bằng văn bản. [H1-1.1-01]; [H1-1.1-02].",),
        ("a) Nhà trường có kế hoạch chiến lược bằng văn bản.[H1-1.1-01]",),
        ("a) Nhà trường có kế hoạch chiến lược bằng văn bản.", "[H1-1.1-01]; [H1-1.1-02]."),
        ("a) Trường THCS Kim Sơn ở TX. Đông Triều. Trường có kế hoạch bằng văn bản [H1-1.1-01].",),
        ("a) Nhà trường có chiến lược. Chiến lược được duyệt.", "b) Không có."),
        ("Nhà trường xây dựng kế hoạch bằng văn bản.", "Kế hoạch đã duyệt.", "Minh chứng: [H1-1.1-01]."),
        ("Nhà trường có các tổ chuyên môn sau:", "- Tổ tự nhiên có 12 người.", "- Tổ xã hội [H1-1.1-01]."),
        ("Kết quả của ba năm học như sau:", "Năm học", "2020-2021", "98,5%", "Đạt yêu cầu của kế hoạch"),
        ("Kết quả thực hiện chiến lược được thể hiện trong bảng sau.",),
        ("Như vậy, nhà trường đã thực hiện đầy đủ các yêu cầu của chỉ báo.",),
        ("Tiêu chí 1.1 của nhà trường đạt Mức 3 theo quy định hiện hành.",),
        ("Minh chứng của năm học 2018-2019 bị thất lạc do lũ lụt nên nhà trường không còn lưu giữ.",),
        ("Nội dung này đã được trình bày ở phần mô tả của Tiêu chí 1.2.",),
        ("a) Chiến lược phù hợp với mục tiêu giáo dục được quy định tại Luật Giáo dục.",),
        ("Nhà trường có các giải pháp giám sát việc thực hiện phương hướng, chiến lược.",),
        ("Nhà trường có kế hoạch chiến lược bằng văn bản [H1-1.1-01a].",),
        ("Nhà trường có kế hoạch chiến lược bằng văn bản[1].", "[1] Xem [H1-1.1-01]."),
    ],
)  # fmt: skip
def test_what_is_proved_or_needs_no_proof_is_no_finding(lines: tuple[str, ...]) -> None:
    assert unproved(described(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("a) Nhà trường đã niêm yết công khai chiến lược tại bảng tin.",),
            "Nhà trường đã niêm yết công khai chiến lược tại bảng tin.",
        ),
        (
            ("Chiến lược được duyệt [H1-1.1-01]. Nhà trường đã niêm yết chiến lược tại bảng tin.",),
            "Nhà trường đã niêm yết chiến lược tại bảng tin.",
        ),
        (
            ("Nhà trường xây dựng kế hoạch đúng hạn. Kế hoạch được công khai rộng rãi.", "b) Có."),
            "Nhà trường xây dựng kế hoạch đúng hạn. Kế hoạch được công khai rộng rãi.",
        ),
        (
            ("Nhà trường đã thực hiện:", "- Công khai chiến lược tại bảng tin của trường.", "Như vậy đạt."),
            "- Công khai chiến lược tại bảng tin của trường.",
        ),
        (
            ("a) Nhà trường công khai chiến lược đúng quy định.", "b) Có.", "Minh chứng: [H1-1.1-01]."),
            "Nhà trường công khai chiến lược đúng quy định.",
        ),
    ],
)  # fmt: skip
def test_a_statement_without_a_code_is_told_once(lines: tuple[str, ...], expected: str) -> None:
    assert unproved(described(*lines)) == [expected]


def test_only_the_description_has_to_be_proved() -> None:
    said = "Nhà trường có đội ngũ giáo viên nhiệt tình và trách nhiệm."
    report = described("a) Có [H1-1.1-01].", "2. Điểm mạnh", said, "4. Kế hoạch cải tiến chất lượng", said)
    assert unproved(report) == []
    (again,) = unproved(described("a) Có.", said))
    assert again == said


# Pages as they are printed


def printed(number: int, *lines: str, indented: tuple[int, ...] = (0,), across: int = 60) -> Page:
    """A page of print: letters equally wide, lines equally far apart; ``indented`` lines further right."""
    words = []
    for row, line in enumerate(lines):
        left = 1000 + 500 * (row in indented)
        for word in line.split():
            right = left + 8000 // across * len(word)
            words.append(Word(word, left, 500 + 250 * row, right, 650 + 250 * row))
            left = right + 8000 // across
    return Page(number, "\n".join(lines), "text", 1.0, 595, 842, tuple(words))


def test_lines_that_were_wrapped_are_one_paragraph() -> None:
    first = (
        "Báo cáo tự đánh giá",
        "Tiêu chí 1.1: Phương hướng, chiến lược phát triển",
        "1. Mô tả hiện trạng",
        "a) Nhà trường đã xây dựng kế hoạch chiến lược phát triển",
        "giáo dục bằng văn bản. Kế hoạch được công khai rộng rãi ở",
        "bảng tin và trên trang thông tin điện tử của nhà trường.",
        "Nhà trường cũng lấy ý kiến góp ý của toàn thể cha mẹ học",
        "12",
    )
    second = (
        "Báo cáo tự đánh giá",
        "sinh. Các ý kiến được tổng hợp đầy đủ, chính xác [H1-1.1-",
        "01].",
        "Nhà trường tổ chức giám sát chiến lược trong cả năm học.",
        "13",
    )
    filler = tuple(printed(n, "Báo cáo tự đánh giá", "Phụ trương của báo cáo", f"{n + 11}") for n in (3, 4))
    one = printed(1, *first, indented=(3,))
    report = check((one, printed(2, *second, indented=(3,)), *filler), EDITIONS, PIECES, CYCLES)
    assert [citation.codes for citation in report.citations] == [("H1-1.1-01",)]
    assert unproved(report) == ["Nhà trường tổ chức giám sát chiến lược trong cả năm học."]
    (statement,) = [finding for finding in report.findings if finding.kind == "statement-without-code"]
    assert statement.page == 2


def test_a_note_below_a_page_proves_the_sentence_that_refers_to_it() -> None:
    lines = (
        "Tiêu chí 1.1: Phương hướng, chiến lược phát triển",
        "1. Mô tả hiện trạng",
        "Nhà trường có kế hoạch chiến lược được phê duyệt1. Hằng",
        "năm, kế hoạch đều được rà soát và điều chỉnh2.",
        "1 Xem [H1-1.1-01].",
        "2 Xem [H1-1.1-02] và [H1-1.1-09].",
    )
    page = printed(1, *lines, indented=(2,))
    small = tuple(
        word if word.top < 1400 else Word(word.text, word.left, word.top, word.right, word.top + 110)
        for word in page.words
    )
    page = Page(1, page.text, "text", 1.0, 595, 842, small)
    report = check((page,), EDITIONS, PIECES, CYCLES)
    assert [(one.codes[0], one.sentence[:10]) for one in report.citations] == [
        ("H1-1.1-01", "Nhà trường"),
        ("H1-1.1-02", "Hằng năm, "),
        ("H1-1.1-09", "Hằng năm, "),
    ]
    assert found(report) == [("unknown", "H1-1.1-09")]


@given(st.lists(st.text("Tiêu chí1.2:HM-[]()\n ađ.;0", max_size=60), max_size=5), st.booleans())
def test_any_text_is_taken_and_places_are_those_of_the_page(texts: list[str], words: bool) -> None:
    made = tuple(
        printed(number, *text.split("\n")) if words else Page(number, text, "ocr")
        for number, text in enumerate(texts, 1)
    )
    report = check(made, EDITIONS, PIECES, CYCLES)
    by_number = {page.number: page.text for page in made}
    for place in (place for one in report.findings for place in one.places):
        assert 0 <= place.start < place.end <= len(by_number[place.page])
    for citation in report.citations:
        pieces = "".join(by_number[place.page][place.start : place.end] for place in citation.places)
        assert "".join(pieces.split()) == "".join(citation.spelling.split())


# Times

FIRST, LAST = CYCLE


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Chiến lược giai đoạn 2015-2019"}, "expired"),
        ({"title": "Chiến lược giai đoạn 2015 – 2020"}, None),
        ({"title": "Chiến lược giai đoạn 2015-2019, tầm nhìn đến năm 2025"}, None),
        ({"title": "Quyết định nhiệm kỳ 2014-2019", "date": "2021-01-01"}, "expired"),
        ({"title": "Hợp đồng có hiệu lực đến ngày 31/7/2020"}, "expired"),
        ({"title": "Hợp đồng có hiệu lực từ 01/01/2018 đến 01/8/2020"}, None),
        ({"title": "Kế hoạch", "dated": "Giai đoạn 2010-2015"}, "expired"),
        ({"title": "Kế hoạch", "dated": "Giai đoạn 2010-2015", "note": "Còn hiệu lực"}, None),
        ({"title": "Kế hoạch", "school_years": ("2018-2019",)}, "expired"),
        ({"title": "Kế hoạch", "school_years": ("2018-2019", "2020-2021")}, None),
        ({"title": "Kế hoạch năm học 2019-2020"}, "expired"),
        ({"title": "Kế hoạch", "school_years": ("2023-2024",)}, "outside-cycle"),
        ({"title": "Kế hoạch", "date": "2019-12-01"}, "outside-cycle"),
        ({"title": "Kế hoạch", "date": "2020-08-01"}, None),
        ({"title": "Kế hoạch", "date": "2023-07-31"}, None),
        ({"title": "Kế hoạch", "dated": "Số 12/KH, ngày 5/9/2023"}, "outside-cycle"),
        ({"title": "Sổ nghị quyết", "dated": "5/9/2019; 6/9/2021"}, None),
        ({"title": "Kế hoạch", "dated": "31/02/2019"}, None),
        ({"title": "Điều lệ trường trung học", "date": "2011-03-28"}, None),
        ({"title": "Quyết định thành lập trường", "date": "1966-01-01"}, None),
        ({"title": "Quyết định thành lập Hội đồng", "date": "2016-01-01"}, "outside-cycle"),
        ({"title": "Kế hoạch"}, None),
    ],
)  # fmt: skip
def test_a_piece_is_of_the_cycle_or_says_when_it_is(fields: dict[str, str], kind: str | None) -> None:
    piece = Cited(code="H1-1.1-01", documents=1, criteria=("1.1",), **fields)  # type: ignore[arg-type]
    wrong = untimely(piece, FIRST, LAST)
    assert (wrong.kind if wrong else None) == kind
    assert wrong is None or wrong.when


def test_criteria_of_five_years_reach_further_back() -> None:
    def kinds(criterion: str, year: str) -> list[str]:
        piece = Cited(f"H1-{criterion}-01", "Báo cáo", 1, (criterion,), school_years=(year,))
        above = (*ABOVE[:3], f"Tiêu chí {criterion}: Tên", "1. Mô tả hiện trạng")
        report = described(f"a) Có báo cáo [H1-{criterion}-01].", pieces=(piece,), above=above)
        return [one.kind for one in report.findings]

    assert kinds("1.3", "2018-2019") == [] and kinds("1.3", "2017-2018") == ["expired"]
    assert kinds("1.1", "2018-2019") == ["expired"]
    without = check(
        pages("[H1-1.1-01]"), EDITIONS, (Cited("H1-1.1-01", "Giai đoạn 2001-2002", 1, ("1.1",)),), {}
    )
    assert without.findings == () and without.cycle is None


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_a_day_is_within_the_cycle_or_not(day: date) -> None:
    piece = Cited("H1-1.1-01", "Kế hoạch", 1, ("1.1",), date=day.isoformat())
    assert (untimely(piece, FIRST, LAST) is None) == (FIRST.first_day <= day <= LAST.last_day)


def test_the_nearest_codes_differ_in_one_part() -> None:
    def codes(*texts: str) -> tuple[object, ...]:
        return tuple(map(TT18.code_style.parse, texts))

    known = codes("H2-1.1-03", "H1-1.1-02", "H1-1.1-09", "H1-1.2-03", "H5-5.5-05", "H1-1.1-01")
    (wanted,) = codes("H1-1.1-03")
    assert near(wanted, known) == codes("H2-1.1-03", "H1-1.1-02", "H1-1.2-03")  # type: ignore[arg-type]


def test_a_report_of_sixty_pages_takes_little_time() -> None:
    import time

    line = "Nhà trường có kế hoạch chiến lược được phê duyệt bằng văn bản [H1-1.1-01]; [H1-1.1-02]."
    text = "\n".join((*ABOVE, *([line] * 25)))
    begun = time.process_time()
    report = check(pages(*[text] * 60), EDITIONS, PIECES, CYCLES)
    assert time.process_time() - begun < 4
    assert len(report.citations) == 3000 and not any(
        isinstance(one, Finding) and one.page for one in report.findings
    )
