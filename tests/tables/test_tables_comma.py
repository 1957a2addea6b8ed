"""Reading and writing separated values, and what is no table at all."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from archive.tables import comma
from archive.tables.read import read_tables
from archive.tables.table import FAULTS, TableFault
from archive.wording import LANGUAGES, load_wording
from tests.builders import jpeg, picture
from tests.register_files import HEADINGS, ROWS, book, saved

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def text(separator: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows((HEADINGS, *ROWS))
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "danh muc.csv"
    written = text(separator)
    path.write_bytes(windows(written) if encoding == "cp1258" else written.encode(encoding))
    (table,) = read_tables(path)
    assert [row.cells for row in table.rows] == [HEADINGS, *ROWS]
    assert (table.name, table.unit) == ("", "text")


def windows(text: str) -> bytes:
    """The text in Windows' own set, in which the five tones follow their letters."""
    letters = (unicodedata.normalize("NFD", letter) for letter in text)
    return b"".join(
        unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)).encode("cp1258")
        + "".join(mark for mark in parts if mark in _TONES).encode("cp1258")
        for parts in letters
    )


def test_rows_are_counted_as_excel_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "danh muc.csv"
    path.write_text(
        'sep=;\r\nMã;Tên\r\n\r\nH1-1.1-01;"Kế hoạch\r\nnăm học"\r\nH1-1.1-02;Sổ\r\n', "utf-8", newline=""
    )
    (table,) = read_tables(path)
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("Mã", "Tên")), (3, ("H1-1.1-01", "Kế hoạch\nnăm học")), (4, ("H1-1.1-02", "Sổ")),
    ]  # fmt: skip


def test_nothing_written_begins_like_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "danh muc.csv"
    cells = ("=1+1", "+84", "-5", "@SUM(A1)", "'=1", "''", "'a", "a=b", "\tx")
    comma.write(path, HEADINGS[:2], [cells])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.reader(stream))[1]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in written)
    assert read_tables(path)[0].rows[1].cells == cells


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04 and no more", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "other-format"),
        (b"<html><table><tr><td>H1-1.1-01</td></tr></table></html>", "other-format"),
        (b"Danh muc ma minh chung\nKhong co bang nao\n", "no-table"),
        (b"\xff\xfe\x00\xd8\x00\xd8\x41\x00", "unknown-letters"),
        (b"M\xc3\xa3;T\xd2n;\x81\r\n", "unknown-letters"),
        (jpeg(picture()), "picture"),
    ],
)  # fmt: skip
def test_what_is_no_table_says_why(tmp_path: Path, data: bytes, key: str) -> None:
    path = tmp_path / "danh muc"
    path.write_bytes(data)
    with pytest.raises(TableFault) as fault:
        read_tables(path)
    assert fault.value.key == key


def test_a_workbook_with_any_name_is_known(tmp_path: Path) -> None:
    path = tmp_path / "danh muc.csv"
    path.write_bytes(saved(book(ROWS)))
    assert len(read_tables(path)[0].rows) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_sentence(language: str) -> None:
    wording = load_wording(language)
    assert [key for key in FAULTS if not wording.say(f"table_fault.{key}", rows="200.000")] == []
