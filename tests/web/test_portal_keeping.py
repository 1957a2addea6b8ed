"""Retention and checks: what is kept until when and why, what was exported, and is it all as it was."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from portal_sample import BY, NOON, make_sample
from running import run_here
from starlette.testclient import TestClient

from archive.evidence import events
from archive.fixity import checks_made
from archive.home import Archive
from archive.web.app import create_app

AS_JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    sample = make_sample(tmp_path_factory.mktemp("keeping") / "kho")
    archive, photograph = sample.archive, sample.digests["photograph"]
    with archive.writing(lambda: NOON, BY) as registrar:
        registrar.record(events.Filed(photograph, "H5-5.4-01", "Ảnh", "by-hand", "năm ngoái"))
        registrar.record(events.Exported("2021-2022", "nam-hoc-2021-2022", 41, "ab" * 32))
    return archive


@pytest.fixture
def reader(archive: Archive, readers) -> TestClient:
    return TestClient(create_app(archive, readers, lambda: NOON), follow_redirects=False)


def test_every_filed_paper_has_its_verdict_and_why(reader):
    found = reader.get("/luu-tru", headers=AS_JSON).json()
    assert found["total"] == 6 == sum(found["outcomes"].values())
    kept = {one["document"]["code"]: one for one in found["kept"]}
    assert kept["H1-1.1-01"]["outcome"] == "permanent" and kept["H1-1.1-01"]["until"] is None
    assert "bảo quản vĩnh viễn" in kept["H1-1.1-01"]["reasons"][0]
    assert "Chưa rõ loại văn bản" in " ".join(kept["H5-5.4-01"]["reasons"])
    only = reader.get("/luu-tru?ket-luan=vinh-vien", headers=AS_JSON).json()
    assert only["outcomes"] == found["outcomes"]
    assert {one["outcome"] for one in only["kept"]} == {"permanent"}
    assert reader.get("/luu-tru?ket-luan=x").status_code == 404


def test_the_paper_s_own_page_says_until_when(reader):
    page = reader.get("/H1-1.1-01").text
    assert "giữ vĩnh viễn" in page and "được bảo quản vĩnh viễn" in page
    english = reader.get("/H1-1.1-01?lang=en").text
    assert "Kept" in english and 'href="/luu-tru"' in english


def test_exports_that_were_made_are_listed(reader):
    page = reader.get("/luu-tru").text
    assert "41 văn bản" in page and "exports/nam-hoc-2021-2022" in page and "ab" * 32 in page
    (export,) = reader.get("/luu-tru", headers=AS_JSON).json()["exports"]
    assert (export["school_year"], export["documents"], export["by"]) == ("2021-2022", 41, BY)


def test_a_schedule_with_a_fault_is_said(tmp_path, readers):
    archive = make_sample(tmp_path / "kho").archive
    (archive.root / "schedules").mkdir()
    (archive.root / "schedules" / "lower-secondary.toml").write_text("id = 1", "utf-8")
    reader = TestClient(create_app(archive, readers, lambda: NOON))
    response = reader.get("/luu-tru")
    assert response.status_code == 503 and "Bảng thời hạn bảo quản" in response.text
    assert reader.get("/H1-1.1-01").status_code == 200


def test_a_check_is_logged_and_shown(archive, reader):
    assert "Chưa có lần nào" in reader.get("/kiem-tra").text
    assert run_here("verify", "--home", archive.root).returncode == 0
    (run,) = checks_made(archive.root)
    head = archive.ledger.end().head
    assert (run.checked.objects, run.checked.lines, run.checked.head) == (7, head.sequence, head.digest)
    page = reader.get("/kiem-tra").text
    assert "Đã đọc lại 7 tệp gốc" in page and "đúng như lúc nhận" in page and head.digest in page
    assert reader.get("/kiem-tra", headers=AS_JSON).json()["head"] == head.digest


def test_a_check_that_found_damage_is_remembered_with_a_broken_ledger_too(tmp_path, readers):
    archive = make_sample(tmp_path / "kho").archive
    assert run_here("verify", "--home", archive.root).returncode == 0
    (segment,) = archive.ledger.segments()
    ledger = archive.ledger.path(segment)
    ledger.write_bytes(ledger.read_bytes().replace("Kim Sơn".encode(), b"Kim Son", 1))
    assert run_here("verify", "--home", archive.root).returncode == 10
    newest, oldest = checks_made(archive.root)
    assert oldest.checked.serious == 0 and newest.checked.serious == 1
    assert newest.checked.head is None and newest.checked.findings[0].kind == "chain-broken"
    page = TestClient(create_app(archive, readers, lambda: NOON)).get("/kiem-tra").text
    assert "1 chỗ sai" in page and "chuỗi bị đứt (1)" in page


def test_a_check_that_cannot_be_logged_counts_all_the_same(tmp_path):
    archive = make_sample(tmp_path / "kho").archive
    (archive.root / "checks").write_text("in the way", "utf-8")
    done = run_here("verify", "--home", archive.root)
    assert done.returncode == 0 and "checks/" in done.stderr and "Toàn vẹn" in done.stdout


# The commands that the page gives


def commands(reader: TestClient) -> tuple[str, str]:
    """The page's commands for all originals, and for the chain."""
    found = re.findall(r'<pre class="command"><code>(.*?)</code>', reader.get("/kiem-tra").text, re.S)
    _, objects, chain = map(html.unescape, found)
    return objects, chain


def run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=home, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_page_s_commands_find_a_whole_archive_whole(archive, reader):
    objects, chain = commands(reader)
    done = run(objects, archive.root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    head = archive.ledger.end().head
    assert run(chain, archive.root).stdout == f"{head.sequence} {head.digest}\n"


def test_the_page_s_commands_find_damage(archive, reader, tmp_path):
    objects, chain = commands(reader)
    copy = tmp_path / "kho"
    shutil.copytree(archive.root, copy)
    paper = next(path for path in (copy / "objects").glob("??/*") if path.is_file())
    paper.chmod(0o644)
    paper.write_bytes(b"other bytes")
    done = run(objects, copy)
    assert done.returncode == 1 and paper.name in done.stdout
    (ledger,) = (copy / "ledger").glob("*.jsonl")
    lines = ledger.read_bytes().splitlines(keepends=True)
    for damaged in (lines[:3] + lines[4:], [lines[0].replace(b"Kim", b"Kin"), *lines[1:]]):
        ledger.write_bytes(b"".join(damaged))
        done = run(chain, copy)
        assert done.returncode == 1 and "broken after line" in done.stdout
    ledger.write_bytes(b"".join(lines) + b'{"sequence":99,"prev')
    assert run(chain, copy).returncode == 0, "an unfinished last line is no line yet"
