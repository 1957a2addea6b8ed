"""``archive labels`` and ``archive box``, as a person types them; and a cover sheet all the way round."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
import typer

from archive.cli import app
from archive.console import run
from archive.evidence import events
from archive.home import Archive
from archive.ingest.qr import marks_in
from archive.ingest.readers import Readers
from samples.scanner import Sheet, image_pdf
from tests.builders import AT, drop, ingest, make_home
from tests.labels.printing import pictures, scanned
from tests.running import SAMPLES

REGISTER = (
    events.Registered("H1-1.1-01", "Kế hoạch chiến lược"),
    events.Registered("H1-1.1-02", "Quyết định phê duyệt"),
    events.Registered("H1-1.2-01", "Sổ đăng bộ", keeper="Bà Lê Thị Thư", location="tủ 3"),
    events.Registered("H2-2.1-01", "Đánh giá hiệu trưởng"),
    events.Boxed(1, 400, "Kệ 2, ngăn 1"),
)


def register(archive: Archive) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(*REGISTER)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a register and two boxes, without a document. Only for reading."""
    archive = make_home(tmp_path_factory.mktemp("labels") / "kho")
    register(archive)
    return archive.root


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Command:
    """The ``archive`` command, in this process: to start one for each call takes longer than all the rest."""

    def __init__(self, caught: pytest.CaptureFixture[str]) -> None:
        self._caught = caught

    def run(self, *call: str | Path) -> Done:
        status = run(typer.main.get_group(app), list(map(str, call)))
        return Done(status, *self._caught.readouterr())

    def said(self, *call: str | Path) -> dict[str, Any]:
        done = self.run(*call, "--json")
        assert done.status == 0, done.err
        answer: dict[str, Any] = json.loads(done.out)
        return answer


