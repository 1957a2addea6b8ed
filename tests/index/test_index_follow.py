"""The index follows the catalogue; another engine's or version's is made beside the one that answers."""

import json
import os
import shutil
from pathlib import Path

import pytest
from builders import TEXT, drop, ingest, make_home, pdf, run
from running import run_here

from archive.home import Archive
from archive.index import versions
from archive.index.engine import open_engine
from archive.index.entries import Entry
from archive.index.faults import IndexBusy
from archive.index.follow import Following, folder, follow
from archive.index.hits import Question
from archive.index.together import School, search_in
from archive.ingest.readers import Readers
from archive.settings import Engine
from storage.lock import writer_lock


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = make_home(tmp_path_factory.mktemp("filled") / "home")
    drop(archive, "a.pdf", pdf(TEXT))
    with Readers(1, 1 << 30) as readers:
        ingest(archive, readers)
    return archive


@pytest.fixture
def archive(filled: Archive, tmp_path: Path) -> Archive:
    shutil.copytree(filled.root, tmp_path / "home")
    return Archive.open(tmp_path / "home")


def bring_up(archive: Archive, engine: Engine = "tantivy") -> int:
    with archive.catalogue() as catalogue:
        return follow(archive.index_path, catalogue, archive.readings, engine)


def total(index: Following) -> int:
    return index.search(Question("chien luoc")).total


def test_another_engine_is_made_beside_and_the_old_one_answers_until_then(archive: Archive) -> None:
    assert bring_up(archive) == 1
    index = Following(archive.index_path, "whoosh")
    assert (total(index), index.position) == (1, -1), "tantivy's answers"
    assert bring_up(archive, "whoosh") == 1
    assert (total(index), index.position) == (1, archive.ledger.end().head.sequence)
    assert [path.name for path in archive.index_path.iterdir() if path.is_dir()] == [folder("whoosh")]
    assert bring_up(archive, "whoosh") == 0


def test_another_version_is_made_beside(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_up(archive)
    monkeypatch.setattr(versions, "VERSION", "999-1")
    index = Following(archive.index_path, "tantivy")
    assert (total(index), index.position) == (1, -1)
    bring_up(archive)
    assert index.position > 0
    assert total(index) == 1
    assert not (archive.index_path / "tantivy-3-1").exists()


def test_what_a_killed_writer_left_is_passed_over(archive: Archive) -> None:
    bring_up(archive)
    making = archive.index_path / ".making"
    making.mkdir()
    (making / "meta.json").write_text("half", "utf-8")
    shutil.rmtree(archive.index_path / folder("tantivy"))
    (archive.index_path / "meta.json").write_text("an index of the first version lay here", "utf-8")
    with pytest.raises(FileNotFoundError):
        total(Following(archive.index_path, "tantivy"))
    assert bring_up(archive) == 1
    assert sorted(path.name for path in archive.index_path.iterdir()) == [".lock", folder("tantivy")]


def test_a_damaged_index_and_one_ahead_are_made_anew(archive: Archive) -> None:
    bring_up(archive)
    place = archive.index_path / folder("tantivy")
    (place / "position").write_text("99", "ascii")
    assert bring_up(archive) == 1
    (place / "meta.json").write_text("damaged", "utf-8")
    assert bring_up(archive) == 1
    assert total(Following(archive.index_path, "tantivy")) == 1


def test_two_do_not_follow_at_once(archive: Archive) -> None:
    archive.index_path.mkdir(parents=True)
    with writer_lock(archive.index_path / ".lock"), pytest.raises(IndexBusy):
        bring_up(archive)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_who_may_not_write_can_search(archive: Archive, engine: Engine) -> None:
    text = (archive.root / "archive.toml").read_text("utf-8")
    (archive.root / "archive.toml").write_text(f'engine = "{engine}"\n{text}', "utf-8")
    bring_up(archive, engine)
    for folder_, _, _ in os.walk(archive.index_path):
        Path(folder_).chmod(0o555)
    said = run("search", "chien", "luoc", "--home", str(archive.root), "--json", bounded=True)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["total"] == 1


def entry(number: int, **more: str) -> Entry:
    return Entry(document=f"{number:064x}", name=f"{number}.pdf", pages=("quy chế dân chủ",), **more)


def school(root: Path, name: str, *entries: Entry) -> School:
    engine = open_engine("tantivy", root / name / folder("tantivy"))
    engine.update(entries, (), 1)
    engine.close()
    return School(name, Following(root / name, "tantivy"))


def test_several_archives_are_searched_as_one(tmp_path: Path) -> None:
    schools = (
        school(tmp_path, "Kim Sơn", entry(1, date="2021-01-01", type="quy chế"), entry(2, date="2023-01-01")),
        school(tmp_path, "Phát Diệm", entry(3, date="2022-01-01", type="quy chế", title="Quy chế dân chủ")),
        School("Xa", Following(tmp_path / "nowhere", "tantivy")),
    )
    answer = search_in(schools, Question("quy chế dân chủ"))
    assert (answer.total, answer.best, answer.matched, answer.left_out) == (3, 3, "phrase", ("Xa",))
    assert (answer.hits[0].name, answer.hits[0].school) == ("3.pdf", "Phát Diệm")
    assert [(count.value, count.count) for count in answer.facets["type"]] == [("quy chế", 2)]
    by_date = search_in(schools, Question("quy chế", sort="date"))
    assert [hit.name for hit in by_date.hits] == ["2.pdf", "3.pdf", "1.pdf"]
    parts = [search_in(schools, Question("quy chế", 1, offset)).hits for offset in range(4)]
    assert [len(part) for part in parts] == [1, 1, 1, 0]
    alone = search_in(schools[:1], Question("quy chế"))
    assert {hit.school for hit in alone.hits} == {""}


def test_search_looks_into_other_archives_and_says_whose_a_hit_is(archive: Archive, tmp_path: Path) -> None:
    bring_up(archive)
    other = make_home(tmp_path / "other")
    assert json.loads(run_here("search", "x", "--home", other.root, "--json").stdout)["total"] == 0
    found = run_here("search", "chien luoc", "--home", other.root, "--also", archive.root, "--json")
    (hit,) = json.loads(found.stdout)["hits"]
    assert hit["school"] == "Trường THCS Kim Sơn"
    said = run_here("search", "chien luoc", "--home", other.root, "--also", archive.root, "--sort", "date")
    assert "Trường THCS Kim Sơn" in said.stdout
    assert run_here("search", "x", "--home", other.root, "--also", tmp_path).returncode != 0
