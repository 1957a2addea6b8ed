import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode

DISPATCH_5932 = CodeStyle(
    name="CV 5932",
    printed="[H{box}-{standard}.{criterion}-{number:02}]",
    plain="H{box}-{standard}.{criterion}-{number:02}",
    pattern=(
        r"H *(?P<box>[0-9]{1,3})(?: *- *|\.)(?P<standard>[0-9]{1,2})(?: *- *|\.)"
        r"(?P<criterion>[0-9]{1,2})(?: *- *|\.)(?P<number>[0-9]{1,3})"
    ),
)
WITHOUT_BOX = CodeStyle(
    name="TT 57",
    printed="(MC.{standard}.{criterion}.{number:02})",
    plain="MC.{standard}.{criterion}.{number:02}",
    pattern=r"MC[.-](?P<standard>[0-9]{1,2})[.-](?P<criterion>[0-9]{1,2})[.-](?P<number>[0-9]{1,3})",
)

criterion_ids = st.builds(CriterionId, st.integers(1, 99), st.integers(1, 99))
numbers = st.integers(1, 999)
boxed_codes = st.builds(EvidenceCode, criterion_ids, numbers, st.integers(1, 999))


def code(box: int, standard: int, criterion: int, number: int) -> EvidenceCode:
    return EvidenceCode(CriterionId(standard, criterion), number, box)


FIRST = code(1, 1, 1, 1)


@given(criterion_ids)
def test_a_criterion_is_read_back_as_it_is_printed(criterion: CriterionId) -> None:
    assert CriterionId.parse(str(criterion)) == criterion


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.10", (1, 10)), (" 1.1 ", (1, 1)), ("1.01", (1, 1)), ("\u00a05.6", (5, 6)), ("01.02", (1, 2))],
)
def test_a_criterion_is_read_generously(text: str, expected: tuple[int, int]) -> None:
    assert CriterionId.parse(text) == CriterionId(*expected)


@pytest.mark.parametrize("text", ["", "1", "1.", "1,1", "1.1.1", "TC 1.1", "1.100", "0.1", "1.0", "1 .1"])
def test_what_is_no_criterion_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"criterion|standard"):
        CriterionId.parse(text)