@pytest.fixture
def archive(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def marks(path: Path) -> list[str]:
    return [mark for page in pictures(path.read_bytes()) for mark in sorted(marks_in(page.convert("L")))]


def test_labels_of_all_boxes_open_the_portal(archive: Command, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "nhan.pdf"
    answer = archive.said("labels", "--to", path, "--address", "http://10.0.0.5:8080/", "--home", home)
    assert answer == {"file": str(path), "address": "http://10.0.0.5:8080", "boxes": [1, 2], "covers": []}
    one, two = "http://10.0.0.5:8080/hop/1", "http://10.0.0.5:8080/hop/2"
    assert marks(path) == [one, two, one, two]


def test_labels_of_one_box_and_a_note_that_no_telephone_gets_there(
    archive: Command, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "nhan.pdf"
    done = archive.run("labels", "2", "--to", path, "--home", home)
    assert done.status == 0 and "1 hộp" in done.out
    assert "http://127.0.0.1:8080 chỉ mở được trên máy này" in done.err
    assert marks(path) == ["http://127.0.0.1:8080/hop/2"] * 2


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ((), ["H1-1.1-01", "H1-1.1-02", "H2-2.1-01"]),
        (
            ("H1-1.1-01 đến 03", "[h3-3.1-1]", "H1-1.1-02"),
            ["H1-1.1-01", "H1-1.1-02", "H1-1.1-03", "H3-3.1-01"],
        ),
        (("1.1",), ["H1-1.1-01", "H1-1.1-02"]),
        (("2", "H1-1.1-01"), ["H2-2.1-01", "H1-1.1-01"]),
    ],
)
def test_covers_of_codes(
    archive: Command, home: Path, tmp_path: Path, what: tuple[str, ...], codes: list[str]
) -> None:
    path = tmp_path / "bia.pdf"
    assert archive.said("labels", "--covers", *what, "--to", path, "--home", home)["covers"] == codes
    assert marks(path) == [f"MC:{code}" for code in codes]
    first = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
    titles = {event.code: event.title for event in REGISTER if isinstance(event, events.Registered)}
    assert titles[codes[0]] in first


@pytest.mark.parametrize(
    ("call", "status", "sentence"),
    [
        (("99",), 5, "Chưa có gì trong hộp 99"),
        (("--covers", "99"), 5, "Chưa có gì trong hộp 99"),
        (("H1-1.1-01",), 2, "“H1-1.1-01” không phải là số hộp"),
        (("--covers", "Kế hoạch"), 2, "“Kế hoạch” không phải là mã minh chứng"),
        (("--covers", "H1-1.1-01a"), 2, "“H1-1.1-01a” không phải là mã minh chứng"),
        (("--covers", "H1-1.99-01"), 2, "không có tiêu chí 1.99"),
        (("--covers", "4.1"), 5, "Không có gì để in"),
        (("--address", "kho.lan"), 2, "“kho.lan” không phải là địa chỉ"),
        (("--to", "nhan.docx"), 2, "nhãn được ghi ra PDF"),
        (("--to", "no-such-folder/nhan.pdf"), 5, "Không có thư mục"),
        (("--to", str(SAMPLES / "drop" / "SCAN_0001.pdf")), 2, "không bị ghi đè"),
    ],
)
def test_a_wrong_call_is_told_and_writes_nothing(
    archive: Command, home: Path, tmp_path: Path, call: tuple[str, ...], status: int, sentence: str
) -> None:
    path = tmp_path / "nhan.pdf"
    to = () if "--to" in call else ("--to", str(path))
    done = archive.run("labels", *call, *to, "--home", home)
    assert (done.status, done.out) == (status, "")
    assert sentence in done.err
    assert not path.exists()


def test_an_empty_archive_has_nothing_to_print(archive: Command, tmp_path: Path) -> None:
    home = make_home(tmp_path / "kho").root
    for call in ((), ("--covers",)):
        done = archive.run("labels", *call, "--to", tmp_path / "a.pdf", "--home", home)
        assert done.status == 5 and "Không có gì để in" in done.err


# archive box


def test_a_box_tells_what_is_in_it(archive: Command, home: Path) -> None:
    answer = archive.said("box", "1", "--home", home)
    assert (answer["capacity"], answer["place"], answer["pages"]) == (400, "Kệ 2, ngăn 1", 0)
    assert [piece["code"] for piece in answer["pieces"]] == ["H1-1.1-01", "H1-1.1-02", "H1-1.2-01"]
    assert answer["pieces"][2] == {
        "code": "H1-1.2-01", "title": "Sổ đăng bộ", "documents": 0, "pages": 0,
        "keeper": "Bà Lê Thị Thư", "location": "tủ 3",
    }  # fmt: skip
    lines = archive.run("box", "1", "--home", home).out.splitlines()
    assert lines[0] == "Hộp 1: 0/400 trang · Kệ 2, ngăn 1"
    assert lines[-1].endswith("Bà Lê Thị Thư, tủ 3") and lines[-2].endswith("chưa có tệp")


def test_what_is_said_of_a_box_is_kept_and_nothing_else_of_it_changes(
    archive: Command, tmp_path: Path
) -> None:
    root = make_home(tmp_path / "kho").root
    assert archive.said("box", "3", "--place", "Kệ 1", "--home", root)["place"] == "Kệ 1"
    assert archive.said("box", "3", "--capacity", "300", "--home", root) == {
        "box": 3, "capacity": 300, "place": "Kệ 1", "pages": 0, "pieces": [],
    }  # fmt: skip
    lines = archive.said("verify", "--home", root)["lines"]
    assert (
        archive.said("box", "3", "--capacity", "300", "--place", " Kệ 1 ", "--home", root)["capacity"] == 300
    )
    assert archive.said("verify", "--home", root)["lines"] == lines, "the same is not written twice"
    assert archive.said("box", "3", "--place", "", "--home", root)["place"] == ""


def test_a_box_that_nobody_knows_and_numbers_that_are_none(archive: Command, home: Path) -> None:
    done = archive.run("box", "9", "--home", home)
    assert (done.status, done.out) == (5, "") and "Chưa có gì trong hộp 9" in done.err
    for call in (
        ("0",),
        ("1000",),
        ("một",),
        ("1", "--capacity", "-1"),
        ("1", "--capacity", "9" * 19),
        ("1", "--place", "a\x07"),
    ):
        assert archive.run("box", *call, "--home", home).status == 2
    assert archive.said("box", "1", "--home", home)["capacity"] == 400


# All the way round


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers(1, 2 << 30) as opened:
        yield opened


def test_a_paper_scanned_under_its_cover_is_filed_and_fills_its_box(
    archive: Command, tmp_path: Path, readers: Readers
) -> None:
    school = make_home(tmp_path / "kho")
    register(school)
    path = tmp_path / "bia.pdf"
    archive.said("labels", "--covers", "H1-1.1-02", "--to", path, "--home", school.root)
    paper = (SAMPLES / "drop" / "225 QD thanh lap HD TDG.pdf").read_bytes()
    (cover,) = pictures(path.read_bytes())
    sheets = [scanned(cover, "grey", 1.1, seed=5, stamps=1), *(page.convert("L") for page in pictures(paper))]
    drop(school, "SCAN_0042.pdf", image_pdf(tuple(Sheet(sheet, 0.0) for sheet in sheets), "grey"))
    ingest(school, readers)
    archive.said("box", "1", "--capacity", "2", "--home", school.root)
    with school.catalogue() as catalogue:
        (document,) = catalogue.documents_under("H1-1.1-02")
    assert (document.reason, document.pages) == ("cover-sheet", 3)
    assert document.symbol and document.symbol.endswith("/QĐ-THCSKS")
    assert archive.run("box", "1", "--home", school.root).out.startswith("Hộp 1: 3/2 trang (quá đầy)")
