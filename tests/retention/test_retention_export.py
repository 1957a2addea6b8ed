"""A bag is whole and valid for the reference reader, or it is not there at all."""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.export import BagFile, FixityError, write_bag

INFO = {"Source-Organization": "Trường THCS Kim Sơn", "Bagging-Date": "2026-11-23"}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files(folder: Path, payload: list[tuple[str, bytes]]) -> tuple[BagFile, ...]:
    folder.mkdir(exist_ok=True)
    made = []
    for number, (path, data) in enumerate(payload):
        source = folder / str(number)
        source.write_bytes(data)
        made.append(BagFile(path, source, digest(data)))
    return tuple(made)


def validate(bag: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, bagit.__file__, "--validate", str(bag)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bag_is_valid_by_the_command_line_of_bagit(tmp_path: Path) -> None:
    payload = files(tmp_path / "in", [("Hộp 1/[H1-1.1-01] Kế hoạch.pdf", b"abc"), ("Hộp 2/trống.txt", b"")])
    bag = write_bag(tmp_path / "bag", payload, INFO, [("muc-luc/danh-muc.csv", "Mã,Tên\n".encode())])
    assert validate(bag.path).returncode == 0
    assert (bag.octets, len(bag.files)) == (3, 2)
    assert digest((bag.path / "tagmanifest-sha256.txt").read_bytes()) == bag.tagmanifest
    assert (bag.path / "muc-luc/danh-muc.csv").read_text("utf-8") == "Mã,Tên\n"
    read = bagit.Bag(str(bag.path))
    assert read.info == {**INFO, "Payload-Oxum": "3.2"}
    assert set(read.tagfile_entries()) == {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "muc-luc/danh-muc.csv",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "in"]
    (bag.path / "data/Hộp 1/[H1-1.1-01] Kế hoạch.pdf").write_bytes(b"abd")
    assert validate(bag.path).returncode == 1


def test_a_changed_tag_file_is_seen(tmp_path: Path) -> None:
    bag = write_bag(tmp_path / "bag", (), INFO, [("danh-muc.csv", b"a")])
    assert validate(bag.path).returncode == 0
    (bag.path / "danh-muc.csv").write_bytes(b"b")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag.path)).validate()


def test_the_same_content_makes_the_same_bag(tmp_path: Path) -> None:
    payload = files(tmp_path / "in", [("b", b"2"), ("a", b"1")])
    one = write_bag(tmp_path / "one", payload, INFO)
    two = write_bag(tmp_path / "two", reversed(payload), INFO)
    assert one.tagmanifest == two.tagmanifest


def test_names_are_made_safe_and_told(tmp_path: Path) -> None:
    asked = ["100%.pdf", "100-.pdf", "CON", "a:b/x\r\ny.txt", "%0A%25"]
    bag = write_bag(tmp_path / "bag", files(tmp_path / "in", [(path, path.encode()) for path in asked]), INFO)
    assert [file.path for file in bag.files] == ["100-.pdf", "100- (2).pdf", "_CON", "a-b/x y.txt", "-0A-25"]
    for path, file in zip(asked, bag.files, strict=True):
        assert (bag.path / "data" / file.path).read_bytes() == path.encode()
    assert validate(bag.path).returncode == 0


NAMES = st.text(min_size=1, max_size=20).filter(lambda name: not {"", ".", ".."} & set(name.split("/")))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=40)), max_size=6), st.text(max_size=40))
def test_what_goes_in_is_what_a_reader_finds(payload: list[tuple[str, bytes]], title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        info = {**INFO, "External-Description": title}
        written = write_bag(top / "bag", files(top / "in", payload), info)
        bag = bagit.Bag(str(top / "bag"))
        bag.validate()
        assert bag.info["External-Description"] == " ".join(title.split())
        assert bag.payload_entries() == {
            f"data/{file.path}": {"sha256": file.sha256} for file in written.files
        }
        for (_, data), file in zip(payload, written.files, strict=True):
            assert (top / "bag/data" / file.path).read_bytes() == data


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_damaged_file_is_named_and_nothing_remains(tmp_path: Path) -> None:
    payload = files(tmp_path / "in", [("a.txt", b"good"), ("b.txt", b"good")])
    payload[1].source.write_bytes(b"bad!")
    with pytest.raises(FixityError, match=r"b\.txt") as caught:
        write_bag(tmp_path / "bag", payload, INFO)
    assert (caught.value.path, caught.value.expected) == ("b.txt", digest(b"good"))
    assert caught.value.found == digest(b"bad!")
    assert left(tmp_path) == ["in"]


def test_a_missing_source_leaves_nothing(tmp_path: Path) -> None:
    payload = files(tmp_path / "in", [("a.txt", b"good")])
    payload[0].source.unlink()
    with pytest.raises(FixityError, match=r"a\.txt"):
        write_bag(tmp_path / "bag", payload, INFO)
    payload[0].source.mkdir()
    with pytest.raises(FixityError, match=r"a\.txt"):
        write_bag(tmp_path / "bag", payload, INFO)
    assert left(tmp_path) == ["in"]


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "bag"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to("nowhere")
    with pytest.raises(FileExistsError, match="bag"):
        write_bag(target, (), INFO)
    assert left(tmp_path) == ["bag"]
    assert not target.is_dir() or left(target) == []


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".bag.partial/data").mkdir(parents=True)
    (tmp_path / ".bag.partial/data/old.txt").write_text("old")
    bag = write_bag(tmp_path / "bag", files(tmp_path / "in", [("new.txt", b"new")]), INFO)
    assert left(bag.path / "data") == ["new.txt"]
    assert left(tmp_path) == ["bag", "in"]


def test_a_full_disk_is_known_beforehand(tmp_path: Path) -> None:
    source = tmp_path / "sparse"
    size = shutil.disk_usage(tmp_path).total + 2**30
    with source.open("wb") as file:
        os.truncate(file.fileno(), size)
    with pytest.raises(OSError, match=r"needs \d+ bytes and \d+ are free") as caught:
        write_bag(tmp_path / "bag", [BagFile("a", source, "0" * 64)], INFO)
    assert caught.value.errno == errno.ENOSPC
    assert left(tmp_path) == ["sparse"]


@pytest.mark.parametrize(
    ("info", "tags", "said"),
    [
        ({"Payload-Oxum": "1.1"}, [], "label"),
        ({"Bad label": "x"}, [], "label"),
        ({"Bagging-Date": "23/11/2026"}, [], "isoformat"),
        (INFO, [("bag-info.txt", b"")], "tag file"),
        (INFO, [("data/x", b"")], "tag file"),
        (INFO, [("Manifest-md5.txt", b"")], "tag file"),
        (INFO, [("fetch.txt", b"")], "tag file"),
        (INFO, [("a?b", b"")], "tag file"),
        (INFO, [("a", b""), ("a", b"")], "tag file"),
        (INFO, [("../a", b"")], "plain relative path"),
    ],
)
def test_bad_labels_dates_and_tag_names_are_refused(
    tmp_path: Path, info: dict[str, str], tags: list[tuple[str, bytes]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        write_bag(tmp_path / "bag", (), info, tags)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "sha256"), [("a", "0" * 63), ("a", "A" * 64), ("../a", "0" * 64), ("/a", "0" * 64)]
)
def test_bad_payload_is_refused(tmp_path: Path, path: str, sha256: str) -> None:
    with pytest.raises(ValueError, match=r"SHA-256|plain relative path"):
        write_bag(tmp_path / "bag", [BagFile(path, tmp_path, sha256)], INFO)
    assert left(tmp_path) == []
