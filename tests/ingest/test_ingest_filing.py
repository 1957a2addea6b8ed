"""Each dropped file goes under the code its name or folder gives, or into the tray, once."""

import shutil
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest.answers import sentence
from archive.ingest.arrivals import look
from archive.ingest.outcomes import Outcome
from archive.ingest.readers import Readers
from archive.records import DocumentRecord
from archive.wording import load_wording
from storage.digest import Digest
from tests.builders import FAST, drop, ingest, make_home, pdf, run

AT = datetime.fromisoformat("2022-10-03T08:00:00+07:00")


def paper(name: str) -> bytes:
    return pdf(f"Trường THCS Kim Sơn báo cáo kết quả thực hiện nhiệm vụ năm học số {name} theo quy định")


def take(archive: Archive, readers: Readers, *paths: str) -> dict[str, Outcome]:
    for number, path in enumerate(paths):
        drop(archive, path, paper(f"{number} {path}"))
    outcomes = ingest(archive, readers)
    assert len(outcomes) == len({outcome.path for outcome in outcomes}) == len(paths)
    assert look(archive.drop) == ()
    return {outcome.path: outcome for outcome in outcomes}


def document(archive: Archive, digest: str | None) -> DocumentRecord:
    assert digest
    with archive.catalogue() as catalogue:
        found = catalogue.document(digest)
    assert found
    return found


def lines(archive: Archive) -> list[events.Event]:
    return [events.decode(line.event) for line, _ in archive.ledger.read()]


@pytest.mark.parametrize(
    ("path", "kind", "code", "reason"),
    [
        ("[H1-1.1-01] Kế hoạch.pdf", "filed", "H1-1.1-01", "code-in-name"),
        ("h1 – 1.10 – 2_ke_hoach.pdf", "filed", "H1-1.10-02", "code-in-name"),
        ("Kế hoạch (H5-5.6-12).pdf", "filed", "H5-5.6-12", "code-in-name"),
        ("TC 1.2/H1-1.1-01 dùng lại.pdf", "filed", "H1-1.1-01", "code-in-name"),
        ("H3-3.4-02/trang 1.pdf", "filed", "H3-3.4-02", "code-in-folder"),
        ("H3-3.4-02/2021-2022/sâu/trang 1.pdf", "filed", "H3-3.4-02", "code-in-folder"),
        ("Tiêu chí 1.10 An ninh/a.pdf", "filed", "H1-1.10-01", "criterion-in-folder"),
        ("tieu chi 2.4/a.pdf", "filed", "H2-2.4-01", "criterion-in-folder"),
        ("Tiêu chuẩn 1/TC1.3/a.pdf", "filed", "H1-1.3-01", "criterion-in-folder"),
        ("TC 1.1/TC 1.2/a.pdf", "filed", "H1-1.2-01", "criterion-in-folder"),
        ("H1-1.1-01 Kế hoạch năm học", "filed", "H1-1.1-01", "code-in-name"),
        ("SCAN_0001.pdf", "tray", None, "no-code"),
        ("Tiêu chuẩn 1/a.pdf", "tray", None, "no-code"),
        ("TC 1/a.pdf", "tray", None, "no-code"),
        ("H1-1.1-01a.pdf", "tray", None, "no-code"),
        ("H1-1.1-01 và H1-1.1-02.pdf", "tray", None, "several-codes"),
        ("H1-1.1-01 H1-1.2-01/a.pdf", "tray", None, "several-codes"),
        ("H1-1.99-01 sai.pdf", "tray", None, "unknown-criterion"),
        ("H9-9.1-01 sai.pdf", "tray", None, "unknown-criterion"),
        ("TC 1.11/a.pdf", "tray", None, "unknown-criterion"),
    ],
)
def test_where_a_file_goes(
    archive: Archive, readers: Readers, path: str, kind: str, code: str | None, reason: str
) -> None:
    (outcome,) = take(archive, readers, path).values()
    assert (outcome.kind, outcome.code, outcome.reason) == (kind, code, reason)
    assert document(archive, outcome.document).code == code


def test_the_same_code_in_two_spellings_of_one_letter_is_one_code(archive: Archive, readers: Readers) -> None:
    name = "TC 1.1/H1-1.1-05 Đề án tiếp tục.pdf"
    found = take(archive, readers, unicodedata.normalize("NFD", name))
    assert found[unicodedata.normalize("NFC", name)].code == "H1-1.1-05"
    received = [event for event in lines(archive) if isinstance(event, events.Received)]
    assert [event.path for event in received] == [unicodedata.normalize("NFC", name)]


