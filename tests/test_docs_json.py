"""The JSON that docs/using.md shows, held to what the commands print."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from docs_pages import blocks, page, section
from docx import Document

from archive.cli import app
from tests.running import run_here

COMMANDS = typer.main.get_group(app).commands

CALLS = {
    "doctor": (),
    "search": ("kế", "hoạch"),
    "show": ("H1-1.1-01",),
    "tray": (),
    "gaps": (),
    "box": ("1",),
    "verify": (),
    "rebuild": (),
    "year-end": ("2022-2023",),
}
"""Commands that one archive can be asked; the others are asked by themselves."""

OPEN = ("verdicts", "standard", "criterion", "box", "school_year", "type", "issuer", "origin")
"""Tables whose names are data."""


def example(name: str) -> Any:
    (only,) = blocks(section(page("docs/using.md"), f"`archive {name}`"), "json")
    return json.loads(only)


def asked(*call: str | Path) -> Any:
    done = run_here(*call, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def differences(shown: Any, real: Any, where: str = "$") -> list[str]:
    """Where two documents differ in names or kinds; of lists the first items count, null is of any kind."""
    if isinstance(shown, dict) and isinstance(real, dict):
        if where.rpartition(".")[2] in OPEN and not {"value", "source"} & shown.keys():
            return []
        return [f"{where}.{name}" for name in sorted(shown.keys() ^ real.keys())] + [
            fault
            for name in shown
            if name in real
            for fault in differences(shown[name], real[name], f"{where}.{name}")
        ]
    if isinstance(shown, list) and isinstance(real, list):
        return differences(shown[0], real[0], f"{where}[0]") if shown and real else []
    return [] if None in (shown, real) or type(shown) is type(real) else [where]


def paper(path: Path, subject: str) -> None:
    document = Document()
    for line in (
        "TRƯỜNG THCS KIM SƠN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 112/KH-THCSKS    Kim Sơn, ngày 03 tháng 10 năm 2022",
        "KẾ HOẠCH",
        subject,
    ):
        document.add_paragraph(line)
    document.save(str(path))


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A home with a paper filed, one in the tray and a file refused, and what ``ingest`` said of them."""
    home = tmp_path_factory.mktemp("docs") / "kho"
    assert run_here("init", home, "--school", "Trường THCS Kim Sơn").returncode == 0
    with (home / "archive.toml").open("a") as settings:
        settings.write("[reading]\njobs = 1\n[drop]\nsettle_seconds = 0\ndoubt_seconds = 0\n")
    (home / "drop" / "2022-2023").mkdir()
    paper(home / "drop" / "2022-2023" / "H1-1.1-01 Kế hoạch chiến lược.docx", "Chiến lược phát triển")
    paper(home / "drop" / "scan.docx", "Tổ chức ngày hội STEM")
    (home / "drop" / "zz.exe").write_bytes(b"MZ\x90\x00")
    return home, asked("ingest", "--home", home)


def test_ingest_says_what_is_described(taken_in: tuple[Path, Any]) -> None:
    _, said = taken_in
    assert said["totals"] | {"pages": 0} == example("ingest")["totals"] | {
        "pages": 0, "filed": 1, "tray": 1, "refused": 1,
    }  # fmt: skip
    for outcome in said["outcomes"]:
        assert differences(example("ingest"), {**said, "outcomes": [outcome]}) == []


@pytest.mark.parametrize("name", CALLS)
def test_a_command_says_what_is_described(name: str, taken_in: tuple[Path, Any]) -> None:
    real = asked(name, *CALLS[name], "--home", taken_in[0])
    assert real
    assert differences(example(name), real) == []


def test_show_says_of_a_document_what_is_described(taken_in: tuple[Path, Any]) -> None:
    real = asked("show", asked("tray", "--home", taken_in[0])[0]["document"], "--home", taken_in[0])
    assert differences(example("show")["documents"][0], real) == []


