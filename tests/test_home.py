"""A home: made once, opened by anyone, written by one; a copy of it is the whole archive."""

import io
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.console import find_home
from archive.evidence import events
from archive.evidence.documents import Page, Reading
from archive.home import (
    Archive,
    HomeExists,
    NotAHome,
    Registrar,
    rebuild_catalogue,
    remove_derived,
)
from archive.settings import SettingsFault
from storage.ledger import BrokenChain
from storage.lock import Locked
from tests.builders import AT, EDITION, make_home, tree


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_home(tmp_path / "kho")


def receive(registrar: Registrar, data: bytes, path: str, *more: events.Event) -> str:
    staged = registrar.stage(io.BytesIO(data))
    reading = Reading(staged.digest, "r", "image/png", (Page(1, "Kế hoạch năm học", "ocr", 0.9),))
    received = events.Received(staged.digest, path, staged.size, "image/png", 1)
    registrar.receive(staged, reading, received, *more)
    return staged.digest


def fill(archive: Archive) -> tuple[str, ...]:
    with archive.writing(lambda: AT, "văn thư") as registrar:
        return tuple(receive(registrar, name.encode(), f"{name}.png") for name in ("một", "hai", "ba"))


def test_a_new_home_is_whole_and_says_who_opened_it(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a" / "kho", 'Trường "Kim Sơn" \\ 1', EDITION, AT, "văn thư")
    assert archive.settings.school == 'Trường "Kim Sơn" \\ 1'
    assert tuple(archive.check()) == ()
    ((line, _),) = archive.ledger.read()
    assert events.decode(line.event) == events.Opened(events.FORMAT, 'Trường "Kim Sơn" \\ 1', EDITION)
    assert (line.at, line.by) == ("2022-10-03T08:00:00+07:00", "văn thư")
    assert archive.ledger.segments() == ("2022-2023",)


def test_a_home_is_never_made_over_anything(tmp_path: Path) -> None:
    (tmp_path / "bài.txt").write_text("của ai đó")
    before = tree(tmp_path)
    for place in (tmp_path, tmp_path / "bài.txt"):
        with pytest.raises(HomeExists):
            Archive.create(place, "", EDITION, AT, "x")
    with pytest.raises(ValueError, match="no edition"):
        Archive.create(tmp_path / "new", "", "tt99", AT, "x")
    assert tree(tmp_path) == before and not (tmp_path / "new").exists()


def test_what_is_no_home_or_has_faulty_settings_does_not_open(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotAHome):
        Archive.open(tmp_path)
    (archive.root / "archive.toml").write_text("edition = 3", "utf-8")
    with pytest.raises(SettingsFault):
        Archive.open(archive.root)


def test_the_nearest_home_upwards_is_found(archive: Archive, tmp_path: Path) -> None:
    assert find_home(archive.drop) == archive.root
    assert find_home(archive.root) == archive.root
    assert find_home(tmp_path) is None


def test_one_writer_at_a_time(archive: Archive) -> None:
    with archive.writing(lambda: AT, "a"), pytest.raises(Locked), archive.writing(lambda: AT, "b", 0.1):
        pass
    with archive.writing(lambda: AT, "b", 0.0):
        pass


@pytest.mark.parametrize("way", ["cp -a", "bytes only", "truths only"])
def test_a_copy_of_the_folder_is_the_whole_archive(archive: Archive, tmp_path: Path, way: str) -> None:
    digests = fill(archive)
    to = tmp_path / "bản sao"
    if way == "cp -a":
        subprocess.run(["cp", "-a", archive.root, to], check=True)
    elif way == "bytes only":
        shutil.copytree(archive.root, to, copy_function=shutil.copyfile)
    else:
        for name in ("objects", "ledger"):
            shutil.copytree(archive.root / name, to / name)
        shutil.copy(archive.root / "archive.toml", to)
    copy = Archive.open(to)
    assert tuple(copy.check()) == ()
    assert copy.ledger.end().head == archive.ledger.end().head
    with copy.up_to_date_catalogue(lambda: AT, "x") as catalogue:
        assert [document.digest for document in catalogue.tray()] == list(digests)
    shutil.rmtree(archive.root)
    with copy.writing(lambda: AT, "x") as registrar:
        receive(registrar, b"new", "new.png")
    assert tuple(copy.check()) == () and len(copy.ledger.segments()) == 1


def test_lines_lie_in_the_segment_of_their_school_year(archive: Archive) -> None:
    days = [datetime(2023, 7, 31), datetime(2023, 8, 1), datetime(2023, 1, 1), datetime(2025, 9, 5)]
    for day in days:
        with archive.writing(lambda at=day: at.replace(tzinfo=AT.tzinfo), "x") as registrar:  # type: ignore[misc]
            registrar.record(events.Refused(None, "a", 0, "link", "a"))
    # On 1 January 2023 the clock was set wrong: that line stays with those before it.
    assert archive.ledger.segments() == ("2022-2023", "2023-2024", "2025-2026")
    assert archive.ledger.path("2023-2024").read_bytes().count(b"\n") == 2


def test_the_last_lines_cut_off_are_noticed_by_check_and_writer(archive: Archive) -> None:
    """Nothing in the ledger itself shows that its end is missing; the catalogue has seen it."""
    fill(archive)
    path = archive.ledger.path("2022-2023")
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    assert [finding.where for finding in archive.check() if finding.kind == "chain-broken"] == ["catalogue"]
    with pytest.raises(BrokenChain, match="history's line 4"), archive.writing(lambda: AT, "x"):
        pass
    assert path.read_bytes().count(b"\n") == 2
    path.write_bytes(whole)
    with archive.writing(lambda: AT, "x"):
        pass


def test_a_last_line_exchanged_is_noticed_by_check_and_writer(archive: Archive) -> None:
    fill(archive)
    path = archive.ledger.path("2022-2023")
    path.write_bytes(path.read_bytes().replace(b"ba.png", b"xx.png"))
    assert [finding.where for finding in archive.check()] == ["catalogue"]
    with pytest.raises(BrokenChain), archive.writing(lambda: AT, "x"):
        pass


def test_an_older_backup_of_the_truths_can_be_taken_up_again(archive: Archive) -> None:
    fill(archive)
    path = archive.ledger.path("2022-2023")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert rebuild_catalogue(archive, lambda: AT, "x") == 2
    with archive.writing(lambda: AT, "x") as registrar:
        assert registrar.catalogue.totals()["documents"] == 1
    assert {finding.kind for finding in archive.check()} == {"object-unknown"}


def test_what_a_killed_writer_left_is_mended_by_the_next(archive: Archive) -> None:
    fill(archive)
    archive.objects.stage(io.BytesIO(b"half"))
    with archive.ledger.path("2022-2023").open("ab") as stream:
        stream.write(b'{"sequence":5,"previous":"')
    assert {finding.kind for finding in archive.check()} == {"line-unfinished", "stray-file"}
    with archive.writing(lambda: AT, "x"):
        pass
    assert tuple(archive.check()) == ()


def test_bytes_are_kept_before_their_line_is_written(archive: Archive) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        staged = registrar.stage(io.BytesIO(b"minutes"))
        reading = Reading(staged.digest, "r", "image/png", (Page(1, "", "none"),))
        seen = []

        def clock() -> datetime:
            # The registrar asks for the time when it writes the line.
            seen.append(archive.objects.intact(staged.digest) and archive.readings.load(staged.digest))
            return AT

        registrar.now = clock
        registrar.receive(staged, reading, events.Received(staged.digest, "a", 7, "image/png", 1))
    assert seen == [reading]


def test_a_missing_object_comes_back_with_the_same_bytes(archive: Archive) -> None:
    first, *_ = fill(archive)
    archive.original(first).unlink()
    assert [finding.kind for finding in archive.check()] == ["object-missing"]
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.keep(registrar.stage(io.BytesIO("một".encode())))
    assert tuple(archive.check()) == ()


def test_the_catalogue_is_caught_up_before_a_document_is_called_new(archive: Archive) -> None:
    """A full disk can keep the catalogue behind the ledger; the same bytes must not get a second line."""
    with archive.writing(lambda: AT, "x") as registrar:
        digest = receive(registrar, b"x", "x.png")
    for name in ("catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm"):
        (archive.derived / name).unlink(missing_ok=True)
    with archive.writing(lambda: AT, "x") as registrar:
        assert registrar.knows(digest) and not registrar.knows("0" * 64)


def test_derived_things_can_go(archive: Archive) -> None:
    digests = fill(archive)
    with archive.catalogue() as catalogue:
        before = tuple(catalogue.rows())
    truths = tree(archive.root, apart=("derived",))
    remove_derived(archive)
    assert tuple(archive.readings) == tuple(sorted(digests))
    assert rebuild_catalogue(archive, lambda: AT + timedelta(days=400), "someone else") == 4
    with archive.catalogue() as catalogue:
        assert tuple(catalogue.rows()) == before
    shutil.rmtree(archive.derived)
    with archive.up_to_date_catalogue(lambda: AT, "x") as catalogue:
        assert catalogue.totals()["documents"] == 3
    assert {**tree(archive.root, apart=("derived",)), ".lock": ""} == {**truths, ".lock": ""}
