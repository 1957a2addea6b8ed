"""The year's bag: what any BagIt tool can verify, named by code, with the list and the history beside it."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from archive import yearend
from archive.evidence import events
from archive.evidence.years import SchoolYear
from archive.home import Archive
from archive.ingest import sniff
from archive.ingest.readers import Readers
from archive.wording import load_wording
from retention.export import FixityError
from storage.digest import Digest
from storage.ledger import Ledger
from tests.builders import AT, drop, ingest, jpeg, make_home, pdf, picture, run, tree, word

YEAR = "2021-2022"


def paper(name: str) -> bytes:
    return pdf(f"Trường THCS Kim Sơn báo cáo kết quả thực hiện nhiệm vụ năm học số {name} theo quy định")


PAPERS = {
    "2021-2022/[H1-1.1-01] Kế hoạch chiến lược.pdf": paper("một"),
    "2021-2022/H5-5.6-01/Báo cáo: học kỳ I.PDF": paper("hai"),
    "2021-2022/H5-5.6-01/Báo cáo.pdf": paper("ba"),
    "2021-2022/[H1-1.10-01].pdf": paper("bốn"),
    "2020-2021/H1-1.1-02 Năm trước.pdf": paper("năm"),
    "H1-1.1-03 Chưa rõ năm.pdf": paper("sáu"),
    "2021-2022/khay.pdf": paper("bảy"),
}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, 2 << 30) as opened:
        yield opened


@pytest.fixture
def archive(tmp_path: Path, readers: Readers) -> Archive:
    archive = make_home(tmp_path / "kho")
    for path, data in PAPERS.items():
        drop(archive, path, data)
    assert {outcome.kind for outcome in ingest(archive, readers)} == {"filed", "tray"}
    return archive


def export(archive: Archive, to: Path, year: str = YEAR) -> yearend.YearEnd:
    with archive.writing(lambda: AT, "văn thư") as registrar:
        found = yearend.judge_year(
            registrar.catalogue, SchoolYear.parse(year), date(2022, 10, 3), yearend.school_schedule(archive)
        )
        yearend.export(archive, registrar, found, to, date(2022, 10, 3), load_wording("vi"))
    return found


def validate(bag: Path) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def test_the_bag_is_valid_for_any_bagit_tool(archive: Archive) -> None:
    done = run("year-end", YEAR, "--home", str(archive.root), "--json")
    assert done.returncode == 0, done.stderr
    bag = Path(msgspec.json.decode(done.stdout)["bag"])
    assert bag == archive.exports / f"nam-hoc-{YEAR}"
    assert validate(bag).returncode == 0, validate(bag).stderr
    (next((bag / "data").glob("H1-1.1-01*"))).write_bytes(b"x")
    assert validate(bag).returncode != 0


def test_originals_are_named_by_code_and_are_the_originals(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "bag")
    data = {path: digest for path, digest in tree(tmp_path / "bag" / "data").items() if "/" not in path}
    assert {name.partition(" ")[0] for name in data} == {"H1-1.1-01", "H1-1.10-01", "H5-5.6-01"}
    assert "H1-1.1-01 Kế hoạch chiến lược.pdf" in data
    assert all(name.endswith(".pdf") and ":" not in name for name in data)
    wanted = {Digest.of(content) for path, content in PAPERS.items() if path.startswith(f"{YEAR}/")}
    assert set(data.values()) == wanted - {Digest.of(PAPERS["2021-2022/khay.pdf"])}


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.doc", paper("một"), ".pdf"),
        ("a", paper("hai"), ".pdf"),
        ("Kế hoạch tháng 9.2021", paper("ba"), ".pdf"),
        ("a.PDF", paper("bốn"), ".pdf"),
        ("a.pdf", word("Kế hoạch giáo dục của nhà trường"), ".docx"),
        ("a.JPEG", jpeg(picture()), ".jpeg"),
        ("a.png", jpeg(picture()), ".jpg"),
    ],
)
def test_a_file_ends_as_what_it_is(
    tmp_path: Path, readers: Readers, name: str, data: bytes, ending: str
) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, f"{YEAR}/H1-1.1-01/{name}", data)
    assert [outcome.kind for outcome in ingest(archive, readers)] == ["filed"]
    export(archive, tmp_path / "bag")
    (written,) = (path for path in (tmp_path / "bag" / "data").iterdir() if path.is_file())
    assert written.suffix == ending and written.read_bytes() == data


def test_every_kind_that_can_be_a_document_has_its_suffix() -> None:
    assert set(yearend._SUFFIXES) == set(sniff.TAKEN)
    known = {media_type: f".{suffix}" for media_type, suffix in sniff.CONVERTED.items()}
    assert {media_type: yearend._SUFFIXES[media_type][0] for media_type in known} == known


def test_the_list_names_each_paper_and_its_file(archive: Archive, tmp_path: Path) -> None:
    found = export(archive, tmp_path / "bag")
    assert (found.without_year, found.in_tray) == (1, 1)
    raw = (tmp_path / "bag" / yearend.LIST_NAME).read_bytes()
    # What tells Excel that this is UTF-8.
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0][:3] == ["TT", "Mã minh chứng", "Tên minh chứng"]
    assert [row[1] for row in rows[1:]] == ["[H1-1.1-01]", "[H1-1.10-01]", "[H5-5.6-01]", "[H5-5.6-01]"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    for row in rows[1:]:
        assert Digest.of((tmp_path / "bag" / "data" / row[-2]).read_bytes()) == row[-1]
        assert row[2] and row[7] and row[9]


def test_the_bag_carries_the_ledger_as_it_was_and_its_head(archive: Archive, tmp_path: Path) -> None:
    before = archive.ledger.end().head
    export(archive, tmp_path / "bag")
    copy = Ledger(tmp_path / "bag" / "data" / "ledger")
    lines = tuple(copy.read())
    assert copy.end().head == lines[-1][1].head == before
    head = msgspec.json.decode((tmp_path / "bag" / yearend.HEAD_NAME).read_bytes())
    assert head == {"sequence": before.sequence, "digest": str(before.digest)}
    *_, (line, _) = archive.ledger.read()
    assert events.decode(line.event) == events.Exported(YEAR, "bag", 4, str(before.digest))
    assert line.previous == before.digest


def test_a_second_export_to_the_same_place_is_refused(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "bag")
    before, head = tree(tmp_path / "bag"), archive.ledger.end()
    with pytest.raises(FileExistsError):
        export(archive, tmp_path / "bag")
    assert (tree(tmp_path / "bag"), archive.ledger.end()) == (before, head)
    export(archive, tmp_path / "bag 2")
    assert validate(tmp_path / "bag 2").returncode == 0


def test_a_year_without_papers_has_no_bag(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(yearend.NothingToExport):
        export(archive, tmp_path / "bag", "2019-2020")
    assert not (tmp_path / "bag").exists()


def test_a_damaged_original_is_never_exported(archive: Archive, tmp_path: Path) -> None:
    damaged = archive.original(Digest.of(PAPERS["2021-2022/[H1-1.10-01].pdf"]))
    damaged.chmod(0o644)
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    head = archive.ledger.end()
    with pytest.raises(FixityError, match=r"H1-1\.10-01"):
        export(archive, tmp_path / "bag")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kho"]
    assert archive.ledger.end() == head
