"""Codes in running text: each spelling that is sure, each that is doubtful with its reason, and no other."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from archive.editions.load import load_edition
from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode
from archive.evidence.spellings import DOUBTS, Spelled, spelled
from archive.evidence.standards import Edition

TT18 = load_edition("tt18-2018-thcs")
TT57 = load_edition("tt57-2026-pho-thong")
EDITIONS = (TT18, TT57)
FEWER = structs.replace(
    TT18, standards=(structs.replace(TT18.standards[2], criteria=TT18.standards[2].criteria[:3]),)
)


def read(text: str) -> list[str]:
    """What is read: ``one H1-1.1-01``; of what is doubtful, each reading with its reason."""
    said = []
    for each in spelled(text, EDITIONS):
        if each.kind == "doubtful":
            said.append(
                " | ".join(f"{doubt.reason} {plain(each, doubt.codes)}".strip() for doubt in each.readings)
            )
        else:
            said.append(f"{each.kind} {plain(each, each.codes)}")
    return said


def plain(each: Spelled, codes: tuple[EvidenceCode, ...]) -> str:
    return " ".join(each.style.plain_of(code) for code in codes)


def codes_of(edition: Edition) -> st.SearchStrategy[EvidenceCode]:
    ids = st.sampled_from([criterion.id for criterion in edition.criteria])
    boxes = st.integers(1, 999) if edition.code_style.has_box else st.none()
    return st.builds(EvidenceCode, ids, st.integers(1, 999), boxes)


coded = st.sampled_from(EDITIONS).flatmap(lambda edition: st.tuples(st.just(edition), codes_of(edition)))

FIRST_IN_BOX_ONE = (
    "[H1-1.1-01]", "H1-1.1-01", "(H1-1.1-01)", "[ h1-1.1-1 ]", "[H01-1.01-01]", "[H1 – 1.1 – 01]",
    "H1—1.1−01", "H1\u00a0-\u00a01.1\u00a0-\u00a001", "\u00adH1-\u00ad1.1-0\u00ad1", "[H1-1-01-01]",
    "H1.01.01.01", "H1.1.01.01", "[H1-1.1.01]", "H1 - 1.01 - 001", "[H1-1.1-\n01]", "[H1-\r\n1.1-01]",
    "[H1-1.\n1-01]", "[H1-1.1-0\n1]",
)  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("spelling", FIRST_IN_BOX_ONE)
def test_every_spelling_of_one_code_is_read(spelling: str, form: str) -> None:
    before = unicodedata.normalize(form, "Kế hoạch được phê duyệt ")  # type: ignore[arg-type]
    (found,) = spelled(f"{before}{spelling} của trường; năm học 2022-2023.", EDITIONS)
    assert found.codes == (EvidenceCode(CriterionId(1, 1), 1, 1),)
    assert (found.kind, found.spelling, found.start) == (
        "one",
        spelling.lstrip("\u00ad"),
        found.end - len(found.spelling),
    )
    assert found.style == TT18.code_style


@pytest.mark.parametrize(
    "spelling", ["(MC.1.1.01)", "mc.1.1.1", "MC-1-1-01", "MC. 1.01.01", "(MC.1.1.\n01)", "MC.1.1 – 01"]
)
def test_every_spelling_of_a_code_without_a_box_is_read(spelling: str) -> None:
    (found,) = spelled(f"theo quy định {spelling}.", EDITIONS)
    assert (found.kind, found.codes, found.style) == (
        "one", (EvidenceCode(CriterionId(1, 1), 1, None),), TT57.code_style
    )  # fmt: skip
    assert found.spelling == spelling


@given(
    coded, st.sampled_from(["{}", "[{}]", "({})", "[ {} ]", " {}\n"]), st.sampled_from("-‐‑–—−"), st.data()
)
def test_what_is_printed_is_read_back_however_it_is_decorated(
    pair: tuple[Edition, EvidenceCode], brackets: str, dash: str, data: st.DataObject
) -> None:
    edition, code = pair
    written = edition.code_style.plain_of(code)
    written = data.draw(st.sampled_from([written, written.lower()])).replace("-", dash)
    place = data.draw(st.integers(0, len(written)))
    written = brackets.format(f"{written[:place]}\u00ad{written[place:]}")
    for text in (edition.code_style.printed_of(code), f"Quyết định số 12/QĐ {written} và kế hoạch năm 2022."):
        (found,) = spelled(text, EDITIONS)
        assert (found.kind, found.codes, found.style) == ("one", (code,), edition.code_style)
        assert text[found.start : found.end] == found.spelling


@given(st.lists(coded, min_size=1, max_size=8))
def test_codes_one_after_another_are_all_found_in_their_order(
    pairs: list[tuple[Edition, EvidenceCode]],
) -> None:
    text = "; ".join(edition.code_style.printed_of(code) for edition, code in pairs)
    assert [each.codes for each in spelled(text, EDITIONS)] == [(code,) for _, code in pairs]


@given(st.lists(codes_of(TT18), max_size=20))
def test_the_order_of_what_is_read_is_numeric(codes: list[EvidenceCode]) -> None:
    text = " ".join(TT18.code_style.printed_of(code) for code in codes)
    found = sorted(each.codes[0] for each in spelled(text, EDITIONS))
    assert found == sorted(codes)
    assert read("[H10-1.10-01] [H2-1.9-01]") == ["one H10-1.10-01", "one H2-1.9-01"]
    keys = [(each.box, each.criterion.standard, each.criterion.number, each.number) for each in found]
    assert all(before <= after for before, after in pairwise(keys))


TO_FIVE = "range H1-1.1-01 H1-1.1-02 H1-1.1-03 H1-1.1-04 H1-1.1-05"


@pytest.mark.parametrize(
    "text",
    [
        "[H1-1.1-01] đến [H1-1.1-05]",
        "từ [H1-1.1-01]\nđến [H1-1.1-05] của nhà trường",
        "TỪ H1-1.1-01 ĐẾN H1-1.1-05",
        "[H1-1.1-01 đến H1-1.1-05]",
        "[H1-1.1-01 đến 05]",
        "từ H1-1.1-01 đến hết H1-1.1-05",
        "H1-1.1-01 đến 05.",
        "H1-1.1-01÷05",
        "[H1-1.1-01] ÷ [H1-1.1-05]",
        "[H1-1.1-01 - 05]",
        "H1-1.1-01 – 05",
        "[H1-1.1-01]-[H1-1.1-05]",
        "H1-1.1-01 – H1-1.1-05 là các kế hoạch",
        "H1-1.1-01…05",
        "H1.01.01.01-05",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_range_is_every_code_of_it(text: str, form: str) -> None:
    assert read(unicodedata.normalize(form, text)) == [TO_FIVE]  # type: ignore[arg-type]


@given(codes_of(TT18), st.integers(1, 199), st.sampled_from([" đến ", "÷", " - "]), st.booleans())
def test_a_range_up_to_two_hundred_is_sure(first: EvidenceCode, more: int, joint: str, whole: bool) -> None:
    last = min(first.number + more, 999)
    if last == first.number:
        return
    end = TT18.code_style.plain_of(EvidenceCode(first.criterion, last, first.box)) if whole else f"{last:02}"
    (found,) = spelled(f"[{TT18.code_style.plain_of(first)}{joint}{end}]", EDITIONS)
    assert found.kind == "range"
    assert [code.number for code in found.codes] == list(range(first.number, last + 1))
    assert {(code.criterion, code.box) for code in found.codes} == {(first.criterion, first.box)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H1-1.1-01,02", ["list H1-1.1-01 H1-1.1-02"]),
        ("[H1-1.1-01; 02; 03]", ["list H1-1.1-01 H1-1.1-02 H1-1.1-03"]),
        ("H1-1.1-01, 02 và 03.", ["list H1-1.1-01 H1-1.1-02 H1-1.1-03"]),
        ("[H1-1.1-01; 02; 04-06]", ["list H1-1.1-01 H1-1.1-02 H1-1.1-04 H1-1.1-05 H1-1.1-06"]),
        ("[H1-1.1-01 đến 03, 05]", ["list H1-1.1-01 H1-1.1-02 H1-1.1-03 H1-1.1-05"]),
        ("H1-1.1-01, 02 đến H1-1.1-04", ["list H1-1.1-01 H1-1.1-02 H1-1.1-03 H1-1.1-04"]),
        ("(MC.1.1.01, 02; 05)", ["list MC.1.1.01 MC.1.1.02 MC.1.1.05"]),
        ("MC.1.1.01-03", ["range MC.1.1.01 MC.1.1.02 MC.1.1.03"]),
        ("[H1-1.1-01, H1-1.1-02]", ["one H1-1.1-01", "one H1-1.1-02"]),
        ("(MC.1.1.01, MC.1.1.02)", ["one MC.1.1.01", "one MC.1.1.02"]),
        ("H1-1.1-01, 02 và H1-1.2-03", ["list H1-1.1-01 H1-1.1-02", "one H1-1.2-03"]),
        ("- H1-1.1-01\n- H1-1.1-04\n- 05 biên bản", ["one H1-1.1-01", "one H1-1.1-04"]),
    ],
)
def test_a_list_is_every_code_of_it(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_a_stretch_has_the_brackets_that_belong_to_it() -> None:
    text = "Có kế hoạch ([H1-1.1-01; 02]), báo cáo [H1-1.1-05] đến [H1-1.1-07] (xem H1-1.2-01)."
    assert [each.spelling for each in spelled(text, EDITIONS)] == [
        "[H1-1.1-01; 02]", "[H1-1.1-05] đến [H1-1.1-07]", "H1-1.2-01"
    ]  # fmt: skip


DOUBTFUL = (
    ("H1-1.1-01a", "suffix H1-1.1-01"),
    ("[H1-1.1-01-đ]", "suffix H1-1.1-01"),
    ("[H1-1.1-01(a)]", "suffix H1-1.1-01"),
    ("H1-1.1-01l", "suffix H1-1.1-01"),
    ("H1-1.1-01.1", "sub-number H1-1.1-01"),
    ("H1-1.1-01.1.2", "sub-number H1-1.1-01"),
    ("H1-1.1-01/02", "list-or-part H1-1.1-01 H1-1.1-02 | sub-number H1-1.1-01"),
    ("H1-1.1-01-03", "range-or-part H1-1.1-01 H1-1.1-02 H1-1.1-03 | sub-number H1-1.1-01"),
    ("[H1-1.1-03-02]", "sub-number H1-1.1-03"),
    ("[H1.1-1.1-01]", "box-with-part H1-1.1-01"),
    ("[H1-1.11-01]", "criterion-unknown H1-1.1-01"),
    ("[H1-1.0-02]", "criterion-unknown H1-1.10-02"),
    ("[H2-2.10-01; 02]", "criterion-unknown H2-2.1-01 H2-2.1-02"),
    ("[H1-10.1-01]", "standard-unknown H1-1.1-01 | standard-unknown H1-1.10-01"),
    ("[H5-6.5-01]", "standard-unknown H5-5.6-01"),
    ("[H7-7.7-01]", "standard-unknown"),
    ("MC.1.5.01", "criterion-unknown"),
    ("(MC.5.1.01)", "standard-unknown"),
    ("[H1-1.1]", "number-missing"),
    ("H1-1.1-00", "number-missing"),
    ("[H1-1.1-…]", "number-missing"),
    ("H1-1.1-2022-2023", "number-missing"),
    ("(MC 1.1)", "number-missing"),
    ("[H1.1-01]", "box-missing"),
    ("H-1.1-01", "box-missing"),
    ("[H0-1.1-01]", "box-missing"),
    ("[Hl-1.1-O1]", "ocr-digits H1-1.1-01"),
    ("[H1-1.1O-0I]", "ocr-digits H1-1.10-01"),
    ("(MC.l.1.o1)", "ocr-digits MC.1.1.01"),
    ("H1-1,1-01", "separators H1-1.1-01"),
    ("H1_1.1_01", "separators H1-1.1-01"),
    ("MC 1.1.01", "separators MC.1.1.01"),
    ("[H1-1.1-03] đến [H1-1.1-01]", "range-down H1-1.1-01 H1-1.1-02 H1-1.1-03"),
    ("H1-1.1-01 đến H1-1.2-05", "range-across H1-1.1-01 H1-1.2-05"),
    ("[H1-1.1-01] - [H2-1.1-05]", "range-across H1-1.1-01 H2-1.1-05"),
    ("[H1-1.1-01] đến [H1-1.11-05]", "range-across H1-1.1-01"),
    ("[H1-1.1-01 đến H1-1.1-02a]", "suffix H1-1.1-01 H1-1.1-02"),
    ("H1-1.1-01 đến H1-1.1-02.1", "sub-number H1-1.1-01 H1-1.1-02"),
    ("H1-1.1-01÷300", "range-long H1-1.1-01 H1-1.1-300"),
    ("[H1-1.1-01; 10-110; 200-400]", "range-long H1-1.1-01 H1-1.1-10 H1-1.1-110 H1-1.1-200 H1-1.1-400"),
    ("H1-1.1-01, 12 giáo viên", "list-or-number H1-1.1-01 H1-1.1-12 | list-or-number H1-1.1-01"),
    ("[H1-1.1-01\n02]", "list-or-number H1-1.1-01 H1-1.1-02 | list-or-number H1-1.1-01"),
    ("[H1-1.1-1\n0]", "line-break H1-1.1-10 | list-or-number H1-1.1-01"),
)


@pytest.mark.parametrize(("text", "expected"), DOUBTFUL)
def test_what_is_doubtful_has_its_readings_with_reasons(text: str, expected: str) -> None:
    assert read(f"theo {text}") == [expected]
    (found,) = spelled(f"theo {text}", EDITIONS)
    assert found.codes == ()


def test_dashes_between_several_codes_may_only_set_them_apart() -> None:
    assert read("H1-1.1-01 - H1-1.1-03 - H1-1.1-07") == [
        "range-or-list H1-1.1-01 H1-1.1-02 H1-1.1-03 | range-or-list H1-1.1-01 H1-1.1-03", "one H1-1.1-07"
    ]  # fmt: skip


def test_every_reason_is_of_the_closed_list_and_shown_above() -> None:
    reasons = {reading.split()[0] for _, expected in DOUBTFUL for reading in expected.split(" | ")}
    assert reasons | {"range-or-list"} == set(DOUBTS)


@pytest.mark.parametrize(
    "text",
    [
        "TC1.1", "TC 1.1", "MC00252", "MC 2", "MC 1.1 của trường", "MC. 1.1 Mục tiêu", "[bookmark: _GoBack]",
        "H1N1", "H2O", "226/KH-THCSKS", "12/KH-1.1-01", "ngày 03/10/2022", "2022-2023", "0912.345.678",
        "098-765-4321", "TH1-1.1-01", "arch1-1.1-g14", "Hình H1.1.1", "lớp 9H1", "h 1, 2, 3, 4", "[1] [2, 3]",
        "1.1-01", "(1.1.01)", "H1", "H2-2", "", "HS: 12-1.1-01", "QĐ 18/2018/TT-BGDĐT",
    ],
)  # fmt: skip
def test_what_is_no_code_is_passed_over(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "H1-1.1-01-2022-2023", "H1-1.1-01-226-KH-THCSKS", "H1-1.1-01 - 15/10/2022", "H1-1.1-01 - 226/KH-THCS",
        "H1-1.1-01, 12,5% số lớp", "H1-1.1-01, ngày 03/10/2022", "H1-1.1-01_ke hoach", "H1-1.1-01 (2)",
        "[H1-1.1-01], 12 giáo viên", "[H1-1.1-01] - 05 biên bản", "[H1-1.1-01] và 02 kế hoạch",
        "H1-1.1-01...",
    ],
)  # fmt: skip
def test_numbers_that_follow_and_are_no_codes_stay_out(text: str) -> None:
    assert read(text) == ["one H1-1.1-01"]


def test_of_several_editions_the_first_that_knows_the_criterion_reads_it() -> None:
    (found,) = spelled("[H3-3.5-01]", (FEWER, TT18))
    assert (found.kind, found.style) == ("one", TT18.code_style)
    (found,) = spelled("[H3-3.5-01]", (FEWER,))
    assert found.readings[0].reason == "criterion-unknown"
    assert [each.codes for each in spelled("(MC.1.1.01) [H1-1.1-01]", (TT18,))] == [
        (EvidenceCode(CriterionId(1, 1), 1, 1),)
    ]


def test_a_style_without_letters_is_read_as_its_pattern_says() -> None:
    style = CodeStyle(
        "số", "[{standard}.{criterion}/{number}]", "{standard}.{criterion}/{number}",
        "(?P<standard>[0-9]+)[.](?P<criterion>[0-9]+)/(?P<number>[0-9]+)",
    )  # fmt: skip
    (found,) = spelled("xem [1.10/7] và 12/2022", (structs.replace(TT18, code_style=style),))
    assert (found.spelling, found.codes) == ("[1.10/7]", (EvidenceCode(CriterionId(1, 10), 7, None),))


PIECES = st.sampled_from(
    ["H1-1.1-01", "H1-1.1-02", "H12-5.6-120", "MC.1.1.01", "H", "MC", "1", "0", "01", "05", "2022", ".", "-",
     "–", ",", ";", "/", " ", "\n", "[", "]", "(", ")", "%", "a", "đến", "đe\u0302\u0301n", "và", "÷", "…",
     "O", "l", "\u00ad", "\u0301"]
)  # fmt: skip
NEARLY = st.from_regex(r"[\[(]?(H|MC)[0-3OIl .,/\n-]{4,16}[\])]?", fullmatch=True)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join), NEARLY))
def test_any_text_is_read_each_stretch_once_and_nothing_that_a_style_finds_is_passed_over(text: str) -> None:
    found = list(spelled(text, EDITIONS))
    for each in found:
        assert text[each.start : each.end] == each.spelling
        assert (each.kind == "doubtful") == bool(each.readings) != bool(each.codes)
        assert {doubt.reason for doubt in each.readings} <= set(DOUBTS)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for style in (TT18.code_style, TT57.code_style):
        for one in style.find(text):
            (over,) = (each for each in found if each.start < one.end and one.start < each.end)
            assert over.kind == "doubtful" or one.code in over.codes


@pytest.mark.parametrize(
    "piece",
    [
        "[H1-",
        "1",
        "H1-1.1-01,",
        ",02",
        "H1-1.1-01 đến ",
        ",01-99",
        "H1-1.1-\n",
        "H1 1 ",
        "H1-1.1-01 - ",
        " ",
        "[",
        ".1",
    ],
)
def test_the_time_grows_as_the_length(piece: str) -> None:
    text = f"H1-1.1-01{piece * (100_000 // len(piece))}"
    began = time.process_time()
    list(spelled(text, EDITIONS))
    # Measured below 1 s; were it as the square of the length, it would be minutes.
    assert time.process_time() - began < 10
