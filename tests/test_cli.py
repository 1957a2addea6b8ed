"""The command line as a clerk uses it, rightly and wrongly."""

import json
import shutil
from pathlib import Path

import pytest

from tests.builders import FAST
from tests.running import SAMPLES, run_archive, run_here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = run_here("init", tmp_path / "kho", "--school", "Trường THCS Kim Sơn")
    assert made.returncode == 0
    return tmp_path / "kho"


def test_init_says_where_papers_go_and_the_home_is_whole(home: Path) -> None:
    assert {path.name for path in home.iterdir() if path.is_dir()} == {
        "drop", "refused", "exports", "objects", "ledger", "derived", "access",
    }  # fmt: skip
    assert 'school = "Trường THCS Kim Sơn"' in (home / "archive.toml").read_text("utf-8")
    assert run_archive("verify", "--home", home).returncode == 0


def test_the_home_is_found_from_inside_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home / "drop")
    assert run_here("tray").returncode == 0
    monkeypatch.chdir(home.parent)
    assert run_here("tray").returncode == 3
    monkeypatch.setenv("ARCHIVE_HOME", str(home))
    assert run_here("tray").returncode == 0


WRONG = [
    ([], 0, ""),
    (["ingets"], 2, "không có lệnh “ingets”"),
    (["search"], 2, "còn thiếu"),
    (["search", "--limt", "3", "x"], 2, "không có tùy chọn"),
    (["ingest", "--jobs", "x"], 2, "jobs"),
    (["ingest", "--watch", "--json"], 2, "--once"),
    (["show", "H1-1.1-01"], 5, "[H1-1.1-01]"),
    (["show", "abc"], 5, "abc"),
    (["file", "abcdef123456", "H1-1.1-01"], 5, "abcdef123456"),
    (["year-end", "2022"], 2, "2022-2023"),
    (["year-end", "2022-2023"], 5, "2022-2023"),
    (["year-end", "2022-2023", "--to", "/nowhere/bag"], 5, "/nowhere"),
    (["search", "x", "--lang", "fr"], 2, "fr"),
    (["read", "/nowhere.pdf"], 5, "/nowhere.pdf"),
]


@pytest.mark.parametrize(("arguments", "status", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_wrong_input_gets_one_sentence_and_the_next_thing(
    home: Path, arguments: list[str], status: int, said: str
) -> None:
    known = arguments and arguments[0] not in ("ingets", "read")
    done = run_here(*arguments, *(["--home", str(home)] if known else []))
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_init_never_touches_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "thư từ.txt").write_text("của người khác")
    done = run_here("init", tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thư từ.txt"]


def test_faulty_settings_are_all_named_at_once(home: Path) -> None:
    (home / "archive.toml").write_text(
        'edition = 5\nlangage = "vi"\n[reading]\nmax_pages = 0\njobs = "two"\n', "utf-8"
    )
    done = run_here("tray", "--home", home)
    assert done.returncode == 4
    for name in ("edition", "langage", "reading.jobs"):
        assert name in done.stderr


def test_help_is_in_the_language_asked_for_and_tells_the_exit_status() -> None:
    vietnamese = run_archive("ingest", "--help").stdout
    english = run_archive("ingest", "--help", "--lang", "en").stdout
    assert "MÃ KẾT THÚC (EXIT STATUS)" in vietnamese
    assert "thư mục nhận" in vietnamese
    assert "EXIT STATUS" in english
    assert "drop folder" in english


def test_read_gives_pages_and_letterhead_without_keeping_anything(home: Path) -> None:
    papers = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    paper = next(paper for paper in papers if paper["kind"] == "born-digital" and paper["symbol"])
    said = run_here("read", SAMPLES / "drop" / paper["path"], "--json")
    assert said.returncode == 0
    reading = json.loads(said.stdout)
    assert reading["media_type"] == "application/pdf"
    assert [page["number"] for page in reading["pages"]] == list(range(1, paper["pages"] + 1))
    assert {page["origin"] for page in reading["pages"]} == {"text"}
    assert reading["letterhead"]["symbol"]["value"] == paper["symbol"]
    assert reading["letterhead"]["date"]["value"] == paper["date"]
    assert run_here("read", SAMPLES / "hostile" / "password.pdf").returncode == 11


def test_a_document_goes_from_the_tray_under_a_code_and_to_another(home: Path) -> None:
    shutil.copy(SAMPLES / "drop" / "Thong bao cong khai chat luong.pdf", home / "drop")
    with (home / "archive.toml").open("a") as settings:
        settings.write(FAST)
    assert run_here("ingest", "--home", home).returncode == 0
    (document,) = json.loads(run_here("tray", "--home", home, "--json").stdout)
    name = document["document"][:12]
    assert document["reason"] == "no-code"
    assert run_here("file", name, "1.8", "--home", home).returncode == 0
    shown = json.loads(run_here("show", "H1-1.8-01", "--home", home, "--json").stdout)
    assert shown["documents"][0]["digest"] == document["document"]
    assert "Khay trống" in run_here("tray", "--home", home).stdout

    refused = run_here("file", name, "H1-1.1-07", "--home", home)
    assert refused.returncode == 2
    assert "--move" in refused.stderr
    assert run_here("file", name, "H1-1.1-07", "--move", "--home", home).returncode == 0
    assert run_here("show", "H1-1.8-01", "--home", home).returncode == 5
    history = json.loads(run_here("show", name, "--home", home, "--json").stdout)["history"]
    assert [event["event"] for event in history] == ["received", "filed", "unfiled", "filed"]
    # The number once given is not given again, though nothing lies under it any more.
    assert (
        json.loads(run_here("file", name, "1.8", "--move", "--home", home, "--json").stdout)["code"]
        == "H1-1.8-02"
    )


def test_doctor_says_what_is_here(home: Path) -> None:
    said = run_here("doctor", "--home", home, "--json")
    assert said.returncode == 0
    found = {one["name"]: one for one in json.loads(said.stdout)}
    assert found["python"]["good"]
    assert found["drop/"]["good"]
    assert run_here("doctor", "--home", home).stdout.startswith("✓")


def test_two_writers_take_turns(home: Path) -> None:
    from archive.console import now
    from archive.home import Archive

    archive = Archive.open(home)
    with archive.writing(now, "test"):
        done = run_archive("rebuild", "--home", home)
    assert done.returncode == 6
    assert "process" in done.stderr
