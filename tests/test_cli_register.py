"""The register, further criteria and versions on the command line, used rightly and wrongly."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builders import FAST, pdf
from tests.running import run_archive, run_here

HEAD = "Tiêu chí;Số TT;Mã minh chứng;Tên minh chứng;Số, ngày ban hành;Nơi ban hành;Ghi chú\n"
ROWS = (
    "Tiêu chí 1.1;1;[H1-1.1-01];Kế hoạch chiến lược phát triển nhà trường;Số 45/KH-THCSKS ngày 15/9/2020;;\n"
    ";2;[H1-1.1-02];Quyết định phê duyệt kế hoạch chiến lược;Số 12/QĐ-PGDĐT ngày 1/10/2020;PGD;\n"
    "Tiêu chí 1.2;1;[H1-1.2-01];Sổ nghị quyết Hội đồng trường;Năm học 2021-2022;HĐT;Lưu tại phòng Văn thư\n"
    ";2;;Kế hoạch chiến lược phát triển nhà trường;;;Đã mã hóa [H1-1.1-01]\n"
)
ONE_READER = FAST + "[reading]\njobs = 1\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert run_here("init", tmp_path / "kho", "--school", "Trường THCS Kim Sơn").returncode == 0
    with (tmp_path / "kho" / "archive.toml").open("a") as settings:
        settings.write(ONE_READER)
    return tmp_path / "kho"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "danh mục.csv"
    path.write_text(HEAD + ROWS, "utf-8-sig")
    return path


def said(*arguments: str | Path) -> Any:
    done = run_here(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_register_comes_in_once_and_says_what_it_did(home: Path, sheet: Path) -> None:
    checked = said("register", "import", sheet, "--check", "--home", home)
    assert (checked["new"], checked["links"], checked["written"]) == (3, 1, False)
    first = said("register", "import", sheet, "--home", home)
    assert (first["rows"], first["new"], first["changed"], first["same"], first["links"]) == (3, 3, 0, 0, 1)
    again = said("register", "import", sheet, "--home", home)
    assert (again["new"], again["changed"], again["same"], again["links"]) == (0, 0, 3, 0)
    shown = said("show", "H1-1.2-01", "--home", home)
    assert (shown["title"], shown["documents"], shown["registered"]) == (
        "Sổ nghị quyết Hội đồng trường",
        [],
        True,
    )


def test_what_another_file_says_differently_is_taken_over_and_told(home: Path, sheet: Path) -> None:
    said("register", "import", sheet, "--home", home)
    sheet.write_text(HEAD + ROWS.replace("Quyết định phê duyệt", "Thông báo phê duyệt"), "utf-8-sig")
    changed = said("register", "import", sheet, "--home", home)
    assert changed["changed"] == 1
    (finding,) = [one for one in changed["findings"] if one["kind"] == "changed"]
    assert finding["code"] == "H1-1.1-02" and "Thông báo phê duyệt" in finding["sentence"]
    sheet.write_text(HEAD + ROWS.splitlines(keepends=True)[0], "utf-8-sig")
    kinds = [one["kind"] for one in said("register", "import", sheet, "--home", home)["findings"]]
    assert kinds.count("row-vanished") == 2
    assert said("show", "H1-1.1-02", "--home", home)["registered"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".csv"])
def test_what_goes_out_comes_in_as_it_was(home: Path, sheet: Path, tmp_path: Path, suffix: str) -> None:
    said("register", "import", sheet, "--home", home)
    out = tmp_path / f"ra{suffix}"
    assert said("register", "export", out, "--home", home)["rows"] == 3
    back = said("register", "import", out, "--check", "--home", home)
    assert (back["rows"], back["new"], back["changed"], back["links"]) == (3, 0, 0, 0)
    refused = run_here("register", "export", out, "--home", home)
    assert refused.returncode == 2 and "không bị ghi đè" in refused.stderr


def test_papers_without_a_line_are_in_the_export_too(home: Path, sheet: Path, tmp_path: Path) -> None:
    said("register", "import", sheet, "--home", home)
    (home / "drop" / "H5-5.6-01 Báo cáo kết quả giáo dục.pdf").write_bytes(pdf())
    (home / "drop" / "KH chien luoc.pdf").write_bytes(
        pdf(
            "TRƯỜNG THCS KIM SƠN\nSố: 45/KH-THCSKS\nKim Sơn, ngày 15 tháng 9 năm 2020\n"
            "KẾ HOẠCH\nChiến lược phát triển"
        )
    )
    outcomes = {one["path"]: one for one in said("ingest", "--home", home)["outcomes"]}
    filed = outcomes["KH chien luoc.pdf"]
    assert (filed["kind"], filed["code"], filed["reason"]) == ("filed", "H1-1.1-01", "symbol-and-date")
    out = tmp_path / "ra.xlsx"
    said("register", "export", out, "--home", home)
    texts = [cell.value for row in openpyxl.load_workbook(out).active.iter_rows() for cell in row]
    assert "[H5-5.6-01]" in texts and "Báo cáo kết quả giáo dục" in texts


def test_scans_that_came_before_the_register_are_filed_when_it_comes(home: Path, sheet: Path) -> None:
    head = "TRƯỜNG THCS KIM SƠN\nSố: 45/KH-THCSKS\nKim Sơn, ngày 15 tháng 9 năm 2020\n"
    text = f"{head}KẾ HOẠCH\nChiến lược phát triển"
    (home / "drop" / "SCAN_1.pdf").write_bytes(pdf(text))
    (waiting,) = said("ingest", "--home", home)["outcomes"]
    assert waiting["kind"] == "tray"
    (filed,) = said("register", "import", sheet, "--home", home)["filed"]
    assert (filed["document"], filed["code"], filed["reason"]) == (
        waiting["document"], "H1-1.1-01", "symbol-and-date",
    )  # fmt: skip
    said("unfile", waiting["document"], "--home", home)
    assert said("register", "import", sheet, "--home", home)["filed"] == []


def test_a_piece_serves_a_further_criterion_until_that_is_taken_back(home: Path, sheet: Path) -> None:
    said("register", "import", sheet, "--home", home)
    assert said("link", "h1-1.1-2", "1.8", "--home", home) == {
        "code": "H1-1.1-02", "criterion": "1.8", "linked": True,
    }  # fmt: skip
    for wrong, status in (
        (("H1-1.1-02", "1.8"), 2),
        (("H1-1.1-02", "1.1"), 2),
        (("H1-1.1-02", "9.9"), 2),
        (("H1-1.9-09", "1.1"), 5),
        (("abc", "1.1"), 5),
    ):
        done = run_here("link", *wrong, "--home", home)
        assert done.returncode == status and len(done.stderr.strip().splitlines()) == 1
    said("link", "H1-1.1-02", "1.8", "--undo", "--home", home)
    assert run_here("link", "H1-1.1-02", "1.8", "--undo", "--home", home).returncode == 2


def test_a_better_scan_takes_the_place_of_a_worse_one_and_gives_it_back(home: Path) -> None:
    (home / "drop" / "H1-1.1-01 mờ.pdf").write_bytes(
        pdf("bản quét mờ của kế hoạch chiến lược nhà trường năm 2020")
    )
    (home / "drop" / "SCAN.pdf").write_bytes(
        pdf("bản quét rõ hơn của kế hoạch chiến lược nhà trường năm 2020")
    )
    ids = {one["path"]: one["document"] for one in said("ingest", "--home", home)["outcomes"]}
    old, new = ids["H1-1.1-01 mờ.pdf"], ids["SCAN.pdf"]
    assert said("replace", old[:8], new[:8], "--home", home) == {
        "document": old, "replaced_by": new, "code": "H1-1.1-01",
    }  # fmt: skip
    assert [one["digest"] for one in said("show", "H1-1.1-01", "--home", home)["documents"]] == [new]
    found = said("search", "kế hoạch chiến lược", "--home", home)
    assert [hit["document"] for hit in found["hits"]] == [new]
    for wrong in ((old, new), (old, old), (new,), (old, new, "--undo")):
        assert run_here("replace", *wrong, "--home", home).returncode == 2
    said("replace", old, "--undo", "--home", home)
    assert len(said("search", "kế hoạch chiến lược", "--home", home)["hits"]) == 2


def test_what_is_moved_takes_its_older_versions_along(home: Path) -> None:
    for name in ("H1-1.1-01 mờ.pdf", "SCAN.pdf"):
        (home / "drop" / name).write_bytes(pdf(f"kế hoạch chiến lược nhà trường năm 2020, {name}"))
    ids = {one["path"]: one["document"] for one in said("ingest", "--home", home)["outcomes"]}
    old, new = ids["H1-1.1-01 mờ.pdf"], ids["SCAN.pdf"]
    said("replace", old, new, "--home", home)
    refused = run_here("file", old, "H1-1.1-02", "--move", "--home", home)
    assert refused.returncode == 2 and "--undo" in refused.stderr
    said("file", new, "H1-1.1-02", "--move", "--home", home)
    said("replace", old, "--undo", "--home", home)
    shown = said("show", "H1-1.1-02", "--home", home)
    assert {one["digest"] for one in shown["documents"]} == {old, new}
    assert run_here("show", "H1-1.1-01", "--home", home).returncode == 5


def test_a_wrong_filing_is_undone_by_one_command_in_the_open(home: Path) -> None:
    (home / "drop" / "H1-1.1-01 a.pdf").write_bytes(pdf())
    (outcome,) = said("ingest", "--home", home)["outcomes"]
    document = outcome["document"]
    assert said("unfile", document[:6], "--home", home)["before"] == "H1-1.1-01"
    assert run_here("unfile", document, "--home", home).returncode == 2
    assert [one["document"] for one in said("tray", "--home", home)] == [document]
    history = said("show", document, "--home", home)["history"]
    assert [line["event"] for line in history] == ["received", "filed", "unfiled"]


WRONG = [
    (("register", "import", "/nowhere.xlsx"), 5, "/nowhere.xlsx"),
    (("register", "export", "/nowhere/x.pdf"), 2, ".xlsx"),
    (("register", "export", "/nowhere/x.xlsx"), 5, "/nowhere"),
    (("register", "exprot", "/nowhere/x.xlsx"), 2, "exprot"),
    (("register", "export", "x.xlsx", "--edition", "tt99"), 2, "tt18-2018-thcs"),
    (("unfile", "abcdef"), 5, "abcdef"),
]


@pytest.mark.parametrize(("arguments", "status", "said_so"), WRONG, ids=lambda value: str(value)[:40])
def test_wrong_input_gets_one_sentence(
    home: Path, arguments: tuple[str, ...], status: int, said_so: str
) -> None:
    done = run_here(*arguments, "--home", home)
    assert done.returncode == status and said_so in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_without_a_table_says_what_to_send(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ảnh.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    done = run_here("register", "import", path, "--home", home)
    assert done.returncode == 11 and "XLSX" in done.stderr.upper()


def test_taking_out_a_better_version_gives_the_older_one_back(home: Path) -> None:
    (home / "drop" / "H1-1.1-01 mờ.pdf").write_bytes(pdf("bản quét mờ của kế hoạch năm học của nhà trường"))
    (home / "drop" / "SCAN.pdf").write_bytes(pdf("bản quét rõ của kế hoạch năm học của nhà trường"))
    ids = {one["path"]: one["document"] for one in said("ingest", "--home", home)["outcomes"]}
    old, new = ids["H1-1.1-01 mờ.pdf"], ids["SCAN.pdf"]
    said("replace", old, new, "--home", home)
    hidden = run_here("unfile", old, "--home", home)
    assert hidden.returncode == 2 and f"archive replace {old} --undo" in hidden.stderr
    assert len(hidden.stderr.strip().splitlines()) == 1
    done = run_here("unfile", new, "--home", home)
    assert done.returncode == 0 and "Dùng lại bản cũ" in done.stdout
    assert [one["digest"] for one in said("show", "H1-1.1-01", "--home", home)["documents"]] == [old]
    assert [one["document"] for one in said("tray", "--home", home)] == [new]
    said("unfile", old, "--home", home)
    assert {one["document"] for one in said("tray", "--home", home)} == {old, new}


def test_an_old_code_leads_to_the_piece_while_its_edition_is_named(home: Path, tmp_path: Path) -> None:
    settings = home / "archive.toml"
    one_edition = settings.read_text("utf-8")
    settings.write_text('other_editions = ["tt57-2026-pho-thong"]\n' + one_edition, "utf-8")
    (home / "drop" / "MC.1.2.01 Sổ nghị quyết.pdf").write_bytes(pdf())
    (outcome,) = said("ingest", "--home", home)["outcomes"]
    sheet = tmp_path / "danh mục mới.csv"
    row = "Tiêu chí 1.2;1;MC.1.2.01;Sổ nghị quyết Hội đồng trường;Năm học 2025-2026;;Mã cũ: H1-1.9-44\n"
    sheet.write_text(HEAD + row, "utf-8-sig")
    said("register", "import", sheet, "--home", home)
    shown = said("show", "H1-1.9-44", "--home", home)
    assert [one["digest"] for one in shown["documents"]] == [outcome["document"]]
    settings.write_text(one_edition, "utf-8")
    (home / "drop" / "H1-1.1-01 a.pdf").write_bytes(pdf("kế hoạch chiến lược phát triển của nhà trường"))
    for command in (("show", "H1-1.1-01"), ("tray",), ("gaps",), ("ingest",), ("rebuild",), ("serve",)):
        # Served by mistake, this process would serve for ever.
        done = (run_archive if command == ("serve",) else run_here)(*command, "--home", home)
        assert done.returncode == 4, (command, done.stderr)
        assert "MC.1.2.01" in done.stderr and "other_editions" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert run_here("verify", "--home", home).returncode == 0
    assert [one.name for one in (home / "drop").glob("*.pdf")] == ["H1-1.1-01 a.pdf"]


def test_a_narrower_file_leaves_what_it_has_no_column_for(home: Path, sheet: Path) -> None:
    said("register", "import", sheet, "--home", home)
    before = said("show", "H1-1.2-01", "--home", home)
    assert (before["keeper"], before["location"]) == ("phòng Văn thư", "")
    sheet.write_text("Mã minh chứng;Tên minh chứng;Số tờ\nH1-1.2-01;Sổ nghị quyết;12\n", "utf-8-sig")
    done = said("register", "import", sheet, "--home", home)
    assert done["changed"] == 1
    after = said("show", "H1-1.2-01", "--home", home)
    assert after["title"] == "Sổ nghị quyết"
    assert after["note"] == "Lưu tại phòng Văn thư\nSố tờ: 12"
    assert [after[name] for name in ("dated", "issuer", "keeper")] == [
        "Năm học 2021-2022", "HĐT", "phòng Văn thư",
    ]  # fmt: skip
    assert said("register", "import", sheet, "--home", home)["same"] == 1


def test_a_row_is_struck_in_the_open(home: Path, sheet: Path) -> None:
    said("register", "import", sheet, "--home", home)
    sheet.write_text(HEAD + ROWS.splitlines(keepends=True)[0], "utf-8-sig")
    findings = said("register", "import", sheet, "--home", home)["findings"]
    told = next(one["sentence"] for one in findings if one["code"] == "H1-1.1-02")
    assert "kho vẫn giữ" in told and "archive register strike H1-1.1-02" in told
    assert not said("register", "strike", "h1-1.1-2", "--check", "--home", home)["written"]
    assert said("register", "strike", "[H1-1.1-02]", "--home", home) == {
        "code": "H1-1.1-02", "title": "Quyết định phê duyệt kế hoạch chiến lược", "written": True,
    }  # fmt: skip
    assert run_here("show", "H1-1.1-02", "--home", home).returncode == 5
    for wrong, status in (("H1-1.1-02", 2), ("H1-1.9-09", 2), ("abc", 5)):
        done = run_here("register", "strike", wrong, "--home", home)
        assert done.returncode == status and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Họ tên;Ngày sinh\nLan;1/2/1990\n", "không có danh mục"),
        (HEAD + "1.1;1;MC.1.1.01;Kế hoạch;;;\n", 'other_editions = ["tt57-2026-pho-thong"]'),
        (HEAD + "1.1;1;minh chứng 5;Kế hoạch;;;\n", "minh chứng 5"),
    ],
)
def test_a_file_of_which_nothing_can_be_taken_is_refused(
    home: Path, sheet: Path, text: str, why: str
) -> None:
    sheet.write_text(text, "utf-8-sig")
    done = run_here("register", "import", sheet, "--home", home)
    assert done.returncode == 11 and why in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_rows_that_were_not_taken_are_counted(home: Path, sheet: Path) -> None:
    sheet.write_text(HEAD + ROWS + ";3;minh chứng 5;Ảnh cổng trường;;;\n", "utf-8-sig")
    done = run_here("register", "import", sheet, "--check", "--home", home)
    assert "1 dòng chưa được ghi" in done.stdout and "không dòng nào bị bỏ đi" not in done.stdout
    assert said("register", "import", sheet, "--home", home)["not_taken"] == 1


def test_what_the_register_says_of_a_piece_is_shown_with_its_history(home: Path, sheet: Path) -> None:
    said("register", "import", sheet, "--home", home)
    shown = run_here("show", "H1-1.2-01", "--home", home).stdout
    for text in ("Năm học 2021-2022", "HĐT", "Người giữ: phòng Văn thư", "ghi vào danh mục mã minh chứng"):
        assert text in shown
    said("register", "import", sheet, "--home", home)
    used = run_here("show", "H1-1.1-01", "--home", home).stdout
    assert "Dùng cho tiêu chí: 1.2" in used and "dùng thêm cho tiêu chí 1.2" in used
    (line,) = said("show", "H1-1.2-01", "--home", home)["history"]
    assert line["source"] == "danh mục.csv, dòng 4"


def test_a_version_that_is_used_again_says_so_in_its_history(home: Path) -> None:
    (home / "drop" / "H1-1.1-01 mờ.pdf").write_bytes(pdf("bản quét mờ của kế hoạch năm học"))
    (home / "drop" / "SCAN.pdf").write_bytes(pdf("bản quét rõ của kế hoạch năm học"))
    ids = {one["path"]: one["document"] for one in said("ingest", "--home", home)["outcomes"]}
    old = ids["H1-1.1-01 mờ.pdf"]
    said("replace", old, ids["SCAN.pdf"], "--home", home)
    assert "dùng lại bản cũ" not in run_here("show", old, "--home", home).stdout
    said("replace", old, "--undo", "--home", home)
    assert "dùng lại bản cũ" in run_here("show", old, "--home", home).stdout
