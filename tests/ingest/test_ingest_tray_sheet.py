"""A sheet of the tray that comes back files what it says, row by row, and is answered by a workbook."""

import io
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from archive.commands.tray_sheet import NAME, refresh, write_sheet
from archive.evidence import events
from archive.evidence.tray.decisions import RowAnswer
from archive.home import Archive
from archive.ingest.answers import write_answer
from archive.ingest.arrivals import look
from archive.ingest.outcomes import Outcome
from archive.ingest.readers import Readers
from archive.tables.read import read_tables
from archive.wording import load_wording
from tests.builders import AT, drop, ingest, make_home, pdf, run, workbook

VI = load_wording("vi")
NAMES = ("2022-2023/SCAN_0001.pdf", "SCAN_0002.pdf", "SCAN_0003.pdf", "SCAN_0004.pdf")
CODE, TITLE = 9, 10
FIRST = 6
"""The row of the first document."""


def paper(name: str) -> bytes:
    return pdf(f"Trường THCS Kim Sơn báo cáo kết quả thực hiện nhiệm vụ năm học số {name} theo quy định")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> tuple[Path, Path]:
    """A home with four papers in its tray, and their sheet. Only for copying."""
    root = tmp_path_factory.mktemp("given")
    archive = make_home(root / "kho")
    for name in NAMES:
        drop(archive, name, paper(name))
    ingest(archive, readers)
    with archive.catalogue() as catalogue:
        assert write_sheet(archive, catalogue, readers, VI, root / "khay.xlsx") == len(NAMES)
    return archive.root, root / "khay.xlsx"


@pytest.fixture
def archive(given: tuple[Path, Path], tmp_path: Path) -> Archive:
    """A copy of that home."""
    subprocess.run(["cp", "-a", given[0], tmp_path / "kho"], check=True)
    return Archive.open(tmp_path / "kho")


Change = Callable[[Worksheet], None]


@pytest.fixture
def filled(given: tuple[Path, Path]) -> Callable[..., bytes]:
    """The sheet with these codes in its rows, and whatever else a person does to it."""

    def fill(*codes: str | float | None, change: Change = lambda _: None) -> bytes:
        book = openpyxl.load_workbook(given[1])
        page = book.worksheets[0]
        for row, code in enumerate(codes, FIRST):
            page.cell(row, CODE).value = code
        change(page)
        return saved(book)

    return fill


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(archive: Archive, readers: Readers, data: bytes, name: str = "khay.xlsx") -> Outcome:
    """Drop a sheet and take it in; it is no document, and gone from the drop folder."""
    drop(archive, name, data)
    objects = tuple(archive.objects)
    (outcome,) = ingest(archive, readers)
    assert look(archive.drop) == () and tuple(archive.objects) == objects
    assert not any((archive.root / "objects" / ".staging").iterdir())
    return outcome


def kinds(outcome: Outcome) -> list[tuple[str, str | None]]:
    assert outcome.kind == "sheet"
    return [(row.kind, row.code) for row in outcome.rows]


def tray(archive: Archive) -> list[str]:
    with archive.catalogue() as catalogue:
        return [document.path for document in catalogue.tray()]


def filings(archive: Archive) -> list[events.Filed]:
    history = (events.decode(line.event) for line, _ in archive.ledger.read())
    return [event for event in history if isinstance(event, events.Filed)]


def answered(archive: Archive, outcome: Outcome) -> tuple[str, Path]:
    """What the day's text says of an outcome, and its workbook."""
    path = write_answer(outcome, archive, VI, AT)
    assert path
    books = sorted(path.parent.glob("*– kết quả*.xlsx"), key=lambda book: book.stat().st_mtime_ns)
    return path.read_text("utf-8-sig"), books[-1]


