"""The language of questions: what is understood, what stays words, and that nothing is too much for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.index.language import Terms, understand
from archive.index.parsing import MOST_PARTS
from archive.index.query import Between, Both, Either, Every, Is, Like, Near, Node, Without, wanted
from archive.index.spoken import noted, spoken
from archive.wording import load_wording

OPERATORS = ("AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "ANDNOT", "ANDMAYBE", "REQUIRE", "TO")


def text(words: str) -> Is:
    return words_in("text", words)


def words_in(field: str, words: str) -> Is:
    return Is(field, tuple((one, one) for one in words.split()))  # type: ignore[arg-type]


def tree(question: str) -> Node | None:
    """The tree, its words without their marks."""
    made = understand(question).tree
    return _bare(made) if made else None


def _bare(node: Node) -> Node:
    match node:
        case Both(parts):
            return Both(tuple(map(_bare, parts)))
        case Either(parts):
            return Either(tuple(map(_bare, parts)))
        case Without(part):
            return Without(_bare(part))
        case Is(field, words, slop):
            return Is(field, tuple((folded, folded) for folded, _ in words), slop)
    return node


@pytest.mark.parametrize(
    "question",
    [
        "V/v: họp phụ huynh", "V/v:họp phụ huynh", "Kính gửi: Phòng GD", "lúc 8:00 - 9:30", "Bao giờ họp?",
        "226/KH-THCSKS", "[H1-1.1-01]", "(Ban hành kèm theo Quyết định số 12)", "a) Mục tiêu", "* Mục tiêu",
        "năm học 2021-2022", "QUY CHẾ PHỐI HỢP GIỮA NHÀ TRƯỜNG VÀ CÔNG ĐOÀN", "and or not", "số: 12", "ngày:",
        "5^2", "khoảng ~50 em", "email@truong.edu.vn", "https://truong.edu.vn/tin", '"hội đồng" trường', "*",
        "~~~~", "((()))", "- không - vội", "không", "TH&THCS", "$ { } [ ] \\ /.*/ ' --",
    ],
)  # fmt: skip
def test_ordinary_text_is_words(question: str) -> None:
    terms = understand(question)
    assert (terms.tree, terms.notes) == (None, ())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kế hoạch OR báo cáo",
         Either((Both((text("ke"), text("hoach"))), Both((text("bao"), text("cao")))))),
        ("kế HOẶC báo VÀ cáo", Either((text("ke"), Both((text("bao"), text("cao")))))),
        ("(kế OR báo) AND cáo", Both((Either((text("ke"), text("bao"))), text("cao")))),
        ("kế NOT báo cáo", Both((text("ke"), Without(text("bao cao"))))),
        ("kế KHÔNG báo", Both((text("ke"), Without(text("bao"))))),
        ("kế NOT CMHS", Both((text("ke"), Without(Either((text("cmhs"), text("cha me hoc sinh"))))))),
        ("kế NOT cha mẹ học sinh",
         Both((text("ke"), Without(Either((text("cha me hoc sinh"), text("cmhs"))))))),
        ("kế ANDNOT báo", Both((text("ke"), Without(text("bao"))))),
        ("kế REQUIRE báo", Both((text("ke"), text("bao")))),
        ("kế ANDMAYBE báo", text("ke")),
        ("NOT kế", Both((Every(), Without(text("ke"))))),
        ("NOT NOT kế OR báo", Either((text("ke"), text("bao")))),
        ('"hội đồng"~3', Is("text", (("hoi", "hoi"), ("dong", "dong")), 3)),
        ("kế*", Like("text", "ke*")),
        ("h?ạch", Like("text", "h?ach")),
        ("226/KH* OR báo", Either((Both((text("226"), Like("text", "kh*"))), text("bao")))),
        ("hoạch~", Near("text", "hoach", 1)),
        ("hoạch~2", Near("text", "hoach", 2)),
        ("tiêuchí:1.10", words_in("criterion", "1 10")),
        ("tieuchi:1.1", words_in("criterion", "1 1")),
        ("Tiêu chí:1.1", words_in("criterion", "1 1")),
        ("criterion:1", words_in("standard", "1")),
        ("hộp:03", words_in("box", "3")),
        ("năm:2021-2022", Between("school_year", "2021-2022", "2021-2022")),
        ("năm:2021", Between("school_year", "2020-2021", "2021-2022")),
        ('loại:"quyết định"', words_in("type", "quyet dinh")),
        ("số:226/KH-THCSKS", words_in("symbol", "226 kh thcsks")),
        ('nơibanhành:"phòng giáo dục"', words_in("issuer", "phong giao duc")),
        ("tên:(kế OR báo*)", Either((words_in("title", "ke"), Like("title", "bao*")))),
        ("đọc:quét", words_in("origin", "ocr")),
        ("loại:*", Like("type", "*")),
        ("mã:H1*", Like("code", "h1*")),
        ("ngày:03/10/2022", Between("date", "2022-10-03", "2022-10-03")),
        ("ngày:2/2024", Between("date", "2024-02-01", "2024-02-29")),
        ("ngày:[2021-09-01 TO 2022-05-31]", Between("date", "2021-09-01", "2022-05-31")),
        ("ngày:[1/9/2021 đến 31/5/2022]", Between("date", "2021-09-01", "2022-05-31")),
        ("ngày:[2022 TO 2021]", Between("date", "2021-01-01", "2022-12-31")),
        ("ngày:[2021 TO]", Between("date", "2021-01-01", None)),
        ("ngày:[TO 2021]", Between("date", None, "2021-12-31")),
        ("hộp:{1 TO 3]", Both((Between("box", "1", "3"), Without(Between("box", "1", "1"))))),
        ("tiêuchí:[1.2 TO 1.10]", Between("criterion", "1.2", "1.10")),
    ],
)  # fmt: skip
def test_operators_fields_and_patterns(question: str, expected: Node) -> None:
    assert tree(question) == expected
    assert understand(question).notes == ()


def test_a_code_is_found_in_any_spelling_of_it() -> None:
    for typed in ("mã:h1.1.1.1", "mã:H1-1.1-01", "code:[H1-1.1-1]"):
        found = understand(typed, ("H1-1.1-01",)).tree
        assert found == replace(words_in("code", "h1 1 1 01"), printed="H1-1.1-01"), typed


@pytest.mark.parametrize(
    ("question", "plain", "keys"),
    [
        ("ngày:31/02/2022 họp", "31 02 2022 hop", ["no_value"]),
        ("tên:[a TO b]", "a b", ["no_range"]),
        ("đọc:nhanh", "nhanh", ["no_value"]),
        ("AND kế", "ke", ["operator"]),
        ("kế OR", "ke", ["operator"]),
        ("kế NOT", "ke", ["operator"]),
        ("loai_giay:thư", "loai giay thu", ["no_field"]),
        ("lop:9", "lop 9", ["no_field"]),
    ],
)
def test_a_mistake_is_searched_as_words_and_noted(question: str, plain: str, keys: list[str]) -> None:
    terms = understand(question)
    assert terms.tree is None
    assert [word.folded for word in terms.plain] == plain.split()
    assert [note.key for note in terms.notes] == keys
    for language in ("vi", "en"):
        assert all(noted(terms.notes, load_wording(language).say))


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("(kế OR báo", "brackets"),
        ("kế OR báo)", "brackets"),
        ("kế OR OR báo", "operator"),
        ("(" * 40 + "kế OR báo" + ")" * 40, "depth"),
        (" OR ".join(f"từ{n}" for n in range(200)), "first_parts"),
        (" OR ".join(f"{n}từ*" for n in range(20)), "first_patterns"),
    ],
)
def test_what_is_too_much_or_lacks_its_other_half_is_mended_and_noted(question: str, key: str) -> None:
    terms = understand(question)
    assert terms.tree is not None
    assert key in [note.key for note in terms.notes]


def test_ranking_and_marking_get_the_words_that_may_stand_on_a_page() -> None:
    terms = understand('kế NOT báo "hội đồng" tên:nghị hộp:3 hoạch~ loại:"quyết định" ANDMAYBE trường')
    assert {word.folded for word in terms.plain} == {"ke", "nghi", "truong"}
    assert [[word.folded for word in words] for words in terms.quoted] == [["hoi", "dong"]]
    assert terms.patterns == (Near("text", "hoach", 1),)


def test_a_short_form_asks_for_what_it_says_and_back() -> None:
    assert _others("họp CMHS") == {(1, 2, "cha me hoc sinh")}
    assert _others("họp cha me hoc sinh khối 6") == {(1, 5, "cmhs")}
    assert _others("phòng GD&ĐT") == {(1, 3, "giao duc va dao tao")}
    assert _others("họp CMHS", (("CMHS", "cơm hến sông"),)) == {(1, 2, "com hen song")}
    assert tree("CMHS OR hến") == Either((text("cmhs"), text("cha me hoc sinh"), text("hen")))


def _others(question: str, pairs: tuple[tuple[str, str], ...] | None = None) -> set[tuple[int, int, str]]:
    terms: Terms = understand(question, abbreviations=pairs)
    return {(one.first, one.end, " ".join(word.folded for word in one.words)) for one in terms.alike}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_tree_is_said_in_words(language: str) -> None:
    say = load_wording(language).say
    question = '(kế OR "hội đồng") NOT ngày:[TO 2021] hoạch~ số:226* đọc:ocr loại:* "a b"~2 năm:2021-2022'
    made = understand(question).tree
    assert made
    said = spoken(made, say)
    assert "31/12/2021" in said and "226*" in said and "2021-2022" in said


def test_a_tree_is_said_in_vietnamese() -> None:
    made = understand('kế hoạch NOT "học kỳ" hộp:3').tree
    assert made
    assert spoken(made, load_wording("vi").say) == "kế và hoạch và không có “học kỳ” và hộp 3"


@given(
    st.lists(
        st.one_of(
            st.sampled_from((*OPERATORS, "(", ")", '"', "~", "*", "a*", "ngày:", "[", "]", "{1 TO 2}", "tên:",
                             "mã:H1-1.1-01", "\u202e", "\u200b", "\x00", "NOT NOT")),
            st.text(max_size=12),
        ),
        max_size=60,
    ),
    st.sampled_from(("", " ")),
)  # fmt: skip
def test_every_text_is_understood_within_bounds(pieces: list[str], between: str) -> None:
    terms = understand(between.join(pieces), ("H1-1.1-01",))
    if terms.tree is not None:
        # Short forms can put two leaves in the place of some words.
        assert len(tuple(wanted(terms.tree))) <= 3 * MOST_PARTS
        for language in ("vi", "en"):
            assert spoken(terms.tree, load_wording(language).say)
            noted(terms.notes, load_wording(language).say)


@pytest.mark.parametrize(
    "hostile",
    ["(" * 10_000, ")" * 10_000, '"' * 10_000, "~" * 10_000, "*" * 10_000, "a*" * 5_000, "[" * 10_000,
     "ngày:[1 TO " * 1_000, "tên:" * 2_500, "NOT " * 2_500, "(a OR " * 1_500, " OR ".join(["từ"] * 1_000),
     "a" * 10_000 + ":b", "'; DROP TABLE document; --", "(?:a+)+$" * 100],
)  # fmt: skip
def test_hostile_questions_are_understood(hostile: str) -> None:
    terms = understand(hostile)
    assert terms.tree is None or spoken(terms.tree, load_wording("vi").say)
