"""What is found and in which order, on small texts."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.editions.load import load_edition
from archive.evidence.cycles import Cycles
from archive.index.asking import question_of
from archive.index.engine import NAMES, Engine, open_engine
from archive.index.entries import Entry
from archive.index.hits import Answer
from archive.index.search import search

CYCLES = Cycles((load_edition("tt18-2018-thcs"),))
FILLER = "trường trung học cơ sở thực hiện nhiệm vụ năm học theo hướng dẫn của phòng giáo dục và đào tạo"


def digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()


def entry(name: str, *pages: str, **more: str) -> Entry:
    return Entry(document=digest(name), name=f"{name}.pdf", pages=pages, **more)


@pytest.fixture(params=NAMES)
def index(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path / "index")
    yield opened
    opened.close()


def names(answer: Answer) -> list[str]:
    return [hit.name.removesuffix(".pdf") for hit in answer.hits]


def ask(index: Engine, text: str, **more: object) -> Answer:
    return search(index, question_of(text, CYCLES, **more))  # type: ignore[arg-type]


def test_phrase_before_neighbours_before_all_words_before_most(index: Engine) -> None:
    index.update(
        [
            entry("most", f"dưỡng {FILLER} bồi {FILLER} giáo {FILLER} thường {FILLER} viên"),
            entry("all", f"dưỡng {FILLER} giáo {FILLER} xuyên {FILLER} bồi {FILLER} viên {FILLER} thường"),
            entry("neighbours", f"bồi dưỡng {FILLER} thường xuyên {FILLER} giáo viên {FILLER}"),
            entry("phrase", f"{FILLER} {FILLER} bồi dưỡng thường xuyên giáo viên {FILLER} {FILLER}"),
            entry("nothing", "biên bản họp phụ huynh"),
        ],
        (),
        1,
    )
    answer = ask(index, "bồi dưỡng thường xuyên giáo viên")
    assert names(answer) == ["phrase", "neighbours", "all", "most"]
    assert (answer.matched, answer.total) == ("phrase", 4)
    assert names(ask(index, "boi duong thuong xuyen giao vien")) == names(answer)


def test_the_very_marks_before_other_marks(index: Engine) -> None:
    index.update(
        [
            entry("other", "báo cáo về công tác báo vệ"),
            entry("very", f"{FILLER} bảo vệ {FILLER}"),
            entry("bare", "bao ve bao ve bao ve"),
        ],
        (),
        1,
    )
    assert names(ask(index, "bảo vệ"))[0] == "very"
    assert ask(index, "bảo vệ").total == 3
    assert names(ask(index, "bảo"))[0] == "very"
    assert ask(index, "bao ve").total == 3


@pytest.mark.parametrize(
    ("asked", "matched"),
    [
        ("kế hoạch giáo dục nhà trường", "phrase"),
        ("trường nhà dục giáo hoạch kế", "all"),
        ("trường", "word"),
        ("kế hoạch giáo dục thể chất", "most"),
        ("kế hoạch tuyển sinh đầu cấp", "some"),
        ("xyz", "none"),
        ("", "everything"),
        ("?!… — ***", "everything"),
    ],
)
def test_matched_is_the_rank_of_the_best(index: Engine, asked: str, matched: str) -> None:
    index.update([entry("one", "Kế hoạch giáo dục nhà trường.")], (), 1)
    answer = ask(index, asked)
    assert answer.matched == matched
    assert answer.total == len(answer.hits) == (0 if matched == "none" else 1)


@pytest.mark.parametrize("misread", ["hoqch", "duc", "nhò", "trưởngg"])
def test_a_page_with_one_misread_word_is_found(index: Engine, misread: str) -> None:
    words = ("kế", "hoạch", "giáo", "dục", "nhà", "trường")
    for place in range(len(words)):
        page = " ".join([*words[:place], misread, *words[place + 1 :]])
        index.update([entry(f"at {place}", f"{FILLER} {page} {FILLER}")], (), place)
    assert ask(index, "kế hoạch giáo dục nhà trường").total == len(words)


def test_a_misread_phrase_before_strewn_words(index: Engine) -> None:
    index.update(
        [
            entry("strewn", f"quả {FILLER} kết {FILLER} đánh {FILLER} kiểm {FILLER} tra {FILLER} giá"),
            entry("misread", f"{FILLER} kiểm tra đánh qiá kết quả {FILLER}"),
        ],
        (),
        1,
    )
    assert names(ask(index, "kiểm tra đánh giá kết quả")) == ["misread", "strewn"]


def test_two_words_of_which_one_is_nowhere_are_still_a_question(index: Engine) -> None:
    index.update([entry("one", "kỷ yếu hội thảo")], (), 1)
    assert ask(index, "hội zzzz").matched == "some"


@pytest.mark.parametrize(
    "asked",
    [
        "H5-5.1-02", "h5-5.1-02", "[H5-5.1-02]", "h5.5.1.2", "226/KH-THCSKS", "226/kh-thcsks",
        "kế hoạch năm học", "Ke hoach nam hoc", "scan0007", "scan0007.pdf", "xem H5-5.1-02 kế hoạch",
    ],
)  # fmt: skip
def test_what_a_document_is_called_finds_it_first(index: Engine, asked: str) -> None:
    citing = "kế hoạch năm học số 226/KH-THCSKS, mã H5-5.1-02, tệp scan0007.pdf; " * 5
    index.update(
        [
            entry("citing", citing, code="H1-1.1-01"),
            entry(
                "scan0007", "trang bìa", code="H5-5.1-02", symbol="226/KH-THCSKS", title="Kế hoạch năm học"
            ),
            entry("close", citing, code="H5-5.1-03", symbol="227/KH-THCSKS"),
        ],
        (),
        1,
    )
    answer = ask(index, asked)
    assert names(answer)[0] == "scan0007"
    level = "named" if "5.1" in asked else "word" if asked == "scan0007" else "phrase"
    assert (answer.matched, answer.hits[0].page, answer.hits[0].code) == (level, 1, "H5-5.1-02")


@pytest.fixture
def numbered(index: Engine) -> Engine:
    index.update(
        [
            entry("bearing", "trang bìa", code="H1-1.1-01", symbol="112/KH-THCSKS", date="2020-09-21"),
            entry("second", "phụ lục 1", code="H1-1.1-01", symbol="226/KH-THCSKS", date="2022-10-03"),
            entry("citing", "bìa", "xem minh chứng [H1-1.1-01], kế hoạch số 112/KH-THCSKS", code="H1-1.1-02"),
            entry("numbers", "ngày 01 tháng 1, 1.1, H1, 112 học sinh, số 5/KH-THCSKS năm 2020"),
            entry("more", "H1-1.1-03 và 21 lớp, 09 tổ, 2020 tiết"),
        ],
        (),
        1,
    )
    return index


@pytest.mark.parametrize("asked", ["H1-1.1-01", "[h1-1.1-1]", "/H1-1.1-01", "h1.1.1.01", "H1 – 1.1 – 01"])
def test_a_code_is_answered_by_what_has_or_cites_it(numbered: Engine, asked: str) -> None:
    answer = ask(numbered, asked)
    assert names(answer) == ["bearing", "second", "citing"]
    assert (answer.matched, answer.best, answer.hits[2].page) == ("named", 2, 2)
    assert [piece.text for hit in answer.hits for piece in hit.snippet if piece.marked] == ["H1-1.1-01"]


def test_two_codes_are_alternatives_and_an_unknown_code_finds_nothing(numbered: Engine) -> None:
    both = ask(numbered, "H1-1.1-01 H1-1.1-02")
    assert (sorted(names(both)), both.best) == (["bearing", "citing", "second"], 3)
    assert (ask(numbered, "H9-9.9-99").matched, ask(numbered, "H9-9.9-99").total) == ("none", 0)
    cited = ask(numbered, "H1-1.1-03")
    assert (names(cited), cited.matched, cited.best) == (["more"], "phrase", 1)


def test_a_page_that_cites_many_codes_is_not_taken_for_one_that_has_them(index: Engine) -> None:
    codes = " ".join(f"H1-1.1-{number:02} H1-1.1-{number}" for number in range(1, 10))
    index.update([entry("list", codes, title=codes), entry("one", "bìa", code="H1-1.1-01")], (), 1)
    answer = ask(index, codes)
    assert (names(answer), answer.matched, answer.best) == (["one", "list"], "named", 1)
    assert answer.first_words == 32


@pytest.mark.parametrize(
    ("asked", "first", "best"),
    [
        ("112/KH-THCSKS", ["bearing", "citing"], 2),
        ("kế hoạch 226/kh-thcsks", ["second"], 1),
        ("21/09/2020", ["bearing"], 1),
        ("21/9/2020", ["bearing"], 1),
        ("3/10/2022", ["second"], 1),
        ("03/10/2022", ["second"], 1),
    ],
)
def test_a_symbol_or_a_date_brings_what_bears_it_first_and_is_counted_apart(
    numbered: Engine, asked: str, first: list[str], best: int
) -> None:
    answer = ask(numbered, asked)
    assert names(answer)[: len(first)] == first
    assert (answer.matched, answer.best) == ("phrase", best)


def test_the_best_level_is_counted_beside_the_total(index: Engine) -> None:
    index.update(
        [
            entry("phrase", f"hội đồng trường {FILLER}"),
            entry("all", f"đồng {FILLER} hội"),
            entry("other", "biên bản hội đồng"),
        ],
        (),
        1,
    )
    levels = {text: ask(index, text) for text in ("hội đồng trường", "trường đồng hội", "hội", "hội chợ")}
    assert [(answer.matched, answer.best, answer.total) for answer in levels.values()] == [
        ("phrase", 1, 3),
        ("all", 2, 2),
        ("word", 3, 3),
        ("some", 3, 3),
    ]
    assert ask(index, "hội đồng", filters=(("type", "x"),)).best == 0
    assert ask(index, "hội " * 40).first_words == 32


def test_label_and_page_together_hold_the_words(index: Engine) -> None:
    index.update([entry("one", "trang bìa", "kinh phí mua sắm", title="Kế hoạch chuyên môn")], (), 1)
    hit = ask(index, "kế hoạch chuyên môn kinh phí").hits[0]
    assert (hit.name, hit.pages[-1]) == ("one.pdf", 2)


def test_quoted_words_must_stand_so(index: Engine) -> None:
    index.update([entry("so", "tổ văn phòng họp", "tổ toán"), entry("not", "phòng văn hóa tổ chức")], (), 1)
    assert names(ask(index, '"văn phòng"')) == ["so"]
    assert names(ask(index, '"van phong" tổ')) == ["so"]
    assert names(ask(index, "văn phòng")) == ["so", "not"]
    assert ask(index, '"phòng văn phòng"').matched == "none"


def test_documents_are_gathered_with_their_best_page(index: Engine) -> None:
    pages = (FILLER, "quy chế dân chủ", "quy định chế độ", "quy chế dân chủ ở cơ sở, quy chế dân chủ")
    index.update([entry("one", *pages), entry("two", "dân chủ", "quy chế dân chủ")], (), 1)
    answer = ask(index, "quy chế dân chủ")
    assert answer.total == 2
    assert {hit.name: hit.pages for hit in answer.hits} == {"one.pdf": (2, 4), "two.pdf": (2,)}
    assert all(hit.page in hit.pages for hit in answer.hits)


def test_filters_and_counts(index: Engine) -> None:
    index.update(
        [
            entry("a", "kế hoạch", "kế hoạch", standard="1", criterion="1.2", school_year="2020-2021"),
            entry("b", "kế hoạch", standard="1", criterion="1.10", school_year="2021-2022"),
            entry("c", "kế hoạch", standard="2", criterion="2.1", school_year="2021-2022", type="Kế hoạch"),
            entry("e", "x", type="Đề án"),
            entry("f", "x", type="Danh sách"),
            entry("d", "biên bản", standard="2", criterion="2.1"),
        ],
        (),
        1,
    )

    def counts(answer: Answer, facet: str) -> dict[str, int]:
        return {each.value: each.count for each in answer.facets[facet]}

    answer = ask(index, "kế hoạch")
    assert answer.total == 3
    assert counts(answer, "standard") == {"1": 2, "2": 1}
    assert list(counts(answer, "criterion")) == ["1.2", "1.10", "2.1"]
    assert counts(answer, "type") == {"Kế hoạch": 1}
    assert answer.facets["box"] == ()
    assert list(counts(ask(index, ""), "type")) == ["Danh sách", "Đề án", "Kế hoạch"]

    both = ask(index, "kế hoạch", filters=(("criterion", "1.2"), ("criterion", "2.1")))
    assert sorted(names(both)) == ["a", "c"]
    other = ask(index, "kế hoạch", filters=(("school_year", "2021-2022"), ("standard", "1")))
    assert names(other) == ["b"]
    assert counts(other, "standard") == {"1": 1, "2": 1}
    assert counts(other, "school_year") == {"2020-2021": 1, "2021-2022": 1}
    assert counts(other, "criterion") == {"1.10": 1}
    assert ask(index, "", filters=(("standard", "2"),)).total == 2
    assert ask(index, "", filters=(("standard", "9"),)).matched == "everything"
    assert ask(index, "kế hoạch", filters=(("nowhere", "1"),)).total == 0


def test_everything_stands_in_the_order_of_codes_and_pages_of_hits_join(index: Engine) -> None:
    codes = [
        f"H{box}-{box}.{criterion}-{number:02}"
        for box in (1, 2)
        for criterion in (2, 10)
        for number in (1, 2)
    ]
    index.update([entry(code, "chữ", code=code) for code in reversed(codes)] + [entry("none", "chữ")], (), 1)
    answer = ask(index, "")
    assert [hit.code for hit in answer.hits] == [*codes, None]
    parts = [ask(index, "", limit=2, offset=offset) for offset in range(0, 10, 2)]
    assert [hit.code for part in parts for hit in part.hits] == [*codes, None]
    assert {part.total for part in parts} == {9}
    assert ask(index, "", limit=0).hits == ()


def test_a_document_without_pages_is_found_by_its_label(index: Engine) -> None:
    index.update([Entry(document=digest("x"), name="anh.jpg", title="Ảnh lễ khai giảng")], (), 1)
    hit = ask(index, "khai giảng").hits[0]
    assert (hit.page, hit.pages, hit.snippet) == (1, (1,), ())


def test_halves_of_characters_do_no_harm(index: Engine) -> None:
    half = b"k\xff hoach".decode("utf-8", "surrogateescape")
    index.update([entry(half, f"kế hoạch {half}", type=half)], (), 1)
    assert ask(index, f"hoạch {half}", filters=(("type", half),)).total == 0
    assert ask(index, f"hoạch {half}").total == 1


def test_more_like_one_brings_what_is_about_the_same(index: Engine) -> None:
    library = "Danh mục sách giáo khoa của thư viện nhà trường, sách tham khảo và tủ sách dùng chung"
    index.update(
        [
            entry("one", f"{library}. {FILLER}", code="H1-1.1-01"),
            entry("two", f"{FILLER}. {library}, năm học sau", code="H1-1.1-02"),
            entry("three", f"Mua sách tham khảo cho tủ sách dùng chung. {FILLER}", code="H1-1.1-03"),
            entry("four", f"Biên bản họp cha mẹ học sinh đầu năm. {FILLER}", code="H1-1.1-04"),
            *(entry(f"other {n}", f"{FILLER}. Báo cáo sơ kết học kỳ", code="H1-1.2-01") for n in range(5)),
        ],
        (),
        1,
    )
    answer = ask(index, "giống:H1-1.1-01")
    assert names(answer)[:2] == ["two", "three"] and answer.matched == "alike"
    assert "four" not in names(answer) and "one" not in names(answer)
    assert "sách" in "".join(piece.text for piece in answer.hits[0].snippet if piece.marked)
    assert names(ask(index, f"like: {digest('one')}")) == names(answer)
    for nothing in ("giống:H1-1.1-09", "giống:kế hoạch"):
        assert (ask(index, nothing).total, ask(index, nothing).matched) == (0, "none")
