"""A report of 60 pages that cites 400 times, 40 things wrong in it: all are found, and nothing else."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from archive.editions.load import load_edition
from archive.evidence import events
from archive.evidence.citations import KINDS, Cited, Finding, Report, check
from archive.evidence.documents import Page
from archive.evidence.years import SchoolYear
from archive.home import Archive
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers
from archive.ingest.reading import begin, read_pages
from archive.settings import Settings
from archive.web.app import create_app
from samples.report import CITATIONS, Made, make
from samples.report_faults import Piece, Planted
from tests.builders import AT, FAST, drop, ingest, make_home
from tests.running import run_here

EDITIONS = (load_edition("tt18-2018-thcs"), load_edition("tt57-2026-pho-thong"))
CYCLE = (SchoolYear(2020), SchoolYear(2022))
LIMITS = Limits.of(Settings())
SETTINGS = """other_editions = ["tt57-2026-pho-thong"]
[reading]
jobs = 1
[[cycles]]
edition = "tt18-2018-thcs"
first = "2020-2021"
last = "2022-2023"
"""


@pytest.fixture(scope="module")
def made() -> Made:
    return make()


@pytest.fixture(scope="module")
def word(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "Báo cáo tự đánh giá.docx"
    path.write_bytes(made.word)
    return path


def pages_of(path: Path) -> tuple[Page, ...]:
    begun = begin(path, LIMITS)
    if begun.count == len(begun.pages):
        return begun.pages
    return read_pages(path, begun.media_type, range(1, begun.count + 1), LIMITS)


def checked(made: Made, pages: tuple[Page, ...]) -> Report:
    pieces = [
        Cited(
            one.code,
            one.title,
            one.documents,
            one.criteria,
            one.held_elsewhere,
            one.dated,
            one.date,
            one.school_years,
            one.note,
        )
        for one in made.pieces
    ]
    return check(pages, EDITIONS, pieces, {EDITIONS[0].id: CYCLE})


def tells(finding: Finding, planted: Planted) -> bool:
    """Whether a finding is of what was planted."""
    if (finding.kind, finding.criterion) != (planted.kind, planted.criterion):
        return False
    if planted.code:
        return finding.code == planted.code
    text = finding.sentence if finding.kind == "statement-without-code" else finding.spelling
    return text.startswith(" ".join(planted.text.split()))


def assert_all_found_and_no_more(report: Report, made: Made) -> None:
    missed = [one for one in made.planted if sum(tells(found, one) for found in report.findings) != 1]
    false = [one for one in report.findings if not any(tells(one, planted) for planted in made.planted)]
    assert (missed, false) == ([], [])
    assert len(report.findings) == len(made.planted) == 40
    assert len(report.citations) == made.citations == CITATIONS


def test_the_report_has_everything_that_can_be_wrong(made: Made) -> None:
    assert {one.kind for one in made.planted} == set(KINDS)
    assert made.pages == 60


def test_all_faults_of_the_word_file_are_found_each_on_its_page(made: Made, word: Path) -> None:
    pages = pages_of(word)
    report = checked(made, pages)
    assert_all_found_and_no_more(report, made)
    assert len(pages) == made.pages
    for planted in made.planted:
        (found,) = (one for one in report.findings if tells(one, planted))
        assert found.page == planted.page
        for place in found.places:
            assert pages[place.page - 1].text[place.start : place.end].strip()


@pytest.mark.parametrize("seed", ["một", "hai", "ba"])
def test_all_faults_are_found_wherever_they_stand(seed: str, tmp_path: Path) -> None:
    made = make(seed)
    (tmp_path / "a.docx").write_bytes(made.word)
    assert_all_found_and_no_more(checked(made, pages_of(tmp_path / "a.docx")), made)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_all_faults_are_found_in_the_pdf_of_the_report(tmp_path: Path) -> None:
    # What was deleted with changes tracked is printed, struck out.
    made = make(tracked=False, font="DejaVu Serif")
    (tmp_path / "a.docx").write_bytes(made.word)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = pages_of(tmp_path / "a.pdf")
    report = checked(made, pages)
    assert_all_found_and_no_more(report, made)
    assert len(pages) >= 60
    for one in report.findings:
        if one.kind == "statement-without-code":
            assert one.sentence[:20] in " ".join(pages[one.page - 1].text.split())


# In an archive


def registered(piece: Piece) -> Iterator[events.Event]:
    """What the register says of a piece; that somebody holds it stands for its documents."""
    dated = piece.dated or f"{f'Năm học {piece.school_years[0]}' if piece.school_years else ''}"
    if piece.date:
        year, month, day = piece.date.split("-")
        dated = f"ngày {day}/{month}/{year}"
    keeper = "Văn thư" if piece.documents or piece.held_elsewhere else ""
    yield events.Registered(piece.code, piece.title, dated, note=piece.note, keeper=keeper)
    for criterion in piece.criteria[1:]:
        yield events.Linked(piece.code, criterion)


@pytest.fixture(scope="module")
def archive(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = make_home(tmp_path_factory.mktemp("archive") / "kho", SETTINGS + FAST)
    with archive.writing(lambda: AT, "văn thư") as registrar:
        registrar.record(*(event for piece in made.pieces for event in registered(piece)))
    return archive


def test_the_command_lists_them_as_json_and_as_a_spreadsheet(
    made: Made, archive: Archive, word: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "xem lại.xlsx"
    done = run_here("citations", word, "--home", archive.root, "--json", "--xlsx", sheet)
    assert (done.returncode, done.stderr) == (10, "")
    data = json.loads(done.stdout)
    assert (data["edition"], data["cycle"]) == ("tt18-2018-thcs", ["2020-2021", "2022-2023"])
    assert (data["pages"], len(data["citations"]), data["unread"]) == (60, CITATIONS, [])
    assert {(one["kind"], one["criterion"], one["page"]) for one in data["findings"]} == {
        (one.kind, one.criterion, one.page or None) for one in made.planted
    }
    assert len(data["findings"]) == 40
    assert all(one["what"] and one["todo"] for one in data["findings"])
    assert sum(one["citations"] for one in data["criteria"]) == CITATIONS
    book = openpyxl.load_workbook(sheet)
    assert [(page.title) for page in book] == ["Cần xem lại", "Mã được dẫn", "Chưa được dẫn"]
    texts = [{str(cell.value) for row in page.iter_rows() for cell in row} for page in book]
    for one in made.planted:
        wanted = one.code or " ".join(one.text.split())
        where = texts[2] if one.kind == "never-cited" else texts[0]
        assert any(wanted in text for text in where), one
    again = run_here("citations", word, "--home", archive.root, "--xlsx", sheet)
    assert again.returncode == 2 and "đã có" in again.stderr


def test_the_command_says_where_and_what_to_do(archive: Archive, word: Path, tmp_path: Path) -> None:
    done = run_here("citations", word, "--home", archive.root)
    assert done.returncode == 10
    assert "Tiêu chí 1.1. Phương hướng, chiến lược" in done.stdout
    assert re.search(r"trang \d+: Mã \[H1-1.4-47\] không có trong danh mục", done.stdout)
    assert "40 chỗ cần xem lại" in done.stdout
    good = tmp_path / "báo cáo.txt"
    good.write_text("Tiêu chí 1.1\n1. Mô tả hiện trạng\nNhà trường có kế hoạch.", "utf-8")
    nothing = run_here("citations", good, "--home", archive.root)
    assert nothing.returncode == 10 and "không có mã minh chứng nào" in nothing.stdout
    missing = run_here("citations", tmp_path / "không có.docx", "--home", archive.root)
    assert missing.returncode == 5


def test_a_report_in_which_all_is_well(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho", FAST)
    with archive.writing(lambda: AT, "văn thư") as registrar:
        registrar.record(events.Registered("H1-1.1-01", "Kế hoạch", keeper="Văn thư"))
    report = tmp_path / "báo cáo.txt"
    lines = "Tiêu chí 1.1\n1. Mô tả hiện trạng\nNhà trường có kế hoạch chiến lược phát triển [H1-1.1-01].\n"
    report.write_text(lines, "utf-8")
    done = run_here("citations", report, "--home", archive.root)
    assert done.returncode == 0 and "mã nào cũng đúng" in done.stdout
    assert "archive.toml chưa ghi chu kỳ" in done.stdout


def test_the_portal_shows_the_report_with_its_codes_as_links(made: Made, archive: Archive) -> None:
    drop(archive, "Báo cáo tự đánh giá 2023.docx", made.word)
    with Readers(1, 2 << 30) as readers:
        ingest(archive, readers)
        client = TestClient(create_app(archive, readers, lambda: AT), follow_redirects=False)
        listed = client.get("/bao-cao")
        (address,) = re.findall(r'href="(/bao-cao/[0-9a-f]{12})"', listed.text)
        pages = [client.get(f"{address}?trang={number}") for number in range(1, made.pages + 1, 5)]
        beyond = client.get(f"{address}?trang={made.pages + 1}")
    assert {page.status_code for page in (listed, *pages)} == {200} and beyond.status_code == 404
    assert "dẫn 400 lần" in listed.text and "40 chỗ cần xem lại" in listed.text
    text = "".join(page.text for page in pages)
    assert re.search(
        rf'<a class="cite" id="\S+" data-into="mo" href="{address}\S*mo=H1-1.1-08#\S+">\[H1-1.1-08\]</a>',
        text,
    )
    assert '<span class="label">không có mã này</span>' in text
    assert "style=" not in text and "<script>" not in text
    anchors = [re.findall(r'<li><a href="#(v\d+)">', page.text) for page in pages]
    listed_once = [anchor for found in anchors for anchor in found]
    assert len(set(listed_once)) == len(listed_once) == 38
    for page, found in zip(pages, anchors, strict=True):
        assert all(f'id="{anchor}"' in page.text for anchor in found), "each stands on the page that lists it"
    words = " ".join(re.sub(r"<[^>]+>", "", text).split())
    for planted in made.planted:
        wanted = planted.text.replace("\u2011", "-") or planted.code or "?"
        assert " ".join(wanted.split())[:30] in words, planted


def test_a_document_without_codes_or_without_its_reading(archive: Archive) -> None:
    drop(archive, "Thông báo.txt", "Thông báo về việc nghỉ lễ của nhà trường.".encode())
    with Readers(1, 2 << 30) as readers:
        (outcome,) = ingest(archive, readers)
        client = TestClient(create_app(archive, readers, lambda: AT), follow_redirects=False)
        plain = client.get(f"/bao-cao/{outcome.document}")
        assert plain.status_code == 200 and "không dẫn mã minh chứng nào" in plain.text
        archive.readings.path(str(outcome.document)).unlink()
        assert client.get(f"/bao-cao/{outcome.document}").status_code == 503
        assert client.get("/bao-cao/000000000000").status_code == 404


def test_a_later_cycle_judges_the_same_report_otherwise(made: Made, word: Path) -> None:
    pages = pages_of(word)
    pieces = tuple(
        Cited(one.code, one.title, one.documents, one.criteria, one.held_elsewhere, date=one.date)
        for one in made.pieces
    )
    none = check(pages, EDITIONS, pieces, {})
    later = check(pages, EDITIONS, pieces, {EDITIONS[0].id: (SchoolYear(2030), SchoolYear(2034))})
    times = {"expired", "outside-cycle"}
    assert not times & {one.kind for one in none.findings}
    told = {one.code for one in later.findings if one.kind in times}
    assert len(told) > 200
    assert replace(later, findings=(), cycle=None) == replace(none, findings=())
