"""A label gives what the path says, and the placement says why."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.cycles import Cycles
from archive.evidence.filing import REASONS, TRAY_REASONS, label_of, place, split_suffix

EDITION = load_edition("tt18-2018-thcs")
STYLE = EDITION.code_style
CYCLES = Cycles((EDITION,))


def code(text: str) -> EvidenceCode:
    return STYLE.parse(text)


def where(path: str, *given_codes: str, box: int | None = 1) -> tuple[str | None, str]:
    found = place(label_of(path, CYCLES), CYCLES, tuple(map(code, given_codes)), box)
    return found.code.plain if found.code else None, found.reason


def test_the_name_comes_before_the_folders_and_the_near_folder_before_the_far() -> None:
    assert where("H1-1.2-01/TC 1.3/H1-1.1-01.pdf") == ("H1-1.1-01", "code-in-name")
    assert where("TC 1.3/H1-1.2-01/a.pdf") == ("H1-1.2-01", "code-in-folder")
    assert where("H1-1.2-01/TC 1.3/a.pdf") == ("H1-1.3-01", "criterion-in-folder")


def test_the_next_number_goes_on_from_the_highest_ever_given() -> None:
    assert where("TC 1.1/a.pdf", "H1-1.1-01", "H1-1.1-07", "H1-1.10-20") == (
        "H1-1.1-08",
        "criterion-in-folder",
    )
    assert where("TC 1.1/a.pdf", "H4-1.1-03") == ("H4-1.1-04", "criterion-in-folder")
    assert where("TC 1.1/a.pdf", "H1-1.1-999") == (None, "numbers-used-up")


def test_the_tray_says_why() -> None:
    assert where("a.pdf") == (None, "no-code")
    assert where("H1-1.1-01 H1-1.1-02.pdf") == (None, "several-codes")
    assert where("H1-1.1-01 H1-1.1-01.pdf") == ("H1-1.1-01", "code-in-name")
    assert where("H1-7.1-01.pdf") == (None, "unknown-criterion")
    assert where("TC 9.1/a.pdf") == (None, "unknown-criterion")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_label_is_the_same_in_either_form(form: Literal["NFC", "NFD"]) -> None:
    path = "Năm học 2021-2022/Tiêu chí 1.10/Đề án số 5 – Đội tuyển.pdf"
    label = label_of(unicodedata.normalize(form, path), CYCLES)
    assert label.criterion == CriterionId(1, 10)
    assert str(label.school_year) == "2021-2022"
    assert label.title == "Đề án số 5 – Đội tuyển"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("H1-1.1-01 Kế hoạch.pdf", ".pdf"),
        ("H1-1.1-01 Kế hoạch năm học", ""),
        ("Báo cáo số 12.2022 của trường", ""),
        ("Báo cáo.Số 12", ""),
        ("H1-1.1-01", ""),
        ("a.b.DOCX", ".DOCX"),
        ("a.mp4", ".mp4"),
        (".pdf", ""),
        ("a.", ""),
        ("a.tàiliệu", ""),
    ],
)
def test_a_suffix_is_no_half_of_a_name(name: str, suffix: str) -> None:
    assert split_suffix(name, CYCLES) == (name.removesuffix(suffix), suffix)


def test_a_name_without_a_suffix_is_a_whole_title() -> None:
    assert label_of("H1-1.1-01 Kế hoạch năm học", CYCLES).title == "Kế hoạch năm học"
    assert label_of("Báo cáo số 12.2022 của trường", CYCLES).title == "Báo cáo số 12.2022 của trường"


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip("/. ") != ""))
def test_any_path_has_a_label_with_a_title(path: str) -> None:
    label = label_of(path, CYCLES)
    assert label.title
    found = place(label, EDITION, (), 1)
    assert (found.code is None) == (found.reason in TRAY_REASONS)
    assert (found.code is not None) == (found.reason in REASONS)
