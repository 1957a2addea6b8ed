"""The sheet of the tray: what it shows, what its drop-down offers, and that it is read as it was written."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from archive.commands import tray as command
from archive.commands.tray_sheet import write_sheet
from archive.console import Console
from archive.evidence import events
from archive.evidence.tray.rows import find_rows
from archive.failures import Failure
from archive.home import Archive
from archive.ingest.readers import Readers
from archive.tables import xlsx
from archive.tables.read import read_tables
from archive.wording import load_wording
from tests.builders import AT, drop, ingest, jpeg, make_home, pdf, picture, word

HEADINGS = (
    "STT", "Ảnh trang 1", "Tên tệp", "Tên văn bản", "Số, ký hiệu", "Ngày", "Nơi ban hành", "Gợi ý",
    "Mã minh chứng", "Tên minh chứng", "SHA-256",
)  # fmt: skip
PLAN = """TRƯỜNG THCS KIM SƠN
Số: 112/KH-THCSKS
Kim Sơn, ngày 03 tháng 10 năm 2022
KẾ HOẠCH
Tổ chức ngày hội STEM năm học 2022-2023
Nhà trường xây dựng kế hoạch tổ chức ngày hội khoa học cho học sinh toàn trường"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Path]:
    """An archive with a register and three papers in its tray, and the sheet of the tray."""
    root = tmp_path_factory.mktemp("tray")
    archive = make_home(root / "kho")
    with archive.writing(lambda: AT, "văn thư") as registrar:
        registrar.record(
            events.Registered("H5-5.4-01", "Kế hoạch ngày hội STEM", "Số 99/KH-THCSKS ngày 01/10/2022"),
            events.Registered("H1-1.1-01", "Kế hoạch chiến lược"),
            events.Registered("H1-1.10-01", "Phương án an ninh"),
        )
    drop(archive, "2022-2023/SCAN_0001.pdf", pdf(PLAN))
    drop(archive, "ảnh.jpg", jpeg(picture("Phòng thư viện", 900)))
    drop(archive, "=họp.docx", word("Biên bản họp tổ chuyên môn"))
    with Readers(2, 2 << 30) as readers:
        ingest(archive, readers)
        with archive.catalogue() as catalogue:
            count = write_sheet(archive, catalogue, readers, load_wording("vi"), root / "khay.xlsx")
    assert count == 3
    return archive, root / "khay.xlsx"


def cells(path: Path) -> list[tuple[str, ...]]:
    (table,) = (one for one in read_tables(path) if one.kind == "shown")
    return [row.cells for row in table.rows]


def test_each_paper_has_a_row_with_what_is_known_of_it(sheet: tuple[Archive, Path]) -> None:
    archive, path = sheet
    rows = cells(path)
    heading = rows.index(HEADINGS)
    assert [row[2] for row in rows[heading + 1 :]] == ["2022-2023/SCAN_0001.pdf", "=họp.docx", "ảnh.jpg"]
    plan = rows[heading + 1]
    assert plan[4:7] == ("112/KH-THCSKS", "03/10/2022", "TRƯỜNG THCS KIM SƠN")
    assert plan[7].startswith("H5-5.4-01: Kế hoạch ngày hội STEM (tên gần giống danh mục)\n")
    assert plan[7].count("\n") == 2 and "\nTC " in plan[7]
    assert {plan[8], plan[9]} == {""}
    assert archive.original(plan[10]).is_file()
    said = " ".join(row[0] for row in rows[:heading])
    for part in ("Mã minh chứng", "H1-1.1-01", "TC 1.1", "thư mục nhận (drop)", "SHA-256", "3 văn bản"):
        assert part in said


def test_the_first_page_is_shown_small(sheet: tuple[Archive, Path]) -> None:
    _, path = sheet
    pictures = openpyxl.load_workbook(path).worksheets[0]._images  # type: ignore[attr-defined]
    # A Word file has no picture of its pages.
    assert [picture.anchor._from.row for picture in pictures] == [5, 7]
    for one in pictures:
        image = Image.open(io.BytesIO(one._data()))
        assert image.format == "PNG" and image.width == 120 and image.height <= 170
        assert (one.width, one.height) == image.size


def test_the_drop_down_offers_what_is_suggested_then_what_has_no_file(sheet: tuple[Archive, Path]) -> None:
    book = openpyxl.load_workbook(sheet[1])
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert str(rule.sqref) == "I6:I8" and not rule.showErrorMessage
    offered = [str(cell.value) for cell in book["_lists"]["A"]]
    suggested = [[line.partition(":")[0] for line in row[7].split("\n")] for row in cells(sheet[1])[-3:]]
    assert offered[: len(suggested)] == list(dict.fromkeys(first for first, *_ in suggested))
    assert set(offered) == {
        "H1-1.1-01",
        "H1-1.10-01",
        "H5-5.4-01",
        *(one for row in suggested for one in row),
    }
    assert len(offered) == len(set(offered)) and offered[-1] == "H1-1.10-01"


def test_it_is_known_again_and_read_as_it_was_written(sheet: tuple[Archive, Path]) -> None:
    archive, path = sheet
    assert "archive-tray-sheet" in xlsx.properties(path)
    for marked in (True, False):
        rows = find_rows(read_tables(path), marked)
        assert rows is not None
        with archive.catalogue() as catalogue:
            assert [(row.document, row.name) for row in rows] == [
                (document.digest, document.path) for document in catalogue.tray()
            ]
        assert {(row.code, row.title) for row in rows} == {("", "")}


def test_the_command_writes_it_once(
    sheet: tuple[Archive, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, path = sheet
    console = Console(load_wording("vi"), json=True)
    command.run(console, archive, tmp_path / "của tôi")
    assert json.loads(capsys.readouterr().out) == {"file": str(tmp_path / "của tôi.xlsx"), "documents": 3}
    assert (tmp_path / "của tôi.xlsx").read_bytes() == path.read_bytes()
    for there, key in ((tmp_path / "của tôi.xlsx", "file-exists"), (tmp_path / "x" / "a.xlsx", "no-folder")):
        with pytest.raises(Failure) as failed:
            command.run(console, archive, there)
        assert failed.value.key == key


def test_a_part_of_the_tray_says_so_in_either_language(sheet: tuple[Archive, Path], tmp_path: Path) -> None:
    archive, _ = sheet
    with Readers(1, 2 << 30) as readers, archive.catalogue() as catalogue:
        for language, said in (
            ("vi", "Khay có 3 văn bản; bảng này có 2 "),
            ("en", "The tray has 3 documents; "),
        ):
            path = tmp_path / f"{language}.xlsx"
            assert write_sheet(archive, catalogue, readers, load_wording(language), path, 2) == 2
            rows = cells(path)
            assert any(row[0].startswith(said) for row in rows)
            found = find_rows(read_tables(path), False)
            assert found is not None and [one.name for one in found] == [
                "2022-2023/SCAN_0001.pdf",
                "=họp.docx",
            ]