def test_a_criterions_folder_is_numbered_in_the_order_of_names(archive: Archive, readers: Readers) -> None:
    names = [f"TC 1.5/Bài {number}.pdf" for number in (10, 9, 2, 1, 11)]
    found = take(archive, readers, *names)
    assert {name: outcome.code for name, outcome in found.items()} == {
        "TC 1.5/Bài 1.pdf": "H1-1.5-01",
        "TC 1.5/Bài 2.pdf": "H1-1.5-02",
        "TC 1.5/Bài 9.pdf": "H1-1.5-03",
        "TC 1.5/Bài 10.pdf": "H1-1.5-04",
        "TC 1.5/Bài 11.pdf": "H1-1.5-05",
    }
    assert take(archive, readers, "TC 1.5/Bài 0.pdf")["TC 1.5/Bài 0.pdf"].code == "H1-1.5-06"


def test_a_number_given_by_name_in_the_same_batch_is_not_given_again(
    archive: Archive, readers: Readers
) -> None:
    found = take(archive, readers, "TC 1.5/A H1-1.5-07.pdf", "TC 1.5/B.pdf", "TC 1.5/C.pdf")
    assert [outcome.code for outcome in found.values()] == ["H1-1.5-07", "H1-1.5-08", "H1-1.5-09"]


def test_numbers_used_up_lead_to_the_tray(archive: Archive, readers: Readers) -> None:
    found = take(archive, readers, "A H1-1.5-999.pdf", "TC 1.5/B.pdf")
    assert found["TC 1.5/B.pdf"].reason == "numbers-used-up"


def test_a_box_can_be_set(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho", FAST + "[filing]\nbox = 7\n")
    found = take(archive, readers, "TC 1.5/A.pdf", "H2-1.5-09.pdf", "TC 2.1/B.pdf")
    # The pieces of a criterion stay together; the set box is for a criterion that has none yet.
    assert [outcome.code for outcome in found.values()] == ["H2-1.5-09", "H2-1.5-10", "H7-2.1-01"]


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("2021-2022/H1-1.1-01 a.pdf", "2021-2022"),
        ("Năm học 2021-2022/TC 1.1/a.pdf", "2021-2022"),
        ("2021-2022/H1-1.1-01 Kế hoạch 2022-2023.pdf", "2022-2023"),
        ("H1-1.1-01 giai đoạn 2020-2025.pdf", None),
        ("NH 21-22/a.pdf", "2021-2022"),
        ("H1-1.1-01-2021-2022.pdf", "2021-2022"),
    ],
)
def test_the_school_year_comes_from_name_or_folder(
    archive: Archive, readers: Readers, path: str, year: str | None
) -> None:
    (outcome,) = take(archive, readers, path).values()
    assert document(archive, outcome.document).school_year == year


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("[H1-1.1-01] Kế hoạch chiến lược.pdf", "Kế hoạch chiến lược"),
        ("H1-1.1-01_Kế_hoạch  chiến lược (bản 2).pdf", "Kế hoạch chiến lược (bản 2)"),
        ("[H1-1.1-01].pdf", "[H1-1.1-01]"),
        ("H1-1.1-01/___.pdf", "___"),
    ],
)
def test_no_paper_goes_without_a_title(archive: Archive, readers: Readers, path: str, title: str) -> None:
    (outcome,) = take(archive, readers, path).values()
    assert document(archive, outcome.document).title == title


def test_the_same_bytes_under_two_names_are_one_document(archive: Archive, readers: Readers) -> None:
    data = paper("hai tên")
    drop(archive, "a.pdf", data)
    drop(archive, "b.pdf", data)
    first, second = ingest(archive, readers)
    assert (first.kind, second.kind) == ("tray", "again")
    assert first.document == second.document == Digest.of(data)
    assert [event.__struct_config__.tag for event in lines(archive)] == [
        "opened",
        "received",
        "received-again",
    ]
    assert look(archive.drop) == () and tuple(archive.check()) == ()


