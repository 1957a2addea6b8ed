"""The command line when something is damaged, in use, interrupted or odd."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from archive.console import now
from archive.home import Archive
from tests.builders import FAST
from tests.running import COMMAND, HEEDS_CTRL_C, SAMPLES, run_archive, run_here

PLAN = "H1-1.1-01 Kế hoạch chiến lược.pdf"
DECISION = "Thong bao cong khai chat luong.pdf"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("mishaps") / "kho"
    assert run_here("init", home).returncode == 0
    with (home / "archive.toml").open("a") as settings:
        settings.write(FAST)
    for name in (PLAN, DECISION):
        shutil.copy(SAMPLES / "drop" / name, home / "drop")
    assert run_here("ingest", "--home", home).returncode == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "kho", copy_function=shutil.copy2)


def _document(home: Path, name: str) -> str:
    with Archive.open(home).catalogue() as catalogue:
        return next(one.digest for one in catalogue.all_documents() if one.name == name)


def test_rebuild_reads_again_what_a_power_cut_damaged(home: Path) -> None:
    archive = Archive.open(home)
    document = _document(home, PLAN)
    whole = archive.readings.load(document)
    archive.readings.path(document).write_bytes(b"")
    said = run_here("rebuild", "--home", home, "--json")
    assert json.loads(said.stdout)["read"] == 1
    assert archive.readings.load(document) == whole


def test_a_search_during_a_rebuild_does_not_blind_it(home: Path) -> None:
    with subprocess.Popen(
        [COMMAND, "rebuild", "--readings", "--home", home, "--json"], stdout=subprocess.PIPE, text=True
    ) as rebuild:
        while rebuild.poll() is None:
            run_here("search", "chiến lược", "--home", home)
        assert rebuild.stdout is not None
        assert json.loads(rebuild.stdout.read())["indexed"] == 2
    found = json.loads(run_here("search", "chiến lược phát triển", "--home", home, "--json").stdout)
    assert found["hits"][0]["code"] == "H1-1.1-01"


def test_a_search_without_readings_says_what_is_missing(home: Path) -> None:
    shutil.rmtree(home / "derived")
    said = run_here("search", "chiến lược", "--home", home)
    assert "2 tài liệu chưa có chữ" in said.stdout
    assert "archive rebuild" in said.stdout


def test_verify_names_a_changed_line_and_looks_at_the_objects_all_the_same(home: Path) -> None:
    archive = Archive.open(home)
    (segment,) = archive.ledger.segments()
    path = archive.ledger.path(segment)
    path.write_text(path.read_text("utf-8").replace('"media_type"', '"media_typf"', 1), "utf-8")
    object_path = archive.original(_document(home, PLAN))
    object_path.unlink()
    said = run_here("verify", "--home", home, "--json")
    assert said.returncode == 10
    kinds = {finding["kind"]: finding for finding in json.loads(said.stdout)["findings"]}
    assert kinds["chain-broken"]["where"].startswith(segment)
    assert run_here("rebuild", "--readings", "--home", home).returncode == 8
    assert (home / "derived" / "index").is_dir()


def test_a_newer_archive_is_left_alone(home: Path) -> None:
    archive = Archive.open(home)
    for path in archive.ledger.root.glob("*.jsonl"):
        path.unlink()
    shutil.rmtree(home / "derived")
    from storage.ledger import LedgerWriter

    LedgerWriter(archive.ledger).append("2029-2030", now().isoformat(), "x", [b'{"event":"lent","to":"y"}'])
    said = run_here("tray", "--home", home)
    assert said.returncode == 13
    assert "bản mới hơn" in said.stderr


def test_a_piece_is_called_what_its_documents_are_called(home: Path) -> None:
    plan, decision = _document(home, PLAN)[:12], _document(home, DECISION)[:12]
    assert run_here("file", plan, "H1-1.1-05", "--move", "--home", home).returncode == 0
    assert run_here("file", decision, "H1-1.1-01", "--title", "Tên đúng", "--home", home).returncode == 0
    shown = json.loads(run_here("show", "H1-1.1-01", "--home", home, "--json").stdout)
    assert shown["title"] == "Tên đúng"
    assert run_here("file", decision, "H1-1.1-01", "--title", "Tên mới", "--home", home).returncode == 0
    assert json.loads(run_here("show", "H1-1.1-01", "--home", home, "--json").stdout)["title"] == "Tên mới"


def test_a_year_end_without_an_original_points_to_verify(home: Path) -> None:
    archive = Archive.open(home)
    archive.original(_document(home, PLAN)).unlink()
    said = run_here("year-end", "2020-2021", "--home", home)
    assert said.returncode == 10
    assert "archive verify" in said.stderr
    assert list(archive.exports.iterdir()) == []


def test_readers_need_no_lock(home: Path) -> None:
    archive = Archive.open(home)
    with archive.writing(now, "test") as registrar:
        # The catalogue is one line behind: as between a ledger line and its row.
        registrar.catalogue._database.execute("UPDATE meta SET value = '1' WHERE key = 'sequence'")
        registrar.catalogue._database.commit()
        for command in (["tray"], ["show", "H1-1.1-01"]):
            began = time.monotonic()
            assert run_archive(*command, "--home", home).returncode == 0
            assert time.monotonic() - began < 8


def test_a_damaged_catalogue_is_a_sentence(home: Path) -> None:
    path = Archive.open(home).catalogue_path
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(path.stat().st_size - 4096))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    said = run_here("tray", "--home", home)
    assert "Traceback" not in said.stderr
    assert said.returncode in (0, 9)
    assert run_here("rebuild", "--home", home).returncode == 0
    assert run_here("tray", "--home", home).returncode == 0


@pytest.mark.parametrize("text", ["một\nhai", "\x1b[31mđỏ", "trái \u202e phải"])
def test_text_that_no_record_can_hold_is_refused(home: Path, text: str) -> None:
    said = run_here("file", _document(home, DECISION)[:12], "1.2", "--title", text, "--home", home)
    assert said.returncode == 2
    assert "\x1b" not in said.stderr
    assert run_here("init", home.parent / "khác", "--school", text).returncode == 2
    assert not (home.parent / "khác").exists()


def test_init_can_be_run_on_what_a_cut_off_init_left(tmp_path: Path) -> None:
    (tmp_path / "kho" / "drop").mkdir(parents=True)
    (tmp_path / "kho" / "objects").mkdir()
    assert run_here("init", tmp_path / "kho").returncode == 0


def test_options_stand_behind_the_command(home: Path) -> None:
    said = run_here("--home", str(home), "tray")
    assert said.returncode == 2
    assert "đứng sau tên lệnh" in said.stderr


def test_a_reader_that_has_enough_is_no_failure(home: Path) -> None:
    read = subprocess.run(
        ["bash", "-c", '"$0" show H1-1.1-01 --home "$1" | head -n 1; exit ${PIPESTATUS[0]}', COMMAND, home],
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0
    assert read.stderr == ""


def test_ctrl_c_ends_an_ingest_with_a_sentence_and_the_next_run_finishes(home: Path) -> None:
    shutil.copy(SAMPLES / "drop" / "SCAN_0007.tif", home / "drop")
    with subprocess.Popen(
        [*HEEDS_CTRL_C, COMMAND, "ingest", "--home", home],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as ingest:
        staging, deadline = home / "objects" / ".staging", time.monotonic() + 30
        while not any(staging.glob("*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        ingest.send_signal(signal.SIGINT)
        _, complaint = ingest.communicate(timeout=30)
    assert ingest.returncode == 130
    assert "Không có gì bị mất" in complaint
    assert run_here("ingest", "--home", home).returncode == 0
    assert json.loads(run_here("verify", "--home", home, "--json").stdout)["findings"] == []
    with Archive.open(home).catalogue() as catalogue:
        assert len(catalogue.all_documents()) == 3