def test_a_filled_in_sheet_files_its_rows(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    def titled(page: Worksheet) -> None:
        page.cell(FIRST + 1, TITLE).value = "  Báo cáo\nđặt lại tên "

    outcome = take(archive, readers, filled("H1-1.1-05", "TC 1.1", None, "TC 1.10", change=titled))
    assert kinds(outcome) == [
        ("filed", "H1-1.1-05"), ("filed", "H1-1.1-06"), ("empty", None), ("filed", "H1-1.10-01"),
    ]  # fmt: skip
    assert tray(archive) == ["SCAN_0003.pdf"]
    first, second, _ = filings(archive)
    assert (first.code, first.reason, first.school_year) == ("H1-1.1-05", "tray-sheet", "2022-2023")
    assert second.title == "Báo cáo đặt lại tên"
    (kept,) = (archive.drop / "_ket-qua").iterdir()
    assert kept.name == "khay 2022-10-03 0800.xlsx"


def test_the_answer_has_every_row_and_can_be_returned_itself(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    outcome = take(archive, readers, filled("H1-1.1-0l", "H1-1.1-01", None, "9.9"), "Cô Hà/khay (1).xlsx")
    text, book = answered(archive, outcome)
    head, *lines = text.splitlines()
    assert book.name == "khay (1) – kết quả 2022-10-03 0800.xlsx"
    assert "Cô Hà/khay (1).xlsx → BẢNG XẾP MÃ: đã xếp 1 văn bản, cần xem lại 2 dòng, để trống 1 dòng" in head
    assert book.name in head
    assert [line.partition("  ")[2] for line in lines] == [
        "dòng 6, 2022-2023/SCAN_0001.pdf: Chưa rõ mã “H1-1.1-0l”: có chữ đứng chỗ của số, như O thay cho 0"
        " hoặc l thay cho 1. Có thể là H1-1.1-01. Hãy ghi lại mã.",
        "dòng 7, SCAN_0002.pdf: Đã xếp vào [H1-1.1-01].",
        "dòng 9, SCAN_0004.pdf: Bộ tiêu chuẩn không có tiêu chí 9.9. Hãy ghi lại mã.",
    ]
    (table,) = read_tables(book)
    assert [(row.cells[0], row.cells[2]) for row in table.rows[-4:]] == [
        ("6", "H1-1.1-0l"), ("7", "H1-1.1-01"), ("8", ""), ("9", "9.9"),
    ]  # fmt: skip
    assert table.rows[-3].cells[4] == "Đã xếp vào [H1-1.1-01]."
    assert all(row.cells[4] for row in table.rows[-4:])

    answer = openpyxl.load_workbook(book)
    page = answer.worksheets[0]
    for cells in page.iter_rows(min_row=5):
        cells[2].value = {"H1-1.1-0l": "H1-1.1-10", "9.9": "5.6"}.get(str(cells[2].value), cells[2].value)
    corrected = take(archive, readers, saved(answer), book.name)
    assert kinds(corrected) == [
        ("filed", "H1-1.1-10"), ("there", "H1-1.1-01"), ("empty", None), ("filed", "H5-5.6-01"),
    ]  # fmt: skip


def test_a_sheet_saved_by_libreoffice_is_the_same_and_one_saved_as_ods_is_refused(
    archive: Archive, readers: Readers, filled: Callable[..., bytes], tmp_path: Path
) -> None:
    source = tmp_path / "của tôi.xlsx"
    source.write_bytes(filled("1.1", "H1-1.3-01", None, "TC 1.10"))
    for kind in ("xlsx", "ods"):
        call = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", kind]
        subprocess.run([*call, "--outdir", tmp_path / "ra", source], check=True, capture_output=True)
    refused = take(archive, readers, (tmp_path / "ra" / "của tôi.ods").read_bytes(), "của tôi.ods")
    assert (refused.kind, refused.reason) == ("refused", "tray-sheet")
    outcome = take(archive, readers, (tmp_path / "ra" / "của tôi.xlsx").read_bytes(), "của tôi.xlsx")
    assert kinds(outcome) == [
        ("filed", "H1-1.1-01"), ("filed", "H1-1.3-01"), ("empty", None), ("filed", "H1-1.10-01"),
    ]  # fmt: skip


def test_columns_moved_rows_deleted_sorted_and_added(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    """As in a workbook of its own, without the property that ours has."""
    page = openpyxl.load_workbook(io.BytesIO(filled("H1-1.1-01", "1.3", "2.4", "H5-5.6-09"))).worksheets[0]
    heading, first, second, _, fourth = (
        [cell.value for cell in cells] for cells in page.iter_rows(min_row=FIRST - 1)
    )
    heading[CODE - 1] = "mã  MC\n(nhà trường điền)"
    book = openpyxl.Workbook()
    made = book.worksheets[0]
    made.append([None, "Người làm: cô Hà"])
    made.append(["Ghi chú riêng", *(heading[place] for place in (10, 8, 2, 7, 3)), "Xong chưa"])
    for cells in (fourth, first, second):
        made.append(["gấp", *(cells[place] for place in (10, 8, 2, 7, 3)), "x"])
    made.append([None, None, "H1-1.1-02", "Sổ theo dõi"])
    made.merge_cells("A2:A3")
    made.merge_cells("B1:G1")
    outcome = take(archive, readers, saved(book), "bảng của cô Hà.xlsx")
    assert kinds(outcome) == [
        ("filed", "H5-5.6-09"), ("filed", "H1-1.1-01"), ("filed", "H1-1.3-01"), ("no-digest", None),
    ]  # fmt: skip
    assert [row.row for row in outcome.rows] == [3, 4, 5, 6]
    assert outcome.rows[-1].name == "Sổ theo dõi" and tray(archive) == ["SCAN_0003.pdf"]


def test_numbers_and_formulas_in_place_of_texts(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    outcome = take(archive, readers, filled(1.1, 2.4, '="TC "&"1.1"', 20221003))
    assert kinds(outcome) == [
        ("lost-zero", None), ("filed", "H2-2.4-01"), ("formula", None), ("unreadable", None),
    ]  # fmt: skip
    text, _ = answered(archive, outcome)
    assert "có thể là TC 1.1, TC 1.10" in text and "công thức chưa được tính" in text


def test_of_two_people_the_first_answer_stands_and_the_second_is_told(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    drop(archive, "khay – cô Hà.xlsx", filled("H1-1.1-01", "1.3", None, None))
    drop(archive, "khay – thầy Nam.xlsx", filled("H1-1.2-01", "1.3", "1.5", None))
    first, second = ingest(archive, readers)
    assert kinds(first)[:2] == [("filed", "H1-1.1-01"), ("filed", "H1-1.3-01")]
    assert kinds(second) == [
        ("elsewhere", "H1-1.1-01"), ("there", "H1-1.3-01"), ("filed", "H1-1.5-01"), ("empty", None),
    ]  # fmt: skip
    text, _ = answered(archive, second)
    assert "đã được xếp vào [H1-1.1-01] từ trước (văn thư, 08:00 ngày 03/10/2022)" in text
    assert len(filings(archive)) == 3
    kept = {path.name for path in (archive.drop / "_ket-qua").iterdir()}
    assert {"khay – cô Hà 2022-10-03 0800.xlsx", "khay – thầy Nam 2022-10-03 0800.xlsx"} <= kept


def test_the_same_sheet_again_changes_nothing(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    data = filled("H1-1.1-01", "1.1", "1.1", None)
    given = kinds(take(archive, readers, data))
    end = archive.ledger.end()
    for number in (2, 3):
        again = take(archive, readers, data)
        assert kinds(again) == [("there", code) if code else (kind, code) for kind, code in given]
        assert archive.ledger.end() == end
        assert (archive.drop / "_ket-qua" / f"khay 2022-10-03 0800 ({number}).xlsx").read_bytes() == data


def test_one_document_in_two_rows_with_two_codes_and_a_document_of_another_archive(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    def copied(page: Worksheet) -> None:
        page.cell(FIRST + 1, 11).value = page.cell(FIRST, 11).value
        page.cell(FIRST + 2, 11).value = "f" * 64

    outcome = take(archive, readers, filled("1.1", "1.2", "1.3", "1.4", change=copied))
    assert [row.kind for row in outcome.rows] == ["twice", "twice", "unknown-document", "filed"]
    text, _ = answered(archive, outcome)
    assert "dòng 6, 2022-2023/SCAN_0001.pdf: Văn bản này còn có mã khác ở dòng 7" in text
    assert tray(archive) == list(NAMES[:3])


@pytest.mark.parametrize("column", [CODE, 11])
def test_without_its_code_or_its_digest_a_sheet_is_refused_with_the_way_out(
    archive: Archive, readers: Readers, filled: Callable[..., bytes], column: int
) -> None:
    data = filled("1.1", "1.2", change=lambda page: page.delete_cols(column))
    outcome = take(archive, readers, data)
    assert (outcome.kind, outcome.reason) == ("refused", "tray-sheet")
    assert (archive.refused / "2022-10-03" / "khay.xlsx").read_bytes() == data
    assert "khay.xlsx mới trong _ket-qua" in VI.say("refusal.tray-sheet") and len(tray(archive)) == len(NAMES)


def test_other_workbooks_are_documents(archive: Archive, readers: Readers) -> None:
    digest = "e433b2ac754ab5e0c747294600b3a7cfc1793c5f94766a8266ea497d7beae577"
    drop(archive, "danh muc.xlsx", workbook(("TT", "Mã minh chứng", "SHA-256"), (1, "H1-1.1-01", digest)))
    drop(archive, "hỏng.xlsx", workbook(("TT", digest))[:-40])
    assert [outcome.kind for outcome in ingest(archive, readers)] == ["tray", "refused"]


def test_a_sheet_in_a_zip_is_answered_too(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("khay.xlsx", filled("1.1"))
        made.writestr("SCAN_0005.pdf", paper("5"))
    drop(archive, "gửi.zip", stream.getvalue())
    outcomes = {outcome.path: outcome.kind for outcome in ingest(archive, readers)}
    assert outcomes == {"gửi.zip/khay.xlsx": "sheet", "gửi.zip/SCAN_0005.pdf": "tray"}
    assert look(archive.drop) == () and tray(archive) == [*NAMES[1:], "gửi.zip/SCAN_0005.pdf"]
    assert (archive.drop / "_ket-qua" / "khay 2022-10-03 0800.xlsx").is_file()


def test_a_document_read_again_is_never_taken_for_a_sheet(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    """A workbook that came in before there were such sheets stays the document that it is."""
    from archive.ingest.again import documents_received, read_again

    source = drop(archive, "cũ.xlsx", filled("1.1"))
    with archive.writing(lambda: AT, "văn thư") as registrar, source.open("rb") as stream:
        staged = registrar.stage(stream)
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        archive.objects.commit(staged)
        registrar.record(events.Received(str(staged.digest), "cũ.xlsx", staged.size, media_type, 1))
    last = documents_received(archive)[-1:]
    (reading,) = read_again(archive, last, readers, "reader")
    assert "SCAN_0001.pdf" in reading.pages[0].text


# The command, and the sheet beside the answers


def test_the_whole_way_by_the_command(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    for name in NAMES[:2]:
        drop(archive, name, paper(name))
    assert run("ingest", "--home", str(archive.root)).returncode == 0
    sheet = archive.drop / "_ket-qua" / NAME
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].cell(FIRST, CODE).value = "TC 1.1"
    sheet.unlink()
    drop(archive, "khay đã điền.xlsx", saved(book))
    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode == 0, done.stderr
    said = msgspec.json.decode(done.stdout)
    assert said["totals"] == {
        "filed": 0, "tray": 0, "again": 0, "refused": 0, "waiting": 0, "sheet": 1, "pages": 0,
    }  # fmt: skip
    rows = msgspec.convert(said["outcomes"][0]["rows"], tuple[RowAnswer, ...])
    assert [(row.kind, row.code, row.row) for row in rows] == [
        ("filed", "H1-1.1-01", FIRST), ("empty", None, FIRST + 1),
    ]  # fmt: skip
    names = [path.name for path in (archive.drop / "_ket-qua").glob("*.xlsx")]
    assert len(names) == 3 and NAME in names and any("– kết quả" in name for name in names)
    # The sheet beside the answers has the one that is left.
    assert openpyxl.load_workbook(sheet).worksheets[0].cell(FIRST, 3).value == "SCAN_0002.pdf"
    (page,) = (archive.drop / "_ket-qua").glob("*.html")
    text = page.read_text("utf-8")
    assert '<li class="tray"><b>2</b>' in text and '<li class="sheet"><b>1</b>' in text
    assert text.index("BẢNG XẾP MÃ") < text.index("Đã xếp vào [H1-1.1-01]") < text.index("SCAN_0002.pdf →")


def brought_up(archive: Archive, readers: Readers) -> Path:
    with archive.catalogue() as catalogue:
        refresh(archive, catalogue, readers, VI, AT)
    return archive.drop / "_ket-qua" / NAME


def test_the_sheet_is_written_when_the_tray_changed_and_only_then(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    sheet = brought_up(archive, readers)
    before = sheet.stat()
    assert look(archive.drop) == ()
    assert brought_up(archive, readers).stat() == before
    take(archive, readers, filled("1.1", "1.1", "1.1"))
    assert brought_up(archive, readers).stat().st_ino != before.st_ino
    assert openpyxl.load_workbook(sheet).worksheets[0].cell(FIRST, 3).value == "SCAN_0004.pdf"
    take(archive, readers, filled(None, None, None, "1.1"))
    assert not brought_up(archive, readers).exists()
    assert not brought_up(archive, readers).exists()


def test_a_sheet_that_is_open_stays_and_is_written_later(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    sheet = brought_up(archive, readers)
    before = sheet.read_bytes()
    take(archive, readers, filled("1.1"))
    mark = sheet.with_name(f"~${NAME}")
    mark.touch()
    os.utime(mark, (AT.timestamp(), AT.timestamp()))
    assert brought_up(archive, readers).read_bytes() == before
    # Left behind by a program that died, the day before.
    os.utime(mark, (AT.timestamp() - 90_000,) * 2)
    assert brought_up(archive, readers).read_bytes() != before


def test_a_sheet_filled_in_where_it_lies_is_kept_and_told_of(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    sheet = brought_up(archive, readers)
    mine = filled("1.1", "1.2")
    sheet.write_bytes(mine)
    drop(archive, "SCAN_0005.pdf", paper("5"))
    ingest(archive, readers)
    assert brought_up(archive, readers).read_bytes() != mine
    kept = sheet.with_name("khay 2022-10-03 0800.xlsx")
    assert kept.read_bytes() == mine
    assert f"“{kept.name}”" in sheet.with_name("2022-10-03.txt").read_text("utf-8-sig")
    # Dropped as well as left there, nobody need be told.
    sheet.write_bytes(other := filled("1.1", "1.3"))
    take(archive, readers, other)
    before = sorted(path.name for path in sheet.parent.iterdir())
    assert brought_up(archive, readers).read_bytes() != other
    assert sorted(path.name for path in sheet.parent.iterdir()) == before


def test_where_answers_cannot_be_written_the_sheet_is_still_filed(
    archive: Archive, readers: Readers, filled: Callable[..., bytes]
) -> None:
    (archive.drop / "_ket-qua").write_bytes(b"a file where the folder should be")
    drop(archive, "khay.xlsx", filled("1.1"))
    (outcome,) = ingest(archive, readers)
    assert kinds(outcome)[0] == ("filed", "H1-1.1-01")
    assert write_answer(outcome, archive, VI, AT) is None
    brought_up(archive, readers)
    # It lies there still, and says the same again.
    (again,) = ingest(archive, readers)
    assert kinds(again)[0] == ("there", "H1-1.1-01")