def test_a_second_name_with_a_code_files_what_lies_in_the_tray(archive: Archive, readers: Readers) -> None:
    data = paper("quét vội")
    drop(archive, "SCAN_0001.pdf", data)
    ingest(archive, readers)
    drop(archive, "[H1-1.4-03] Biên bản.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.code) == ("again", "H1-1.4-03")
    found = document(archive, Digest.of(data))
    assert (found.code, found.title) == ("H1-1.4-03", "Biên bản")
    drop(archive, "[H1-1.4-09] Tên khác.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.code) == ("again", "H1-1.4-03")


def test_the_same_file_dropped_again_writes_nothing(archive: Archive, readers: Readers) -> None:
    """Also what a run does that follows one killed between the ledger line and the removal."""
    data = paper("một")
    drop(archive, "TC 1.1/a.pdf", data)
    ingest(archive, readers)
    before = archive.ledger.end()
    drop(archive, "TC 1.1/a.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.code) == ("again", "H1-1.1-01")
    assert archive.ledger.end() == before
    assert look(archive.drop) == ()


def test_a_filing_lost_with_the_power_is_made_up_for(archive: Archive, readers: Readers) -> None:
    """The batch of two lines came to the disk by half; the file is still in the drop folder."""
    data = paper("mất điện")
    drop(archive, "TC 1.1/a.pdf", data)
    ingest(archive, readers)
    segment = archive.ledger.path("2022-2023")
    whole = segment.read_bytes()
    segment.write_bytes(whole[: -len(whole.splitlines()[-1]) // 2])
    shutil.rmtree(archive.derived)
    drop(archive, "TC 1.1/a.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.code) == ("again", "H1-1.1-01")
    assert document(archive, Digest.of(data)).code == "H1-1.1-01"
    assert tuple(archive.check()) == ()


def test_a_damaged_original_is_made_whole_by_the_same_file(archive: Archive, readers: Readers) -> None:
    data = paper("hỏng đĩa")
    drop(archive, "a.pdf", data)
    (outcome,) = ingest(archive, readers)
    path = archive.original(str(outcome.document))
    path.chmod(0o644)
    path.write_bytes(data[:-1] + b"?")
    drop(archive, "b.pdf", data)
    (again,) = ingest(archive, readers)
    assert again.kind == "again" and tuple(archive.check()) == ()


def test_an_original_that_cannot_be_read_is_made_whole_by_the_same_file(archive: Archive) -> None:
    data = paper("hết quyền")
    drop(archive, "a.pdf", data)
    assert run("ingest", "--home", str(archive.root), bounded=True).returncode == 0
    archive.original(Digest.of(data)).chmod(0)
    drop(archive, "b.pdf", data)
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    assert done.returncode == 0 and '"again"' in done.stdout
    assert archive.original(Digest.of(data)).stat().st_mode & 0o777 == 0o444


def test_a_drop_folder_that_nothing_may_leave_is_no_endless_loop(archive: Archive) -> None:
    data = paper("chỉ đọc")
    path = drop(archive, "đọc/a.pdf", data)
    path.parent.chmod(0o555)
    for kind in ("tray", "again"):
        done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count('"kind"') == 1 and f'"{kind}"' in done.stdout
    path.parent.chmod(0o755)
    assert path.read_bytes() == data
    received = [event for event in lines(archive) if not isinstance(event, events.Opened)]
    assert len(received) == 1


def test_an_undone_filing_comes_back_only_by_a_code_in_the_path(archive: Archive, readers: Readers) -> None:
    title = "Kế hoạch chiến lược phát triển nhà trường"
    data = pdf(
        "TRƯỜNG THCS KIM SƠN\nSố: 45/KH-THCSKS\nKim Sơn, ngày 15 tháng 9 năm 2020\n"
        "KẾ HOẠCH\nChiến lược phát triển nhà trường"
    )
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(events.Registered("H1-1.1-01", title, "Số 45/KH-THCSKS ngày 15/9/2020"))
    drop(archive, "a.pdf", data)
    (first,) = ingest(archive, readers)
    assert (first.kind, first.code, first.reason) == ("filed", "H1-1.1-01", "symbol-and-date")
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(events.Unfiled(Digest.of(data), "H1-1.1-01", "by-hand"))
    for path in ("b.pdf", "TC 1.1/c.pdf"):
        drop(archive, path, data)
        (outcome,) = ingest(archive, readers)
        assert (outcome.kind, outcome.code, outcome.reason) == ("again", None, "known")
    drop(archive, "H1-1.1-09/d.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.code, outcome.reason) == ("again", "H1-1.1-09", "code-in-folder")
    assert document(archive, Digest.of(data)).code == "H1-1.1-09"
    said = sentence(outcome, load_wording("vi"))
    assert "nay được xếp mã [H1-1.1-09]: mã ghi ở tên thư mục" in said
    drop(archive, "e.pdf", data)
    (outcome,) = ingest(archive, readers)
    assert outcome.reason == "known" and "nay được xếp" not in sentence(outcome, load_wording("vi"))
