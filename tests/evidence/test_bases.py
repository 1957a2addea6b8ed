"""The papers that a paper names in its Căn cứ lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.bases import MOST_BASES, Basis, bases, symbol_key
from archive.evidence.kindred import kindred

PAGE = """\
KẾ HOẠCH
Công tác kiểm tra nội bộ năm học 2022-2023
Căn cứ Thông tư số 18/2018/TT-BGDĐT ngày 22/08/2018 của Bộ Giáo dục và Đào
tạo ban hành quy định về kiểm định chất lượng;
Căn cứ công văn 1034/PGD&ĐT ngày 15/9/2022 của Phòng Giáo dục và Đào tạo về việc
hướng dẫn thực hiện nhiệm vụ; Căn cứ Kế hoạch số   /KH-THCSKS ngày 05 tháng 9 năm 2022
của Trường THCS Kim Sơn;
Căn cứ Biên bản họp ngày 01/10/2022;
Căn cứ tình hình thực tế của nhà trường.
Nhà trường xây dựng kế hoạch, căn cứ số 12/QĐ-X ngày 1/1/2020, như sau:
"""


def test_each_line_names_a_paper() -> None:
    found = bases([PAGE])
    assert [(one.symbol, one.date, one.type) for one in found] == [
        ("18/2018/TT-BGDĐT", "2018-08-22", "thông tư"),
        ("1034/PGD&ĐT", "2022-09-15", "công văn"),
        ("/KH-THCSKS", "2022-09-05", "kế hoạch"),
        (None, "2022-10-01", "biên bản"),
    ]
    assert [one.issuer for one in found[:3]] == [
        "Bộ Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo", "Trường THCS Kim Sơn",
    ]  # fmt: skip
    assert found[0].title == "ban hành quy định về kiểm định chất lượng"
    assert found[1].text.endswith("về việc hướng dẫn thực hiện nhiệm vụ")


def test_only_the_first_pages_name_bases() -> None:
    line = "Căn cứ Quyết định số 12/QĐ-X ngày 1/1/2020;"
    assert [one.page for one in bases(["", line, "", line])] == [2]
    assert len(bases([line + "\n"] * 3)) == 3
    assert len(bases([f"{line}\n" * 100])) == MOST_BASES


def test_a_day_that_is_none_is_not_taken() -> None:
    (found,) = bases(["Căn cứ Quyết định số 12/QĐ-X ngày 31/02/2020;"])
    assert found == Basis(
        1, "Căn cứ Quyết định số 12/QĐ-X ngày 31/02/2020", "12/QĐ-X", None, None, "quyết định"
    )


@pytest.mark.parametrize(
    ("one", "other"), [("05/QĐ-X", "5/QĐ – X"), ("12/QĐ-UBND", "12/QÐ-UBND"), ("15a/KH-T", "15A/KH-T")]
)
def test_a_symbol_has_one_key_however_it_is_written(one: str, other: str) -> None:
    assert symbol_key(one) == symbol_key(other) is not None


def test_a_symbol_with_its_number_open_has_no_key() -> None:
    assert symbol_key("/KH-THCSKS") is symbol_key(None) is symbol_key("") is None
    assert symbol_key("1/KH-T") != symbol_key("11/KH-T")


@given(st.lists(st.text(st.sampled_from("Căncứ \nsố12/-QĐ.;ngày&(")), max_size=3))
def test_any_text_has_bases_or_none(texts: list[str]) -> None:
    bases(texts)


def test_titles_alike_but_for_years_are_kindred() -> None:
    others = [
        ("a", "Kế hoạch kiểm tra nội bộ năm học 2021-2022"),
        ("b", "Kế hoạch kiểm tra nội bộ năm học 2020 - 2021"),
        ("c", "Kế hoạch bồi dưỡng học sinh giỏi năm học 2021-2022"),
        ("d", ""),
    ]
    assert kindred("Kế hoạch kiểm tra nội bộ năm học 2022-2023", others) == ("a", "b")
    assert kindred("", others) == ()
    assert kindred("Báo cáo sơ kết HK1 lớp 8", [("e", "Báo cáo sơ kết HK2 lớp 8")]) == ()