def test_criteria_are_in_numeric_order() -> None:
    texts = ["1.10", "2.1", "1.9", "1.2", "1.1"]
    assert [str(id) for id in sorted(map(CriterionId.parse, texts))] == ["1.1", "1.2", "1.9", "1.10", "2.1"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("TC 1.1", "1.1"),
        ("TC1.1", "1.1"),
        ("tc_1.01", "1.1"),
        ("TC 1.10. An ninh", "1.10"),
        ("Tiêu chí 1.10 An ninh", "1.10"),
        ("TIÊU CHÍ 2.4: Đối với học sinh", "2.4"),
        ("tieu chi 5.6", "5.6"),
        ("Tieuchi3.2_phong hoc", "3.2"),
        ("Tiêu\u00a0chí 4.2", "4.2"),
        ("TC 1.1-2022", "1.1"),
        ("Tiêu chuẩn 1", None),
        ("TC 1", None),
        ("TC 1.1.2", None),
        ("TC 1.1a", None),
        ("TC 1.100", None),
        ("TC 1.0", None),
        ("1.1", None),
        ("Thông tin TC 1.1", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_folder_label_names_its_criterion(label: str, expected: str | None, form: str) -> None:
    found = CriterionId.from_label(unicodedata.normalize(form, label))  # type: ignore[arg-type]
    assert (None if found is None else str(found)) == expected


@given(boxed_codes)
def test_a_code_is_read_back_as_it_is_printed(code: EvidenceCode) -> None:
    assert DISPATCH_5932.parse(DISPATCH_5932.plain_of(code)) == code
    assert DISPATCH_5932.parse(DISPATCH_5932.printed_of(code)) == code


@given(criterion_ids, numbers)
def test_a_code_without_a_box_is_read_back_as_it_is_printed(criterion: CriterionId, number: int) -> None:
    code = EvidenceCode(criterion, number, None)
    assert WITHOUT_BOX.parse(WITHOUT_BOX.plain_of(code)) == code
    assert WITHOUT_BOX.parse(WITHOUT_BOX.printed_of(code)) == code


def test_a_code_is_printed_as_the_dispatch_says() -> None:
    assert DISPATCH_5932.printed_of(code(15, 1, 10, 2)) == "[H15-1.10-02]"
    assert DISPATCH_5932.plain_of(code(1, 1, 8, 100)) == "H1-1.8-100"


def test_a_style_with_boxes_and_a_code_without_do_not_fit() -> None:
    with pytest.raises(ValueError, match="needs a box"):
        DISPATCH_5932.plain_of(EvidenceCode(CriterionId(1, 1), 1, None))
    with pytest.raises(ValueError, match="has no box"):
        WITHOUT_BOX.printed_of(FIRST)


SPELLINGS = [
    "[H1-1.1-01]",
    "H1-1.1-01",
    "h1-1.1-1",
    "(H1-1.1-01)",
    "[ H1-1.1-01 ]",
    "[H01-1.01-01]",
    "[H1 – 1.1 – 01]",
    "H1—1.1−01",
    "H1‐1.1‑01",
    "H1⁃1.1‒01",
    "H1\u00a0-\u00a01.1 - 01",
    "\u00adH1-\u00ad1.1-0\u00ad1",
    "\u200bH1-1.1-01\ufeff",
    "  H1-1.1-001\t",
    "[H1-1-01-01]",
    "H1-1.1.01",
    "H1.01.01.01",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_code_is_read(spelling: str) -> None:
    assert DISPATCH_5932.parse(spelling) == FIRST


@pytest.mark.parametrize("spelling", [spelling.strip() for spelling in SPELLINGS])
def test_every_spelling_is_found_within_a_text(spelling: str) -> None:
    found = list(DISPATCH_5932.find(f"Kế hoạch năm học {spelling} của trường."))
    assert [each.code for each in found] == [FIRST]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not an evidence code such as 'H1-1.1-01'"),
        ("_GoBack", "is not an evidence code such as"),
        ("H1-1.1", "is not an evidence code such as"),
        ("[H1-1.1-01)", "is not an evidence code such as"),
        ("H1-1.1-01a", "'a' follows 'H1-1.1-01'"),
        ("H1-1.1-01.1", "'.1' follows"),
        ("[H1-1.1-01]; [H1-1.1-02]", "follows 'H1-1.1-01'"),
        ("H1-1.1-01,02", "',02' follows"),
        ("H1-1.1-0123", "'3' follows"),
        ("H1-1.1-00", "piece of evidence is numbered 1 to 999, not 0"),
        ("H0-1.1-01", "box is numbered 1 to 999, not 0"),
        ("H1-0.1-01", "standard is numbered"),
        ("H1.1-1.1-01", "'-01' follows"),
        ("MC.1.1.01", "is not an evidence code such as"),
        ("TH1-1.1-01", "is not an evidence code such as"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        DISPATCH_5932.parse(text)
    assert reason in str(caught.value)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "TH1-1.1-01",
        "lớpH1-1.1-01",
        "ệH1-1.1-01",
        "2H1-1.1-01",
        "H1-1.1-0123x",
        "H1-1.1-0123",
        "H1-1.1-01a",
        "H1-1.1-01đ",
        "H1-1.1-01ấ",
        "H1-1.1-01.1",
        "H1-1.1-01.1.pdf",
        "H1-1.1-01,02",
        "H1-1.1-01-02",
        "H1-1.1-01/02",
        "[H1-1.1-01-05]",
        "H1.1-1.1-01",
        "H1-1.1-00",
        "H0-1.1-01",
        "H1-1.1",
        "TC1.1 MC00252",
        "03-10-2022",
        "",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_code_is_not_guessed(text: str, form: str) -> None:
    assert list(DISPATCH_5932.find(unicodedata.normalize(form, text))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("H1-1.1-01.pdf", "H1-1.1-01"),
        ("H1-1.1-01_Kế hoạch.pdf", "H1-1.1-01"),
        ("ke-hoach-h1-1.1-01-ban-ky.pdf", "h1-1.1-01"),
        ("H1-1.1-01 - 2022-2023.pdf", "H1-1.1-01"),
        ("H1-1.1-01-2022-2023.pdf", "H1-1.1-01"),
        ("H1-1.1-01-226-KH-THCSKS.pdf", "H1-1.1-01"),
        ("scan_H1-1.1-01 (2).pdf", "H1-1.1-01"),
        ("theo quy định [H1 – 1.1 – 01].", "[H1 – 1.1 – 01]"),
        ("theo quy định ([ H1-1.1-01 ]).", "[ H1-1.1-01 ]"),
        ("(xem H1-1.1-01)", "H1-1.1-01"),
        ("H1-1.1-01, kế hoạch", "H1-1.1-01"),
        ("H1-\u00ad1.1-\u00ad01.", "H1-\u00ad1.1-\u00ad01"),
    ],
)
def test_a_found_code_has_its_place_and_spelling(text: str, spelling: str) -> None:
    (found,) = DISPATCH_5932.find(text)
    assert found.code == FIRST
    assert found.spelling == spelling
    assert text[found.start : found.end] == spelling


def test_several_codes_are_found_in_their_order() -> None:
    text = "Có kế hoạch [H1-1.1-01]; [H10-1.10-02]. Xem thêm [H2-2.3-15; H2-2.3-16]."
    found = list(DISPATCH_5932.find(text))
    assert [each.spelling for each in found] == ["[H1-1.1-01]", "[H10-1.10-02]", "H2-2.3-15", "H2-2.3-16"]
    assert found[1].code == code(10, 1, 10, 2)


@given(st.text(alphabet=" .,;-–_[]()aH1đệ\u00ad\u0323\u00a0"), boxed_codes, st.text(alphabet=" ;[]()\n–"))
def test_a_code_between_spaces_is_always_found(before: str, code: EvidenceCode, after: str) -> None:
    text = f"{before} {DISPATCH_5932.printed_of(code)} {after}"
    found = list(DISPATCH_5932.find(text))
    assert code in [each.code for each in found]
    assert all(text[each.start : each.end] == each.spelling for each in found)


@given(st.text())
def test_any_text_is_searched_and_what_is_found_reads_the_same(text: str) -> None:
    for found in DISPATCH_5932.find(text + "H1-1.1-01" + text):
        assert DISPATCH_5932.parse(found.spelling) == found.code


SHELF = [code(1, 1, 9, 2), code(1, 1, 9, 10), code(1, 1, 10, 1), code(9, 5, 6, 1), code(10, 1, 1, 1)]


@given(st.permutations(SHELF))
def test_codes_are_in_the_order_of_the_shelf(codes: list[EvidenceCode]) -> None:
    assert sorted(codes) == SHELF


@given(st.lists(boxed_codes))
def test_the_order_is_by_box_standard_criterion_number(codes: list[EvidenceCode]) -> None:
    ordered = [
        (each.box, each.criterion.standard, each.criterion.number, each.number) for each in sorted(codes)
    ]
    assert ordered == sorted(ordered)
    assert len(set(codes)) == len(set(ordered))


@pytest.mark.parametrize(("number", "box"), [(0, 1), (1000, 1), (1, 0), (-1, 1)])
def test_a_code_out_of_range_cannot_be_made(number: int, box: int) -> None:
    with pytest.raises(ValueError, match="is numbered 1 to 999"):
        EvidenceCode(CriterionId(1, 1), number, box)
