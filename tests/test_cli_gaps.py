"""``archive gaps``: the table, the JSON and the workbook, from a real catalogue."""

import json
from pathlib import Path

import openpyxl
import pytest

from archive.evidence import events
from archive.home import Archive
from tests.builders import AT, EDITION
from tests.running import run_here

TT57 = "tt57-2026-pho-thong"
CYCLES = f"""
other_editions = ["{TT57}"]
[[cycles]]
edition = "{EDITION}"
first = "2020-2021"
last = "2022-2023"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("gaps") / "kho"
    Archive.create(root, "Trường THCS Kim Sơn", EDITION, AT, "x")
    with (root / "archive.toml").open("a", encoding="utf-8") as settings:
        settings.write(CYCLES)
    with Archive.open(root).writing(lambda: AT, "x") as registrar:
        registrar.record(
            events.Registered("H1-1.9-01", "Báo cáo", "Năm học 2020-2021", keeper="Văn thư"),
            events.Registered("H1-1.9-02", "Báo cáo", "Năm học 2021-2022"),
            events.Registered("H3-3.1-01", "Ảnh cổng trường", keeper="Văn thư"),
            events.Registered("MC.1.1.01", "Kế hoạch", location="https://truong.edu.vn"),
        )
    return root


def asked(home: Path, *more: str | Path) -> dict[str, object]:
    done = run_here("gaps", "--home", home, "--json", *more)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_table_lists_what_is_missing_and_why(home: Path) -> None:
    done = run_here("gaps", "--home", home)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Chu kỳ 2020-2021 – 2022-2023" in lines
    (row,) = [line for line in lines if line.startswith("1.9 ") and "hằng năm" in line]
    assert row.split("hằng năm")[1].split() == ["2022-2023", "2021-2022"]
    (row,) = [line for line in lines if line.startswith("1.1 ")]
    assert "1a, 1b, 1c, 2, 3" in row and "2020-2021 – 2022-2023" in row
    assert not [line for line in lines if line.startswith("3.1 ")]
    assert any("27 / 28 tiêu chí còn thiếu" in line and "1 minh chứng thiếu tệp" in line for line in lines)
    assert any(line.startswith("  5. 2018-2019 – 2022-2023: ") for line in lines), "level 4"


def test_the_json_has_every_cell_and_every_indicator(home: Path) -> None:
    found = asked(home)
    assert found["edition"] == EDITION and found["cycle"] == ["2020-2021", "2021-2022", "2022-2023"]
    criteria = {one["criterion"]: one for one in found["criteria"]}  # type: ignore[attr-defined]
    assert len(criteria) == 28
    assert [cell["state"] for cell in criteria["1.9"]["years"]] == [
        "not-asked", "not-asked", "has", "no-file", "missing",
    ]  # fmt: skip
    (yearly,) = [one for one in criteria["1.9"]["indicators"] if one["asked"] == "yearly"]
    assert (yearly["level"], yearly["letter"]) == (1, "c")
    assert (yearly["missing"], yearly["no_file"]) == (["2022-2023"], ["2021-2022"])
    assert criteria["3.1"]["undated"] == 1
    assert sum(len(one["indicators"]) for one in criteria.values()) == 84 + 45 + 25


def test_the_other_edition_is_asked_for_by_its_id(home: Path) -> None:
    found = asked(home, "--edition", TT57)
    assert found["edition"] == TT57 and len(found["criteria"]) == 15  # type: ignore[arg-type]
    assert found["level_four"] == []


def test_the_workbook_has_the_matrix_the_list_and_level_four(home: Path, tmp_path: Path) -> None:
    found = asked(home, "--xlsx", tmp_path / "thieu")
    assert found["file"] == str(tmp_path / "thieu.xlsx")
    book = openpyxl.load_workbook(tmp_path / "thieu.xlsx")
    matrix, listed, wide = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    heads = next(row for row in matrix if row[0] == "Tiêu chuẩn")
    assert heads[3:8] == ("2018-2019", "2019-2020", "2020-2021", "2021-2022", "2022-2023")
    (row,) = [row for row in matrix if row[1] == "1.9"]
    assert row[3:8] == (None, None, "1*", "1 thiếu tệp", "thiếu")
    assert len([row for row in matrix if row[1] and "." in str(row[1])]) == 28
    (row,) = [row for row in listed if row[4] and "quy chế dân chủ" in str(row[4]) and row[3] == "c"]
    assert row[2:4] == (1, "c") and row[5:] == ("hằng năm", "2022-2023", "2021-2022")
    assert [row[0] for row in wide if isinstance(row[0], int)] == [1, 2, 3, 4, 5, 6]
    assert all(sheet.page_setup.orientation == "landscape" for sheet in book.worksheets)


def test_a_file_that_is_there_stays_as_it_is(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "danh muc.xlsx"
    kept.write_bytes(b"of the school")
    done = run_here("gaps", "--home", home, "--xlsx", kept)
    assert done.returncode == 2 and "không bị ghi đè" in done.stderr
    assert kept.read_bytes() == b"of the school"


@pytest.mark.parametrize(
    ("option", "value", "status", "sentence"),
    [("--edition", "tt99", 2, TT57), ("--xlsx", "no/such/folder/a.xlsx", 5, "Không có thư mục")],
)
def test_what_is_not_there_is_said(
    home: Path, tmp_path: Path, option: str, value: str, status: int, sentence: str
) -> None:
    given = tmp_path / value if option == "--xlsx" else value
    done = run_here("gaps", "--home", home, option, given)
    assert done.returncode == status and sentence in done.stderr
    assert done.stdout == ""
