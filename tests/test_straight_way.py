"""The straight way: papers dropped are filed, found, shown, verified, rebuilt and exported."""

import json
import random
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import Catalogue
from archive.evidence.letters import fold
from archive.home import Archive
from archive.index.entries import FACETS
from archive.index.follow import Following
from archive.index.hits import Question
from tests.running import COMMAND, run_archive

Samples = tuple[Path, dict[str, Any]]
Papers = list[dict[str, Any]]


def test_every_sample_has_one_outcome_and_the_drop_folder_is_empty(
    samples_taken_in: Samples, expected: Papers
) -> None:
    home, said = samples_taken_in
    outcomes = {outcome["path"]: outcome for outcome in said["outcomes"]}
    assert len(outcomes) == len(said["outcomes"]) == len(expected)
    assert {outcome["kind"] for outcome in outcomes.values()} <= {"filed", "tray", "again"}
    left = [path for path in (home / "drop").rglob("*") if path.is_file() and path.parent.name != "_ket-qua"]
    assert left == []
    for paper in expected:
        outcome = outcomes[paper["path"]]
        assert outcome["document"] == paper["sha256"]
        if paper["code"]:
            assert outcome["code"] == paper["code"], paper["path"]
        elif paper["criterion"]:
            assert f"-{paper['criterion']}-" in outcome["code"], paper["path"]
        elif outcome["kind"] == "filed":
            pytest.fail(f"{paper['path']} says no code and was filed under {outcome['code']}")


def test_answers_lie_in_the_drop_folder_in_words(samples_taken_in: Samples) -> None:
    home, said = samples_taken_in
    (answers,) = (home / "drop" / "_ket-qua").glob("*.txt")
    text = answers.read_text("utf-8-sig")
    assert len(text.splitlines()) == len(said["outcomes"])
    assert "[H1-1.1-01]" in text
    assert "khay chờ xếp mã" in text


def test_numbers_in_a_criterion_folder_follow_the_order_of_names(samples_taken_in: Samples) -> None:
    _, said = samples_taken_in
    by_folder: dict[str, list[str]] = {}
    for outcome in said["outcomes"]:
        if outcome["reason"] == "criterion-in-folder":
            by_folder.setdefault(outcome["path"].rpartition("/")[0], []).append(outcome["code"])
    assert by_folder
    for codes in by_folder.values():
        assert codes == sorted(codes, key=lambda code: int(code.rpartition("-")[2]))
        assert len(set(codes)) == len(codes)


