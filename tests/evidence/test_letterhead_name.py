"""What a file's name adds: the number that a pen wrote, where name and paper agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import Field, Letterhead
from archive.evidence.letterhead.file_name import with_name


def named(symbol: str, name: str, confidence: float = 0.45) -> Field | None:
    return with_name(Letterhead(symbol=Field(symbol, "ocr", confidence)), name).symbol


@pytest.mark.parametrize(
    ("tail", "name", "whole"),
    [
        ("/KH-SYT", "2084 kh syt.pdf", "2084/KH-SYT"),
        ("/QĐ-SYT", "5065_QD-SYT.pdf", "5065/QĐ-SYT"),
        ("/QĐ-SYT", "3176b qd syt.pdf", "3176B/QĐ-SYT"),
        ("/QĐ-SYT", "3176b QD SYT.pdf", "3176b/QĐ-SYT"),
        ("/KH-TTra", "09 kh ttr(1).pdf", "09/KH-TTra"),
        ("/KH-SYT-CĐN", "2004 kh syt cd.pdf", "2004/KH-SYT-CĐN"),
        ("/SYT-NVY", "2047 syt ncy.pdf", "2047/SYT-NVY"),
        ("/SYT-NVY", "1943 sy nvy.pdf", "1943/SYT-NVY"),
        ("/KH-THCSKS", "H1-1.1-01 226 KH THCSKS ngay 3-10-2022.pdf", "226/KH-THCSKS"),
        ("/KH-THCSKS", "[H1-1.1-01] 226-KH-THCSKS.pdf", "226/KH-THCSKS"),
        ("/KH-THCSKS", "226 KH tu danh gia.pdf", "226/KH-THCSKS"),
        ("/QĐ-THCSKS", "225 QĐ thành lập Hội đồng.docx", "225/QĐ-THCSKS"),
        ("/PGD&ĐT", "cv 1034 PGD.pdf", "1034/PGD&ĐT"),
        ("-BC/CB", "12 bc cb.pdf", "12-BC/CB"),
        ("/2018/TT-BGDĐT", "18 2018 TT BGDDT.pdf", "18/2018/TT-BGDĐT"),
    ],
)
def test_the_number_is_proposed_where_the_tail_agrees(tail: str, name: str, whole: str) -> None:
    symbol = named(tail, name)
    assert symbol and (symbol.value, symbol.source) == (whole, "name")
    assert 0.4 < symbol.confidence < 0.95


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        ("/KH-SYT", "2084 qd syt.pdf"),
        ("/KH-SYT", "SCAN_0001.pdf"),
        ("/KH-SYT", "kế hoạch 2084.pdf"),
        ("/KH-THCSKS", "H1-1.1-01 KH THCSKS.pdf"),
        ("/KH-THCSKS", "H1-1.1-01.pdf"),
        ("/KH-THCSKS", "Kế hoạch năm học 2022-2023.pdf"),
        ("/KH-THCSKS", "226 KH PGD.pdf"),
        ("/THCSKS", "5 em học sinh.pdf"),
        ("/KH-SYT", ""),
    ],
)
def test_no_number_is_proposed_where_it_does_not(tail: str, name: str) -> None:
    symbol = named(tail, name)
    assert symbol and (symbol.value, symbol.source) == (tail, "ocr")


def test_a_number_that_the_name_has_too_is_surer() -> None:
    symbol = named("226/KH-THCSKS", "226 kh thcsks.pdf", 0.72)
    assert symbol == Field("226/KH-THCSKS", "ocr", 0.95)


def test_a_printed_number_is_kept_and_less_sure_where_the_name_has_another() -> None:
    symbol = named("226/KH-THCSKS", "227 kh thcsks.pdf", 0.93)
    assert symbol and symbol.value == "226/KH-THCSKS" and symbol.confidence < 0.7


def test_leading_zeros_stay_as_they_are_printed() -> None:
    symbol = named("06/KH-THCSKS", "6 kh thcsks.pdf", 0.8)
    assert symbol and (symbol.value, symbol.confidence) == ("06/KH-THCSKS", 0.95)


def test_a_name_that_is_a_symbol_speaks_softly_where_the_page_is_silent() -> None:
    symbol = with_name(Letterhead(), "226-KH-THCSKS.pdf").symbol
    assert symbol and symbol.source == "name" and symbol.value == "226/KH-THCSKS" and symbol.confidence < 0.5
    assert with_name(Letterhead(), "226 kh tu danh gia.pdf").symbol is None
    assert with_name(Letterhead(), "2 ANH TRUONG.jpg").symbol is None


def test_the_other_fields_stay() -> None:
    head = Letterhead(symbol=Field("/KH-SYT", "ocr", 0.4), place=Field("Kiên Giang", "ocr", 0.9))
    assert with_name(head, "2084 kh syt.pdf").place == head.place


@given(st.text(max_size=80), st.text(max_size=30))
def test_any_name_is_taken(name: str, symbol: str) -> None:
    found = named(symbol, name)
    assert found and found.value.endswith(symbol)


def test_a_long_name_takes_no_time() -> None:
    assert named("/KH-SYT", "1 kh " * 100_000) is not None
