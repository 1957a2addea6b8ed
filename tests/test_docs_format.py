"""docs/format.md, held to what is on the disk; and the reader that it gives, run on a real archive."""

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from docs_pages import blocks, headings, page, rows, section

from archive.evidence import events
from archive.evidence.documents import Field, Letterhead, Page, Reading
from archive.evidence.events import FORMAT
from archive.home import Archive
from archive.projection import SCHEMA
from archive.wording import load_wording
from archive.yearend import _COLUMNS
from storage.digest import ZERO, Digest
from storage.ledger import Line

VI = load_wording("vi").sentences
EVENTS = {event.__struct_config__.tag: event for event in get_args(events.Event)}


def test_every_event_has_its_heading_and_no_other() -> None:
    found = [one.strip("`") for one in headings(section(page("docs/format.md"), "Events"))]
    assert sorted(found) == sorted(EVENTS)


@pytest.mark.parametrize("kind", EVENTS)
def test_every_field_of_an_event_is_described(kind: str) -> None:
    text = section(page("docs/format.md"), f"`{kind}`")
    described = {cells[0].strip("`"): cells[1] for cells in rows(text)}
    fields = msgspec.structs.fields(EVENTS[kind])
    assert list(described) == [field.name for field in fields]
    assert [name for name, type in described.items() if "left out" in type] == [
        field.name for field in fields if not field.required
    ]
    (example,) = blocks(text, "json")
    event = events.decode(msgspec.json.decode(example, type=Line).event)
    assert type(event) is EVENTS[kind]
    assert events.encode(event) in example.encode()


def test_the_example_lines_are_one_chain() -> None:
    previous: str = ZERO
    for number, raw in enumerate(blocks(section(page("docs/format.md"), "Events"), "json"), start=1):
        line = msgspec.json.decode(raw, type=Line)
        assert (line.sequence, line.previous) == (number, previous)
        previous = Digest.of(raw.rstrip("\n").encode())


def test_every_other_field_is_described() -> None:
    text = page("docs/format.md")
    envelope = [cells[0].strip("`") for cells in rows(section(text, "ledger/"))]
    assert envelope == list(Line.__struct_fields__)
    reading = section(text, "readings")
    named = {name for cells in rows(reading) for name in re.findall(r"`(\w+)`", cells[0])}
    assert named == {*Reading.__struct_fields__, *Page.__struct_fields__}
    assert [
        name
        for name in (*Letterhead.__struct_fields__, *Field.__struct_fields__)
        if f"`{name}`" not in reading
    ] == []
    columns = {cells[0].strip("`"): cells[1] for cells in rows(section(text, "exports/"))}
    assert columns == {name: VI[f"yearend.column_{name}"] for name in _COLUMNS}


def test_every_column_of_the_catalogue_is_described() -> None:
    tables = {
        name: [
            column.split()[0]
            for column in re.split(r",\s*(?![^()]*\))", body)
            if not column.startswith("PRIMARY")
        ]
        for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\)(?: WITHOUT ROWID)?;", SCHEMA, re.S)
    }
    described = {
        cells[0].strip("`"): re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", cells[1]))
        for cells in rows(section(page("docs/format.md"), "catalogue.sqlite"))
    }
    assert described == {name: [column.strip() for column in columns] for name, columns in tables.items()}


def test_the_version_of_the_format_is_the_program_s() -> None:
    assert f"Format version: **{FORMAT}**" in page("docs/format.md")


@pytest.fixture
def checker(tmp_path: Path) -> Path:
    """The program that the page gives, as a reader would save it."""
    (source,) = blocks(section(page("docs/format.md"), "Checking the chain without this program"), "python")
    path = tmp_path / "check.py"
    path.write_text(source, "utf-8")
    return path


def checked(checker: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run it with the standard library alone: no packages, nothing of ours."""
    call = [sys.executable, "-I", "-S", "-W", "error", str(checker), str(home)]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)


def a_history(root: Path) -> tuple[Archive, str]:
    """An archive of two school years and six lines, with one document in it; and the document's digest."""
    moments = iter(
        datetime.fromisoformat(f"{day}T08:00:00+07:00") for day in ("2022-10-03", "2022-10-04", "2023-09-05")
    )
    archive = Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", next(moments), "vanthu")
    with archive.writing(lambda: next(moments), "vanthu") as registrar:
        source = root / "drop" / "a.pdf"
        source.write_bytes(b"%PDF-1.4 and so on\n")
        with source.open("rb") as stream:
            staged = registrar.stage(stream)
        document = str(staged.digest)
        received = events.Received(document, "Kế hoạch.pdf", staged.size, "application/pdf", 0)
        filed = events.Filed(document, "H1-1.1-01", "Kế hoạch", "by-hand", "2022-2023")
        registrar.receive(staged, Reading(document, "none", "application/pdf", ()), received, filed)
        registrar.record(
            events.ReceivedAgain(document, "b.pdf"),
            events.Refused(None, "c", 0, "link", "2023-09-05/c"),
            events.Unfiled(document, "H1-1.1-01", "by-hand"),
        )
    return archive, document


def test_the_program_on_the_page_finds_a_real_archive_whole(tmp_path: Path, checker: Path) -> None:
    archive, _ = a_history(tmp_path / "kho")
    assert archive.ledger.segments() == ("2022-2023", "2023-2024")
    head = archive.ledger.end().head
    done = checked(checker, archive.root)
    assert (done.stdout, done.stderr) == (f"{head.sequence} {head.digest}\n", "")
    with archive.ledger.path("2023-2024").open("ab") as stream:
        stream.write(b'{"sequence":7,"prev')  # as a killed writer leaves it
    assert checked(checker, archive.root).stdout == done.stdout


@pytest.mark.parametrize("damage", ["changed", "removed", "cut", "object"])
def test_the_program_on_the_page_finds_damage(tmp_path: Path, checker: Path, damage: str) -> None:
    archive, document = a_history(tmp_path / "kho")
    path = archive.ledger.path("2022-2023")
    lines = path.read_bytes().splitlines(keepends=True)
    if damage == "changed":
        path.write_bytes(b"".join(lines).replace(b"vanthu", b"ketoan", 1))
    elif damage == "removed":
        path.write_bytes(b"".join(lines[:1] + lines[2:]))
    elif damage == "cut":
        path.write_bytes(b"".join(lines)[:-1])
    else:
        original = archive.original(document)
        original.chmod(0o644)
        original.write_bytes(b"other bytes")
    done = checked(checker, archive.root)
    assert done.returncode != 0
    assert "ValueError" in done.stderr