def test_a_second_run_takes_nothing(samples_home: Path) -> None:
    again = run_archive("ingest", "--home", samples_home, "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["outcomes"] == []


def test_the_same_papers_dropped_again_are_known(samples_home: Path, expected: Papers) -> None:
    lines = Archive.open(samples_home).ledger.end().head.sequence
    shutil.copytree(COMMAND.parents[2] / "samples" / "drop", samples_home / "drop", dirs_exist_ok=True)
    again = json.loads(run_archive("ingest", "--home", samples_home, "--json").stdout)
    assert [outcome["kind"] for outcome in again["outcomes"]] == ["again"] * len(expected)
    assert Archive.open(samples_home).ledger.end().head.sequence == lines


def test_phrases_are_found_with_marks_and_without(samples_taken_in: Samples, expected: Papers) -> None:
    home, _ = samples_taken_in
    archive = Archive.open(home)
    index = Following(archive.index_path, archive.settings.engine)
    papers = [paper for paper in expected if paper["phrases"]]
    assert len(papers) > 40
    for write in (str, fold):
        asked = found = 0
        for paper in papers:
            for phrase in paper["phrases"]:
                hits = index.search(Question(write(phrase), 3)).hits
                asked += 1
                found += any(hit.document == paper["sha256"] for hit in hits)
        assert found / asked >= 0.97, f"{found} of {asked}"


def test_the_command_finds_what_the_index_finds(samples_taken_in: Samples, expected: Papers) -> None:
    home, _ = samples_taken_in
    paper = next(paper for paper in expected if paper["code"] and paper["phrases"])
    said = run_archive("search", fold(paper["phrases"][0]), "--home", home, "--json")
    answer = json.loads(said.stdout)
    assert answer["hits"][0]["code"] == paper["code"]
    assert answer["total"] >= 1
    assert set(answer["facets"]) == set(FACETS)
    assert answer["hits"][0]["marked"]


def test_school_years_come_from_folders_and_dates(samples_taken_in: Samples, expected: Papers) -> None:
    home, _ = samples_taken_in
    with Archive.open(home).catalogue() as catalogue:
        known = {record.digest: record.school_year for record in catalogue.all_documents()}
    folders = [paper for paper in expected if re.match(r"20\d\d-20\d\d/", paper["path"])]
    assert folders
    for paper in folders:
        assert known[paper["sha256"]] == paper["path"][:9]
    digital = [paper for paper in expected if paper["kind"] == "born-digital" and paper["school_year"]]
    right = sum(known[paper["sha256"]] == paper["school_year"] for paper in digital)
    assert right >= 0.9 * len(digital)


def test_show_tells_a_piece_with_its_documents_and_history(samples_taken_in: Samples) -> None:
    home, _ = samples_taken_in
    shown = json.loads(run_archive("show", "[h1 – 1.4 – 1]", "--home", home, "--json").stdout)
    assert shown["code"] == "H1-1.4-01"
    assert len(shown["documents"]) >= 2
    assert [event["event"] for event in shown["documents"][0]["history"]][:2] == ["received", "filed"]


def test_verify_is_clean_and_finds_what_is_done_to_it(samples_home: Path) -> None:
    clean = run_archive("verify", "--home", samples_home, "--json")
    assert clean.returncode == 0
    assert json.loads(clean.stdout)["findings"] == []
    archive = Archive.open(samples_home)
    changed, missing, *_ = archive.objects
    archive.objects.path(changed).chmod(0o644)
    with archive.objects.path(changed).open("r+b") as stream:
        stream.write(b"\0")
    archive.objects.path(missing).unlink()
    found = run_archive("verify", "--home", samples_home, "--json")
    assert found.returncode == 10
    findings = {(finding["kind"], finding["where"]) for finding in json.loads(found.stdout)["findings"]}
    assert findings == {("object-changed", changed), ("object-missing", missing)}


def test_rebuild_gives_the_same_catalogue_and_the_same_answers(samples_home: Path, expected: Papers) -> None:
    archive = Archive.open(samples_home)
    phrases = [phrase for paper in expected for phrase in paper["phrases"]]
    questions = [
        *random.Random(5).sample(phrases, 40),
        *("kế hoạch", "ke hoach", "H1-1.1-01", "Đông Triều", "226/KH-THCSKS", "quyết định thành lập"),
        *("hội đồng", "báo cáo năm học 2022-2023", "khong co tu nay dau", ""),
    ]
    rows, answers = _rows(archive), _answers(archive, questions)
    shutil.rmtree(archive.derived)
    rebuilt = run_archive("rebuild", "--home", samples_home, "--json", timeout=400)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert json.loads(rebuilt.stdout)["pictures"] > 80
    assert _rows(archive) == rows
    assert _answers(archive, questions) == answers


def _rows(archive: Archive) -> list[tuple[object, ...]]:
    with Catalogue.open_for_reading(archive.catalogue_path) as catalogue:
        return list(catalogue.rows())


def _answers(archive: Archive, questions: list[str]) -> list[object]:
    index = Following(archive.index_path, archive.settings.engine)
    answers = [index.search(Question(question, 10)) for question in questions]
    index.close()
    return [
        (
            answer.total,
            answer.facets,
            answer.matched,
            [(hit.document, hit.page, hit.snippet) for hit in answer.hits],
        )
        for answer in answers
    ]


def test_year_end_writes_a_bag_that_any_tool_can_verify(samples_home: Path) -> None:
    done = run_archive("year-end", "2022-2023", "--home", samples_home, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    bag = Path(said["bag"])
    valid = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", bag], capture_output=True, check=False
    )
    assert valid.returncode == 0, valid.stderr
    names = [path.name for path in (bag / "data").iterdir()]
    assert any(name.startswith("H1-1.") and name.endswith(".pdf") for name in names)
    listed = (bag / "danh-muc.csv").read_text("utf-8-sig").splitlines()
    assert len(listed) == 1 + sum(said["verdicts"].values())
    assert run_archive("year-end", "2022-2023", "--home", samples_home).returncode == 2


@contextmanager
def _portal(home: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [COMMAND, "serve", "--home", home, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        assert process.wait(20) in (0, -15)
        process.stdout.close()


@pytest.fixture(scope="module")
def portal(samples_taken_in: Samples) -> Iterator[str]:
    with _portal(samples_taken_in[0]) as address:
        yield address


def test_the_portal_answers_a_real_client_quickly(portal: str) -> None:
    for _ in range(3):
        with urllib.request.urlopen(f"{portal}tim?q=ke+hoach+giao+duc") as answer:  # noqa: S310 - loopback
            page = answer.read().decode()
    assert "<mark>" in page
    with urllib.request.urlopen(f"{portal}H1-1.1-01") as answer:  # noqa: S310 - loopback
        assert "H1-1.1-01" in answer.read().decode()


def test_a_council_member_finds_a_page_in_a_browser(portal: str, expected: Papers) -> None:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    paper = next(
        paper for paper in expected if paper["kind"] == "scan" and paper["code"] and paper["phrases"]
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        strangers: list[str] = []
        page.on(
            "request",
            lambda request: None if request.url.startswith(portal) else strangers.append(request.url),
        )
        page.goto(portal)
        page.get_by_role("searchbox").first.fill(paper["phrases"][0])
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile(re.escape(paper["code"]))).first.click()
        assert paper["code"] in unicodedata.normalize("NFC", page.inner_text("h1"))
        picture = page.locator("img[src*='/trang-anh/']").first
        picture.wait_for()
        deadline = time.monotonic() + 10
        while not picture.bounding_box() and time.monotonic() < deadline:
            time.sleep(0.1)
        box = picture.bounding_box()
        assert box
        assert box["width"] > 300
        source = picture.get_attribute("src")
        assert source
        answer = page.request.get(portal.rstrip("/") + source)
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/webp"
        assert strangers == []
        browser.close()