def test_read_says_what_is_described(tmp_path: Path) -> None:
    paper(tmp_path / "a.docx", "Chiến lược phát triển")
    assert differences(example("read"), asked("read", tmp_path / "a.docx")) == []


def test_file_says_what_is_described(taken_in: tuple[Path, Any]) -> None:
    filed = asked("show", "H1-1.1-01", "--home", taken_in[0])["documents"][0]["digest"]
    title = ("--title", "Kế hoạch chiến lược 2020-2025")
    assert (
        differences(example("file"), asked("file", filed, "H1-1.1-01", *title, "--home", taken_in[0])) == []
    )


def test_register_says_what_is_described(taken_in: tuple[Path, Any], tmp_path: Path) -> None:
    sheet = tmp_path / "danh mục.csv"
    sheet.write_text(
        "Tiêu chí;Mã minh chứng;Tên minh chứng;Số, ngày\n1.2;H1-1.2-01;Sổ nghị quyết;\n", "utf-8"
    )
    real = asked("register", "import", sheet, "--home", taken_in[0])
    assert differences(example("register"), real) == []
    assert asked("register", "export", tmp_path / "a.csv", "--home", taken_in[0]).keys() == {
        "file", "edition", "rows",
    }  # fmt: skip


def test_citations_says_what_is_described(taken_in: tuple[Path, Any], tmp_path: Path) -> None:
    report = tmp_path / "báo cáo.txt"
    report.write_text("Tiêu chí 1.1\n1. Mô tả hiện trạng\nCó kế hoạch [H1-1.1-47].\n", "utf-8")
    done = run_here("citations", report, "--home", taken_in[0], "--json")
    assert done.returncode == 10
    assert differences(example("citations"), json.loads(done.stdout)) == []


def test_link_replace_and_unfile_say_what_is_described(samples_home: Path) -> None:
    home = ("--home", samples_home)
    assert differences(example("link"), asked("link", "H1-1.1-01", "1.8", *home)) == []
    filed = asked("show", "H1-1.1-01", *home)["documents"][0]["digest"]
    waiting = asked("tray", *home)[0]["document"]
    assert differences(example("replace"), asked("replace", filed, waiting, *home)) == []
    assert differences(example("unfile"), asked("unfile", waiting, *home)) == []


def test_labels_says_what_is_described(taken_in: tuple[Path, Any], tmp_path: Path) -> None:
    real = asked("labels", "--to", tmp_path / "a.pdf", "--home", taken_in[0])
    assert differences(example("labels"), real) == []


def test_access_and_sensitive_say_what_is_described(taken_in: tuple[Path, Any]) -> None:
    home = ("--home", taken_in[0])
    scope = ("--role", "evaluator", "--until", "2099-06-30", "--standard", "1")
    assert differences(example("access"), asked("access", "grant", "Đoàn", *scope, *home)) == []
    listed = asked("access", "list", *home)["accounts"]
    assert [sorted(one) for one in listed] == [sorted(example("access").keys() - {"link"})]
    assert asked("access", "log", *home) == {"looks": []}
    marked = asked("sensitive", "H1-1.1-01", "--reason", "thử", *home)
    assert differences(example("sensitive"), marked) == []
    assert asked("sensitive", "H1-1.1-01", "--reason", "thử", "--undo", *home)["sensitive"] is False


def test_every_command_with_json_is_asked() -> None:
    with_json = {name for name, command in COMMANDS.items() if any(p.name == "json" for p in command.params)}
    assert with_json == {
        *CALLS,
        "ingest",
        "read",
        "file",
        "register",
        "link",
        "replace",
        "unfile",
        "labels",
        "citations",
        "access",
        "sensitive",
    }


def test_a_difference_is_found() -> None:
    assert differences({"a": 1, "b": [{"c": "x"}]}, {"a": "1", "b": [{"d": "x"}]}) == [
        "$.a",
        "$.b[0].c",
        "$.b[0].d",
    ]
