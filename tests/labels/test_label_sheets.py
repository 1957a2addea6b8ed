"""What stands on labels, contents sheets and covers."""

import pytest

from archive.evidence.codes import CriterionId
from archive.evidence.years import SchoolYear
from archive.labels.sheets import Entry, box_sheet, cover_of, entry_of, spans
from archive.records import BoxRecord, PieceRecord
from tests.labels.printing import CYCLES, piece

YEARS = (SchoolYear(2020), SchoolYear(2021), SchoolYear(2022))


@pytest.mark.parametrize(
    ("ids", "written"),
    [
        ("", ""),
        ("1.1", "1.1"),
        ("1.1 1.2 1.3", "1.1–1.3"),
        ("1.10 1.9 1.1 1.9", "1.1, 1.9–1.10"),
        ("1.10 2.1 2.2", "1.10, 2.1–2.2"),
    ],
)
def test_criteria_are_written_as_runs(ids: str, written: str) -> None:
    assert spans(map(CriterionId.parse, ids.split())) == written


@pytest.mark.parametrize(
    ("record", "entry"),
    [
        (
            piece("H1-1.1-01", "Kế hoạch", symbol="226/KH-THCSKS", date="2022-10-03"),
            Entry("H1-1.1-01", "Kế hoạch", "226/KH-THCSKS, 03/10/2022", 12),
        ),
        (
            piece("H1-1.1-01", "Kế hoạch", symbol="/KH-THCSKS", date=None),
            Entry("H1-1.1-01", "Kế hoạch", "…/KH-THCSKS", 12),
        ),
        (
            piece("H1-1.1-01", "Kế hoạch", symbol="226/KH-THCSKS", dated="Số 226 ngày 03/10/2022"),
            Entry("H1-1.1-01", "Kế hoạch", "Số 226 ngày 03/10/2022", 12),
        ),
        (
            piece("H1-1.2-01", "Sổ đăng bộ", documents=0, pages=0, keeper="Bà Lê Thị Thư", location="tủ 3"),
            Entry("H1-1.2-01", "Sổ đăng bộ", "", 0, where="Bà Lê Thị Thư, tủ 3"),
        ),
        (
            piece("H1-1.2-02", "Thiếu", documents=0, pages=0),
            Entry("H1-1.2-02", "Thiếu", "", 0, missing=True),
        ),
        (
            piece("H1-1.2-03", "Có tệp", keeper="Bà Lê Thị Thư"),
            Entry("H1-1.2-03", "Có tệp", "", 12),
        ),
    ],
)
def test_a_line_says_what_a_piece_is_and_where(record: PieceRecord, entry: Entry) -> None:
    assert entry_of(record) == entry


def test_a_box_says_what_it_covers() -> None:
    pieces = [piece(code, "x") for code in ("H2-2.1-01", "H2-2.2-03", "H2-3.6-02")]
    sheet = box_sheet(BoxRecord(2, "2,3", 3, 3, 36), pieces, CYCLES, YEARS, "http://10.0.0.5:8080/hop/2")
    assert [standard.number for standard in sheet.standards] == [2, 3]
    assert sheet.criteria == "2.1–2.2, 3.6"
    assert sheet.codes == ("H2-2.1-01", "H2-3.6-02")
    one = box_sheet(sheet.box, pieces[:1], CYCLES, YEARS, sheet.address)
    assert one.codes == ("H2-2.1-01",)
    assert box_sheet(sheet.box, (), CYCLES, YEARS, sheet.address).codes == ()


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:8080/hop/1", True),
        ("http://localhost/hop/1", True),
        ("http://[::1]:8080/hop/1", True),
        ("http://192.168.1.10:8080/hop/1", False),
        ("https://kho.lan/hop/1", False),
    ],
)
def test_an_address_that_only_this_machine_opens_is_known(address: str, local: bool) -> None:
    assert box_sheet(BoxRecord(1, "", 0, 0, 0), (), CYCLES, YEARS, address).is_local == local


def test_a_cover_names_its_code_and_criterion() -> None:
    cover = cover_of(CYCLES.parse("[h1-1.10-1]"), "Phương án")
    assert (cover.code, cover.text, cover.title) == ("H1-1.10-01", "MC:H1-1.10-01", "Phương án")
    assert cover.criterion == "1.10. Đảm bảo an ninh trật tự, an toàn trường học"
    assert cover_of(CYCLES.parse("H1-1.99-01"), "").criterion == "1.99"
